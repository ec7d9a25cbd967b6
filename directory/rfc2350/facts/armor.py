"""Armored OpenPGP public keys within a text (RFC 9580, section 6.2), damage by converters included."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BEGIN = re.compile(r"[-—–]{1,6} ?BEGIN PGP PUBLIC KEY BLOCK ?[-—–]{0,6}")
_END = re.compile(r"[-—–]{1,6} ?END PGP PUBLIC KEY BLOCK ?[-—–]{0,6}")
_HEADER = re.compile(r"(?:Comment|Version|Hash|Charset|MessageID): ?[^\n]{0,200}")
_FINGERPRINT = re.compile(r"Fingerprint: ?([0-9A-Fa-f]{40}|[0-9A-Fa-f]{64})(?![0-9A-Fa-f])")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_CHECKSUM = re.compile(r"=[A-Za-z0-9+/]{4}")
_DATA = re.compile(r"\s[A-Za-z0-9+/]{40}")
_COLUMNS = 64


@dataclass(frozen=True)
class Armor:
    """A public key block: `offset` in the section's text, `block` in the standard's own layout.

    `fingerprint` is the one that a ``Comment:`` line of the block names.
    """

    offset: int
    block: str
    fingerprint: str | None = None


def split_armor(text: str) -> tuple[str, tuple[Armor, ...]]:
    """A text without its key blocks, and the blocks. Blanks stand in their place, line by line."""
    armors, pieces, end = [], [], 0
    for begin in _BEGIN.finditer(text):
        if begin.start() < end:
            continue
        close = _END.search(text, begin.end())
        if close is None:
            break
        inside = text[begin.end() : close.start()]
        armors.append(_armor(begin.start(), inside))
        pieces.append(text[end : begin.start()])
        pieces.append(
            "".join("\n" if character == "\n" else " " for character in text[begin.start() : close.end()])
        )
        end = close.end()
    return "".join(pieces) + text[end:], tuple(armors)


def _armor(offset: int, inside: str) -> Armor:
    headers, rest = _headers(inside)
    named = _FINGERPRINT.search(inside)
    data, checksum = [], ""
    for token in rest.split():
        if _CHECKSUM.fullmatch(token):
            checksum = token
        elif _BASE64.fullmatch(token):
            data.append(token)
        elif "=" in token and _BASE64.fullmatch(token.partition("=")[0]):
            # The checksum is glued to the last line of the data.
            body, _, tail = token.rpartition("=")
            data.append(body)
            checksum = f"={tail}"
    body = "".join(data)
    lines = [body[start : start + _COLUMNS] for start in range(0, len(body), _COLUMNS)]
    block = [
        "-----BEGIN PGP PUBLIC KEY BLOCK-----",
        *headers,
        "",
        *lines,
        *([checksum] if checksum else []),
        "-----END PGP PUBLIC KEY BLOCK-----",
    ]
    return Armor(offset, "\n".join(block), named.group(1).upper() if named else None)


def _headers(inside: str) -> tuple[list[str], str]:
    """The armor's header lines, and what follows them. On a flattened block a header ends at the data."""
    headers, rest = [], inside.lstrip()
    while match := _HEADER.match(rest):
        data = _DATA.search(match.group())
        end = data.start() if data else match.end()
        headers.append(rest[:end].strip())
        rest = rest[end:].lstrip()
    return headers, rest
