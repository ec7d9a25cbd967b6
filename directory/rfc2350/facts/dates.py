"""Dates as documents write them, in every order and language, to ISO 8601."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from .folding import alternatives
from .words import Words

_YEAR_FIRST = re.compile(r"(?<![\d.])((?:19|20)\d\d)([-/.]) ?(\d{1,2})(?:\2 ?(\d{1,2}))?(?![\d]|[-/.]\d)")
_YEAR_LAST = re.compile(r"(?<![\d.])(\d{1,2})([-/.]) ?(\d{1,2})\2 ?((?:19|20)\d\d)(?!\d)")
_MONTH_YEAR = re.compile(r"(?<![\d/.-])(\d{1,2})[/-]((?:19|20)\d\d)(?![\d/.-]\d)")
_DAY_FIRST_STATED = re.compile(
    r"(?<!\w)(?:dd|jj|tt|gg)[/. -]{1,2}mm[/. -]{1,2}(?:yyyy|aaaa|jjjj|rrrr|gggg)(?!\w)"
)
_MONTH_FIRST_STATED = re.compile(
    r"(?<!\w)mm[/. -]{1,2}(?:dd|jj|tt|gg)[/. -]{1,2}(?:yyyy|aaaa|jjjj|rrrr|gggg)(?!\w)"
)
# Where a numeric date is written month first (CLDR, short date patterns).
_MONTH_FIRST_COUNTRIES = frozenset({"US", "FM", "GU", "MH", "PR", "PW", "VI"})


@dataclass(frozen=True)
class Mention:
    """A date at its place in a folded text.

    `iso` is the date, a month alone ``2022-05``. Where day and month could be either way round, `iso` is
    the day-first reading and `other` the month-first one.
    """

    start: int
    end: int
    iso: str
    other: str | None = None


@functools.lru_cache(maxsize=256)
def mentions(folded: str, words: Words) -> tuple[Mention, ...]:
    """Every date of a folded text, in order; where two readings overlap the longer one."""
    found = [*_numeric(folded), *_named(folded, words)]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


def _numeric(folded: str) -> Iterator[Mention]:
    for match in _YEAR_FIRST.finditer(folded):
        year, _, first, second = match.groups()
        if second is None:
            iso = _month(int(year), int(first)) if match.group(2) != "." else None
        else:
            iso = _day(year, first, second) or _day(year, second, first)
        if iso:
            yield Mention(match.start(), match.end(), iso)
    for match in _YEAR_LAST.finditer(folded):
        first, separator, second, year = match.groups()
        day_first, month_first = _day(year, second, first), _day(year, first, second)
        # Dots are day first everywhere.
        both = day_first and month_first and separator != "." and day_first != month_first
        if iso := day_first or month_first:
            yield Mention(match.start(), match.end(), iso, month_first if both else None)
    for match in _MONTH_YEAR.finditer(folded):
        if iso := _month(int(match.group(2)), int(match.group(1))):
            yield Mention(match.start(), match.end(), iso)


def _named(folded: str, words: Words) -> Iterator[Mention]:
    for pattern in _named_patterns(words):
        for match in pattern.finditer(folded):
            part = match.groupdict()
            month = words.months[re.sub(r"\s+", " ", part["month"])]
            if part.get("day") is None:
                iso: str | None = _month(int(part["year"]), month)
            else:
                iso = _day(part["year"], str(month), part["day"])
            if iso:
                yield Mention(match.start(), match.end(), iso)


@functools.cache
def _patterns_for(
    months: tuple[str, ...], joints: tuple[str, ...], ordinals: tuple[str, ...]
) -> list[re.Pattern[str]]:
    month = rf"(?P<month>{alternatives(months)})(?!\w)\.?"
    joint = rf"(?:[\s,.'-]{{0,3}}(?:{alternatives(joints)})(?!\w))?[\s,.'/-]{{1,3}}"
    day = rf"(?<![\d.:/])(?P<day>\d{{1,2}})(?:{alternatives(ordinals)})?(?![\w:])"
    year = r"(?P<year>(?:19|20)\d\d)(?!\d)"
    return [
        re.compile(day + joint + month + joint + year),
        re.compile(rf"(?<!\w){month}[\s,.-]{{0,3}}" + day + joint + year),
        re.compile(r"(?<!\d)" + year + r"[\s,.-]{1,3}" + month + r"[\s,.-]{1,3}" + day),
        re.compile(rf"(?<!\w){month}" + joint + year),
    ]


def _named_patterns(words: Words) -> list[re.Pattern[str]]:
    return _patterns_for(
        tuple(words.months), words.phrases("dates", "joints"), words.phrases("dates", "ordinals")
    )


def _day(year: str, month: str, day: str) -> str | None:
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _month(year: int, month: int) -> str | None:
    return f"{year:04}-{month:02}" if 1 <= month <= 12 else None


@dataclass(frozen=True)
class Order:
    """How this document writes day and month, and how that is known.

    `decide` gives a mention's date and the reason: None where the date itself leaves no doubt. The date is
    None where nothing decides.
    """

    day_first: bool | None
    reason: str | None
    certain: frozenset[str]

    def decide(self, mention: Mention) -> tuple[str | None, str | None]:
        if mention.other is None:
            return mention.iso, None
        confirmed = [iso for iso in (mention.iso, mention.other) if iso in self.certain]
        if len(confirmed) == 1:
            return confirmed[0], "the document gives it in another form too"
        if self.day_first is None:
            return None, None
        return (mention.iso if self.day_first else mention.other), self.reason


def order_of(
    folded_texts: Iterable[str], found: Iterable[Mention], country: Callable[[], str | None]
) -> Order:
    """The document's order of day and month, by what it states, by its other dates, by its country."""
    sure = frozenset(mention.iso for mention in found if mention.other is None)
    texts = list(folded_texts)
    stated_day = any(_DAY_FIRST_STATED.search(text) for text in texts)
    stated_month = any(_MONTH_FIRST_STATED.search(text) for text in texts)
    if stated_day != stated_month:
        return Order(stated_day, "the document states the order", sure)
    ways = {way for text in texts for way in _ways(text)}
    if len(ways) == 1:
        return Order(ways.pop(), "another date of the document shows the order", sure)
    code = country()
    if code is None:
        return Order(None, None, sure)
    return Order(
        code not in _MONTH_FIRST_COUNTRIES, f"dates are written so in the team's country ({code})", sure
    )


def _ways(folded: str) -> Iterator[bool]:
    """For each numeric date that leaves no doubt, whether its day comes first."""
    for match in _YEAR_LAST.finditer(folded):
        first, separator, second, year = match.groups()
        day_first, month_first = _day(year, second, first), _day(year, first, second)
        if separator != "." and (day_first is None) != (month_first is None):
            yield day_first is not None
