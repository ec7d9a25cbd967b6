"""What a public key block says of itself: fingerprint, strength, user IDs, end (RFC 9580, RFC 4880).

Only what a rule needs is read, and nothing is verified: signatures are taken at their word. Whether a key
can be trusted is another's question; here it is whether the document describes the key that it prints.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PUBLIC_KEY, USER_ID, SIGNATURE = 6, 13, 2
RSA, DSA = (1, 2, 3), 17
CERTIFICATIONS, DIRECT, REVOCATION = range(0x10, 0x14), 0x1F, 0x20
HEADERS = 12
CREATED, KEY_LIFE, ISSUER, ISSUER_FINGERPRINT = 2, 9, 16, 33


@dataclass(frozen=True, slots=True)
class Certificate:
    """`bits` is None where the algorithm has one strength only; `expires` is None for a key without end."""

    fingerprint: str
    algorithm: int
    bits: int | None
    expires: datetime.date | None
    revoked: bool
    user_ids: tuple[str, ...]


class Damaged(ValueError):
    """The block is cut or altered."""


def read(armor: str) -> Certificate:
    """The certificate in an armored public key block. Raises Damaged where it cannot be decoded."""
    lines = [line.strip() for line in armor.strip().splitlines() if not line.startswith("-----")]
    damage = Damaged("the block is empty")
    for start in _starts(lines):
        try:
            return _certificate(list(_packets(_decoded(lines[start:]))))
        except (Damaged, IndexError, binascii.Error, OverflowError) as error:
            damage = Damaged(str(error))
    raise damage


def _starts(lines: Sequence[str]) -> list[int]:
    """Where the key may begin: after the headers' blank line (RFC 9580, 6.2), else, where a converter broke
    a header over two lines, at one of the first lines that can begin a public key."""
    blank = next((index for index, line in enumerate(lines) if not line), -1)
    return [
        blank + 1,
        *(i for i, line in enumerate(lines[:HEADERS]) if line[:1] in ("m", "x") and ": " not in line),
    ]


def _decoded(lines: Sequence[str]) -> bytes:
    body = [line for line in lines if line]
    if body and body[-1].startswith("="):
        body.pop()
    return base64.b64decode("".join(body).replace(" ", ""), validate=True)


def _packets(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The packets' types and bodies (RFC 9580, 4.2), in the new format and in the old."""
    at = 0
    while at < len(data):
        head = data[at]
        if not head & 0x80:
            raise Damaged("no packet begins here")
        kind, (length, at) = (
            (head & 0x3F, _new(data, at)) if head & 0x40 else ((head >> 2) & 0x0F, _old(data, at))
        )
        if at + length > len(data):
            raise Damaged("the last packet is cut")
        yield kind, data[at : at + length]
        at += length


def _new(data: bytes, at: int) -> tuple[int, int]:
    first = data[at + 1]
    if first < 192:
        return first, at + 2
    if first < 224:
        return ((first - 192) << 8) + data[at + 2] + 192, at + 3
    if first < 255:
        raise Damaged("a key has no partial lengths")
    return int.from_bytes(data[at + 2 : at + 6]), at + 6


def _old(data: bytes, at: int) -> tuple[int, int]:
    size = data[at] & 3
    if size == 3:
        return len(data) - at - 1, at + 1
    width = 1 << size
    return int.from_bytes(data[at + 1 : at + 1 + width]), at + 1 + width


def _certificate(packets: list[tuple[int, bytes]]) -> Certificate:
    if not packets or packets[0][0] != PUBLIC_KEY or packets[0][1][0] not in (4, 6):
        raise Damaged("the block does not begin with a public key")
    key = packets[0][1]
    fingerprint = _fingerprint(key)
    created, algorithm = int.from_bytes(key[1:5]), key[5]
    material = key[6:] if key[0] == 4 else key[10:]
    bits = int.from_bytes(material[:2]) if algorithm in (*RSA, DSA) else None
    own = [
        s for kind, body in packets if kind == SIGNATURE and (s := _signature(body)) and s.is_by(fingerprint)
    ]
    life = max(
        (s for s in own if s.kind in CERTIFICATIONS or s.kind == DIRECT), key=lambda s: s.made, default=None
    )
    ends = created + life.life if life is not None and life.life else None
    return Certificate(
        fingerprint=fingerprint,
        algorithm=algorithm,
        bits=bits,
        expires=datetime.datetime.fromtimestamp(ends, datetime.UTC).date() if ends else None,
        revoked=any(signature.kind == REVOCATION for signature in own),
        user_ids=tuple(body.decode("utf-8", "replace") for kind, body in packets if kind == USER_ID),
    )


def _fingerprint(key: bytes) -> str:
    if key[0] == 4:  # RFC 9580, 5.5.4.2: SHA-1 by definition, not by choice
        digest = hashlib.sha1(b"\x99" + len(key).to_bytes(2) + key, usedforsecurity=False)
        return digest.hexdigest().upper()
    return hashlib.sha256(b"\x9b" + len(key).to_bytes(4) + key).hexdigest().upper()


@dataclass(frozen=True, slots=True)
class _Signature:
    kind: int
    made: int
    life: int
    issuer: str | None

    def is_by(self, fingerprint: str) -> bool:
        if self.issuer is None or len(self.issuer) == len(fingerprint):
            return self.issuer in (None, fingerprint)
        key_id = fingerprint[-16:] if len(fingerprint) == 40 else fingerprint[:16]
        return self.issuer == key_id


def _signature(body: bytes) -> _Signature | None:
    """A version 4 or 6 signature's hashed word on its key (RFC 9580, 5.2.3); None for another version."""
    if not body or body[0] not in (4, 6):
        return None
    width = 2 if body[0] == 4 else 4
    start = 4 + width
    size = int.from_bytes(body[4:start])
    hashed = dict(_subpackets(body[start : start + size]))
    rest = start + size + width
    unhashed = dict(_subpackets(body[rest : rest + int.from_bytes(body[rest - width : rest])]))
    whole, short = hashed.get(ISSUER_FINGERPRINT), hashed.get(ISSUER) or unhashed.get(ISSUER)
    issuer = whole[1:] if whole else short
    return _Signature(
        kind=body[1],
        made=int.from_bytes(hashed.get(CREATED, b"")),
        life=int.from_bytes(hashed.get(KEY_LIFE, b"")),
        issuer=issuer.hex().upper() if issuer else None,
    )


def _subpackets(area: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(area):
        first = area[at]
        if first < 192:
            length, at = first, at + 1
        elif first < 255:
            length, at = ((first - 192) << 8) + area[at + 1] + 192, at + 2
        else:
            length, at = int.from_bytes(area[at + 1 : at + 5]), at + 5
        if length == 0:
            raise Damaged("a subpacket without a type")
        yield area[at] & 0x7F, area[at + 1 : at + length]
        at += length
