"""From a document to the desk and back: nothing that a text says can break the fields, nothing is lost."""

import pytest

from directory import desk, publishing, rfc2350
from directory.models import Team
from directory.rfc2350.document import (
    Channel,
    ConstituencyFacts,
    Document,
    Information,
    Key,
    LabelScheme,
    Opening,
    Phone,
    Section,
    ServiceFacts,
    TeamFacts,
)
from tests import people

pytestmark = pytest.mark.django_db

LONG = "word " * 300
MONSTROUS = Document(
    language="en",
    document=Information(locations=(f"https://example.org/{LONG}",), distribution=LONG),
    team=TeamFacts(
        name=LONG,
        short_name=LONG,
        aliases=(LONG, "EXAMPLE"),
        country="ZZ",
        address=(LONG,),
        timezones=("Europe/Atlantis", "Europe/Oslo"),
        phones=(Phone(None, "voice", LONG, LONG), Phone("+4755510011", "voice", "x" * 400, LONG), Phone("12", "fax", "12")),
        emails=("nobody", f"{'a' * 600}@example.org", "cert@example.org"),
        channels=(Channel("k" * 50, "v" * 900), Channel("x", "@example")),
        keys=(Key(people.FINGERPRINT, None, note=LONG), Key(people.FINGERPRINT, None), Key(None, None)),
        key_urls=("http//broken", "javascript:alert(1)", "https://example.org/key.asc"),
        hours=(Opening(("mo",), "09:00", "09:00"), Opening((), "09:00", "10:00"), Opening(("tu",), "09:00", "17:00", note=LONG)),
        tlp=(LabelScheme("PAP", "9"), LabelScheme("TLP", "2.0")),
        websites=("www.example.org", "https://good.example@evil.example/"),
    ),
    constituency=ConstituencyFacts(
        prefixes=("192.0.2.1/24", "192.0.2.0/24", "192.0.2.0/24"),
        asns=(0, 64500, 2**40),
        domains=("-", "example.org"),
        countries=("ZZ", "NO"),
        sectors=("nonsense", "health"),
    ),
    services=(ServiceFacts(LONG, "5.1", 1),),
    sections=(Section("2.1", "2.1", "Name of the Team", "EXAMPLE"),),
)  # fmt: skip


def test_what_no_field_takes_is_left_to_the_text_and_breaks_nothing():
    team = Team(slug="monstrous", name="EXAMPLE")
    desk.adopt(MONSTROUS, team)
    team.refresh_from_db()
    said = desk.facts(team)
    assert said.team.emails == ("cert@example.org",)
    assert said.team.timezones == ("Europe/Oslo",)
    assert said.team.key_urls == ("https://example.org/key.asc",)
    assert said.team.websites == ()
    assert said.constituency == ConstituencyFacts(
        ("192.0.2.0/24",), (64500,), ("example.org",), ("NO",), ("health",)
    )
    assert [(h.days, h.opens, h.closes) for h in said.team.hours] == [(("tu",), "09:00", "17:00")]


def test_what_no_field_takes_is_no_conflict():
    team = Team(slug="monstrous", name="EXAMPLE")
    desk.adopt(MONSTROUS, team)
    for fact in desk.FACTS:
        assert set(fact.of(MONSTROUS)) <= set(fact.of(desk.facts(team))), fact.key


def test_adopting_what_the_fields_printed_gives_the_same_fields(example_cert):
    before = desk.facts(example_cert)
    desk.adopt(desk.assemble(example_cert), example_cert)
    after = desk.facts(Team.objects.get())
    printed = [fact for fact in desk.FACTS if fact.section.startswith("2.")]
    assert {fact.key: set(fact.of(after)) for fact in printed} == {
        fact.key: set(fact.of(before)) for fact in printed
    }


def test_a_conflict_offers_the_field_only_where_a_section_can_be_made_from_it(example_cert):
    people.write(example_cert, "2.11", "Call +48 22 765 43 21.")
    (conflict,) = desk.draft(example_cert).conflicts
    assert (conflict.key, conflict.by_field) == ("phones", False)
    people.write(example_cert, "2.11", "None available.")
    people.write(example_cert, "2.4", "+48 22 765 43 21")
    (conflict,) = desk.draft(example_cert).conflicts
    assert (conflict.key, conflict.by_field) == ("phones", True)


def test_every_document_of_the_field_can_be_published(corpus):
    refused = {}
    for path in sorted((corpus / "docs").glob("*.txt")):
        if path.name.endswith(".words.txt"):
            continue
        document = rfc2350.parse(path.read_text(errors="replace"))
        team = Team(
            slug=f"team-{len(refused)}-{path.stem.lower()}"[:80], name=document.team.name or path.stem
        )
        desk.adopt(document, team)
        try:
            publishing.publish(team)
        except publishing.Unpublishable as error:
            refused[path.name] = str(error)
    assert refused == {}
