"""Signatures of what is published: what counts as the team's, and what is said of the rest."""

from datetime import UTC, datetime, timedelta

import pytest

from directory import keys, publishing, signing
from directory.models import DocumentSignature
from directory.openpgp import Refused
from tests import people
from tests.openpgp.rings import Ring
from tests.team_keys import give, published_with

pytestmark = pytest.mark.django_db


def text_of(revision) -> bytes:
    return bytes(revision.content.text)


def refused(revision, material: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        signing.verified(revision, material)
    return caught.value


@pytest.fixture
def revision(team_ring):
    return published_with(team_ring, "team")


def test_a_signature_by_the_team_s_own_key_counts(team_ring: Ring, revision):
    found = signing.verified(revision, team_ring.sign("team", text_of(revision)))
    assert found.fingerprint == team_ring.fingerprints["team"]
    assert abs(found.made_at - datetime.now(UTC)) < timedelta(minutes=5)
    assert found.armor.startswith("-----BEGIN PGP SIGNATURE-----\n")


def test_a_binary_signature_is_kept_armored(team_ring: Ring, revision):
    binary = team_ring.sign("team", text_of(revision), "--detach-sign")
    found = signing.verified(revision, binary)
    assert found.armor.startswith("-----BEGIN PGP SIGNATURE-----\n")
    assert signing.verified(revision, found.armor.encode()).armor == found.armor


def test_what_stands_around_a_signature_is_not_kept(team_ring: Ring, revision):
    material = b"Comment from nobody\n" + team_ring.sign("team", text_of(revision)) + b"Xylophonquartz\n"
    assert "Xylophonquartz" not in signing.verified(revision, material).armor


def test_a_clear_signed_text_is_kept_whole_without_what_stands_around_it(team_ring: Ring, revision):
    signed = team_ring.sign("team", text_of(revision), "--clear-sign")
    found = signing.verified(
        revision, b"Dear all,\r\n\r\n" + signed.replace(b"\n", b"\r\n") + b"\r\nYours\r\n"
    )
    assert found.armor.startswith("-----BEGIN PGP SIGNED MESSAGE-----\n")
    assert found.armor.rstrip().endswith("-----END PGP SIGNATURE-----")
    assert "Dear all" not in found.armor
    assert "in Łódź" in found.armor
    assert signing.verified(revision, found.armor.encode()) == found


def test_a_clear_signed_text_with_headers_that_nobody_signed_is_refused(team_ring: Ring, revision):
    signed = team_ring.sign("team", text_of(revision), "--clear-sign")
    for header in (b"Note: call +48 22 000 00 00\n", b"Comment: x\n"):
        for place in (b"\nHash:", b"\n\n"):
            changed = signed.replace(place, b"\n" + header + place[1:], 1)
            assert changed != signed
            assert refused(revision, changed).code in {"headers", "unusable"}


def test_a_clear_signed_text_with_other_words_is_refused(team_ring: Ring, revision):
    other = text_of(revision).replace(b"forensics", b"foretelling")
    assert refused(revision, team_ring.sign("team", other, "--clear-sign")).code == "other-text"


def test_a_clear_signed_text_that_was_changed_after_signing_is_refused(team_ring: Ring, revision):
    signed = team_ring.sign("team", text_of(revision), "--clear-sign")
    assert refused(revision, signed.replace(b"forensics", b"foretelling")).code == "bad"


def test_security_72_a_signature_by_any_other_key_of_the_directory_is_not_the_team_s(
    team_ring: Ring, revision
):
    neighbour = people.example_cert("Neighbour", "neighbour")
    give(neighbour, team_ring, "charlie")
    people.published(neighbour)
    for how in ((), ("--clear-sign",)):
        refusal = refused(revision, team_ring.sign("charlie", text_of(revision), *how))
        assert refusal.code == "other-key"
        assert "none of the public keys of this team" in refusal.sentence
        assert "Neighbour" not in refusal.sentence


def test_security_72_one_changed_byte_is_another_text(team_ring: Ring, revision):
    signature = team_ring.sign("team", text_of(revision).replace(b"PL", b"Pl", 1) + b" ")
    assert refused(revision, signature).code == "bad"


def test_a_signature_over_other_line_ends_is_told_apart(team_ring: Ring, revision):
    windows = text_of(revision).replace(b"\n", b"\r\n")
    refusal = refused(revision, team_ring.sign("team", windows))
    assert (refusal.code, "CRLF" in refusal.sentence) == ("crlf", True)


def test_a_signature_in_text_mode_counts(team_ring: Ring, revision):
    windows = text_of(revision).replace(b"\n", b"\r\n")
    signature = team_ring.sign("team", windows, "--textmode", "--armor", "--detach-sign")
    assert signing.verified(revision, signature).fingerprint == team_ring.fingerprints["team"]


def test_former_and_signing_keys_count_and_each_is_found_among_several(team_ring: Ring):
    team = people.example_cert()
    give(team, team_ring, "team", "encrypting")
    give(team, team_ring, "second", purpose="former")
    give(team, team_ring, "signing", purpose="signing")
    revision = people.published(team)
    for name in ("second", "signing", "team"):
        found = signing.verified(revision, team_ring.sign(name, text_of(revision)))
        assert found.fingerprint == team_ring.fingerprints[name]
    ring = {found.key.fingerprint for found in signing.keys_that_sign(team)}
    assert team_ring.fingerprints["encrypting"] not in ring


def test_a_team_whose_keys_sign_nothing_is_told_so(team_ring: Ring):
    revision = published_with(team_ring, "encrypting")
    assert refused(revision, team_ring.sign("team", text_of(revision))).code == "no-key"


def test_a_key_that_is_at_the_desk_alone_does_not_count_yet(team_ring: Ring, revision):
    give(revision.team, team_ring, "signing")
    refusal = refused(revision, team_ring.sign("signing", text_of(revision)))
    assert (refusal.code, "not public yet" in refusal.sentence) == ("not-public", True)


def test_an_expired_key_signs_nothing_new(team_ring: Ring):
    revision = published_with(team_ring, "old")
    before_its_end = team_ring.sign("old", text_of(revision), at="20200601T000000")
    assert refused(revision, before_its_end).code == "key-expired"


def test_a_revoked_key_signs_nothing(team_ring: Ring, revocation):
    revision = published_with(team_ring, "revoked")
    signature = team_ring.sign("revoked", text_of(revision))
    assert signing.verified(revision, signature)
    keys.take_in(revision.team, revocation)
    refusal = refused(revision, signature)
    assert (refusal.code, "was revoked on" in refusal.sentence) == ("key-revoked", True)


def test_a_signature_from_the_future_is_refused(team_ring: Ring, revision):
    ahead = f"{datetime.now(UTC) + timedelta(days=20):%Y%m%dT%H%M%S}"
    assert refused(revision, team_ring.sign("team", text_of(revision), at=ahead)).code == "not-yet"


def test_several_signatures_are_refused(team_ring: Ring, revision):
    two = b"".join(team_ring.sign(name, text_of(revision), "--detach-sign") for name in ("team", "charlie"))
    assert refused(revision, two).code == "several-signatures"


@pytest.mark.parametrize(
    ("material", "code"),
    [
        (b"", "empty"),
        (b"I agree.", "not-a-signature"),
        (b"-----BEGIN PGP SIGNATURE-----\n\niHUEABYKAB0=\n", "truncated"),
        (b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nHello\n", "truncated"),
    ],
)
def test_what_is_no_signature_is_said_to_be_none(revision, material, code):
    assert refused(revision, material).code == code


def test_security_66_a_key_in_place_of_a_signature_is_refused(team_ring: Ring, revision):
    assert refused(revision, team_ring.public("team")).code == "not-a-signature"
    for secret in (team_ring.secret("team"), team_ring.secret("team", "--armor")):
        refusal = refused(revision, secret)
        assert (refusal.code, "revoke it" in refusal.sentence) == ("secret", True)


def test_a_redacted_revision_is_not_signed(team_ring: Ring, revision):
    signature = team_ring.sign("team", text_of(revision))
    people.write(revision.team, "3.1", "Again.")
    people.published(revision.team)
    publishing.redact(revision)
    assert refused(revision, signature).code == "redacted"


def test_what_was_verified_stays_with_the_revision(team_ring: Ring, revision):
    found = signing.verified(revision, team_ring.sign("team", text_of(revision)))
    publishing.sign(
        revision, fingerprint=found.fingerprint, made_at=found.made_at, armor=found.armor, by="bob"
    )
    publishing.reindex()
    kept = DocumentSignature.objects.of(revision).get()
    assert signing.verified(revision, kept.armor.encode()) == found
