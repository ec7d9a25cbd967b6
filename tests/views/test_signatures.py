"""The signature of a document: what the pages say of it, and the file that plain gpg verifies."""

import hashlib
import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from selectolax.lexbor import LexborHTMLParser

from directory import publishing
from tests import keyring, people, team_keys
from tests.own_keys import reader
from tests.people import FINGERPRINT

pytestmark = pytest.mark.django_db

ARMOR = "-----BEGIN PGP SIGNATURE-----\n\niHUEABYKAB0=\n-----END PGP SIGNATURE-----\n"
CLEAR = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nText\n-----BEGIN PGP SIGNATURE-----\n\niHUEABYKAB0=\n-----END PGP SIGNATURE-----\n"
MADE = datetime(2026, 3, 3, 9, tzinfo=UTC)
DOCUMENT = "/teams/example-cert/rfc2350"
OF_REVISION = "/teams/example-cert/revisions/1/rfc2350.txt.asc"


@pytest.fixture
def signed(example_cert):
    """EXAMPLE-CERT with a key of these facts, whose first revision is signed with it."""

    def publish(armor: str = ARMOR, **facts):
        keyring.give(example_cert, keyring.made(**facts))
        revision = people.published(example_cert)
        publishing.sign(revision, fingerprint=FINGERPRINT, made_at=MADE, armor=armor)
        return revision

    return publish


def about(client, address: str = DOCUMENT):
    answer = client.get(address)
    assert answer.status_code == 200
    return LexborHTMLParser(answer.content).css_first(".about dd")


def said(client, address: str = DOCUMENT) -> str:
    text = about(client, address).text(separator=" ")
    return re.sub(r" (?=[,;.])", "", " ".join(text.split()))


# What the pages say -------------------------------------------------------------------------------


def test_the_page_says_when_the_text_was_signed_and_with_which_key(client, signed):
    signed()
    text = said(client)
    assert text.startswith(
        "Signed on 3 March 2026 with the team’s key 0123 4567 … 0123 4567, verified when it came. The signature"
    )
    assert "revoked" not in text
    assert "expired" not in text
    links = [a.attributes["href"] for a in about(client).css("a")]
    assert links == [
        f"/keys/{FINGERPRINT}/",
        OF_REVISION,
        "/teams/example-cert/revisions/1/rfc2350.txt",
        OF_REVISION,
        f"/keys/{FINGERPRINT}.asc",
    ]


def test_how_to_verify_stands_folded_in_a_line_for_each_program(client, signed):
    signed()
    folded = about(client).css_first("details")
    assert "open" not in folded.attributes
    assert folded.css_first("pre").text().split("\n") == [
        f"gpg --import {FINGERPRINT}.asc && "
        "gpg --verify example-cert-rfc2350-1.txt.asc example-cert-rfc2350-1.txt",
        f"sq verify --signer-file {FINGERPRINT}.asc "
        "--signature-file example-cert-rfc2350-1.txt.asc example-cert-rfc2350-1.txt",
    ]


def test_a_text_signed_in_the_clear_is_verified_alone(client, signed):
    signed(CLEAR)
    folded = about(client).css_first("details")
    assert folded.css_first("pre").text().split("\n") == [
        f"gpg --import {FINGERPRINT}.asc && gpg --verify example-cert-rfc2350-1.txt.asc",
        f"sq verify --signer-file {FINGERPRINT}.asc --cleartext example-cert-rfc2350-1.txt.asc",
    ]


def test_the_signature_is_among_the_formats_and_beside_the_revision(client, signed, example_cert):
    signed()
    for place, link in (
        (DOCUMENT, OF_REVISION),
        ("/teams/example-cert/revisions/1/", OF_REVISION),
        ("/teams/example-cert/revisions/", OF_REVISION),
        ("/teams/example-cert/", "/teams/example-cert/rfc2350.txt.asc"),
    ):
        assert f'href="{link}"' in client.get(place).content.decode()
    people.write(example_cert, "3.1", "Again.")
    people.published(example_cert)
    for place in (DOCUMENT, "/teams/example-cert/revisions/2/", "/teams/example-cert/"):
        assert ".txt.asc" not in client.get(place).content.decode()
    assert "No signature of this text is kept here." in said(client)
    assert "Signed on 3 March 2026" in said(client, "/teams/example-cert/revisions/1/")


def test_an_expired_key_s_signature_still_counts(client, signed):
    signed(expires=datetime(2026, 5, 1, 12, tzinfo=UTC))
    assert "The key has expired since, on 1 May 2026; what it signed before still counts." in said(client)


@pytest.mark.parametrize("code", [1, 3])
def test_a_retired_key_s_signature_counts_if_it_was_made_before(client, signed, code):
    signed(revocation=keyring.revoked(code))
    text = said(client)
    assert "That key was revoked on 5 April 2026: " in text
    assert "A signature made before still counts." in text


@pytest.mark.parametrize("code", [0, 2])
def test_nothing_counts_that_a_lost_key_has_signed(client, signed, code):
    signed(revocation=keyring.revoked(code))
    sentence = "Nothing signed with it counts any longer, whenever it was made."
    assert sentence in said(client)
    assert sentence in client.get("/teams/example-cert/revisions/").content.decode()


def test_what_a_retired_key_signed_later_does_not_count(client, signed):
    signed(revocation=keyring.revoked(3, datetime(2026, 3, 2, tzinfo=UTC)))
    assert "The signature was made after that, and does not count." in said(client)


def test_a_key_that_the_team_names_no_longer_is_remembered_with_its_revocation(client, signed, example_cert):
    signed(revocation=keyring.revoked(2))
    example_cert.keys.all().delete()
    people.published(example_cert)
    text = said(client, "/teams/example-cert/revisions/1/")
    assert "with the key 0123 4567 … 0123 4567, which was the team’s then, verified when it came." in text
    assert "Nothing signed with it counts any longer" in text
    assert f"/keys/{FINGERPRINT}" not in about(client, "/teams/example-cert/revisions/1/").html


def test_a_revocation_that_comes_later_is_told_at_once(client, signed, example_cert):
    signed()
    assert "revoked" not in said(client)
    keyring.give(example_cert, keyring.made(revocation=keyring.revoked(2)))
    assert "revoked" not in said(client)  # it waits at the desk
    publishing.put_keys(example_cert)
    assert "That key was revoked on 5 April 2026: others may have its secret part." in said(client)


def test_the_newest_of_several_signatures_speaks(client, signed):
    revision = signed()
    later = datetime(2026, 4, 4, tzinfo=UTC)
    publishing.sign(revision, fingerprint=FINGERPRINT, made_at=later, armor=ARMOR.replace("0=", "1="))
    assert "Signed on 4 April 2026" in said(client)
    assert "0dEB" not in client.get(OF_REVISION).content.decode()
    assert client.get(OF_REVISION).content.decode() == ARMOR.replace("0=", "1=")


# The file -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/teams/example-cert/rfc2350.txt.asc", OF_REVISION])
def test_security_48_the_file_has_its_own_type_name_and_tag(client, signed, address):
    signed()
    answer = client.get(address)
    assert answer.content.decode() == ARMOR
    assert answer["Content-Type"] == "application/pgp-signature"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == 'attachment; filename="example-cert-rfc2350-1.txt.asc"'
    assert answer["ETag"] == f'"{hashlib.sha256(ARMOR.encode()).hexdigest()}"'
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_a_text_signed_in_the_clear_is_a_text(client, signed):
    signed(CLEAR)
    answer = client.get(OF_REVISION)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"] == 'inline; filename="example-cert-rfc2350-1.txt.asc"'


def test_what_is_not_signed_has_no_signature(client, published):
    for address in ("/teams/example-cert/rfc2350.txt.asc", OF_REVISION):
        assert client.get(address).status_code == 404
    assert client.get("/teams/example-cert/revisions/9/rfc2350.txt.asc").status_code == 404
    assert client.get("/teams/never-was/rfc2350.txt.asc").status_code == 404


def test_a_withdrawn_team_s_signatures_stay_with_its_revisions(client, signed, example_cert):
    signed()
    publishing.withdraw(example_cert, reason="Closed.")
    assert client.get("/teams/example-cert/rfc2350.txt.asc").status_code == 410
    assert client.get(OF_REVISION).content.decode() == ARMOR
    assert "which was the team’s then" in said(client, "/teams/example-cert/revisions/1/")


def test_a_redacted_text_has_no_signature_any_more(client, signed, example_cert):
    first = signed()
    people.write(example_cert, "3.1", "Harmless.")
    people.published(example_cert)
    publishing.redact(first)
    assert client.get(OF_REVISION).status_code == 404
    assert "Signed" not in client.get("/teams/example-cert/revisions/").content.decode()


@pytest.mark.parametrize("address", [DOCUMENT, "/teams/example-cert/revisions/"])
def test_security_73_gpg_verifies_what_the_site_serves_and_one_changed_byte_fails(
    client, team_ring, tmp_path, address
):
    revision = team_keys.published_with(team_ring, "team")
    fingerprint = team_ring.fingerprints["team"]
    text = client.get("/teams/example-cert/rfc2350.txt").content
    armor = team_ring.sign("team", text).decode()
    publishing.sign(revision, fingerprint=fingerprint, made_at=MADE, armor=armor)
    page = client.get(address).content.decode()
    assert f'href="{OF_REVISION}"' in page
    signature, data = tmp_path / "text.txt.asc", tmp_path / "text.txt"
    signature.write_bytes(client.get(OF_REVISION).content)
    with reader() as somebody:
        somebody.takes(client.get(f"/keys/{fingerprint}.asc").content)
        data.write_bytes(client.get("/teams/example-cert/revisions/1/rfc2350.txt").content)
        assert somebody.verifies(signature, data) == fingerprint
        data.write_bytes(text[:-1] + bytes([text[-1] ^ 1]))
        assert somebody.verifies(signature, data) == ""


# What it costs ------------------------------------------------------------------------------------


def test_a_signed_document_costs_two_queries_more_however_often_it_was_signed(client, signed):
    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    places = (DOCUMENT, "/teams/example-cert/revisions/", OF_REVISION, "/teams/example-cert/")
    revision = signed()
    before = [cost(place) for place in places]
    for n in range(5):
        publishing.sign(revision, fingerprint=FINGERPRINT, made_at=MADE, armor=f"{ARMOR}{n}")
    assert [cost(place) for place in places] == before == [5, 6, 2, 7]
