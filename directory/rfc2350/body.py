"""The one shape of a section's text, whatever it came from.

Bodies are made to this shape when they are read, so that what is written can be read again unchanged:
`normalise` of a normalised text is that text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

WIDTH = 72
"""Columns of a text line. URLs and key blocks may be longer."""

# Deeper indentation is a page's layout (centred or right-aligned text), not a list's.
_DEEPEST = 32
_MARKER = re.compile(r"(?:[-*+•●○▪◦·–—]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})[.)]|\[\d{1,3}\]) +(?=\S)")
_GAP = re.compile(r"(\t[\t ]*| +\t[\t ]*)")
_WORD = re.compile(r"( *)([^ ]+)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of a body before it is normalised: its text and its line number in the source.

    `beside` says that it stood on its heading's own line, so that its indentation says nothing.
    """

    text: str
    number: int
    beside: bool = False


def normalise(pieces: Sequence[Piece]) -> tuple[list[str], list[int]]:
    """The text's lines, and for each the number of the source line that it came from.

    No trailing spaces, no tabs, no indentation that all lines share, no blank line at either end and never
    two in a row, no line over `WIDTH` columns but for single words and the lines of a key block.
    """
    lines: list[str] = []
    numbers: list[int] = []
    in_key = False
    for text, number in _squeezed(_dedented(pieces)):
        begins, ends = _armour_edges(text)
        in_key = in_key or begins
        for part in [text] if in_key else wrap(text):
            lines.append(part)
            numbers.append(number)
        in_key = in_key and not ends
    return lines, numbers


def normal_text(text: str) -> str:
    """A text in its normal shape."""
    lines, _ = normalise([Piece(line, 0) for line in text.split("\n")])
    return "\n".join(lines)


def wrap(line: str, width: int = WIDTH) -> list[str]:
    """A line in parts of at most `width` columns; what follows a list's marker hangs under its text.

    >>> wrap("- one two three", 9)
    ['- one two', '  three']
    """
    if len(line) <= width:
        return [line]
    start = len(line) - len(line.lstrip(" "))
    if marker := _MARKER.match(line, start):
        start = marker.end()
    current, hang, empty = line[:start], " " * min(start, _DEEPEST), True
    parts: list[str] = []
    for gap, word in _WORD.findall(line[start:]):
        if not empty and len(current) + len(gap) + len(word) > width:
            parts.append(current)
            current, gap = hang, ""
        current += gap + word
        empty = False
    parts.append(current)
    return parts


def _armour_edges(text: str) -> tuple[bool, bool]:
    """Whether the line alone begins an OpenPGP block, and whether it ends one."""
    bare = text.strip()
    begins = bare.startswith("-----BEGIN PGP ") and bare.endswith("-----") and bare.count("-----") == 2
    return begins, "-----END PGP " in bare


def _dedented(pieces: Sequence[Piece]) -> Iterator[tuple[str, int]]:
    expanded = [(_without_tabs(piece.text), piece) for piece in pieces]
    margins = [len(t) - len(t.lstrip(" ")) for t, piece in expanded if t and not piece.beside]
    margin = min(margins, default=0)
    for text, piece in expanded:
        bare = text.lstrip(" ")
        indent = 0 if piece.beside else min(len(text) - len(bare) - margin, _DEEPEST)
        yield " " * indent + bare if bare else "", piece.number


def _without_tabs(text: str) -> str:
    text = text.rstrip()
    if "\t" not in text:
        return text
    bare = text.lstrip(" \t")
    margin = text[: len(text) - len(bare)].expandtabs(8)
    return margin + _GAP.sub("  ", bare)


def _squeezed(lines: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """The lines without the blank ones at both ends, and one blank line where several stood."""
    blank: tuple[str, int] | None = None
    begun = False
    for text, number in lines:
        if not text:
            blank = blank or ("", number)
            continue
        if begun and blank:
            yield blank
        yield text, number
        begun, blank = True, None
