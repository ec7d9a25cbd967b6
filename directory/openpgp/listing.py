"""gpg's listing of one key with colons (doc/DETAILS of GnuPG), read together with the certificate it lists.

The listing says what gpg has found true: dates, uses, what is revoked as a whole. The packets of a certificate that gpg
has checked and written say the rest: why it was revoked, which user ids are, and what its signatures are made with.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from . import selfsig
from .key import PublicKey, Revocation, Subkey, UserId, user_id
from .limits import Refused
from .outline import Component, Outline
from .public import UTC, PublicPacket
from .words import Problem

# Fields of a record, from 0: validity, creation, expiry, capabilities.
_VALIDITY, _CREATED, _EXPIRES, _FINGERPRINT, _USES = 1, 5, 6, 9, 11
_SECONDS = re.compile(r"[0-9]{1,11}")


@dataclass(frozen=True, slots=True)
class Record:
    """A line "pub" or "sub" of the listing, with the fingerprint from the line behind it."""

    kind: str
    fingerprint: str
    validity: str
    expires: datetime.datetime | None
    uses: str


def records(listing: bytes) -> list[Record]:
    """The keys and subkeys of a listing, in its order."""
    found: list[Record] = []
    pending: list[str] | None = None
    for line in listing.decode("utf-8", "replace").split("\n"):
        fields = line.split(":")
        if fields[0] in {"pub", "sub"} and len(fields) > _USES:
            pending = fields
        elif fields[0] == "fpr" and pending and len(fields) > _FINGERPRINT:
            end = _moment(pending[_EXPIRES])
            found.append(Record(pending[0], fields[_FINGERPRINT], pending[_VALIDITY], end, pending[_USES]))
            pending = None
    return found


def _moment(text: str) -> datetime.datetime | None:
    return datetime.datetime.fromtimestamp(int(text), UTC) if _SECONDS.fullmatch(text) else None


def checked_key(listing: bytes, outline: Outline, notes: Iterable[Problem]) -> PublicKey:
    """The key that gpg lists, with the outline of the certificate that gpg wrote."""
    by_fingerprint = {record.fingerprint: record for record in records(listing)}
    own = by_fingerprint.get(outline.key.fingerprint)
    if own is None:
        raise Refused(
            "unusable", "This key cannot be used: gpg finds nothing in it that it has signed itself."
        )
    revocation = _revocation(outline.primary)
    if own.validity == "r" and revocation is None:
        revocation = Revocation(None)
    return PublicKey(
        **_of_packet(outline.key),
        expires=own.expires,
        revocation=revocation,
        encrypts="e" in own.uses,
        signs="s" in own.uses,
        user_ids=user_ids(outline),
        subkeys=tuple(subkeys(outline, by_fingerprint)),
        self_hash=_broken_hash(outline),
        notes=tuple(notes),
    )


def unchecked_key(outline: Outline, notes: Iterable[Problem]) -> PublicKey:
    """A key that gpg cannot check: what its packets claim, and nothing that a signature would have to prove."""
    return PublicKey(
        **_of_packet(outline.key),
        signs=not outline.key.encrypts_only,
        user_ids=tuple(user_id(component.packet.body) for component in outline.user_ids),
        subkeys=tuple(_subkey(part, encrypts=part.encrypts_only) for part in outline.parts()),
        checked=False,
        notes=tuple(notes),
    )


def _of_packet(key: PublicPacket) -> dict[str, Any]:
    """What the key's own packet says of it; the fields have the same names."""
    names = ("fingerprint", "version", "key_id", "number", "algorithm", "bits", "curve", "created")
    return {name: getattr(key, name) for name in names}


def user_ids(outline: Outline) -> tuple[UserId, ...]:
    return tuple(user_id(c.packet.body, revoked=_is_revoked_user_id(c)) for c in outline.user_ids)


def subkeys(outline: Outline, by_fingerprint: dict[str, Record]) -> Iterable[Subkey]:
    """The subkeys that gpg lists as bound to the key; one without a valid binding is none."""
    for component, part in zip(outline.subkeys, outline.parts(), strict=True):
        record = by_fingerprint.get(part.fingerprint)
        if record is None or record.validity == "i":
            continue
        revoked = any(s.type == selfsig.SUBKEY_REVOCATION for s in component.read_signatures())
        yield _subkey(
            part,
            expires=record.expires,
            revoked=revoked,
            encrypts="e" in record.uses,
            signs="s" in record.uses,
        )


def _subkey(
    part: PublicPacket,
    *,
    expires: datetime.datetime | None = None,
    revoked: bool = False,
    encrypts: bool = False,
    signs: bool = False,
) -> Subkey:
    return Subkey(
        part.fingerprint,
        part.key_id,
        part.algorithm,
        part.bits,
        part.curve,
        part.created,
        expires,
        revoked,
        encrypts,
        signs,
    )


def _revocation(primary: Component) -> Revocation | None:
    """The first revocation of the key: what came after it changes nothing."""
    found = [s for s in primary.read_signatures() if s.type == selfsig.KEY_REVOCATION]
    if not found:
        return None
    first = min(found, key=lambda s: s.created.timestamp() if s.created else 0.0)
    code, comment = first.reason or (0, "")
    return Revocation(first.created, code, user_id(comment.encode()).text)


def _is_revoked_user_id(component: Component) -> bool:
    """A user id may be revoked and signed anew later: the younger of the two counts."""

    def last(types: Iterable[int]) -> float:
        times = [s.created.timestamp() for s in component.read_signatures() if s.type in types and s.created]
        return max(times, default=-1.0)

    revoked = last([selfsig.UID_REVOCATION])
    return revoked >= 0 and revoked >= last(selfsig.CERTIFICATIONS)


def _broken_hash(outline: Outline) -> str | None:
    """The broken hash that every signature on the user ids is made with, if so."""
    made = [s.hash for c in outline.user_ids for s in c.read_signatures() if s.type in selfsig.CERTIFICATIONS]
    if made and all(number in selfsig.BROKEN_HASHES for number in made):
        return selfsig.BROKEN_HASHES[made[0]]
    return None
