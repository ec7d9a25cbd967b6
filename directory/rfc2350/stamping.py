"""A new date and version in a document, in the words and the notation that it has.

Publishing sets both: the text stays the team's own, only the numbers change, and its change table grows by
a row.
"""

from __future__ import annotations

import datetime
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace

from directory.rfc2350.body import WIDTH, normal_text
from directory.rfc2350.document import Change, Document, Information, Section
from directory.rfc2350.redating import redated, spans
from directory.rfc2350.sections import FRONT, OTHER, TITLES, place
from directory.rfc2350.stacking import ROW, looks_wrapped
from directory.rfc2350.wording import spoken_date, wording

_CELLS = re.compile(r"\S {2,}\S|\|")


def next_version(version: str | None) -> str:
    """The version after this one: 1.4 → 1.5, 1.0.9 → 1.0.10, 3 → 3.1, none → 1.0.

    What is no number at its end ("draft") is kept, and counted from 1.
    """
    if not version:
        return "1.0"
    head, dot, last = version.rpartition(".")
    if dot and last.isdecimal():
        return f"{head}.{int(last) + 1:0{len(last)}}"
    return f"{version}.1"


def stamp(
    document: Document, date: str, version: str, comment: str | None = None, author: str | None = None
) -> Document:
    """The same document under a new date (ISO 8601, a whole day) and version.

    Sections 1.1 and 1.5 say them in the place and the notation of the old ones, and the change table gains
    a row where there is one. A section 1.1 that gave neither gets a sentence, a document without one gets
    the section. Raises ValueError for a date that is none.
    """
    datetime.date.fromisoformat(date)
    old, fresh = document.document, Change(date, version, author, comment)
    new = replace(old, date=date, version=version, revisions=_grown(old.revisions, fresh))
    pen = _Pen(old, fresh, document.language or "en")
    sections = list(document.sections)
    if not any(section.canonical == "1.1" for section in sections):
        sections.insert(_place_of_update(sections), _new_section(sections))
    stamped = [i for i, section in enumerate(sections) if section.canonical in ("1.1", "1.5")]
    for index in stamped:
        sections[index] = replace(sections[index], text=pen.stamped(sections[index].text))
    missing = pen.missing("\n".join(sections[index].text for index in stamped))
    if missing:
        first = next(index for index in stamped if sections[index].canonical == "1.1")
        sections[first] = replace(sections[first], text=f"{missing}\n\n{sections[first].text}".rstrip())
    return replace(document, document=new, sections=tuple(sections))


def _place_of_update(sections: Sequence[Section]) -> int:
    """Before the first section that follows 1.1 in the outline."""
    after = (s.canonical not in (FRONT, OTHER) and place(s.canonical) > place("1.1") for s in sections)
    return next((index for index, follows in enumerate(after) if follows), len(sections))


def _new_section(sections: Sequence[Section]) -> Section:
    numbered = any(section.number for section in sections)
    return Section("1.1", "1.1" if numbered else None, TITLES["1.1"], "")


def _grown(changes: tuple[Change, ...], fresh: Change) -> tuple[Change, ...]:
    if not changes:
        return ()
    return (fresh, *changes) if _newest_first(changes) else (*changes, fresh)


def _newest_first(changes: Sequence[Change]) -> bool:
    dates = [change.date for change in changes if change.date]
    return len(dates) > 1 and dates[0] > dates[-1]


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes a fresh date and version where a text says the old ones."""

    old: Information
    fresh: Change
    language: str

    def stamped(self, text: str) -> str:
        """The text with the new date and version in the place of the old ones, and a row more."""
        lines = text.split("\n")
        rows = _rows(lines, self.old.revisions)
        changed = [line if index in rows else self._line(line) for index, line in enumerate(lines)]
        if rows:
            above = _newest_first(self.old.revisions)
            at = min(rows) if above else max(rows)
            row = _row_like(lines[at], rows[at], self.fresh)
            place = at if above else _end_of_row(lines, at)
            changed[place:place] = row
            if looks_wrapped(changed[place - 1] if place else "", row[0]):
                changed.insert(place, "")
        return normal_text("\n".join(changed))

    def _line(self, line: str) -> str:
        line = redated(line, self.old.date, self.fresh.date or "")
        if self.old.version is None:
            return line
        return _version(self.old.version).sub(lambda _: self.fresh.version or "", line)

    def missing(self, text: str) -> str:
        """A sentence that says what a text does not: the date, the version or both."""
        say, fresh = wording(self.language), self.fresh
        date = fresh.date or ""
        dated = any(True for _ in spans(text, date))
        versioned = bool(_version(fresh.version or "").search(text))
        if dated and versioned:
            return ""
        key = "updated" if not dated and not versioned else "updated version" if dated else "updated date"
        return say[key].format(version=fresh.version, date=spoken_date(date, say))


# The change table --------------------------------------------------------------------------------


def _rows(lines: Sequence[str], changes: Sequence[Change]) -> dict[int, Change]:
    """The lines that begin the rows of the change table; none where not all of them are found.

    A line with columns comes before a sentence that says the same date and version.
    """
    found: dict[int, Change] = {}
    columns_first = sorted(range(len(lines)), key=lambda index: not _CELLS.search(lines[index]))
    for change in changes:
        index = next((i for i in columns_first if i not in found and _says(lines[i], change)), None)
        if index is None:
            return {}
        found[index] = change
    return found


def _says(line: str, change: Change) -> bool:
    cells = _cells(line, change)
    return "date" in cells if change.date else "version" in cells


def _cells(line: str, change: Change) -> dict[str, tuple[int, int]]:
    """Where a row has its cells. A comment begins after the others, and may go on below."""
    cells: dict[str, tuple[int, int]] = {}
    dated = next(spans(line, change.date), None) if change.date else None
    if dated is not None:
        cells["date"] = (dated.start, dated.end)
    if change.version:
        apart = (match.span() for match in _version(change.version).finditer(line))
        version = next(
            (at for at in apart if dated is None or at[1] <= dated.start or at[0] >= dated.end), None
        )
        if version is not None:
            cells["version"] = version
    elif dated is None:
        return {}
    if change.version and "version" not in cells:
        return {}
    for name, words in (("author", change.author), ("comment", change.comment)):
        after = max((end for _, end in cells.values()), default=0)
        start = line.find(words if name == "author" else words.split()[0], after) if words else -1
        if start >= 0 and words:
            cells[name] = (start, start + len(words) if name == "author" else len(line))
    return cells


def _row_like(model: str, change: Change, fresh: Change) -> list[str]:
    """A row with the fresh change's cells where the model has the older one's; a long comment is wrapped
    under its own column."""
    cells = _cells(model, change)
    if "comment" not in cells and fresh.comment:
        model = f"{model.rstrip()}  "
        cells["comment"] = (len(model), len(model))
    dated = redated(model[slice(*cells["date"])], change.date, fresh.date or "") if "date" in cells else ""
    said = {
        "date": dated,
        "version": fresh.version,
        "author": fresh.author or "-",
        "comment": fresh.comment or "",
    }
    row, at = "", 0
    for name, (start, end) in sorted(cells.items(), key=lambda cell: cell[1]):
        gap = model[at:start]
        if row and not gap.strip() and len(gap) > 1:  # a column: keep where it begins, if that is still free
            gap = " " * max(2, start - len(row))
        column = len(row) + len(gap)
        row, at = row + gap + (said[name] or ""), end
    row = (row + model[at:]).rstrip()
    hanging = " " * column if "comment" in cells and column < WIDTH // 2 else ""
    return textwrap.wrap(row, ROW, subsequent_indent=hanging) or [row]


def _end_of_row(lines: Sequence[str], at: int) -> int:
    """The place after a row and the indented lines that carry it on."""
    after = at + 1
    while after < len(lines) and lines[after].startswith(" "):
        after += 1
    return after


def _version(version: str) -> re.Pattern[str]:
    """The version as a word of its own: not within 11.4, 1.40, 1.4.2 or a date."""
    return re.compile(rf"(?<![\d./-]){re.escape(version)}(?!\d|[./-]\d)")
