"""What the public reads comes from what was published, and from nowhere else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory import publishing
from directory.exports import FORMATS as EXPORTS
from directory.exports.keyring import KEYRINGS
from directory.figures.counting import FACETS
from directory.filters import FACETS as FACETS_OF_TEAMS
from directory.filters import SORTS, Facet
from directory.models import Revision
from directory.rfc2350.writers import FORMATS
from tests import people

pytestmark = pytest.mark.django_db

DESK = ["team", "contact", "opening", "key", "prefix", "asn", "domain", "servedcountry", "servedsector", "service",
        "section", "source", "maintainer", "user"]  # fmt: skip


def some(facet: Facet) -> list[str]:
    """Two values of a facet."""
    return list(facet.codes())[:2]


def public_addresses(slug: str = "example-cert", number: int = 1) -> list[str]:
    """Every address that a visitor can read of a published team, and the pages around it."""
    files = [suffix for suffix, row in FORMATS.items() if not row.costly]
    return [
        reverse("home"),
        reverse("team_list"),
        reverse("team_list") + "?q=forensics&country=PL&type=csirt&sector=health&page=1",
        reverse("team_list")
        + "?"
        + "&".join(f"{facet.name}={value}" for facet in FACETS_OF_TEAMS for value in some(facet)),
        *(reverse("team_list") + f"?view={view}" for view in ("table", "map")),
        *(reverse("team_list") + f"?sort={sort}" for sort in SORTS),
        *(reverse("teams_file", args=[suffix]) + "?q=forensics&country=PL" for suffix in EXPORTS),
        reverse("team_list") + f"?q={people.FINGERPRINT}",
        *(
            reverse("team_list") + f"?q={q}"
            for q in ("192.0.2.1", "AS64500", "www.example-cert.example", "Poland")
        ),
        reverse("lookup"),
        *(reverse("lookup") + f"?q={q}" for q in ("192.0.2.1", "192.0.2.0/23", "cert@example-cert.example")),
        reverse("lookup_many"),
        reverse("lookup_offline"),
        reverse("api_lookup") + "?q=192.0.2.1",
        reverse("figures"),
        *(reverse("figures_file", args=[name]) for name in ("growth", *FACETS)),
        reverse("keys"),
        *(reverse("keyring", args=[suffix]) + "?country=PL" for suffix in KEYRINGS),
        reverse("privacy"),
        reverse("terms"),
        reverse("team_security_txt", args=[slug]),
        reverse("wkd_policy"),
        reverse("wkd_advanced_policy", args=["localhost"]),
        reverse("robots"),
        reverse("sitemap"),
        reverse("schema"),
        *(reverse(name, args=[slug]) for name in ("team", "document", "revisions", "compare")),
        *(reverse("document_file", args=[slug, suffix]) for suffix in files),
        *(reverse("document_file", args=[slug, suffix]) + "?layout=rfc" for suffix in files),
        reverse("revision", args=[slug, number]),
        *(reverse("revision_file", args=[slug, number, suffix]) for suffix in files),
    ]


def bodies(client) -> dict[str, bytes]:
    return {address: client.get(address).getvalue() for address in public_addresses()}


def test_every_public_address_answers(client, published):
    assert {address: client.get(address).status_code for address in public_addresses()} == dict.fromkeys(
        public_addresses(), 200
    )


def test_no_public_address_reads_a_table_of_the_desk(client, published):
    read = set()
    for address in public_addresses():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address).getvalue()
        read |= {table for query in queries for table in DESK if f'"directory_{table}"' in query["sql"]}
    assert read == set()


def test_a_query_of_the_desk_would_be_noticed(published):
    with CaptureQueriesContext(connection) as queries:
        list(published.team.contacts.all())
    assert any('"directory_contact"' in query["sql"] for query in queries)


def test_security_5_unpublished_edits_change_no_public_byte(client, bob, published):
    before = bodies(client)
    team = published.team
    team.name, team.country, team.type = people.SECRET, "NO", "psirt"
    team.host_organisation = team.short_name = people.SECRET
    team.save()
    team.contacts.all().delete()
    team.contacts.create(kind="email", value=f"{people.SECRET}@example.org")
    team.keys.all().delete()
    team.served_sectors.all().delete()
    people.write(team, "3.1", people.SECRET)
    assert bodies(client) == before
    assert people.SECRET.encode() not in b"".join(bodies(client).values())


def test_publishing_shows_the_edit_at_once(client, published):
    people.write(published.team, "3.1", people.SECRET)
    publishing.publish(published.team)
    for place in ("", "rfc2350", "rfc2350.txt", "rfc2350.md", "rfc2350.html", "rfc2350.json"):
        assert people.SECRET in client.get(f"/teams/example-cert/{place}").content.decode()


@pytest.mark.parametrize(
    "address",
    ["/teams/{slug}/", "/teams/{pk}/", "/teams/{slug}/rfc2350", "/teams/{slug}/rfc2350.txt", "/teams/{slug}/rfc2350.json",
     "/teams/{slug}/revisions/", "/teams/{slug}/revisions/1/", "/teams/{slug}/revisions/1/rfc2350.txt"],
)  # fmt: skip
def test_security_1_a_draft_is_as_absent_as_what_never_was(client, example_cert, address):
    draft = client.get(address.format(slug=example_cert.slug, pk=example_cert.pk))
    nothing = client.get(address.format(slug="never-was", pk=10**9))
    assert draft.status_code == nothing.status_code == 404
    assert draft.content == nothing.content
    assert dict(draft.headers) == dict(nothing.headers)


def test_security_2_a_word_of_a_draft_is_found_nowhere_and_counts_nothing(client, published):
    without = client.get("/teams/").content
    draft = people.example_cert("DRAFT-CERT", "draft-cert", host_organisation=people.SECRET)
    people.write(draft, "3.1", people.SECRET)
    assert client.get("/teams/").content == without
    assert "No team matches" in client.get("/teams/", {"q": people.SECRET}).content.decode()


def test_security_3_a_draft_is_in_no_file_for_machines(client, published):
    people.example_cert("DRAFT-CERT", "draft-cert")
    for address in ("/sitemap.xml", "/robots.txt", "/"):
        text = client.get(address).content.decode().lower()
        assert "draft-cert" not in text
    assert "/teams/example-cert/" in client.get("/sitemap.xml").content.decode()


def test_a_renamed_draft_keeps_its_public_address(client, published):
    published.team.slug = "renamed"
    published.team.save()
    assert client.get("/teams/example-cert/").status_code == 200
    assert client.get("/teams/renamed/").status_code == 404


def test_a_redacted_revision_says_so_and_shows_nothing(client, example_cert):
    people.write(example_cert, "3.1", people.SECRET)
    first = people.published(example_cert)
    people.write(example_cert, "3.1", "Harmless.")
    people.published(example_cert)
    publishing.redact(first, by="bob")
    for place in ("", *(f"rfc2350.{suffix}" for suffix in FORMATS)):
        answer = client.get(f"/teams/example-cert/revisions/1/{place}")
        assert answer.status_code == 410
        assert people.SECRET not in answer.content.decode()
        assert "Redacted on" in answer.content.decode()
    assert Revision.objects.count() == 2
    assert "Redacted" in client.get("/teams/example-cert/revisions/").content.decode()


@pytest.mark.parametrize(
    "address", ["/teams/EXAMPLE-CERT/", "/teams/Example-Cert/rfc2350", "/fr/teams/EXAMPLE-cert/"]
)
def test_security_41_an_address_in_capitals_leads_to_the_one_that_is_the_team_s(client, published, address):
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (308, address.lower())


def test_security_41_capitals_say_nothing_of_a_draft(client, example_cert):
    assert client.get("/teams/EXAMPLE-CERT/").status_code == 404
