"""The import page and a new team: what is given is shown and not stored, what is confirmed becomes a draft."""

from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.html import escape

from directory import desk, publishing
from directory.models import AuditEntry, Revision, Source, Team
from tests import people
from tests.mischief import SCRIPTS
from tests.openpgp.rings import Ring
from tests.rfc2350_texts import DOCUMENT
from tests.team_keys import give
from tests.test_importing import block, clear

from .page import (
    NEW,
    confirm,
    everything,
    form,
    give_file,
    into,
)

pytestmark = pytest.mark.django_db


# A new team -------------------------------------------------------------------------------------------------------


def test_the_page_asks_for_a_file_or_a_text(operator):
    page = operator.get(NEW).content.decode()
    assert 'type="file"' in page
    assert "<textarea" in page
    assert "up to 8 MB" in page


def test_security_84_a_preview_shows_the_profile_and_stores_nothing(operator):
    before = everything()
    page = give_file(operator, NEW).content.decode()
    for shown in ("incidents@example-cert.example", "198.51.100.0/24", "Our Coffee Machine", "Sure", "Nothing is stored yet"):  # fmt: skip
        assert shown in page
    assert everything() == before


def test_each_fact_leads_to_its_line_and_the_line_leads_back(operator):
    page = give_file(operator, NEW).content.decode()
    number = DOCUMENT.splitlines().index("incidents@example-cert.example") + 1
    assert f'href="#line-{number}"' in page
    line = page[page.index(f'id="line-{number}"') :].partition("</li>")[0]
    assert 'href="#field-emails"' in line
    assert page.count('id="field-emails"') == 1


def test_confirming_makes_a_draft_and_keeps_the_file(operator, bob):
    answer = confirm(operator, NEW, form(give_file(operator, NEW)))
    team = Team.objects.get()
    assert answer.url == reverse("admin:directory_team_change", args=[team.pk])
    assert (team.name, team.slug) == ("EXAMPLE-CERT", "example-cert")
    assert team.contacts.filter(kind="email").count() == 2
    source = Source.objects.get()
    assert (bytes(source.content), source.name, source.imported_by, source.format) == (
        DOCUMENT.encode(), "rfc2350.txt", bob, "text",
    )  # fmt: skip
    assert not Revision.objects.exists()
    told = operator.get(reverse("admin:index")).content.decode()
    assert "EXAMPLE-CERT is a draft now, with 2" in told


def test_a_new_team_has_one_entry_in_the_audit_trail(operator):
    confirm(operator, NEW, form(give_file(operator, NEW)))
    entry = AuditEntry.objects.exclude(act__in=["login", "account"]).get()
    assert (entry.act, entry.content.by, entry.content.told) == ("imported", "bob", "From rfc2350.txt.")
    assert entry.content.snapshot["team"]["name"] == "EXAMPLE-CERT"


def test_a_text_can_be_pasted_and_so_can_the_source_of_a_page(operator):
    assert "was read as Text" in operator.post(NEW, {"text": DOCUMENT}).content.decode()
    paragraphs = "".join(
        f"<h2>{line}</h2>" if line[:1].isdigit() and "." in line[:3] else f"<p>{line}</p>"
        for line in DOCUMENT.splitlines()
    )
    page = f"<!doctype html><html><head><title>x</title></head><body><main>{paragraphs}</main></body></html>"
    answer = operator.post(NEW, {"text": page})
    assert "was read as HTML" in answer.content.decode()
    confirm(operator, NEW, form(answer))
    assert Source.objects.get().name == "pasted text"


def test_the_name_can_be_given_by_hand_where_the_document_has_none(operator):
    sent = form(
        give_file(
            operator, NEW, DOCUMENT.replace("Full name: EXAMPLE-CERT", "None.").replace("EXAMPLE-CERT", "it")
        )
    )
    refused = confirm(operator, NEW, sent, name=" ")
    assert "does not say what the team is called" in refused.content.decode()
    confirm(operator, NEW, form(refused), name="FJELL-CERT")
    assert Team.objects.get().name == "FJELL-CERT"


def test_text_that_is_given_a_section_is_kept_there(operator):
    sent = form(give_file(operator, NEW))
    (name,) = [name for name in sent if name.startswith("place.") and name != "place.0"]
    again = operator.post(NEW, {**sent, name: "2.5", "action": "look"})
    assert "+48 22 765 43 99" in again.content.decode()
    assert form(again)[name] == "2.5"
    confirm(operator, NEW, form(again))
    team = Team.objects.get()
    assert (
        team.sections.get(canonical="2.5").text
        == "Our Coffee Machine\n\nIt stands beside the door. Fax: +48 22 765 43 99"
    )
    assert team.contacts.get(kind="fax").value == "+48227654399"
    assert not team.sections.filter(title="Our Coffee Machine").exists()


def test_text_that_is_given_none_stays_where_it_is(operator):
    confirm(operator, NEW, form(give_file(operator, NEW)))
    assert Team.objects.get().sections.get(title="Our Coffee Machine").text.startswith("It stands beside")


@pytest.mark.parametrize("placed", [{"place.9999": "2.5"}, {"place.0": "2"}, {"place.0": "x"}, {"place.x": "2.5"}, {"place.1": "2.5"}])  # fmt: skip
def test_a_place_that_there_is_not_is_refused(operator, placed):
    answer = confirm(operator, NEW, {**form(give_file(operator, NEW)), **placed})
    assert answer.status_code == 400
    assert not Team.objects.exists()


def test_what_is_made_can_be_published_as_it_came(operator):
    confirm(operator, NEW, form(give_file(operator, NEW)))
    team = Team.objects.get()
    assert desk.draft(team).conflicts == ()
    assert publishing.publish(team) is not None


# A name that is here already --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["EXAMPLE-CERT", "example cert", "Éxample—CERT"])
def test_a_name_that_is_here_in_any_spelling_leads_to_that_team(operator, team, name):
    answer = give_file(operator, NEW, DOCUMENT.replace("Full name: EXAMPLE-CERT", f"Full name: {name}"))
    page = answer.content.decode()
    assert "The document can be put beside its draft" in page
    assert f'action="{into(team)}"' in page
    refused = confirm(operator, NEW, form(answer))
    assert "is here already" in refused.content.decode()
    assert Team.objects.count() == 1


def test_the_document_can_be_handed_on_to_the_team_of_that_name(operator, team):
    page = give_file(operator, NEW).content.decode()
    sealed = page.partition('name="payload" value="')[2].partition('"')[0]
    answer = operator.post(into(team), {"payload": sealed})
    assert "Fields that differ" in answer.content.decode()


def test_another_name_makes_another_team(operator, team):
    confirm(operator, NEW, form(give_file(operator, NEW)), name="EXAMPLE-CERT North")
    assert Team.objects.filter(name="EXAMPLE-CERT North", slug="example-cert-north").exists()


def test_a_maintainer_is_told_nothing_of_a_draft_that_is_not_theirs(maintainer, team):
    secret = Team.objects.create(name="SECRET-CERT", slug="secret-cert", address=[people.SECRET])
    page = give_file(maintainer, into(team), DOCUMENT.replace("EXAMPLE-CERT", "SECRET-CERT")).content.decode()
    assert people.SECRET not in page
    assert "is here already" not in page
    assert reverse("admin:directory_team_change", args=[secret.pk]) not in page


# What is shown ----------------------------------------------------------------------------------------------------


def test_security_35_nothing_of_a_document_becomes_an_element_of_the_page(operator, team):
    text = DOCUMENT.replace("All staff of Example Ltd.", "\n\n".join(SCRIPTS))
    for address in (NEW, into(team)):
        page = give_file(operator, address, text, '"><script>alert(1)</script>.txt').content.decode()
        assert page.count("<script") == page.count('<script src="/static/')
        for script in ("<img src=x", "<svg onload", "<iframe"):
            assert script not in page
        assert "&lt;" in page


def test_security_66_a_private_key_is_neither_shown_nor_kept(operator, team_ring: Ring):
    secret = team_ring.secret("team", "--armor").decode()
    text = DOCUMENT.replace("3. Charter", secret + "\n\n3. Charter")
    answer = give_file(operator, NEW, text)
    line = secret.split("\n")[3]
    assert line not in answer.content.decode()
    assert "private key" in answer.content.decode()
    confirm(operator, NEW, form(answer))
    team = Team.objects.get()
    assert bytes(Source.objects.get().content) == b""
    page = operator.get(into(team)).content.decode()
    assert "not kept: it held a private key" in page
    address = reverse("admin:source_of_team", args=[team.pk, Source.objects.get().pk])
    assert operator.get(address).status_code == 404


def test_who_has_signed_is_told(operator, team, team_ring: Ring):
    give(team, team_ring, "team")
    signed = team_ring.sign("team", DOCUMENT.encode(), "--clear-sign")
    assert "a key of this team." in give_file(operator, into(team), signed).content.decode()
    changed = signed.replace(b"its suppliers", b"its friends")
    assert "does not fit" in give_file(operator, into(team), changed).content.decode()
    assert (
        "says nothing about who wrote it"
        in give_file(operator, NEW, clear(team_ring, block=block(team_ring, "team"))).content.decode()
    )


def test_problems_are_told_with_what_to_do(operator):
    page = give_file(operator, NEW, DOCUMENT.replace("3 March 2026", "3 March 2020")).content.decode()
    assert "The document was last updated on 3 March 2020" in page
    assert "Read the document through and give it a new date" in page


def test_a_long_document_is_shown_in_part_and_imported_whole(operator):
    text = DOCUMENT.replace("None.\n\n8.", "\n\n".join(f"Word {n}." for n in range(2_000)) + "\n\n8.")
    answer = give_file(operator, NEW, text)
    assert "The first lines only" in answer.content.decode()
    confirm(operator, NEW, form(answer))
    assert "Word 1999." in Team.objects.get().sections.get(canonical="7").text


@pytest.mark.parametrize(
    "name", ["tuba-ttis.pdf", "unuja-csirt-src.docx", "jakartaprov-csirt-v1.2-web.html", "twin-agrocirt.txt", "seed-tehtris.txt"]
)  # fmt: skip
def test_a_real_document_becomes_a_draft_that_says_the_same_when_it_is_imported_again(
    operator, corpus: Path, name
):
    data = (corpus / "docs" / name).read_bytes()
    confirm(operator, NEW, form(give_file(operator, NEW, data, name)))
    team = Team.objects.get()
    again = form(give_file(operator, into(team), data, name))
    assert {n for n in again if n.partition(".")[0] in ("one", "take", "drop", "section")} == set()


# What was imported ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("rfc2350.pdf", 'attachment; filename="rfc2350.pdf"'),
        ('x"; evil="<svg>.html', 'attachment; filename="x\\"; evil=\\"<svg>.html"'),
        ("../../etc/passwd", 'attachment; filename="passwd"'),
        ("C:\\docs\\team.svg", 'attachment; filename="team.svg"'),
        ("Łódź.txt", "attachment; filename*=utf-8''%C5%81%C3%B3d%C5%BA.txt"),
        ("..", 'attachment; filename="document"'),
    ],
)
def test_security_48_a_file_that_was_imported_is_kept_and_only_ever_downloaded(
    maintainer, team, name, header
):
    source = team.sources.create(name=name, content=b"<svg onload=alert(1)>", sha256="0", format="html")
    assert escape(name) in maintainer.get(into(team)).content.decode()
    answer = maintainer.get(reverse("admin:source_of_team", args=[team.pk, source.pk]))
    assert answer.content == b"<svg onload=alert(1)>"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == header


def test_the_file_of_another_team_is_nobody_else_s(maintainer, team):
    other = people.example_cert("OTHER-CERT", "other-cert")
    source = other.sources.create(name="a", content=b"x", sha256="0", format="text")
    for owner, status in ((other, 403), (team, 404)):
        address = reverse("admin:source_of_team", args=[owner.pk, source.pk])
        assert maintainer.get(address).status_code == status
