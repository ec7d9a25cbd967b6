"""A signature packet (RFC 9580, 5.2), read far enough to know who made it, when, how and why; never checked here."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from .public import moment

BINARY, TEXT = 0x00, 0x01
CERTIFICATIONS = range(0x10, 0x14)
SUBKEY_BINDING, DIRECT = 0x18, 0x1F
KEY_REVOCATION, SUBKEY_REVOCATION, UID_REVOCATION = 0x20, 0x28, 0x30
#: Hash algorithms (RFC 9580, 9.5) under which another text with the same signature can be made.
BROKEN_HASHES = {1: "MD5", 2: "SHA-1", 3: "RIPEMD-160"}

_CREATED, _ISSUER, _REASON, _ISSUER_FINGERPRINT = 2, 16, 29, 33


@dataclass(frozen=True, slots=True)
class Signature:
    """What a signature says of itself. `issuers` are key IDs and fingerprints, in hexadecimal digits; none where it
    names nobody. `reason` is the code and the words of a revocation (RFC 9580, 5.2.3.31)."""

    version: int
    type: int
    hash: int
    created: datetime.datetime | None = None
    issuers: tuple[str, ...] = ()
    reason: tuple[int, str] | None = None


def read(body: bytes) -> Signature | None:
    """The signature whose body this is, or None where it is none that can be read."""
    version = body[0] if body else 0
    if version == 3 and len(body) >= 17:
        return Signature(3, body[2], body[16], moment(body[3:7]), (body[7:15].hex().upper(),))
    if version not in {4, 5, 6} or len(body) < 6:
        return None
    octets = 4 if version == 6 else 2
    created, issuers, reason = None, [], None
    place = 4
    for _ in range(2):  # the subpackets that are signed, and those that are not
        length = int.from_bytes(body[place : place + octets], "big")
        place += octets
        for kind, value in _subpackets(body[place : place + length]):
            if kind == _CREATED and len(value) == 4 and created is None:
                created = moment(value)
            elif kind == _ISSUER and len(value) == 8:
                issuers.append(value.hex().upper())
            elif kind == _ISSUER_FINGERPRINT and len(value) in {21, 33}:
                issuers.append(value[1:].hex().upper())
            elif kind == _REASON and value:
                reason = value[0], value[1:].decode("utf-8", "replace")
        place += length
    return Signature(version, body[1], body[3], created, tuple(issuers), reason)


def _subpackets(area: bytes) -> list[tuple[int, bytes]]:
    """Types, without the bit that says "critical", and values (RFC 9580, 5.2.3.7); what is cut off is left out."""
    found, place = [], 0
    while place < len(area):
        first = area[place]
        if first < 192:
            start, length = place + 1, first
        elif first < 255:
            start, length = (
                place + 2,
                (first - 192 << 8) + (area[place + 1] if place + 1 < len(area) else 0) + 192,
            )
        else:
            start, length = place + 5, int.from_bytes(area[place + 1 : place + 5], "big")
        if not length or start + length > len(area):
            break
        found.append((area[start] & 0x7F, area[start + 1 : start + length]))
        place = start + length
    return found
