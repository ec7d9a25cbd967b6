"""Dates found in a text and exchanged for others, in the notation that the text has.

A date is known by its parts: a year, and near it the number or the name of the month and the number of the
day. So every order and every punctuation is understood, and kept.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from directory.rfc2350.folding import fold
from directory.rfc2350.tables import language_tables

_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_REACH = 4  # tokens between a date's year and its other parts: "21 de marzo del 2019"
_ENGLISH_ORDINALS = frozenset({"st", "nd", "rd", "th"})


def redated(text: str, old: str | None, new: str) -> str:
    """The text with each place that says the old date saying the new one, in the same notation.

    Dates are ISO 8601. An old month without a day becomes a whole day. Nothing changes where the old date
    does not stand in the text.
    """
    if not old:
        return text
    for span in reversed(list(spans(text, old))):
        for start, end, piece in sorted(_pieces(text, span, new), reverse=True):
            text = text[:start] + piece + text[end:]
    return text


@dataclass(frozen=True, slots=True)
class Span:
    """A date in a text: the matches of its parts, and the months of its language where it names one."""

    year: re.Match[str]
    month: re.Match[str]
    day: re.Match[str] | None
    months: tuple[str, ...] | None

    @property
    def start(self) -> int:
        return min(part.start() for part in (self.year, self.month, self.day) if part)

    @property
    def end(self) -> int:
        return max(part.end() for part in (self.year, self.month, self.day) if part)


def spans(text: str, date: str) -> Iterator[Span]:
    """The places of a text that name this date."""
    year, month, *day = date.split("-")
    tokens = list(_TOKEN.finditer(text))
    last = -1
    for index, token in enumerate(tokens):
        if token[0] != year:
            continue
        near = [
            tokens[i]
            for i in range(max(last + 1, index - _REACH), min(len(tokens), index + _REACH + 1))
            if i != index
        ]
        near.sort(key=lambda other: max(other.start() - token.end(), token.start() - other.end()))
        span = _assembled(token, near, int(month), int(day[0]) if day else None)
        if span is not None:
            last = index
            yield span


def _assembled(year: re.Match[str], near: list[re.Match[str]], month: int, day: int | None) -> Span | None:
    """A date from a year and the tokens about it, the nearest first; None where they are of something else."""
    named = next(((token, months) for token in near if (months := _named_month(token[0], month))), None)
    month_token, months = named or (None, None)
    numbers = [token for token in near if token[0].isdecimal() and len(token[0]) <= 2]
    if month_token is None and day is not None:
        pair = next(
            (
                (m, d)
                for m in numbers
                for d in numbers
                if m is not d and int(m[0]) == month and int(d[0]) == day
            ),
            None,
        )
        return Span(year, *pair, None) if pair else None
    if month_token is None:
        month_token = next((token for token in numbers[:1] if int(token[0]) == month), None)
    if month_token is None:
        return None
    day_token = next((token for token in numbers if int(token[0]) == day and token is not month_token), None)
    return Span(year, month_token, day_token, months) if day is None or day_token else None


def _pieces(text: str, span: Span, date: str) -> Iterator[tuple[int, int, str]]:
    """What to write where, to make a span say another date."""
    year, month, day = (int(part) for part in date.split("-"))
    if span.months is None and span.day is None:
        yield span.start, span.end, date
        return
    yield *span.year.span(), str(year)
    if span.months is not None:
        name = _in_case(span.months[month - 1], span.month[0])
    else:
        name = f"{month:0{len(span.month[0])}}"
    yield *span.month.span(), f"{day} {name}" if span.day is None else name
    if span.day is not None:
        padded = span.day[0].startswith("0") or (span.months is None and len(span.month[0]) == 2)
        yield *span.day.span(), f"{day:02}" if padded else str(day)
        tail = text[span.day.end() : span.day.end() + 2]
        if tail.lower() in _ENGLISH_ORDINALS:
            yield span.day.end(), span.day.end() + 2, _ordinal(day)
    yield from _weekday(text, span, datetime.date(year, month, day))


def _weekday(text: str, span: Span, date: datetime.date) -> Iterator[tuple[int, int, str]]:
    """The day of the week that stands before a date: "Wed, 17 May 2022"."""
    before = list(_TOKEN.finditer(text, max(0, span.start - 20), span.start))
    if before and span.start - before[-1].end() <= 2:
        names = next(
            (names for n in range(1, 8) if (names := _weekdays().get((fold(before[-1][0]), n)))), None
        )
        if names:
            yield *before[-1].span(), _in_case(names[date.weekday()], before[-1][0])


def _in_case(word: str, model: str) -> str:
    return (
        word.upper() if model.isupper() else word.lower() if model.islower() else word[:1].upper() + word[1:]
    )


def _ordinal(day: int) -> str:
    return "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


Names = Mapping[tuple[str, int], tuple[str, ...]]


def _named_month(word: str, month: int) -> tuple[str, ...] | None:
    """The twelve months of the language in which a word names this one; None where it does not."""
    return _months().get((fold(word), month)) if not word.isdecimal() else None


@lru_cache(maxsize=1)
def _months() -> Names:
    return _names("dates", "months", "months_short")


@lru_cache(maxsize=1)
def _weekdays() -> Names:
    return _names("hours", "weekdays", "weekdays_short")


def _names(part: str, *tables: str) -> Names:
    """A folded name and its place in its list to all the list's names; where languages agree, English wins."""
    found: dict[tuple[str, int], tuple[str, ...]] = {}
    for language in language_tables().values():
        words = language.get(part, {})
        whole: list[str] = []
        for table in tables:
            lists = [[name] if isinstance(name, str) else name for name in words.get(table, ())]
            firsts = [names[0] if names else whole[place] for place, names in enumerate(lists)]
            whole = whole or firsts  # what has no short form ("Mai") goes by its long one
            for number, names in enumerate(lists, 1):
                for name in names:
                    found.setdefault((fold(name), number), tuple(firsts))
    return found
