"""A newer state of a key that is known: moved ends, other user ids, revocations."""

from __future__ import annotations

import datetime

import pytest

from directory import openpgp
from directory.openpgp import Refused, outline

from . import built

NOW = datetime.datetime.now(datetime.UTC)


def test_a_revocation_alone_is_taken_with_its_reason(ring, revocation, homes):
    key = openpgp.merge(openpgp.read(ring.public("revoked")), revocation).key
    assert (key.revoked, key.state(NOW)) == (True, "revoked")
    assert (key.revocation.code, key.revocation.comment, key.revocation.compromised) == (
        2,
        "stolen laptop",
        True,
    )
    assert key.problems(NOW)[0].sentence.endswith(": others may have its secret part (“stolen laptop”).")
    assert abs(key.revocation.when - NOW) < datetime.timedelta(hours=1)
    assert not key.can_encrypt(NOW)
    assert not any(user_id.revoked for user_id in key.user_ids)


def test_a_revoked_certificate_is_taken_and_stays_revoked_when_the_old_one_comes_again(ring):
    old = openpgp.read(ring.public("superseded"))
    revoked = openpgp.merge(old, ring.revocation("superseded", 2, ""))
    assert revoked.key.revocation.reason == "it was replaced by another key"
    assert not revoked.key.revocation.compromised
    assert openpgp.read(revoked.binary) == revoked
    assert openpgp.merge(old, revoked.binary).key.revoked
    assert openpgp.merge(revoked, old.binary).key.revoked


def test_a_moved_end_is_taken_and_one_self_signature_stays(ring):
    ring.make("renewed", "ed25519", "cv25519", end="1y", at="20250101T000000")
    old = openpgp.read(ring.public("renewed"))
    fingerprint = ring.fingerprints["renewed"]
    ring.gpg("--pinentry-mode", "loopback", "--quick-set-expire", fingerprint, "3y")
    ring.gpg(
        "--pinentry-mode", "loopback", "--quick-set-expire", fingerprint, "3y", old.key.subkeys[0].fingerprint
    )
    renewed = openpgp.merge(old, ring.public("renewed"))
    assert (old.key.state(NOW), renewed.key.state(NOW)) == ("expired", "valid")
    assert openpgp.merge(renewed, old.binary).key == renewed.key
    assert [len(c.signatures) for c in outline.read(renewed.binary).user_ids] == [1]


def test_a_user_id_that_is_added_or_revoked_is_taken(ring):
    ring.make("changing", "ed25519", "cv25519")
    old = openpgp.read(ring.public("changing"))
    fingerprint = ring.fingerprints["changing"]
    ring.gpg("--pinentry-mode", "loopback", "--quick-add-uid", fingerprint, "CERT <new@example.org>")
    ring.gpg("--pinentry-mode", "loopback", "--quick-revoke-uid", fingerprint, old.key.user_ids[0].text)
    key = openpgp.merge(old, ring.public("changing")).key
    assert {(u.email, u.revoked) for u in key.user_ids} == {
        ("new@example.org", False),
        ("cert@example.org", True),
    }


def test_another_key_is_no_newer_state_of_this_one(ring, valid, revocation):
    for material in (ring.public("other"), revocation):
        with pytest.raises(Refused) as refused:
            openpgp.merge(valid, material)
        assert refused.value.code == "other-key"


def test_a_key_that_cannot_be_checked_is_replaced_by_its_newer_copy_alone(no_gpg, ring_of_six):
    old, other = ring_of_six
    assert openpgp.merge(old, old.binary).binary == old.binary
    with pytest.raises(Refused) as refused:
        openpgp.merge(old, other.binary)
    assert refused.value.code == "other-key"


@pytest.fixture
def ring_of_six():
    return openpgp.read(built.v6_certificate()), openpgp.read(
        built.certificate(built.v6(28), built.user_id("x"))
    )
