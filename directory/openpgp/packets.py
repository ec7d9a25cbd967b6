"""OpenPGP packets (RFC 9580, 4): read, judged and written without gpg, in one pass over the bytes.

Nothing here checks a signature. It says what the material is made of, so that what may not come in (secret keys,
messages, several certificates, floods) is refused before gpg sees a byte of it.
"""

from __future__ import annotations

import bz2
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from . import armor
from .limits import MAX_BYTES, MAX_UNPACKED_BYTES, Refused

SIGNATURE, SECRET_KEY, PUBLIC_KEY, SECRET_SUBKEY = 2, 5, 6, 7
COMPRESSED, MARKER, LITERAL, TRUST = 8, 10, 11, 12
USER_ID, PUBLIC_SUBKEY, USER_ATTRIBUTE, PADDING = 13, 14, 17, 21
#: Session keys, one-pass signatures, compressed, encrypted and literal data: a message, not a key.
MESSAGE = {1, 3, 4, COMPRESSED, 9, LITERAL, 18, 20}
SECRET = {SECRET_KEY, SECRET_SUBKEY}

PRIVATE_ADVICE = (
    "This holds a private key, which belongs to nobody but its owner. It was not stored. "
    "Whoever can read what you sent can use that key: revoke it, make a new one, and send its public part alone."
)
_FOREIGN_PRIVATE = ("PRIVATE KEY-----", "BEGIN SSH2 ENCRYPTED PRIVATE KEY", "PuTTY-User-Key-File")
_SSH = ("ssh-rsa ", "ssh-ed25519 ", "ssh-dss ", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-", "---- BEGIN SSH2")
_CUT_OFF = "This is cut off: the last of its parts is not whole."


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet's type (RFC 9580, 5) and the octets behind its header."""

    tag: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Material:
    """What somebody sent, as packets; `checksum` is False where an armor's checksum is wrong."""

    packets: tuple[Packet, ...]
    checksum: bool | None = None


def read(material: bytes, *, limit: int = MAX_BYTES) -> Material:
    """The packets of a key, a signature or a revocation, armored or not. Raises Refused, and nothing else."""
    if len(material) > limit:
        raise Refused("too-large", f"This is larger than {limit // 1024} KB; a key or signature need not be.")
    if not material.strip():
        raise Refused("empty", "There is nothing in it.")
    if armor.is_binary(material):
        return Material(tuple(_guarded(material)))
    text = armor.text_of(material)
    refuse_foreign(text)
    found = armor.blocks(text)
    if any(block.kind == armor.PRIVATE_KEY for block in found):
        raise Refused("secret", PRIVATE_ADVICE)
    if not found:
        data = armor.bare(text)
        if data is None or not armor.is_binary(data):
            raise Refused(
                "not-openpgp", "This is no OpenPGP key: there is no line “-----BEGIN PGP …-----” in it."
            )
        found = [armor.Block("", data)]
    checks = [block.checksum for block in found if block.checksum is not None]
    return Material(tuple(p for b in found for p in _guarded(b.data)), all(checks) if checks else None)


def refuse_foreign(text: str) -> None:
    """Private keys of any kind, and keys that are not OpenPGP's, by the words that they begin with."""
    if f"BEGIN PGP {armor.PRIVATE_KEY}" in text or any(words in text for words in _FOREIGN_PRIVATE):
        raise Refused("secret", PRIVATE_ADVICE)
    if text.lstrip().startswith(_SSH):
        raise Refused("ssh", "This is an SSH key. A team's mail is encrypted with an OpenPGP key.")
    if "-----BEGIN CERTIFICATE" in text or "-----BEGIN PKCS7" in text or text.startswith("0\ufffd"):
        raise Refused("smime", "This is an S/MIME (X.509) certificate, not an OpenPGP key.")


def _guarded(data: bytes) -> Iterator[Packet]:
    for packet in split(data):
        if packet.tag in SECRET:
            raise Refused("secret", PRIVATE_ADVICE)
        yield packet


def split(data: bytes) -> Iterator[Packet]:
    """Each packet in turn. Raises Refused where a header or a length is wrong, or where a message begins."""
    place = 0
    while place < len(data):
        first = data[place]
        if not first & 0x80:
            raise Refused("damaged", "This is damaged: where a part should begin stands something else.")
        tag = _tag(first)
        if tag in MESSAGE:
            refuse_message(tag, data[place:])
        start, length = _new_length(data, place + 1) if first & 0x40 else _old_length(data, place)
        if start + length > len(data):
            raise Refused("truncated", _CUT_OFF)
        yield Packet(tag, data[start : start + length])
        place = start + length


def _tag(first: int) -> int:
    """The type in a header's first octet, of the new or the old format."""
    return first & 0x3F if first & 0x40 else first >> 2 & 0x0F


def _new_length(data: bytes, place: int) -> tuple[int, int]:
    """Where the body starts, and its octets (RFC 9580, 4.2.1)."""
    first = data[place] if place < len(data) else None
    if first is None or (first >= 192 and place + (5 if first == 255 else 2) > len(data)):
        raise Refused("truncated", _CUT_OFF)
    if first < 192:
        return place + 1, first
    if first < 224:
        return place + 2, (first - 192 << 8) + data[place + 1] + 192
    if first == 255:
        return place + 5, int.from_bytes(data[place + 1 : place + 5], "big")
    raise Refused("damaged", "A key or signature gives the length of its parts; this one does not.")


def _old_length(data: bytes, place: int) -> tuple[int, int]:
    kind = data[place] & 0x03
    if kind == 3:
        raise Refused("damaged", "A key or signature gives the length of its parts; this one does not.")
    start = place + 1 + (1 << kind)
    if start > len(data):
        raise Refused("truncated", _CUT_OFF)
    return start, int.from_bytes(data[place + 1 : start], "big")


def refuse_message(tag: int, data: bytes) -> None:
    """A message is no key; one that hides a private key is told so."""
    if tag in {COMPRESSED, LITERAL} and holds_secret(_inside(tag, data)):
        raise Refused("secret", PRIVATE_ADVICE)
    raise Refused("message", "This is an encrypted or signed message, not a key.")


def holds_secret(data: bytes) -> bool:
    """Whether bytes that came out of a message are a private key, bare or armored; other things are no matter."""
    if b"PRIVATE KEY" in data:
        return True
    return data[:1] >= b"\x80" and _tag(data[0]) in SECRET


def _inside(tag: int, data: bytes) -> bytes:
    """What a literal or compressed packet holds, as far as `MAX_UNPACKED_BYTES`; a literal in a compressed one too."""
    try:
        start = _new_length(data, 1)[0] if data[0] & 0x40 else _old_length(data, 0)[0]
    except Refused:
        start = 2 if data[0] & 0x40 else 1  # a length that is not told, as messages may have
    body = data[start:]
    if tag == LITERAL:
        name = body[1] if len(body) > 1 else 0
        return body[name + 6 :]
    unpacked = _unpacked(body)
    literal = unpacked[:1] >= b"\x80" and _tag(unpacked[0]) == LITERAL
    return _inside(LITERAL, unpacked) if literal else unpacked


def _unpacked(body: bytes) -> bytes:
    try:
        if body[:1] == b"\x00":
            return body[1:]
        if body[:1] == b"\x01":
            return zlib.decompressobj(-15).decompress(body[1:], MAX_UNPACKED_BYTES)
        if body[:1] == b"\x02":
            return zlib.decompressobj().decompress(body[1:], MAX_UNPACKED_BYTES)
        if body[:1] == b"\x03":
            return bz2.BZ2Decompressor().decompress(body[1:], MAX_UNPACKED_BYTES)
    except (zlib.error, OSError, ValueError, EOFError):
        pass
    return b""


def write(packets: list[Packet]) -> bytes:
    """The packets as bytes, with headers of the present format (RFC 9580, 4.2.1)."""
    return b"".join(_header(packet.tag, len(packet.body)) + packet.body for packet in packets)


def _header(tag: int, length: int) -> bytes:
    first = bytes([0xC0 | tag])
    if length < 192:
        return first + bytes([length])
    if length < 8384:
        return first + (length - 192 + (192 << 8)).to_bytes(2, "big")
    return first + b"\xff" + length.to_bytes(4, "big")
