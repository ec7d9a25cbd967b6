"""A document beside a team's draft: each difference has a choice, and nothing is overwritten unasked."""

import pytest
from django.urls import reverse

from directory import auditing, desk
from directory.models import AuditContent, Listing, Notice, Revision, Source, Team
from tests import people
from tests.rfc2350_texts import FINGERPRINT

from .page import (
    confirm,
    everything,
    form,
    give_file,
    into,
)

pytestmark = pytest.mark.django_db


def test_security_85_confirming_as_the_page_stands_overwrites_nothing(maintainer, team):
    before = desk.snapshot(team)
    sent = form(give_file(maintainer, into(team)))
    confirm(maintainer, into(team), sent)
    after = desk.snapshot(team)
    assert after["team"]["name"] == before["team"]["name"]
    for rows in ("contacts", "keys", "prefixes", "openings", "asns", "domains"):
        kept = [row for row in before[rows] if row in after[rows]]
        assert kept == before[rows], rows
    for field, value in before["team"].items():
        assert not value or after["team"][field] == value, field
    written = {
        row["canonical"]: row["text"]
        for row in before["sections"]
        if row["text"] not in ("", "None available.")
    }
    assert {
        c: t for c, t in ((r["canonical"], r["text"]) for r in after["sections"]) if c in written
    } == written


def test_security_85_addresses_keys_and_the_published_state_stay_unless_they_are_chosen(maintainer, team):
    public = (Revision.objects.count(), Notice.objects.count(), list(Listing.objects.values()))
    sent = form(give_file(maintainer, into(team)))
    assert not [name for name in sent if name.startswith("drop.")]
    assert not {"take.emails", "take.keys"} & sent.keys()
    assert sent["one.address"] == "keep"
    confirm(maintainer, into(team), sent)
    assert team.contacts.filter(kind="email").count() == 1
    assert [key.fingerprint for key in team.keys.all()] == [people.FINGERPRINT]
    fresh = Team.objects.get(pk=team.pk)
    assert (fresh.slug, fresh.address) == (team.slug, team.address)
    assert (Revision.objects.count(), Notice.objects.count(), list(Listing.objects.values())) == public


def test_what_is_chosen_is_taken_and_told(maintainer, team):
    sent = form(give_file(maintainer, into(team)))
    answer = confirm(
        maintainer, into(team), sent,
        **{"take.emails": ["email incidents@example-cert.example"], "take.keys": [FINGERPRINT], "one.address": "take"},
    )  # fmt: skip
    assert answer.url == reverse("admin:directory_team_change", args=[team.pk])
    fresh = Team.objects.get(pk=team.pk)
    assert fresh.address == ["Example Ltd.", "ul. Nowa 1", "90-002 Łódź", "Poland"]
    assert fresh.contacts.filter(value="incidents@example-cert.example").exists()
    assert fresh.keys.filter(fingerprint=FINGERPRINT).exists()
    said = AuditContent.objects.filter(entry__act="imported").get()
    assert said.by == "alice"
    assert said.told.startswith("From rfc2350.txt. Taken: address, e-mail (1), keys (1)")
    assert {"address", "contacts", "keys"} <= {change["what"] for change in said.changes}
    assert (
        "Nothing is public before you publish it" in maintainer.get(reverse("admin:index")).content.decode()
    )


def test_the_text_of_a_section_is_taken_where_it_is_chosen(maintainer, team):
    page = give_file(maintainer, into(team))
    index = (
        page.content.decode()
        .partition("Mission Statement</bdi>")[2]
        .partition('name="section.')[2]
        .partition('"')[0]
    )
    confirm(maintainer, into(team), form(page), **{f"section.{index}": "take"})
    section = team.sections.get(canonical="3.1")
    assert (section.text, section.mode) == (
        "We help Example Ltd. and its suppliers with incidents.",
        "written",
    )
    assert people.WRITTEN["3.2"] in desk.assemble(team).sections[-1].text or team.sections.filter(text=people.WRITTEN["3.2"]).exists()  # fmt: skip


def test_security_97_a_contact_on_request_stays_so_unless_it_is_chosen(maintainer, team):
    team.contacts.create(kind="email", value="incidents@example-cert.example", public=False, position=5)
    answer = give_file(maintainer, into(team))
    assert "At the desk it is given on request only" in answer.content.decode()
    confirm(maintainer, into(team), form(answer))
    assert not team.contacts.get(value="incidents@example-cert.example").public
    chosen = {
        **form(give_file(maintainer, into(team))),
        "take.emails": ["email incidents@example-cert.example"],
    }
    confirm(maintainer, into(team), chosen)
    assert team.contacts.get(value="incidents@example-cert.example").public


@pytest.mark.parametrize(
    "forged",
    [{"take.emails": "email evil@evil.example"}, {"drop.keys": people.FINGERPRINT}, {"one.slug": "take"},
     {"section.999": "take"}, {"drop.emails": "email cert@example-cert.example"}],
)  # fmt: skip
def test_security_85_a_choice_that_the_page_did_not_offer_changes_nothing(maintainer, team, forged):
    sent = form(give_file(maintainer, into(team)))
    before = everything()
    answer = confirm(maintainer, into(team), {**sent, **forged})
    assert "Not imported yet" in answer.content.decode()
    assert everything() == before


def test_security_85_a_draft_that_was_changed_meanwhile_is_shown_again(maintainer, team):
    sent = form(give_file(maintainer, into(team)))
    with auditing.change(team, auditing.Act.EDITED):
        team.contacts.create(kind="email", value="later@example-cert.example", position=9)
    answer = confirm(maintainer, into(team), {**sent, "one.address": "take"})
    assert "The draft was changed while you looked" in answer.content.decode()
    assert Team.objects.get(pk=team.pk).address == team.address
    assert confirm(maintainer, into(team), form(answer)).status_code == 302


def test_text_that_is_placed_is_looked_at_before_it_is_taken(maintainer, team):
    sent = form(give_file(maintainer, into(team)))
    name = [name for name in sent if name.startswith("place.")][-1]
    answer = confirm(maintainer, into(team), {**sent, name: "3.1"})
    assert "See once more what would be taken" in answer.content.decode()
    confirm(maintainer, into(team), form(answer))
    assert team.sections.get(canonical="3.1").text.endswith("Fax: +48 22 765 43 99")


def test_the_same_file_can_be_imported_twice_and_is_kept_once(maintainer, team):
    for value in ("keep", "take"):
        confirm(maintainer, into(team), {**form(give_file(maintainer, into(team))), "one.address": value})
    assert Source.objects.count() == 1
    assert Team.objects.get(pk=team.pk).address[1] == "ul. Nowa 1"


def test_where_nothing_is_chosen_nothing_is_stored(maintainer, team):
    sent = form(give_file(maintainer, into(team)))
    kept = {
        name: value
        for name, value in sent.items()
        if name.partition(".")[0] not in ("take", "one", "section")
    }
    before = everything()
    confirm(maintainer, into(team), kept)
    assert everything() == before
    assert "Nothing was taken" in maintainer.get(reverse("admin:index")).content.decode()
