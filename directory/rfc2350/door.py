"""What is taken off a text as it comes in, so that no later stage has to know of it.

Line endings, control characters, odd spaces; page breaks; the armour of a clear signature and its dash
escapes (RFC 9580, section 7); private keys, which are never stored, shown or logged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from .document import Problem

# More blank lines in a row say no more than these.
_MOST_BLANKS = 6

PRIVATE_KEY_MARKER = "[A private key stood here. It has been removed.]"

_LINE_ENDS = re.compile(r"\r\n|[\r\v\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")

# Converters turn the dashes of an armour line into long ones, lose some, or join the line to the next.
_DASHES = r"[-\u2010-\u2015]{2,6}[ ]?"
_SIGNED = re.compile(_DASHES + r"BEGIN PGP SIGNED MESSAGE[ ]?" + _DASHES)
_SIGNATURE = re.compile(_DASHES + r"BEGIN PGP SIGNATURE[ ]?" + _DASHES)
_SIGNATURE_END = re.compile(_DASHES + r"END PGP SIGNATURE[ ]?" + _DASHES)
_HASH = re.compile(r"[ ]?(?:Hash|NotDashEscaped|Charset):[ ]?[A-Za-z0-9,-]*")
_PRIVATE = re.compile(_DASHES + r"BEGIN (?:[A-Z]{1,12} ){0,2}PRIVATE KEY(?: BLOCK)?[ ]?(?:" + _DASHES + ")?")
_PRIVATE_END = re.compile(
    _DASHES + r"END (?:[A-Z]{1,12} ){0,2}PRIVATE KEY(?: BLOCK)?[ ]?(?:" + _DASHES + ")?"
)
_KEY_HEADER = re.compile(r"(?:Version|Comment|Charset|Hash|MessageID|Proc-Type|DEK-Info): ?")
# Base64: long, or with digits, signs or capitals in the midst of a word.
_KEY_MATERIAL = re.compile(r"[A-Za-z0-9+/=]{24,}$|(?=\w*[0-9+/=]|\w*[a-z]\w*[A-Z])[A-Za-z0-9+/=]{4,}$")


@dataclass(frozen=True, slots=True)
class Raw:
    """A line as it stands in the file: its text, its number from 1, its page from 1."""

    text: str
    number: int
    page: int


@dataclass(slots=True)
class Cleaned:
    """Lines with what was noticed while they were cleaned."""

    lines: list[Raw] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def split_lines(text: str) -> list[Raw]:
    """The lines of a text without line endings and control characters; a form feed begins a page."""
    text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text.removeprefix("\ufeff")))
    lines: list[Raw] = []
    page, blanks = 1, 0
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        blanks = blanks + 1 if not line else 0
        if blanks > _MOST_BLANKS:
            continue
        for turn, half in enumerate(line.split("\f")):
            page += turn > 0
            if half or not turn or "\f" not in line:
                lines.append(Raw(plain_characters(half), number, page))
    return lines if text else []


def plain_characters(text: str) -> str:
    """A line without control and zero-width characters, with plain spaces for all others."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text))


def without_private_keys(lines: Sequence[Raw]) -> Cleaned:
    """The lines with a marker in place of each private key, and an error for each."""
    cleaned = Cleaned()
    ends = _private_ends(lines)
    inside = 0  # the index of the line that ends the key, or past the last one where none does
    for index, line in enumerate(lines):
        text = line.text
        if inside:
            inside, text = _after_private_key(text, index, inside, len(lines))
            if inside or not text.strip():
                continue
        while begin := _PRIVATE.search(text):
            cleaned.problems.append(_private_key_problem(line.number))
            if end := _PRIVATE_END.search(text, begin.end()):
                rest = text[end.end() :]
            else:
                inside, rest = ends[index], ""
            text = text[: begin.start()] + PRIVATE_KEY_MARKER + rest
        cleaned.lines.append(Raw(text, line.number, line.page))
    return cleaned


def _private_ends(lines: Sequence[Raw]) -> list[int]:
    """For each line, the index of the next one that ends a private key before another begins."""
    ends = [len(lines)] * len(lines)
    following = len(lines)
    for index in range(len(lines) - 1, -1, -1):
        ends[index] = following
        if _PRIVATE_END.search(lines[index].text):
            following = index
        elif _PRIVATE.search(lines[index].text):
            following = len(lines)
    return ends


def _after_private_key(text: str, index: int, inside: int, count: int) -> tuple[int, str]:
    """Where the key ends that a line belongs to (0: before this line), and what of the line is none of it.

    A key without an end goes on as long as its lines are key material: no text is lost with it.
    """
    if index == inside and (end := _PRIVATE_END.search(text)):
        return 0, text[end.end() :]
    if inside < count or _KEY_HEADER.match(text.strip()):
        return inside, ""
    return (inside, "") if all(_KEY_MATERIAL.match(word) for word in text.split()) else (0, text)


def _private_key_problem(number: int) -> Problem:
    return Problem(
        "private-key-published",
        "error",
        number,
        "The document publishes a private key. The key is compromised: revoke it. It was not stored.",
    )


def without_clear_signature(lines: Sequence[Raw]) -> list[Raw]:
    """The lines that a clear signature signs, without its armour and its dash escapes.

    What stands before and behind the armour is kept: it is the page that the text was put on.
    """
    if not any(_SIGNED.search(line.text) for line in lines):
        return list(lines)
    return list(_unescaped(_without_signatures(lines)))


def _without_signatures(lines: Iterable[Raw]) -> Iterator[Raw]:
    """The lines without blocks of signatures."""
    inside = False
    for line in lines:
        text = line.text
        if not inside and (begin := _SIGNATURE.search(text)):
            yield from _kept(line, text[: begin.start()])
            inside, text = True, text[begin.end() :]
        if not inside:
            yield line
        elif end := _SIGNATURE_END.search(text):
            inside = False
            yield from _kept(line, text[end.end() :])


def _unescaped(lines: Iterable[Raw]) -> Iterator[Raw]:
    """The lines without the headers of signed text, and without the dashes that protect its own."""
    signed = in_headers = False
    for line in lines:
        text = line.text
        if begin := _SIGNED.search(text):
            yield from _kept(line, text[: begin.start()])
            signed, in_headers, text = True, True, text[begin.end() :]
        if in_headers:
            header = _HASH.match(text)
            text = text[header.end() :] if header else text
            in_headers = not text.strip() and bool(header or begin)
            if in_headers:
                continue
        if signed and text.startswith(("- -", "- From ")):
            text = text[2:]
        yield Raw(text, line.number, line.page)


def _kept(line: Raw, text: str) -> Iterator[Raw]:
    if text.strip():
        yield Raw(text, line.number, line.page)
