"""What a signature is worth once its key has expired, or was revoked, since."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from directory.models import DocumentSignature
from directory.openpgp import PublicKey, Revocation
from directory.signing_state import standing

DAY = timedelta(days=1)
MADE = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 1, tzinfo=UTC)
SIGNATURE = DocumentSignature(made_at=MADE, fingerprint="0" * 40)
KEY = PublicKey(
    "0" * 40, 4, "0" * 16, 22, "EdDSA", 256, "Ed25519", datetime(2025, 1, 1, tzinfo=UTC), signs=True
)


def revoked(code: int, when: datetime | None) -> PublicKey:
    return replace(KEY, revocation=Revocation(when, code))


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (KEY, "good"),
        (replace(KEY, expires=NOW + DAY), "good"),
        (replace(KEY, expires=NOW), "key-expired"),
        (replace(KEY, expires=MADE + DAY), "key-expired"),
        (replace(KEY, expires=MADE), "made-too-late"),
        (revoked(1, MADE + DAY), "key-retired"),  # replaced by another
        (revoked(3, MADE), "key-retired"),  # no longer used
        (revoked(3, None), "key-retired"),
        (revoked(1, MADE - DAY), "made-too-late"),
        (revoked(2, MADE + DAY), "key-compromised"),  # others may have it
        (revoked(0, MADE + DAY), "key-compromised"),  # nobody says why
        (revoked(2, None), "key-compromised"),
        (replace(revoked(1, MADE + DAY), expires=MADE + 2 * DAY), "key-retired"),
        (None, "key-unknown"),
    ],
)
def test_a_signature_holds_by_what_became_of_its_key(key, code):
    found = standing(SIGNATURE, key, NOW)
    assert found.code == code
    assert found.holds == (code in {"good", "key-expired", "key-retired"})
