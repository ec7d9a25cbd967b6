"""A document as a word processor sees it: a title, headings, paragraphs, items, tables, key blocks.

A section's text has lines of 72 columns; on a page they would end ragged. Where a line broke only because
the next word did not fit, it flows on; every other line end (an address) is kept. No word is added or lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .body import WIDTH
from .document import Document, Section

_MARK = re.compile(r"( *)([-*+•●○▪◦·–—]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})[.)]|\[\d{1,3}\]) +(?=\S)")
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_BEGIN, _END = "-----BEGIN PGP ", "-----END PGP "
#: Shorter lines than this are lines for their own sake: an address, a list of values.
PROSE = 60
INDENT = 2
DEEPEST = 4
#: A first line of the front matter that is longer is a preface and no title.
LONGEST_TITLE = 120

#: What no XML can hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that are kept apart; `depth` is how far the paragraph stands in, in steps."""

    lines: tuple[str, ...]
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list with the mark that it was given, which may be "-" or "a." or "(iv)"."""

    mark: str
    lines: tuple[str, ...]
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table, all with the same number of cells."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A key block: copied, never wrapped."""

    lines: tuple[str, ...]


Block = Paragraph | Item | Rows | Verbatim


def title_and_sections(document: Document) -> tuple[str, list[Section]]:
    """The title, and the sections that are set under it: a title in the front matter is not said twice."""
    sections = list(document.sections)
    front = sections[0] if sections and not sections[0].title else None
    if front is not None:
        first, _, rest = front.text.partition("\n")
        alone = not rest or rest.startswith("\n") or len(first) < PROSE
        if first.strip() and len(first) <= LONGEST_TITLE and alone:
            body = rest.strip("\n")
            kept = [Section(front.canonical, None, "", body, front.line)] if body else []
            return first.strip(), kept + sections[1:]
    team = document.team.short_name or document.team.name
    return document.document.title or (f"RFC 2350 – {team}" if team else "RFC 2350"), sections


def printable(text: str) -> str:
    """A text without the characters that no file of words can hold."""
    return _UNPRINTABLE.sub("", text)


def paragraphs(text: str) -> list[Block]:
    """The blocks of a section's text, in order."""
    found: list[Block] = []
    for chunk in chunks(text.split("\n")):
        if chunk[0].lstrip().startswith(_BEGIN):
            found.append(Verbatim(tuple(line.strip() for line in chunk)))
        else:
            found += blocks_of(chunk)
    return found


def chunks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Lines between blank ones; a key block is one chunk with its blank lines."""
    chunk: list[str] = []
    in_key = False
    for line in lines:
        begins = line.lstrip().startswith(_BEGIN)
        if chunk and (begins or (not line and not in_key)):
            yield chunk
            chunk = []
        in_key = in_key or begins
        if line or in_key:
            chunk.append(line)
        if in_key and _END in line:
            yield chunk
            chunk, in_key = [], False
    if chunk:
        yield chunk


def blocks_of(lines: Sequence[str]) -> Iterator[Block]:
    """A chunk's items, tables and paragraphs; an item takes the lines that hang under its text."""
    place = 0
    while place < len(lines):
        rows = table(lines[place:])
        mark = _MARK.match(lines[place])
        end = place + 1
        if rows:
            yield Rows(tuple(rows))
            end = place + len(rows)
        elif mark is not None:
            while end < len(lines) and hangs(lines[end], mark.end()):
                end += 1
            texts = [lines[place][mark.end() :], *(line.strip() for line in lines[place + 1 : end])]
            yield Item(mark[2], tuple(flowed(texts, WIDTH - mark.end())), depth(mark[1]))
        else:
            while end < len(lines) and not _MARK.match(lines[end]) and not table(lines[end:]):
                end += 1
            margin = re.match(" *", lines[place])
            texts = [line.strip() for line in lines[place:end]]
            yield Paragraph(tuple(flowed(texts, WIDTH)), depth(margin[0] if margin else ""))
        place = end


def hangs(line: str, column: int) -> bool:
    return line.startswith(" " * column) and not _MARK.match(line)


def depth(margin: str) -> int:
    return min(len(margin) // INDENT, DEEPEST)


def table(lines: Sequence[str]) -> list[tuple[str, ...]]:
    """The rows that a chunk begins with: two or more lines in a row, with the same number of cells."""
    rows: list[tuple[str, ...]] = []
    for line in lines:
        cells = tuple(_GAP.split(line.strip()))
        if len(cells) < 2 or _MARK.match(line) or (rows and len(cells) != len(rows[0])):
            break
        rows.append(cells)
    return rows if len(rows) > 1 else []


def flowed(lines: Sequence[str], width: int) -> list[str]:
    """The lines with those joined that were broken at `width`, or at the width that the prose was set in."""
    joined = join(lines, width)
    widest = max(len(line) for line in joined)
    return join(joined, widest) if widest >= PROSE and len(joined) > 2 else joined


def join(lines: Sequence[str], width: int) -> list[str]:
    """Lines where each is as long as it could be within `width`, made one with the next."""
    joined = [lines[0]]
    for before, line in pairwise(lines):
        first = line.split(" ", 1)[0]
        if len(before) + 1 + len(first) > width and len(before) > width // 2:
            joined[-1] += " " + line
        else:
            joined.append(line)
    return joined
