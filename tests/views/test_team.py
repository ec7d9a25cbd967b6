import re
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from selectolax.lexbor import LexborHTMLParser

from directory import desk, publishing
from directory.models import Appearance, Listing
from directory.templatetags.profile import by_area, excerpt
from tests import keyring, people
from tests.reading import card, page_of, text_of

pytestmark = pytest.mark.django_db

# The four questions


def test_the_page_answers_the_four_questions(client, published):
    page = page_of(client)
    assert 'href="mailto:cert@example-cert.example"' in page
    assert '<a class="tel" href="tel:+48221234567"><bdi>+48 22 123 45 67</bdi></a>' in page
    assert "0123 4567 89AB CDEF 0123  4567 89AB CDEF 0123 4567" in page
    assert "Monday to Friday 08:00–16:00, Warsaw time (Europe/Warsaw)" in card(client, "reach")
    for claim in (
        "192.0.2.0/24",
        "AS64500",
        "example-cert.example",
        "Health",
        "Everyone who works at Example Ltd.",
    ):
        assert claim in card(client, "serves")
    assert "TLP 2.0" in card(client, "trust")


def test_title_and_description_say_who_and_how(client, published):
    tree = LexborHTMLParser(page_of(client))
    assert tree.css_first("title").text() == "EXAMPLE-CERT · Poland · CSIRT Directory"
    assert tree.css_first("meta[name=description]").attributes["content"] == (
        "EXAMPLE-CERT, CSIRT, Poland. +48 22 123 45 67. cert@example-cert.example. "
        "OpenPGP 0123 4567 89AB CDEF 0123  4567 89AB CDEF 0123 4567."
    )


def test_names_of_today_and_of_before_stand_under_the_official_one(client, example_cert):
    example_cert.short_name, example_cert.aliases = "EX", ["Example Team", "EX"]
    example_cert.former_names, example_cert.host_organisation = ["OLD-CERT", "OLDER-CERT"], "Example Ltd."
    example_cert.save()
    people.published(example_cert)
    assert text_of(client, part=".who").startswith(
        "CSIRT · Poland · part of Example Ltd. EXAMPLE-CERT EX, Example Team, formerly OLD-CERT, OLDER-CERT"
    )


def test_a_team_with_nothing_but_a_name_has_a_page_without_an_empty_card(client, bare):
    people.published(bare)
    assert card(client, "reach", "bare") == (
        "Reach The team publishes no telephone and no e-mail address here."
    )
    assert card(client, "encrypt", "bare") == (
        "Encrypt The team names no key. Ask for one before you send anything confidential."
    )
    assert card(client, "serves", "bare") == "Serves The team does not say here whom it serves."
    page = page_of(client, "bare")
    assert "About the team" not in page
    assert "Suggest a correction" not in page
    assert "None available." not in page
    assert "None" not in text_of(client, "bare")


def test_a_contact_on_request_is_promised_and_not_shown(client, example_cert):
    example_cert.contacts.create(kind="mobile", value="+48 601 123 456", public=False)
    example_cert.contacts.create(kind="email", value="hidden@example-cert.example", public=False)
    people.published(example_cert)
    assert "Mobile Available on request" in card(client, "reach")
    assert "E-mail Another is available on request" in card(client, "reach")
    assert "601" not in page_of(client)
    assert "hidden@" not in page_of(client)


def test_a_key_id_without_a_fingerprint_is_not_trusted(client, example_cert):
    example_cert.keys.all().delete()
    example_cert.keys.create(key_id="2D834B73A24DAE94")
    people.published(example_cert)
    assert "Key ID 0x2D834B73A24DAE94" in card(client, "encrypt")
    assert "a key ID alone can be forged" in card(client, "encrypt")
    assert "<svg" not in page_of(client)


def test_the_key_is_said_to_be_no_more_than_it_is(client, example_cert):
    example_cert.contacts.create(kind="key-url", value="https://example-cert.example/key.asc")
    example_cert.keys.update(expires_on=date(2027, 3, 3))
    people.published(example_cert)
    said = card(client, "encrypt")
    assert "This key’s last day is 3 March 2027" in said
    assert "The team’s key file at example-cert.example" in said
    assert "as the team states it; this directory has not read the key" in said
    assert 'data-until="2027-03-03"' in page_of(client)
    assert "QR code of the fingerprint" in said


def test_a_key_that_was_read_says_how_it_stands_and_which_address_it_names(client, example_cert):
    keyring.give(example_cert, note="Since 2024")
    people.published(example_cert)
    said = card(client, "encrypt")
    assert "This key is valid until 3 March 2099 0123 4567 89AB CDEF 0123" in said
    assert "Ed25519, matches cert@example-cert.example · Since 2024" in said
    assert "has not read the key" not in said
    assert "QR code of the fingerprint" in said
    page = page_of(client)
    assert 'data-until="2099-03-03"' in page
    assert f'<a href="/keys/{people.FINGERPRINT}.asc">Download key</a>' in page
    assert f'<a href="/keys/{people.FINGERPRINT}/">About this key</a>' in page


def test_a_key_that_names_another_address_says_so(client, example_cert):
    keyring.give(example_cert, keyring.made(people.FINGERPRINT, "cert@elsewhere.example"))
    people.published(example_cert)
    assert "It does not name any of the team’s addresses." in card(client, "encrypt")
    assert "elsewhere" not in page_of(client)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"revocation": keyring.revoked(2)}, "This key was revoked on 5 April 2026: others may have its secret part"),
        ({"expires": datetime(2025, 3, 3, 12, tzinfo=UTC)}, "This key expired on 3 March 2025"),
    ],
)  # fmt: skip
def test_a_key_of_no_more_use_says_so_aloud_and_is_not_to_be_scanned(client, example_cert, facts, sentence):
    keyring.give(example_cert, keyring.made(**facts))
    people.published(example_cert)
    said = card(client, "encrypt")
    assert sentence in said
    assert "Do not encrypt to this key. Ask the team for another one." in said
    assert "QR code" not in said
    assert LexborHTMLParser(page_of(client)).css_first(".encrypt .state").attributes["class"] == "state bad"


def test_several_keys_say_what_each_is_for_and_former_ones_are_folded(client, example_cert):
    keyring.give(example_cert, keyring.made(subkeys=()), purpose="signing")
    keyring.give(example_cert, keyring.made("A" * 40), position=1)
    example_cert.keys.create(fingerprint="B" * 40, position=2)
    keyring.give(example_cert, keyring.made("C" * 40), purpose="former", position=3)
    people.published(example_cert)
    said = card(client, "encrypt")
    assert "matches cert@example-cert.example · to sign only" in said
    assert "matches cert@example-cert.example · to write to the team, and to sign" in said
    assert said.count("this directory has not read the key") == 1
    assert "The code to scan is that of AAAA AAAA … AAAA AAAA." in said
    folded = LexborHTMLParser(page_of(client)).css_first(".encrypt details")
    assert folded.text(separator=" ").split()[:3] == ["1", "former", "key"]
    assert folded.css_first("a").attributes["href"] == f"/keys/{'C' * 40}/"


def test_a_team_with_former_keys_alone_names_none_that_it_uses(client, example_cert):
    keyring.give(example_cert, purpose="former")
    people.published(example_cert)
    assert "The team names no key that it still uses." in card(client, "encrypt")


def test_a_key_is_told_by_its_id_too(client, example_cert):
    example_cert.keys.create(fingerprint="0123456789ABCDEF" + "F" * 48, position=1)
    people.published(example_cert)
    assert re.findall("Key ID 0x([0-9A-F]+)", card(client, "encrypt")) == [
        "89ABCDEF01234567",
        "0123456789ABCDEF",
    ]


def test_memberships_and_services_stand_on_the_vocabularies(client, example_cert):
    example_cert.memberships.create(level="ti.certified", since=date(2021, 5, 1))
    example_cert.services.create(title="Forensics", framework="6.3", canonical="5.1", position=0)
    example_cert.services.create(title="Advice", canonical="5.2", position=1)
    people.published(example_cert)
    assert "TF-CSIRT Trusted Introducer: Certified since 1 May 2021" in card(client, "trust")
    about = card(client, "about")
    assert (
        "Information security incident management Forensics Artifact and forensic evidence analysis" in about
    )
    assert about.index("Forensics") < about.index("In the team’s own words Advice")


def test_a_service_that_repeats_the_framework_is_said_once():
    services = [{"title": "artifact and forensic evidence analysis", "framework": {"code": "6.3"}}]
    assert by_area(services) == [
        ("Information security incident management", [{"title": services[0]["title"], "place": ""}])
    ]


# Whether it can be believed


def test_a_revision_that_nobody_has_confirmed_since_says_when_it_was_published(client, example_cert):
    people.published(example_cert, at=datetime(2026, 9, 1, tzinfo=UTC))
    said = card(client, "trust")
    assert "Published on 1 September 2026" in said
    assert "Version 1.0 of 1 September 2026" in said
    assert "1, the only one" in said
    assert 'data-since="2026-09-01"' in page_of(client)


def test_a_confirmation_says_when_and_by_which_means(client, example_cert):
    people.published(example_cert, at=datetime(2026, 9, 1, tzinfo=UTC))
    publishing.confirm(example_cert, means="by the team, at the desk", at=datetime(2026, 10, 2, tzinfo=UTC))
    said = card(client, "trust")
    assert "Confirmed on 2 October 2026 By the team, at the desk" in said
    assert "Published on 1 September 2026" in said
    assert 'data-since="2026-10-02"' in page_of(client)


def test_what_is_published_after_a_confirmation_is_not_called_confirmed(client, example_cert):
    people.published(example_cert, at=datetime(2026, 9, 1, tzinfo=UTC))
    publishing.confirm(example_cert, means="by mail", at=datetime(2026, 10, 2, tzinfo=UTC))
    people.write(example_cert, "3.1", "Something else.")
    people.published(example_cert, at=datetime(2026, 11, 2, tzinfo=UTC))
    said = card(client, "trust")
    assert "Published on 2 November 2026" in said
    assert "Confirmed" not in said
    assert "2 of 2 first on 1 September 2026" in said


def test_the_page_says_which_claims_this_directory_has_reviewed(client, published):
    assert "As the team claims; this directory has not reviewed it" in card(client, "trust")
    publishing.review(published.team, ["AS64500"])
    assert "1 of 3 claims are reviewed by this directory" in card(client, "trust")
    publishing.review(published.team, ["AS64500", "192.0.2.0/24", "example-cert.example"])
    assert "What it claims to serve is reviewed by this directory" in card(client, "trust")


# The document


def test_the_document_is_told_by_its_chapters_and_policies_each_with_its_place(client, example_cert):
    people.write(example_cert, "4.2", "We honour the protocol. " * 60)
    people.published(example_cert)
    tree = LexborHTMLParser(page_of(client))
    links = {a.attributes["href"]: " ".join(a.text().split()) for a in tree.css(".dossier a")}
    assert links["/teams/example-cert/rfc2350#s-4"] == "4 Policies"
    assert links["/teams/example-cert/rfc2350#s-3.1"] == "Mission Statement"
    assert {
        f"/teams/example-cert/rfc2350.{suffix}" for suffix in ("txt", "md", "html", "pdf", "docx", "json")
    } < set(links)
    policy = next(p.text() for p in tree.css(".dossier p") if p.text().startswith("We honour"))
    assert len(policy) <= 420
    assert policy.endswith("…")


def test_what_changed_is_offered_where_there_is_something_to_compare(client, published):
    assert "What has changed" not in page_of(client)
    people.write(published.team, "3.1", "Again.")
    publishing.publish(published.team)
    assert '<a href="/teams/example-cert/compare/">What has changed</a>' in page_of(client)


def test_an_excerpt_ends_between_words_where_there_are_any():
    assert excerpt("short", 10) == "short"
    assert excerpt("one two\n three four", 12) == "one two…"
    assert excerpt("日" * 100, 10) == "日" * 9 + "…"
    assert excerpt("a " + "b" * 100, 10) == "a bbbbbbb…"


# The clock


def test_the_hours_stand_on_the_page_as_data_and_the_state_does_not(client, published):
    now = LexborHTMLParser(page_of(client)).css_first(".now")
    assert now.text() == ""
    assert "hidden" in now.attributes
    assert now.attributes["data-hours"] == "office mo,tu,we,th,fr 08:00 16:00 Europe/Warsaw"


def test_the_page_is_the_same_at_every_hour_and_answers_that_it_has_not_changed(client, published):
    first = client.get("/teams/example-cert/")
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert client.get("/teams/example-cert/", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_hours_without_a_zone_are_told_and_give_no_state(client, example_cert):
    example_cert.timezones = []
    example_cert.save()
    people.write(example_cert, "2.3", "Somewhere.")
    people.published(example_cert)
    assert "Hours Monday to Friday 08:00–16:00" in card(client, "reach")
    assert "data-hours" not in page_of(client)


# A correction


def test_a_correction_is_a_mail_to_the_team_that_names_the_page(client, published):
    link = mail(client)
    assert link.path == "cert@example-cert.example"
    told = parse_qs(link.query)
    assert told["subject"] == ["Correction to the page of EXAMPLE-CERT"]
    assert told["body"][0].startswith(
        "This is about http://localhost:8000/teams/example-cert/\r\n\r\nWhat is wrong there:"
    )
    assert set(told) == {"subject", "body"}


def test_security_44_what_a_team_writes_adds_no_header_and_no_recipient_to_the_mail(
    client, example_cert, monkeypatch
):
    honest, sly = (
        desk.profile,
        "A\r\nBcc: evil@evil.example&bcc=x@evil.example?cc=y#z%0D%0ACc: w@evil.example",
    )
    address = "a&cc=x,y%0d?bcc=z@sly.example"

    def profile(team) -> dict[str, Any]:
        said = honest(team)
        said["name"] = sly
        said["contacts"][0]["value"] = address
        return said

    monkeypatch.setattr(desk, "profile", profile)
    people.published(example_cert)
    link = mail(client)
    told = parse_qs(link.query, strict_parsing=True)
    assert set(told) == {"subject", "body"}
    assert told["subject"] == [f"Correction to the page of {' '.join(sly.split())}"]
    assert unquote(link.path) == address
    assert not link.fragment
    assert not set(link.path) & set(" ,&?#")


def test_a_team_without_an_address_is_corrected_by_the_operator(client, bare):
    Appearance.objects.create(contact="desk@csirts.example")
    people.published(bare)
    assert mail(client, "bare").path == "desk@csirts.example"


def mail(client, slug="example-cert"):
    links = [a.attributes["href"] for a in LexborHTMLParser(page_of(client, slug)).css(".correct a")]
    assert len(links) == 1
    return urlsplit(links[0])


# Withdrawn


def test_a_withdrawn_team_says_when_and_why_and_leads_on(client, published):
    publishing.withdraw(published.team, reason="It was dissolved.", at=datetime(2026, 10, 2, tzinfo=UTC))
    answer = client.get("/teams/example-cert/")
    assert answer.status_code == 410
    page = answer.content.decode()
    assert "Withdrawn on 2 October 2026." in page
    assert "It was dissolved." in page
    for leads in ("/teams/example-cert/revisions/", "/lookup/", "/teams/"):
        assert f'href="{leads}"' in page
    assert "mailto:" not in page


def test_the_page_costs_as_many_queries_for_a_full_team_as_for_a_bare_one(client, example_cert, bare):
    for n in range(50):
        example_cert.prefixes.create(network=f"10.{n}.0.0/16")
    for n in range(3):
        people.write(example_cert, "3.1", f"Text {n}.")
        people.published(example_cert)
        publishing.confirm(example_cert, means="by mail")
    people.published(bare)

    def cost(slug: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/teams/{slug}/").status_code == 200
        return len(queries)

    assert Listing.objects.count() == 2
    assert cost("example-cert") == cost("bare") == 7
