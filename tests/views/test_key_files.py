"""Keys as files: one, and those of a whole list of teams."""

import re

import pytest

from directory.exports.keyring import armored
from directory.openpgp import armor
from directory.views.keys import keyserver
from tests import keyring, people, team_keys
from tests.keyring import another, certificate_of
from tests.own_keys import reader
from tests.people import FINGERPRINT

pytestmark = pytest.mark.django_db

OTHER = "F00D" * 10


def test_security_48_the_file_has_its_own_type_name_and_tag(client, with_key):
    with_key()
    answer = client.get(f"/keys/{FINGERPRINT}.asc")
    assert answer["Content-Type"] == "application/pgp-keys"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == f'attachment; filename="{FINGERPRINT}.asc"'
    assert re.fullmatch('"[0-9a-f]{64}"', answer["ETag"])
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = client.get(f"/keys/{FINGERPRINT}.asc", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_file_is_the_certificate_as_it_was_published(client, with_key):
    with_key()
    stored = certificate_of("example-cert")
    assert stored == keyring.packets_of(keyring.made())
    assert client.get(f"/keys/{FINGERPRINT}.asc").content.decode() == armor.armored(stored)


@pytest.mark.parametrize("suffix", ["asc", "gpg"])
def test_gpg_takes_the_whole_keyring_and_the_filtered_one(client, team_ring, suffix):
    team_keys.published_with(team_ring, "team", "signing", "second")
    polish = {team_ring.fingerprints[name] for name in ("team", "signing", "second")}
    other = people.example_cert("Nordic", "nordic", country="NO")
    team_keys.give(other, team_ring, "charlie", "second")  # one of them is shared
    people.published(other)
    charlie = team_ring.fingerprints["charlie"]
    for query, expected in (("", {*polish, charlie}), ("?country=PL", polish)):
        answer = client.get(f"/keys.{suffix}{query}")
        assert answer["Content-Type"] == "application/pgp-keys"
        assert answer["Content-Disposition"] == f'attachment; filename="keys.{suffix}"'
        given = answer.getvalue()
        with reader() as somebody:
            done = somebody.gpg("--import", given=given)
            assert done.returncode == 0, done.stderr.decode()
            listed = somebody.gpg("--with-colons", "--list-keys").stdout.decode().split("\n")
            primaries = [
                listed[n + 1].split(":")[9] for n, line in enumerate(listed) if line.startswith("pub:")
            ]
            assert sorted(primaries) == sorted(expected)
            (counts,) = re.findall(rb"IMPORT_RES (\d+) ", done.stdout)
            assert int(counts) == len(expected)


def test_gpg_takes_the_file_of_one_key(client, team_ring):
    team_keys.published_with(team_ring, "team")
    fingerprint = team_ring.fingerprints["team"]
    with reader() as somebody:
        somebody.takes(client.get(f"/keys/{fingerprint}.asc").content)
        assert fingerprint in somebody.gpg("--with-colons", "--list-keys").stdout.decode()


def test_the_keyring_holds_each_key_once_and_none_that_is_left_behind(client, example_cert):
    keyring.give(example_cert)
    keyring.give(example_cert, keyring.made(OTHER), purpose="former")
    people.published(example_cert)
    another("Sister", keyring.made(revocation=keyring.revoked()), mark="revoked")
    revoked = certificate_of("sister")
    assert revoked != certificate_of("example-cert")
    assert client.get("/keys.gpg").getvalue() == revoked
    assert client.get("/keys.gpg?q=EXAMPLE-CERT").getvalue() == revoked
    assert client.get("/keys.asc?country=NO").getvalue() == b""


@pytest.mark.parametrize("sizes", [[1], [47], [48], [49], [1, 47, 48, 49, 500], [3] * 40])
def test_the_keyring_s_armor_is_one_whatever_its_pieces(sizes):
    some = [bytes([n]) * size for n, size in enumerate(sizes)]
    text = b"".join(armored(some)).decode()
    assert text == armor.armored(b"".join(some))
    assert b"".join(armored([])) == b""


def test_a_filter_that_is_none_is_answered_by_a_sentence(client, published):
    answer = client.get("/keys.asc?country=ZZ")
    assert answer.status_code == 400
    assert "text/html" in answer["Content-Type"]


def test_keys_that_were_looked_up_are_kept_nowhere(client, published):
    assert client.get("/keys.asc?q=192.0.2.1")["Cache-Control"] == "private, no-store"


def test_the_list_of_teams_leads_to_the_keys_of_what_it_shows(client, published):
    page = client.get("/teams/?country=PL").content.decode()
    assert 'href="/keys.asc?country=PL"' in page
    assert 'href="/keys.gpg?country=PL"' in page


@pytest.mark.parametrize(
    ("site", "server"),
    [
        ("https://csirts.example", "hkps://csirts.example"),
        ("https://csirts.example:8443", "hkps://csirts.example:8443"),
        ("http://localhost:8000", "hkp://localhost:8000"),
        ("http://localhost", "hkp://localhost:80"),
    ],
)
def test_the_site_is_called_as_gpg_calls_a_keyserver(site, server):
    assert keyserver(site) == server
