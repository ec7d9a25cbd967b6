"""What is asked of the directory: who answers, in which order, and who does not."""

from datetime import UTC, datetime

import pytest

from directory import publishing
from directory.lookup import asking
from directory.lookup.reach import call_now
from directory.models import Claim
from tests import people

pytestmark = pytest.mark.django_db

MONDAY_NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
SUNDAY = datetime(2026, 3, 1, 11, 0, tzinfo=UTC)


def teams(text: str, at: datetime = MONDAY_NOON) -> list[tuple[str, str]]:
    return [(team["slug"], team["reason"]) for team in asking.teams_for(asking.read(text), at)]


def team(slug: str, *networks: str, **fields):
    made = people.example_cert(slug.upper(), slug, **fields)
    made.prefixes.all().delete()
    for network in networks:
        made.prefixes.create(network=network)
    return made


def test_the_longest_network_comes_first(db):
    people.published(team("wide", "192.0.2.0/24"))
    people.published(team("narrow", "192.0.2.64/26"))
    assert teams("192.0.2.77") == [
        ("narrow", "their network 192.0.2.64/26 holds it"),
        ("wide", "their network 192.0.2.0/24 holds it"),
    ]
    assert teams("192.0.2.1") == [("wide", "their network 192.0.2.0/24 holds it")]


def test_equal_claims_are_several_answers(db):
    people.published(team("one", "192.0.2.0/24"))
    people.published(team("other", "192.0.2.0/24"))
    assert [slug for slug, _ in teams("192.0.2.1")] == ["one", "other"]


def test_nobody_takes_over_a_network_by_claiming_a_piece_of_it(db):
    owner, taker = team("owner", "192.0.2.0/24"), team("taker", "192.0.2.1/32")
    people.published(owner)
    people.published(taker)
    publishing.review(owner, ["192.0.2.0/24"], by="bob")
    found = asking.teams_for(asking.read("192.0.2.1"), MONDAY_NOON)
    assert [(t["slug"], t["reviewed"]) for t in found] == [("owner", True), ("taker", False)]


def test_a_review_of_a_claim_ends_with_the_claim(db):
    owner = team("owner", "192.0.2.0/24")
    people.published(owner)
    publishing.review(owner, ["192.0.2.0/24"], by="bob")
    owner.prefixes.all().delete()
    owner.prefixes.create(network="198.51.100.0/24")
    people.published(owner)
    assert [t["reviewed"] for t in asking.teams_for(asking.read("198.51.100.1"), MONDAY_NOON)] == [False]


def test_what_is_not_claimed_cannot_be_reviewed(published):
    with pytest.raises(ValueError, match=r"does not claim 203\.0\.113\.0/24"):
        publishing.review(published.team, ["203.0.113.0/24"], by="bob")


def test_the_national_team_is_the_last_reason(db):
    national = team("national", scopes=["national"], country="NO")
    people.published(national)
    people.published(team("own", "198.51.100.0/24"))
    assert teams("www.own.example") == [("own", "their domain own.example")]
    assert teams("www.somebody.no") == [("national", "national team of Norway (.no)")]
    assert teams("Norway") == [("national", "national team of Norway")]


def test_two_reasons_are_said_as_one(db):
    national = team("national", scopes=["national"], country="NO")
    national.domains.create(name="kommune.no")
    people.published(national)
    assert teams("www.kommune.no") == [
        ("national", "their domain kommune.no, and national team of Norway (.no)")
    ]


def test_a_team_s_own_address_leads_to_it_and_another_by_its_domain(published):
    own = "cert@example-cert.example is their own address, and their domain example-cert.example"
    assert teams("CERT@Example-CERT.example") == [("example-cert", own)]
    assert teams("info@example-cert.example") == [("example-cert", "their domain example-cert.example")]


def test_security_93_a_suffix_matches_on_label_edges_only(published):
    assert teams("sub.sub.Example-CERT.example.") != []
    assert teams("evil-example-cert.example") == []


def test_a_network_is_answered_by_whom_it_holds_too(db):
    people.published(team("narrow", "192.0.2.64/26"))
    assert teams("192.0.2.0/24") == [("narrow", "their network 192.0.2.64/26 lies in it")]
    assert teams("192.0.2.0 - 192.0.2.70") == [("narrow", "their network 192.0.2.64/26 overlaps it")]


def test_security_6_a_draft_answers_like_no_team(client, db):
    without = {q: client.get("/api/v1/lookup", {"q": q}).content for q in ASKED}
    pages = {q: client.get("/lookup/", {"q": q}).content for q in ASKED}
    people.example_cert()
    assert {q: client.get("/api/v1/lookup", {"q": q}).content for q in ASKED} == without
    assert {q: client.get("/lookup/", {"q": q}).content for q in ASKED} == pages


ASKED = [
    "192.0.2.1",
    "192.0.2.0/24",
    "AS64500",
    "example-cert.example",
    "cert@example-cert.example",
    "Poland",
]


def test_an_unpublished_edit_answers_nothing(published):
    published.team.prefixes.create(network="203.0.113.0/24")
    assert teams("203.0.113.1") == []
    people.published(published.team)
    assert [slug for slug, _ in teams("203.0.113.1")] == ["example-cert"]


def test_security_17_a_withdrawn_team_is_gone_from_everything_at_once(client, published):
    publishing.withdraw(published.team, reason="The team has ended its work.", by="bob")
    page = client.get("/teams/example-cert/")
    assert page.status_code == 410
    assert "The team has ended its work." in page.content.decode()
    assert client.get("/teams/example-cert/rfc2350").status_code == 410
    assert client.get("/teams/example-cert/rfc2350.txt").status_code == 410
    assert client.get("/teams/example-cert/revisions/1/rfc2350.txt").status_code == 200
    assert all(teams(q) == [] for q in ASKED)
    assert asking.memory().claims([]) == []
    for address in ("/", "/teams/", "/teams/?q=forensics", f"/teams/?q={people.FINGERPRINT}", "/sitemap.xml"):
        assert "EXAMPLE-CERT" not in client.get(address).content.decode()
    assert not Claim.objects.exists()


def test_a_withdrawn_team_comes_back_by_publishing_it_again(client, published):
    publishing.withdraw(published.team, reason="Paused.", by="bob")
    assert publishing.publish(published.team).number == 2
    assert client.get("/teams/example-cert/").status_code == 200
    assert teams("192.0.2.1") != []


def test_a_team_that_is_not_listed_cannot_be_withdrawn(example_cert):
    with pytest.raises(ValueError, match="not listed"):
        publishing.withdraw(example_cert, reason="Ended.")


def test_reindex_keeps_withdrawals_and_reviews(published):
    people.published(team("other", "198.51.100.0/24"))
    publishing.review(published.team, ["192.0.2.0/24"], by="bob")
    publishing.withdraw(people.Team.objects.get(slug="other"), reason="Ended.")
    before = sorted((bytes(c.key), c.reviewed) for c in Claim.objects.all())
    publishing.reindex()
    assert sorted((bytes(c.key), c.reviewed) for c in Claim.objects.all()) == before
    assert teams("198.51.100.1") == []
    assert list(publishing.verify()) == []


def test_memory_is_read_again_after_a_publication(published):
    assert asking.memory().networks(*span("203.0.113.1")) == []
    published.team.prefixes.create(network="203.0.113.0/24")
    people.published(published.team)
    assert len(asking.memory().networks(*span("203.0.113.1"))) == 1


def span(text: str) -> tuple[int, int]:
    target = asking.read(text)
    return target.first, target.last


HOURS = [
    {"days": ["mo", "tu"], "opens": "08:00", "closes": "16:00", "kind": "office", "timezone": None},
    {"days": ["su"], "opens": "22:00", "closes": "06:00", "kind": "emergency", "timezone": "UTC"},
]


@pytest.mark.parametrize(
    ("card", "at", "number"),
    [
        ({"voice": "+4711", "emergency": "+4722", "hours": HOURS}, MONDAY_NOON, "+4711"),
        ({"voice": "+4711", "emergency": "+4722", "hours": HOURS}, SUNDAY, ""),
        ({"voice": "+4711", "emergency": "+4722", "hours": HOURS}, SUNDAY.replace(hour=23), "+4722"),
        ({"voice": "+4711", "emergency": "+4722", "hours": HOURS}, MONDAY_NOON.replace(hour=5), "+4722"),
        ({"voice": "+4711", "emergency": "+4722", "hours": HOURS[:1]}, SUNDAY, "+4722"),
        ({"voice": "+4711", "hours": HOURS[:1]}, SUNDAY, ""),
        ({"voice": "+4711", "hours": []}, MONDAY_NOON, ""),
        ({"voice": "+4711", "hours": HOURS, "timezone": "Nowhere/City"}, MONDAY_NOON, ""),
    ],
)
def test_the_number_to_call_is_the_one_that_answers_now(card, at, number):
    assert call_now({"timezone": "Europe/Oslo", **card}, at) == number
