"""Keys for programs: HKP, the look-ups of VKS, and what they and WKD have in common. What real gpg makes of them is in
tests/process."""

import datetime
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory import openpgp, publishing
from directory.openpgp import armor
from tests import keyholders, people
from tests.finished import ask, django, site  # noqa: F401  the site behind its finished pages
from tests.views.test_headers import assert_guarded
from tests.views.test_reading_room import DESK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_home")]

ADDRESS = keyholders.CAST["example-cert"]
JOE_DOE = "iy9q119eutrkn8s1mk4r39qejnbu3n5q"  # draft-koch-openpgp-webkey-service, 3.1
OWN = keyholders.OWN_DOMAIN
NOT_FOUND = b"Not found: no published key of a listed team answers to this.\n"


@pytest.fixture
def lookup(client, cast):
    """What is answered to a query string of /pks/lookup."""
    return lambda **query: client.get("/pks/lookup", query)


def packets(answer) -> bytes:
    """The certificates in an answer."""
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pgp-keys"
    (block,) = armor.blocks(answer.content.decode())
    assert block.kind == "PUBLIC KEY BLOCK"
    return block.data


def said(answer) -> tuple[int, str]:
    """Status and sentence of an answer that is a line of text."""
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    line = answer.content.decode()
    assert line.endswith(".\n")
    assert line.count("\n") == 1
    return answer.status_code, line.strip()


# HKP, op=get ---------------------------------------------------------------------------------------


def test_a_key_is_given_for_each_of_its_names(lookup, certificates):
    whole = certificates["example-cert"]
    for part in (whole.key, *whole.key.subkeys):
        for name in (part.fingerprint, f"0x{part.fingerprint.lower()}", f"0x{part.key_id}"):
            assert packets(lookup(op="get", search=name)) == whole.binary


@pytest.mark.parametrize("search", [ADDRESS, ADDRESS.upper(), f"<{ADDRESS}>", f"EXAMPLE-CERT <{ADDRESS}>"])
def test_a_key_is_given_for_the_address_of_its_team(lookup, certificates, search):
    assert packets(lookup(op="get", options="mr", search=search)) == certificates["example-cert"].binary


@pytest.mark.parametrize("options", ["mr", "mr,nm", "x-unknown", ""])
def test_options_change_nothing_about_a_key(lookup, ring, options):
    search = f"0x{ring.fingerprints['example-cert']}"
    assert lookup(op="get", search=search, options=options).content == lookup(op="get", search=search).content


def test_a_part_of_an_address_is_not_the_address(lookup):
    for search in (ADDRESS[1:], ADDRESS[:-1], "@example-cert.example"):
        assert lookup(op="get", search=search).status_code in {400, 404}


def test_a_key_that_the_team_has_left_behind_is_found_by_its_own_name_alone(lookup, certificates):
    former = certificates["former"]
    assert packets(lookup(op="get", search=f"0x{former.key.fingerprint}")) == former.binary
    assert packets(lookup(op="get", search=f"0x{former.key.key_id}")) == former.binary
    assert former.binary not in packets(lookup(op="get", search=ADDRESS))
    for search in (ADDRESS, "example-cert"):
        listed = lookup(op="index", options="mr", search=search).content.decode()
        assert former.key.fingerprint not in listed


def test_several_keys_come_together_in_one_armor(lookup, cast, certificates):
    people.published(share("second-cert", certificates["former"]))
    one, other = certificates["example-cert"].binary, certificates["former"].binary
    assert packets(lookup(op="get", search=ADDRESS)) in {one + other, other + one}


def share(slug, certificate):
    """Another team that answers at EXAMPLE-CERT's address, with a key."""
    team = people.example_cert(slug.upper(), slug)
    team.contacts.filter(kind="email").update(value=ADDRESS)
    keyholders.give(team, certificate)
    return team


def test_words_are_for_lists(lookup):
    status, sentence = said(lookup(op="get", search="example"))
    assert status == 400
    assert "op=index" in sentence


def test_a_short_key_id_is_refused_for_it_can_be_forged(lookup, ring):
    for operation in ("get", "index"):
        status, sentence = said(lookup(op=operation, search=f"0x{ring.fingerprints['example-cert'][-8:]}"))
        assert (status, "can be forged" in sentence) == (400, True)


# The newest certificate ------------------------------------------------------------------------------


def test_a_revocation_is_served_without_a_new_revision(lookup, cast, revoked):
    keyholders.give(cast["example-cert"], revoked)
    publishing.put_keys(cast["example-cert"])
    search = f"0x{revoked.key.fingerprint}"
    assert packets(lookup(op="get", search=search)) == revoked.binary
    assert lookup(op="index", options="mr", search=search).content.decode().split("\n")[1].endswith(":r")


def test_what_one_team_knows_of_a_shared_key_is_told_to_those_who_ask_for_the_other(
    lookup, cast, certificates, revoked
):
    keyholders.give(cast["example-cert"], revoked)
    publishing.put_keys(cast["example-cert"])
    team = keyholders.draft("twin-cert")
    keyholders.give(team, certificates["twin"])  # later, and does not know of the revocation
    people.published(team)
    both = packets(lookup(op="get", search="cert@twin-cert.example"))
    twin = openpgp.limited(certificates["twin"], ["cert@twin-cert.example"])  # what that team publishes of it
    assert both == twin.binary + revoked.binary
    listed = lookup(op="index", options="mr", search="twin").content.decode()
    assert listed.startswith("info:1:1\n")
    assert listed.split("\n")[1].endswith(":r")
    assert "uid:TWIN-CERT <cert@twin-cert.example>:" in listed
    assert f"uid:EXAMPLE-CERT <{ADDRESS}>:" in listed


# HKP, op=index -------------------------------------------------------------------------------------


@pytest.mark.parametrize("operation", ["index", "vindex"])
def test_a_list_for_programs_says_a_line_for_each_key_and_user_id(lookup, certificates, operation):
    key = certificates["example-cert"].key
    answer = lookup(op=operation, options="mr", search=ADDRESS)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    created, expires = int(key.created.timestamp()), int(key.expires.timestamp())
    assert answer.content.decode().split("\n") == [
        "info:1:1",
        f"pub:{key.fingerprint}:22:256:{created}:{expires}:",
        f"uid:EXAMPLE-CERT <{ADDRESS}>:::",
        "",
    ]


def test_a_list_finds_words_of_names_whatever_their_accents(lookup, cast, certificates):
    team = keyholders.draft("twin-cert")
    team.name, team.short_name = "Ćwiartka Zespół", "CZ-CERT"
    team.save()
    keyholders.give(team, certificates["twin"])
    people.published(team)
    for search in ("zespol", "Zespół ćwiartka", "cz"):
        assert b"info:1:1\n" in lookup(op="index", options="mr", search=search).content
    both = lookup(op="index", options="mr", search="cert").content
    assert both.startswith(b"info:1:")
    assert lookup(op="index", options="mr", search="zespol example").status_code == 404
    assert lookup(op="index", options="mr", exact="on", search="Ćwiartka Zespół").status_code == 200
    assert lookup(op="index", options="mr", exact="on", search="Ćwiartka").status_code == 404


def test_marks_are_no_words(lookup):
    for search in ("%", "_", "…", "-- --"):
        assert said(lookup(op="index", options="mr", search=search))[0] == 404


def test_too_long_a_list_is_refused(lookup, monkeypatch):
    monkeypatch.setattr("directory.views.keyservers.MOST_LISTED", 1)
    status, sentence = said(lookup(op="index", options="mr", search="cert"))
    assert (status, "More than 1" in sentence) == (400, True)


def test_people_are_led_to_pages(lookup, certificates):
    key = certificates["example-cert"].key
    for name in (key.fingerprint, f"0x{key.key_id}", f"0x{key.subkeys[0].fingerprint}"):
        assert lookup(op="index", search=name)["Location"] == f"/keys/{key.fingerprint}/"
    for search in (ADDRESS, "example", "a&b=c"):
        answer = lookup(op="vindex", search=search)
        assert (answer.status_code, answer["Location"]) == (302, f"/teams/?q={quote(search, safe='')}")
    assert said(lookup(op="index", search="0x" + "0" * 40)) == (404, NOT_FOUND.decode().strip())


# Who is not found ------------------------------------------------------------------------------------


@pytest.mark.parametrize("operation", ["get", "index", "vindex"])
def test_security_76_a_draft_s_key_and_a_withdrawn_team_s_are_as_absent_as_what_never_was(
    lookup, certificates, operation
):
    def asked(key, email):
        names = [f"0x{key.fingerprint}", f"0x{key.key_id}", email]
        return [lookup(op=operation, options="mr", search=name) for name in names]

    nothing = lookup(op=operation, options="mr", search="0x" + "1" * 40)
    nobody = lookup(op=operation, options="mr", search="nobody@example.net")
    assert (nothing.status_code, nothing.content) == (404, NOT_FOUND)
    for slug in ("draft-cert", "gone-cert"):
        by_fingerprint, by_key_id, by_email = asked(certificates[slug].key, keyholders.CAST[slug])
        for answer in (by_fingerprint, by_key_id):
            assert (answer.content, dict(answer.headers)) == (NOT_FOUND, dict(nothing.headers))
        assert (by_email.content, dict(by_email.headers)) == (NOT_FOUND, dict(nobody.headers))


def test_a_draft_s_key_is_in_no_list(lookup, certificates):
    listed = lookup(op="index", options="mr", search="cert").content.decode()
    for slug in ("draft-cert", "gone-cert"):
        assert certificates[slug].key.fingerprint not in listed
        assert lookup(op="index", options="mr", search=slug).status_code == 404


def test_nothing_that_the_desk_alone_knows_is_read(client, cast, certificates):
    read = set()
    for address in addresses(certificates):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        read |= {table for query in queries for table in DESK if f'"directory_{table}"' in query["sql"]}
    assert read == set()


# What every answer has -------------------------------------------------------------------------------


def addresses(certificates) -> dict[str, int]:
    """Addresses that are answered with 200, and how many queries each takes."""
    key = certificates["example-cert"].key
    return {
        f"/pks/lookup?op=get&search=0x{key.fingerprint}": 1,
        f"/pks/lookup?op=get&options=mr&search=0x{key.key_id}": 1,
        f"/pks/lookup?op=get&search={ADDRESS}": 1,
        f"/pks/lookup?op=index&options=mr&search=0x{key.fingerprint}": 1,
        f"/pks/lookup?op=index&options=mr&search={ADDRESS}": 1,
        "/pks/lookup?op=index&options=mr&search=cert": 1,
        f"/vks/v1/by-fingerprint/{key.fingerprint}": 1,
        f"/vks/v1/by-keyid/{key.key_id}": 1,
        f"/vks/v1/by-email/{quote(ADDRESS, safe='')}": 1,
        f"/.well-known/openpgpkey/hu/{JOE_DOE}?l=Joe.Doe": 2,
        f"/.well-known/openpgpkey/{OWN}/hu/{JOE_DOE}?l=Joe.Doe": 2,
        "/.well-known/openpgpkey/policy": 0,
        f"/.well-known/openpgpkey/{OWN}/policy": 0,
    }


REFUSED = [
    "/pks/lookup",
    "/pks/lookup?op=get",
    "/pks/lookup?op=index&search=0x1",
    "/pks/lookup?op=get&search=0x" + "1" * 40,
    "/pks/lookup?op=get&search=nobody@example.net",
    "/pks/lookup?op=stats",
    "/vks/v1/by-fingerprint/12",
    "/vks/v1/by-email/nobody@example.net",
    "/.well-known/openpgpkey/hu/nothing",
]


def test_an_answer_takes_as_many_queries_for_few_as_for_many(client, cast, certificates):
    def costs() -> dict[str, int]:
        found = {}
        for address in addresses(certificates):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found[address] = len(queries)
        return found

    assert costs() == addresses(certificates)
    for n in range(3):
        people.published(share(f"more-{n}", certificates["example-cert"]))
    assert costs() == addresses(certificates)


def test_security_34_every_answer_carries_the_headers(client, cast, certificates):
    for address in [*addresses(certificates), *REFUSED]:
        answer = client.get(address)
        assert_guarded(answer)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert not answer.cookies


def test_no_other_answer_is_for_every_web_page(client, cast):
    for address in ("/", "/teams/", "/api/v1/lookup?q=192.0.2.1", "/teams/example-cert/rfc2350.txt"):
        assert "Access-Control-Allow-Origin" not in client.get(address).headers


def test_heads_are_answered_as_gets_are(client, cast, certificates):
    for address in [*addresses(certificates), *REFUSED]:
        got, head = client.get(address), client.head(address)
        assert (head.status_code, head.content) == (got.status_code, b"")
        assert head.headers["Content-Type"] == got.headers["Content-Type"]


def test_nothing_is_taken_in(client):
    for address in ("/pks/lookup", "/vks/v1/by-email/x", "/.well-known/openpgpkey/policy"):
        assert client.post(address, {"keytext": "…"}).status_code == 405


def test_who_is_written_to_is_kept_by_no_cache(client, cast, certificates):
    key = certificates["example-cert"].key
    by_name = {f"/pks/lookup?op={op}&options=mr&search=0x{key.fingerprint}" for op in ("get", "index")}
    by_name |= {f"/vks/v1/by-fingerprint/{key.fingerprint}", f"/vks/v1/by-keyid/{key.key_id}"}
    by_name |= {f"/pks/lookup?op=get&options=mr&search=0x{key.key_id}"}
    by_name |= {f"/pks/lookup?op=get&search=0x{key.fingerprint}", "/.well-known/openpgpkey/policy"}
    by_name |= {f"/.well-known/openpgpkey/{OWN}/policy"}
    for address in [*addresses(certificates), f"/pks/lookup?op=index&search={ADDRESS}", *REFUSED]:
        answer = client.get(address)
        if address in by_name:
            assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
            assert answer.headers["ETag"]
        elif not address.endswith("1" * 40):
            assert answer.headers["Cache-Control"] == "private, no-store"


def test_security_46_who_is_written_to_is_not_in_memory_and_a_key_is_as_long_as_it_is_right(
    site,  # noqa: F811
    cast,
    certificates,
    revoked,
):
    by_address = [f"/pks/lookup?op={op}&options=mr&search={ADDRESS}" for op in ("get", "index")]
    by_address += [f"/vks/v1/by-email/{ADDRESS}", f"/.well-known/openpgpkey/hu/{JOE_DOE}?l=joe.doe"]
    for address in [*by_address, "/pks/lookup?op=index&options=mr&search=cert"]:
        assert ask(site, address, HOST="localhost").status == 200
    assert len(site._store._rack) == 0
    by_name = f"/pks/lookup?op=get&search=0x{revoked.key.fingerprint}"
    before = ask(site, by_name, HOST="localhost")
    assert len(site._store._rack) == 1
    keyholders.give(cast["example-cert"], revoked)
    publishing.put_keys(cast["example-cert"])
    after = ask(site, by_name, HOST="localhost")
    assert before.body != after.body == revoked.armor.encode()


ODD = [
    "op=get&search=%00",
    "op=get&search=0x" + "%00" * 40,
    "op=index&options=mr&search=" + "a" * 20_000,
    "op=index&search=" + "a%20" * 5_000,
    "op=" + "g" * 20_000,
    "op=get&search=%ff%fe%80",
    "op=index&options=mr&search=%ff%fe%80",
    "op=index&options=mr&search=%ed%a0%80",
    "%ff=%ff&%00",
    "op=get&op=index&op=x",
    "op=x&op=get&search=a&search=0x" + "2" * 40,
    "op=index&options=mr&options=&search=cert&search=",
    "op=index&options=mr&search=%25_'%22;--",
    "op=index&options=mr&search=%E2%80%AEtrec",
    "op=get&search=@",
    "op=get&search=a@b@c",
    "op=get&search=<a@b",
    "op=get&search=0x" + "%EF%BC%91" * 40,
    "op=get&search=" + "%F0%9D%9F%8F" * 40,
    "op=index&options=mr&search=" + "%CC%81" * 50,
    "&".join(f"search{n}=x" for n in range(999)),
    "&".join("op=get" for n in range(20_000)),
    "=&=&;;",
]


PLACES_FOR_ODD = [
    "/vks/v1/by-fingerprint/{}", "/vks/v1/by-keyid/{}", "/vks/v1/by-email/{}", "/.well-known/openpgpkey/hu/{}",
    "/.well-known/openpgpkey/{}/policy", "/.well-known/openpgpkey/csirts.example/hu/{}",
]  # fmt: skip
ODD_NAMES = ["%00", "%ff", "a" * 20_000, "%2e%2e%2fx", "a/b", "0x" + "1" * 40, "<a@b.example>", "%E2%80%AE", "'",
             "%0d%0aX:y"]  # fmt: skip


def test_odd_questions_are_answered_with_a_sentence(client, cast):
    answers = {query: client.get(f"/pks/lookup?{query}") for query in ODD}
    wrong = {query[:80]: answer.status_code for query, answer in answers.items()
             if answer.status_code not in {302, 400, 404, 501}}  # fmt: skip
    assert wrong == {}


def test_odd_addresses_are_answered_with_a_sentence(client, cast):
    asked = [place.format(name) for place in PLACES_FOR_ODD for name in ODD_NAMES]
    answers = {address: client.get(address) for address in asked}
    wrong = {address[:80]: answer.status_code for address, answer in answers.items()
             if answer.status_code not in {400, 404}}  # fmt: skip
    assert wrong == {}
    assert not any("X" in answer.headers for answer in answers.values())


def test_an_operation_that_is_not_offered_is_told_so(lookup):
    for operation in ("stats", "x-get", "GETT", "", "hget"):
        assert said(lookup(op=operation, search=ADDRESS))[0] == 501


# VKS -----------------------------------------------------------------------------------------------


def test_vks_gives_a_certificate_for_each_of_its_names(client, cast, certificates):
    whole = certificates["example-cert"]
    for place in (
        f"by-fingerprint/{whole.key.fingerprint}",
        f"by-fingerprint/{whole.key.subkeys[0].fingerprint.lower()}",
        f"by-keyid/{whole.key.key_id}",
        "by-email/cert%40example-cert.example",
        "by-email/cert@example-cert.example",
    ):
        assert packets(client.get(f"/vks/v1/{place}")) == whole.binary


VKS_REFUSES = [
     ("by-fingerprint/" + "1" * 40, 404), ("by-fingerprint/" + "1" * 16, 400), ("by-fingerprint/" + "1" * 39, 400),
     ("by-keyid/" + "1" * 16, 404), ("by-keyid/" + "1" * 8, 400), ("by-keyid/" + "1" * 40, 400),
     ("by-email/nobody@example.net", 404), ("by-email/nobody", 400), ("by-email/0x" + "1" * 40, 400),
     ("by-email/a%2fb@example.net", 404)]  # fmt: skip


def test_vks_refuses_in_a_sentence(client, cast):
    assert {place: said(client.get(f"/vks/v1/{place}"))[0] for place, _ in VKS_REFUSES} == dict(VKS_REFUSES)


def test_an_answer_is_right_on_the_day_on_which_it_is_asked(lookup, cast, certificates, monkeypatch):
    key = certificates["example-cert"].key
    later = key.expires + datetime.timedelta(days=1)
    monkeypatch.setattr("directory.views.keyservers.timezone.now", lambda: later)
    line = lookup(op="index", options="mr", search=ADDRESS).content.decode().split("\n")[1]
    assert line.endswith(":e")
