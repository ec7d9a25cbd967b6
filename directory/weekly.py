"""A team's hours as a grid of a week, as rows of the desk, and as a sentence; each made from the others.

A row says hours for several days (`models.Opening`); a grid says for each day when it opens and closes. Both hold the
same set of (day, opens, closes), which is what counts.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from directory.fields import DAYS
from directory.rfc2350.document import Opening
from directory.rfc2350.facts.hours import hours
from directory.rfc2350.facts.passages import Passage, Reading
from directory.rfc2350.facts.report import Report
from directory.rfc2350.facts.words import Words, words_for

DAY_NAMES = dict(
    zip(DAYS, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True)
)
KINDS = {"office": "Office hours", "emergency": "Emergency line"}
ALWAYS = ("00:00", "24:00")
LONGEST_SENTENCE = 500


class Row(NamedTuple):
    """Hours of several days, as `models.Opening` keeps them: `days` like "mo,tu,we", times as HH:MM."""

    days: str
    opens: str
    closes: str
    kind: str = "office"
    timezone: str = ""
    note: str = ""


@dataclass
class Week:
    """One line that is answered, in one time zone ("" is the team's first), with one note: (opens, closes) by day."""

    kind: str = "office"
    timezone: str = ""
    note: str = ""
    days: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: {day: [] for day in DAYS})

    @property
    def always(self) -> bool:
        return all(spans == [ALWAYS] for spans in self.days.values())

    @property
    def is_empty(self) -> bool:
        return not any(self.days.values())


@dataclass(frozen=True)
class Understood:
    """What a sentence says: `rows`, and the parts of it from which no hours follow."""

    rows: tuple[Row, ...]
    left: tuple[str, ...]


def weeks(rows: Iterable[Row]) -> list[Week]:
    """The grids that hold these rows: office hours first, and at least one grid of each kind."""
    found: dict[tuple[str, str, str], Week] = {}
    for row in rows:
        name = (row.kind, row.timezone, row.note)
        week = found.setdefault(name, Week(*name))
        for day in row.days.split(","):
            if (row.opens, row.closes) not in week.days[day]:
                week.days[day].append((row.opens, row.closes))
    missing = [Week(kind) for kind in KINDS if kind not in {week.kind for week in found.values()}]
    places = list(KINDS)
    ordered = sorted([*found.values(), *missing], key=lambda week: places.index(week.kind))
    for week in ordered:
        for spans in week.days.values():
            spans.sort()
    return ordered


def rows(grids: Iterable[Week]) -> list[Row]:
    """The rows that say what the grids say: days with the same hours in one row, in the order of the day."""
    made: list[Row] = []
    for week in grids:
        days_of: dict[tuple[str, str], list[str]] = {}
        for day in DAYS:
            for span in week.days[day]:
                days_of.setdefault(span, []).append(day)
        for (opens, closes), days in sorted(
            days_of.items(), key=lambda pair: (DAYS.index(pair[1][0]), pair[0])
        ):
            made.append(Row(",".join(days), opens, closes, week.kind, week.timezone, week.note))
    return made


def moments(given: Iterable[Row]) -> set[tuple[str, ...]]:
    """What rows say, however they are cut: (kind, time zone, note, day, opens, closes). A day ends at 24:00, which
    some write as 00:00."""
    return {
        (row.kind, row.timezone, row.note, day, row.opens, "24:00" if row.closes == "00:00" else row.closes)
        for row in given
        for day in row.days.split(",")
    }


# In words ------------------------------------------------------------------------------------------


def read(sentence: str, language: str = "en", zones: Sequence[str] = ()) -> Understood:
    """The hours that a sentence says, such as "Mon-Fri 9-17, 24x7 for emergencies", by the same grammar that reads
    documents (`rfc2350.facts.hours`). What is not understood is told, never guessed."""
    words = words_for(language)
    found: list[Row] = []
    left: list[str] = []
    for clause in _clauses(sentence[:LONGEST_SENTENCE], words, tuple(zones)):
        openings = _openings(clause, words, tuple(zones))
        found += [Row(",".join(o.days), o.opens, o.closes, o.kind, o.timezone or "") for o in openings]
        if not openings:
            left.append(clause)
    return Understood(tuple(dict.fromkeys(found)), tuple(left))


def _openings(clause: str, words: Words, zones: tuple[str, ...]) -> tuple[Opening, ...]:
    for text in dict.fromkeys((clause, _with_minutes(clause))):
        passage = Passage("2.11", None, "", text)
        if found := hours(Reading((passage,), words), zones, Report()):
            return found
    return ()


JOINING = (",", "and", "et", "und", "y")
_CUT = re.compile(r"(;|\n|\.(?=\s|$)|,|\b(?:and|et|und|y)\b)")


def _clauses(sentence: str, words: Words, zones: tuple[str, ...]) -> Iterator[str]:
    """The parts of a sentence that speak of one line each. A comma or "and" begins a new one only where what stands
    before it is whole, and one side of it is an emergency line or "24x7": "Mon, Wed 9-12, 13-17" stays together, and
    so does "on call Sat and Sun 10-14"."""
    pieces = _CUT.split(sentence)
    clause = pieces[0]
    for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if mark in JOINING and not _ends(clause, piece, words, zones):
            clause += mark + piece
            continue
        yield from filter(None, [clause.strip()])
        clause = piece
    yield from filter(None, [clause.strip()])


def _ends(clause: str, piece: str, words: Words, zones: tuple[str, ...]) -> bool:
    openings = _openings(clause, words, zones)
    is_always = bool(openings) and {(o.opens, o.closes) for o in openings} == {ALWAYS}
    return is_always or (bool(openings) and _is_special(piece, words))


_ROUND_THE_CLOCK = re.compile(r"\b24 ?(?:h|hours)? ?[x×/*] ?7\b|\b7 ?[x×/*] ?24\b", re.IGNORECASE)


def _is_special(text: str, words: Words) -> bool:
    return bool(
        _ROUND_THE_CLOCK.search(text) or words.pattern("hours", "on_call", "always").search(text.casefold())
    )


_HOURS_ALONE = re.compile(
    r"(?<![\d:.,])(\d{1,2})(\s?(?:-|–|to)\s?)(\d{1,2})(?![\d:.h]|\s?[ap]\.?m)", re.IGNORECASE
)


def _with_minutes(clause: str) -> str:
    """ "9-17" as "9:00-17:00" and "9 to 5" as "9:00 to 17:00", where no other sign says that they are times."""

    def told(found: re.Match[str]) -> str:
        opens, closes = int(found[1]), int(found[3])
        if closes <= opens <= 12 and closes + 12 <= 24:
            closes += 12
        if opens >= closes or closes > 24:
            return found[0]
        return f"{opens}:00{found[2]}{closes}:00"

    return _HOURS_ALONE.sub(told, clause)


def said(given: Iterable[Row]) -> str:
    """Rows in words: "Office hours: Monday to Friday 09:00–17:00. Emergency line: around the clock."."""
    sentences = []
    for week in weeks(given):
        if not week.is_empty:
            place = (
                f" ({', '.join(filter(None, (week.timezone, week.note)))})"
                if week.timezone or week.note
                else ""
            )
            sentences.append(f"{KINDS[week.kind]}{place}: {_said(week)}.")
    return " ".join(sentences)


def _said(week: Week) -> str:
    if week.always:
        return "around the clock"
    told = []
    for row in rows([week]):
        times = "all day" if (row.opens, row.closes) == ALWAYS else f"{row.opens}–{row.closes}"
        told.append(f"{days_said(row.days.split(','))} {times}")
    return ", ".join(told)


def days_said(days: Sequence[str]) -> str:
    """ "Monday to Friday", "Monday, Wednesday"."""
    places = [DAYS.index(day) for day in days]
    names = [DAY_NAMES[day] for day in days]
    if len(days) == len(DAYS):
        return "every day"
    if len(places) > 2 and places == list(range(places[0], places[-1] + 1)):
        return f"{names[0]} to {names[-1]}"
    return ", ".join(names)
