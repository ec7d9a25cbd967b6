"""ASCII armor (RFC 9580, 6), read as people paste it and written as every program reads it.

A key comes out of mails, web pages and forms: with other line endings, quoted, inside HTML, or with its line breaks
collapsed to spaces. Whatever keeps the base64 whole is read. A wrong checksum is told, not refused (RFC 9580, 6.1).
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from dataclasses import dataclass

from .limits import Refused

_BEGIN = re.compile(r"-----BEGIN PGP ([A-Z0-9 ,/]{1,40})-----")
_TAG = re.compile(r"<[^<>]{0,200}>")
_ENTITY = re.compile(r"&(?:#[0-9]{1,5}|#[xX][0-9a-fA-F]{1,4}|[a-zA-Z]{2,8});")
_BASE64 = re.compile(r"([A-Za-z0-9+/]*)(={0,2})(?:=([A-Za-z0-9+/]{4}))?")
_INVISIBLE = dict.fromkeys([0, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
#: Where line breaks are lost, the first run of base64 this long begins the data: armor has 64 or 76 a line.
_LONG = 40
_CRC24_POLYNOMIAL = 0x1864CFB

PUBLIC_KEY = "PUBLIC KEY BLOCK"
PRIVATE_KEY = "PRIVATE KEY BLOCK"
SIGNATURE = "SIGNATURE"
SIGNED_MESSAGE = "SIGNED MESSAGE"


@dataclass(frozen=True, slots=True)
class Block:
    """One armored block: its kind ("PUBLIC KEY BLOCK"), its bytes, and whether its checksum is right, if any."""

    kind: str
    data: bytes
    checksum: bool | None = None


def is_binary(material: bytes) -> bool:
    """Every packet's first octet has its highest bit set (RFC 9580, 4.2); no armor begins so, but marks of UTF do."""
    return material[:1] >= b"\x80" and not material.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))


def text_of(material: bytes) -> str:
    utf16 = material.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = material.decode("utf-16" if utf16 else "utf-8", "replace")
    return text.translate(_INVISIBLE).replace("\r\n", "\n").replace("\r", "\n")


def blocks(text: str) -> list[Block]:
    """The armored blocks of a text, in its order; a clear-signed text's own words are none of them."""
    found = []
    for begin in _BEGIN.finditer(text):
        kind = begin[1]
        if kind == SIGNED_MESSAGE:
            continue
        end = text.find("-----END PGP ", begin.end())
        following = _BEGIN.search(text, begin.end())
        if end < 0 or (following and following.start() < end):
            raise Refused("truncated", "This is cut off: the line that ends the armor is missing.")
        found.append(_block(kind, text[begin.end() : end]))
    return found


def bare(text: str) -> bytes | None:
    """The bytes of base64 that has lost its armor, or None where it is none."""
    compact = "".join(text.split())
    if len(compact) < _LONG or not _BASE64.fullmatch(compact):
        return None
    return _block("", text).data


def _block(kind: str, content: str) -> Block:
    if "<" in content or "&" in content:
        content = _ENTITY.sub(lambda entity: html.unescape(entity[0]), _TAG.sub("\n", content))
    match = _BASE64.fullmatch("".join(_body(content)))
    if match is None:
        raise Refused("damaged", "This is damaged: between its first and last line stands more than base64.")
    try:
        data = base64.b64decode(match[1] + match[2], validate=True)
    except binascii.Error:
        raise Refused("truncated", "This is cut off: some of its characters are missing.") from None
    told = base64.b64decode(match[3]) if match[3] else None
    return Block(kind, data, None if told is None else told == crc24(data))


def _body(content: str) -> list[str]:
    """The pieces of base64 behind the armor's headers ("Version: …", "Comment: …")."""
    lines = [line.strip(" \t>") for line in content.split("\n")]
    filled = [line for line in lines if line]
    if len(filled) == 1:
        words = filled[0].split()
        start = next((n for n, word in enumerate(words) if len(word) >= _LONG), 0)
        return words[start:]
    start = 0
    for line in lines:
        if line and ":" not in line and not (start and " " in line):
            break  # the first line that is neither blank nor a header nor the rest of a wrapped one
        start += 1
    return [word for line in lines[start:] for word in line.split()]


def armored(data: bytes, kind: str = PUBLIC_KEY) -> str:
    """The bytes as armor, with the checksum that older programs ask for."""
    body = base64.b64encode(data).decode("ascii")
    lines = [body[start : start + 64] for start in range(0, len(body), 64)]
    check = base64.b64encode(crc24(data)).decode("ascii")
    return "\n".join(
        [f"-----BEGIN PGP {kind}-----", "", *lines, f"={check}", f"-----END PGP {kind}-----", ""]
    )


def _crc24_table() -> list[int]:
    table = []
    for octet in range(256):
        value = octet << 16
        for _ in range(8):
            value = value << 1 ^ (_CRC24_POLYNOMIAL if value & 0x800000 else 0)
        table.append(value & 0xFFFFFF)
    return table


_TABLE = _crc24_table()


def crc24(data: bytes, before: bytes = b"\xb7\x04\xce") -> bytes:
    """The checksum of RFC 9580, 6.1, as its three octets; gone on with from that of what came `before`."""
    value = int.from_bytes(before, "big")
    for octet in data:
        value = (value << 8 & 0xFFFFFF) ^ _TABLE[value >> 16 ^ octet]
    return value.to_bytes(3, "big")
