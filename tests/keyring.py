"""Keys of teams, made by hand: what a page says of a key follows from its facts, and needs no gpg to make them."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from directory.models import Key, PublishedKey, Team
from directory.openpgp import PublicKey, Revocation, Subkey, UserId
from tests import people
from tests.openpgp import built
from tests.people import FINGERPRINT

EMAIL = "cert@example-cert.example"
MADE = datetime(2024, 3, 3, 10, tzinfo=UTC)
SUBKEY = "89ABCDEF0123456789ABCDEF0123456789ABCDEF"
FOREVER = datetime(2099, 3, 3, 12, tzinfo=UTC)


def user_id(email: str, name: str = "EXAMPLE-CERT") -> UserId:
    return UserId(f"{name} <{email}>", name, email)


def made(
    fingerprint: str = FINGERPRINT,
    *emails: str,
    expires: datetime | None = FOREVER,
    subkeys: tuple[Subkey, ...] | None = None,
    **facts: Any,
) -> PublicKey:
    """An Ed25519 key with a part that mail is encrypted to, and the user ids of these addresses."""
    told: dict[str, Any] = {
        "version": 4,
        "number": 22,
        "algorithm": "EdDSA",
        "bits": 255,
        "curve": "Ed25519",
        "created": MADE,
        "signs": True,
        "user_ids": tuple(map(user_id, emails or (EMAIL,))),
    }
    key = PublicKey(fingerprint, key_id=fingerprint[-16:], expires=expires, **{**told, **facts})
    return replace(key, subkeys=(encryption(expires),) if subkeys is None else subkeys)


def encryption(expires: datetime | None = FOREVER, fingerprint: str = SUBKEY) -> Subkey:
    return Subkey(fingerprint, fingerprint[-16:], "ECDH", 255, "Curve25519", MADE, expires, encrypts=True)


def ago(**span: float) -> datetime:
    return datetime.now(UTC) - timedelta(**span)


def revoked(
    code: int = 1, when: datetime = datetime(2026, 4, 5, tzinfo=UTC), comment: str = ""
) -> Revocation:
    return Revocation(when, code, comment)


def packets_of(key: PublicKey, mark: str = "") -> bytes:
    """A certificate that can be taken apart, with the key's user ids; the mark tells its copies apart."""
    number = int.from_bytes(hashlib.sha256(f"{key.fingerprint} {mark}".encode()).digest(), "big")
    main = built.v4(1, built.mpi(1 << 2047 | number) + built.mpi(65537))
    return built.certificate(main, *(built.user_id(own.text) for own in key.user_ids))


def give(team: Team, key: PublicKey | None = None, mark: str = "", **fields: Any) -> Key:
    """Puts a key that was read on the team's desk, in the place of what it says of the same fingerprint."""
    key = key or made()
    fields |= {"facts": key.as_dict(), "certificate": packets_of(key, mark)}
    row, _ = team.keys.update_or_create(fingerprint=key.fingerprint, defaults=fields)
    return row


def another(name: str, key=None, **fields: Any):
    """A further published team; with a key where one is given."""
    team = people.example_cert(name, name.lower())
    if key:
        give(team, key, **fields)
    people.published(team)
    return team


def certificate_of(slug: str, fingerprint: str = FINGERPRINT) -> bytes:
    return bytes(PublishedKey.objects.get(listing__slug=slug, fingerprint=fingerprint).certificate)
