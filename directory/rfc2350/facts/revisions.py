"""The document's own change table: rows of cells, of tabs, or of runs of spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from directory.rfc2350.document import Change

from .dates import Order, mentions
from .folding import fold
from .passages import Passage
from .words import Words

_CELLS = re.compile(r"\s*\t+\s*|\s*\|\s*| {2,}")
_LEADING_VERSION = re.compile(
    r"^(?:version|versi|versione|versao|verzia|verze|wersja|rev|ver|v)?\.?\s?(\d{1,3}(?:\.\d{1,4}){1,3}[a-z]?|\d{1,2})(?![\w.:/-])[\s:.,)-]{0,3}",
    re.I,
)
_VERSION = re.compile(r"v?(\d{1,3}(?:\.\d{1,4}){0,3}[a-z]?)", re.I)
_EDGES = " \t|-–—•*:;,·●"
_COLUMNS = ("version", "date", "author", "comment")


@dataclass(frozen=True)
class Row:
    """A change with the place of its line in the passage's text."""

    offset: int
    change: Change


def revisions(passage: Passage, words: Words, order: Order) -> list[Row]:
    """The rows of a change table or a list of versions in a passage; a lone version is no table."""
    header: list[str] | None = None
    listed = False
    rows: list[Row] = []
    for offset, line in passage.lines():
        if header is None and (columns := _header(line, words)):
            header = columns
            continue
        if _is_history_label(line, words):
            listed, rows = True, []
            continue
        change = _change(line, header, words, order, dateless=listed or header is not None)
        if change:
            rows.append(Row(offset, change))
        elif header and rows:
            rows[-1] = Row(rows[-1].offset, _continued(rows[-1].change, line))
    if header is None and not listed and len(rows) < 2:
        return []
    return rows


def _header(line: str, words: Words) -> list[str] | None:
    """The columns that a table's head names, in order; a head has a version or a date, and no figures."""
    folded = fold(line)
    if len(line) > 120 or any(character.isdigit() for character in line) or ":" in line:
        return None
    found = []
    for column in _COLUMNS:
        match = words.pattern("document", column).search(folded)
        if match:
            found.append((match.start(), column))
    names = [column for _, column in sorted(found)]
    plain = len(folded.split()) <= 3 * len(names)
    return names if len(names) >= 2 and plain and {"version", "date"} & set(names) else None


def _is_history_label(line: str, words: Words) -> bool:
    folded = fold(line).strip(" :#*")
    return words.pattern("document", "history").fullmatch(folded) is not None


def _change(line: str, header: list[str] | None, words: Words, order: Order, dateless: bool) -> Change | None:
    cells = list(_cells(line, words))
    dates = [cell for kind, cell in cells if kind == "date"]
    versions = [cell for kind, cell in cells if kind == "version"]
    complete = len(versions) == 1 and bool(dates or dateless)
    versionless = header is not None and len(dates) == 1 and len(cells) > 1 and not versions
    if not (complete or versionless):
        return None
    rest = [cell for kind, cell in cells if kind == "text"]
    author = rest.pop(0) if header and "author" in header and rest and _author_first(header, rest) else None
    date = None
    if dates:
        date, _ = order.decide(mentions(fold(dates[0]), words)[0])
    return Change(date, versions[0] if versions else None, author, " ".join(rest) or None)


def _author_first(header: list[str], rest: list[str]) -> bool:
    if "comment" not in header:
        return True
    return header.index("author") < header.index("comment") and (len(rest) > 1 or len(rest[0].split()) <= 3)


def _cells(line: str, words: Words) -> Iterator[tuple[str, str]]:
    """A line's cells with what each is: "date", "version" or "text"."""
    line = line.strip(_EDGES)
    leading = _LEADING_VERSION.match(line)
    found = mentions(fold(line), words)
    if leading and not any(date.start < leading.end() for date in found):
        yield "version", leading.group(1)
        line = line[leading.end() :]
        found = mentions(fold(line), words)
    if found:
        date = found[0]
        yield from _texts(line[: date.start])
        yield "date", line[date.start : date.end]
        line = line[date.end :]
    yield from _texts(line)


def _texts(part: str) -> Iterator[tuple[str, str]]:
    for cell in _CELLS.split(part):
        cell = cell.strip(_EDGES)
        version = _VERSION.fullmatch(cell)
        if version:
            yield "version", version.group(1)
        elif cell:
            yield "text", cell


def _continued(change: Change, line: str) -> Change:
    """The last row again, with a line that belongs to its comment."""
    text = " ".join(_CELLS.sub(" ", line).strip(_EDGES).split())
    return Change(
        change.date, change.version, change.author, " ".join(filter(None, [change.comment, text])) or None
    )
