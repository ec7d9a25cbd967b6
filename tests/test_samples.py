"""The sample teams: invented through and through, as various as the issue asks, and loaded as real ones are."""

import ipaddress
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from django.db import transaction

from directory import publishing, samples
from directory.models import (
    ASN,
    Contact,
    Domain,
    Head,
    Key,
    Kinship,
    Listing,
    Membership,
    Prefix,
    Revision,
    Service,
    Source,
    Team,
)
from directory.rfc2350 import parse, to_text
from directory.vocabularies import (
    CONSTITUENCY_TYPES,
    INCIDENT_TYPES,
    MEMBERSHIPS,
    SECTORS,
    SERVICES,
    TEAM_SCOPES,
    TEAM_TYPES,
)

pytestmark = pytest.mark.django_db

# RFC 5737, RFC 3849 and RFC 9637; RFC 5398.
NETWORKS = [
    ipaddress.ip_network(network)
    for network in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20")
]
AS_NUMBERS = {*range(64496, 64512), *range(65536, 65552)}

# Numbers that a regulator keeps free for films and books; other countries are not known to have any.
FICTION = {
    "AU": r"\+61([2378](5550|7010)\d{4}|491570(006|15[6-9]|110))",
    "CA": r"\+1\d{3}55501\d\d",
    "DE": r"\+49(3023125|4066969|6990009|8999998|2214710)\d{3}",
    "FR": r"\+33(19900|26191|35301|46571|53649|63998)\d{4}",
    "GB": r"\+44(1[1-6]1496\d{4}|1632960\d{3}|2079460\d{3}|7700900\d{3})",
    "SE": r"\+46(3139006\d\d|4062804\d\d|8465004\d\d|9803192\d\d|7017406\d\d)",
    "US": r"\+1\d{3}55501\d\d",
}

ARABIC, JAPANESE, GREEK, CYRILLIC = (
    "[\u0620-\u064a]{3}",
    "[\u3040-\u309f]{3}",
    "[\u0391-\u03c9]{3}",
    "[\u0410-\u0458]{3}",
)


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker) -> Iterator[int]:
    """The samples, loaded once for this file and taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield samples.load()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def profiles(loaded) -> dict[str, dict]:
    """What each team says now, by its address; the withdrawn one too."""
    newest = Revision.objects.with_content().order_by("cursor")
    return {revision.content.profile["slug"]: revision.content.profile for revision in newest}


def codes(entries) -> set[str]:
    return {entry["code"] for entry in entries}


def test_every_file_is_a_team_and_there_are_two_dozen(loaded):
    files = list(samples.FOLDER.glob("*.toml"))
    assert loaded == len(files) == Team.objects.count() == Listing.objects.count()
    assert loaded >= 24


def test_samples_load_once(loaded):
    before = Head.objects.get(pk=Head.RECORD)
    assert samples.load() == 0
    after = Head.objects.get(pk=Head.RECORD)
    assert (after.cursor, after.chain) == (before.cursor, before.chain)


def test_three_come_in_as_documents_each_in_another_format(loaded):
    assert sorted(Source.objects.values_list("format", flat=True)) == ["html", "markdown", "text"]


def test_the_record_verifies_and_follows_the_dates(loaded):
    assert list(publishing.verify()) == []
    entries = list(publishing.record())
    assert all(earlier.at <= later.at for earlier, later in pairwise(entries))
    assert entries[-1].at < datetime.now(tz=UTC)


def test_entries_are_dated_in_the_morning_where_the_team_sits(loaded):
    for entry in publishing.record():
        zones = Team.objects.get(pk=entry.team_id).timezones
        hours = {entry.at.astimezone(ZoneInfo(zone)).hour for zone in [*zones, "UTC"]}
        assert hours & {9, 10, 11, 12}


def test_every_document_is_read_as_it_was_written(loaded):
    for revision in Revision.objects.with_content():
        document = parse(bytes(revision.content.text).decode())
        assert to_text(document).encode() == bytes(revision.content.text)
        assert parse(to_text(document)) == document


# Nothing real -------------------------------------------------------------------------------------


def test_networks_and_as_numbers_are_for_documentation(loaded):
    for prefix in Prefix.objects.all():
        network = ipaddress.ip_network(prefix.network)
        assert any(network.version == n.version and network.subnet_of(n) for n in NETWORKS), prefix
    assert set(ASN.objects.values_list("number", flat=True)) <= AS_NUMBERS


def test_every_host_that_is_named_is_an_example(loaded):
    assert all(name.endswith(".example") for name in Domain.objects.values_list("name", flat=True))
    for email in Contact.objects.filter(kind=Contact.Kind.EMAIL):
        assert email.value.endswith(".example"), email
    for revision in Revision.objects.with_content():
        said = bytes(revision.content.text).decode() + str(revision.content.profile)
        hosts = re.findall(r"https?://([^\s/'\"<>]+)", said) + re.findall(
            r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", said
        )
        assert {host.rpartition(".")[2] for host in hosts} <= {"example"}, revision.content.profile["slug"]


def test_telephone_numbers_are_kept_free_for_fiction_where_a_country_has_such(loaded):
    called = Contact.objects.filter(kind__in=Contact.PHONES)
    assert called.count() > 24
    for contact in called:
        number = phonenumbers.parse(contact.value)
        assert phonenumbers.is_valid_number(number), contact
        kept_free = FICTION.get(phonenumbers.region_code_for_number(number) or "", r"\+\d+")
        assert re.fullmatch(kept_free, contact.value), contact


def test_no_two_teams_have_a_key_in_common(loaded):
    fingerprints = list(Key.objects.exclude(fingerprint="").values_list("fingerprint", flat=True))
    assert len(fingerprints) == len(set(fingerprints))


def test_every_word_of_a_vocabulary_is_one(profiles):
    for profile in profiles.values():
        assert profile["type"]["code"] in TEAM_TYPES
        assert codes(profile["scopes"]) <= set(TEAM_SCOPES)
        assert codes(profile["incident_types"]) <= set(INCIDENT_TYPES)
        assert codes(profile["constituency"]["sectors"]) <= set(SECTORS)
        assert codes(profile["constituency"]["types"]) <= set(CONSTITUENCY_TYPES)
    levels = Membership.objects.values_list("level", flat=True)
    assert {MEMBERSHIPS[level].kind for level in levels} == {"level"}
    assert set(Service.objects.exclude(framework="").values_list("framework", flat=True)) <= set(SERVICES)


# As various as the issue asks ---------------------------------------------------------------------


def test_all_kinds_and_scopes_and_all_continents_are_there(profiles):
    assert {profile["type"]["code"] for profile in profiles.values()} == set(TEAM_TYPES)
    assert set().union(*(codes(profile["scopes"]) for profile in profiles.values())) == set(TEAM_SCOPES)
    regions = {
        word for listing in Listing.objects.all() for word in listing.facets.split() if "region=" in word
    }
    assert {f"region={m49}" for m49 in ("002", "019", "142", "150", "009")} <= regions


@pytest.mark.parametrize("script", [ARABIC, JAPANESE, GREEK, CYRILLIC])
def test_a_team_has_its_name_and_its_mission_in_another_script(profiles, script):
    slugs = [slug for slug, profile in profiles.items() if re.search(script, profile["name"])]
    assert len(slugs) == 1
    assert Team.objects.get(slug=slugs[0]).sections.filter(canonical="3.1", text__regex=script).exists()
    assert re.search("[A-Za-z]{3}", str(profiles[slugs[0]]["aliases"])), "there is a Latin name beside it"


@pytest.mark.parametrize(
    "is_there",
    [
        lambda p: p["type"]["code"] == "csirt" and "national" in codes(p["scopes"]),
        lambda p: "University" in p["host_organisation"],
        lambda p: "banking" in codes(p["constituency"]["sectors"]) and p["type"]["code"] == "soc",
        lambda p: codes(p["constituency"]["sectors"]) >= {"health"} and "Hospitals" in str(p["aliases"]),
        lambda p: len(p["constituency"]["prefixes"]) == 500,
        lambda p: len(p["name"]) == 60,
        lambda p: len(p["former_names"]) > 1,
        lambda p: p["keys"] == [],
        lambda p: [k for k in p["keys"] if k["key_id"] and not k["fingerprint"]],
        lambda p: [k for k in p["keys"] if len(k["fingerprint"]) == 64],
        lambda p: [h for h in p["hours"] if h["closes"] < h["opens"]],
        lambda p: [h for h in p["hours"] if h["kind"] == "office" and h["closes"] == "24:00" and len(h["days"]) == 7],
        lambda p: [h["opens"] for h in p["hours"] if "mo" in h["days"]] == ["09:00", "13:00"],
        lambda p: ["mo", "tu", "we", "th", "su"] in [h["days"] for h in p["hours"]],
        lambda p: "TLP 1.0" in p["label_schemes"],
        lambda p: "ISTLP 1.1" in p["label_schemes"],
        lambda p: p["on_request"] == ["voice"],
    ],
    ids=["national team", "university", "bank", "hospitals", "500 networks", "60 letters", "former names",
         "no key", "key ID alone", "version 6 key", "past midnight", "around the clock", "midday break",
         "Sunday to Thursday", "TLP 1.0", "ISTLP", "on request"],
)  # fmt: skip
def test_there_is_a_team_with(profiles, is_there):
    assert any(is_there(profile) for profile in profiles.values())


def test_keys_are_valid_ending_and_expired_whenever_they_are_loaded(profiles):
    ends = [key["expires"] for p in profiles.values() for key in p["keys"] if "expires" in key]
    left = [date.fromisoformat(day) - datetime.now(tz=UTC).date() for day in ends]
    assert min(left) < timedelta(0)
    assert any(timedelta(0) < days < timedelta(30) for days in left)
    assert sum(days > timedelta(90) for days in left) > 10


def test_one_profile_is_stale_and_one_is_confirmed_this_week(loaded):
    now = datetime.now(tz=UTC)
    stale = Listing.objects.listed().filter(published_at__lt=now - timedelta(days=450), confirmed_at=None)
    assert [listing.slug for listing in stale] == ["cert-jasenova-luka"]
    assert Listing.objects.filter(confirmed_at__gt=now - timedelta(days=7)).exists()


def test_one_team_is_withdrawn_and_says_why(client):
    gone = Listing.objects.exclude(withdrawn_at=None)
    withdrawn = next(listing for listing in gone if not listing.merged_into)
    page = client.get(withdrawn.get_absolute_url())
    assert page.status_code == 410
    assert "Paper Lantern Games closed" in page.content.decode()
    assert "/teams/mulga-ridge-response/" in page.content.decode(), "its successor"


def test_one_team_was_merged_into_another_and_leads_there(client):
    answer = client.get("/teams/ziwa-lake-campus-csirt/")
    assert (answer.status_code, answer["Location"]) == (308, "/teams/ziwa-university-csirt/")
    page = client.get(answer["Location"]).content.decode()
    assert "Ziwa Lake Campus CSIRT" in page
    assert "/teams/mbuyu-net-cert/" in page, "its parent"


def test_teams_are_bound_to_others_in_every_way(loaded):
    assert set(Kinship.objects.values_list("kind", flat=True)) == set(Kinship.Kind)


def test_some_say_how_far_they_go_which_marks_they_bear_and_what_others_call_them(profiles):
    for name in ("support_level", "marks", "registry_ids"):
        assert [slug for slug, profile in profiles.items() if profile.get(name)], name


def test_some_teams_have_three_revisions_of_which_each_says_something_new(loaded):
    third = Revision.objects.filter(number=3)
    assert third.count() > 1
    for revision in third:
        history = Revision.objects.of(revision.team_id).with_content()
        assert len({entry.content.sha256 for entry in history}) == 3
        assert len({entry.content.comment for entry in history}) == 3


def test_an_address_inside_another_team_s_network_has_two_answers(client):
    answer = client.get("/api/v1/lookup", {"q": "2001:db8:8003:101::1"}).json()
    assert [team["slug"] for team in answer["teams"]] == ["ziwa-university-csirt", "mbuyu-net-cert"]


def test_every_team_s_page_and_document_can_be_read(client):
    for listing in Listing.objects.listed():
        assert client.get(listing.get_absolute_url()).status_code == 200
        assert client.get(f"{listing.get_absolute_url()}rfc2350").status_code == 200
