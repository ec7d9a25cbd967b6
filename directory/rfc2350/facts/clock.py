"""Times of day, days of the week, and "24/7" in a text, as marks in their order."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .dates import mentions
from .passages import Passage
from .urls import urls
from .weekdays import day_marks, day_names
from .words import DAYS, Words

MIDNIGHT = 24 * 60

_TIME = re.compile(
    r"(?<![\w.,:+-])(?<!\d/)(?:(?P<hour>\d{1,2}) ?(?:[:.]|h|h ?:) ?(?P<minute>[0-5]\d)(?:[:.]00)?(?!\d|[.:]\d)|(?P<four>[0-2]\d[0-5]\d)(?= ?h(?:rs|ours)?(?!\w)|(?!\w))|(?P<only>\d{1,2}) ?h(?!\w)|(?P<bare>\d{1,2})(?= ?[ap]\.? ?m|[^\w:]|$)(?![.,/]\d))"
    r"(?: ?h(?:rs|ours)?(?!\w))?(?P<half> ?[ap]\.? ?m\.?(?!\w))?"
)
# Behind a unit too: "0830hrs-1730hrs".
_AFTER_RANGE = re.compile(r"(?<=[\d hmrs.])[-–—](?=\d)")
_ALWAYS = re.compile(
    r"(?<![\w.])(?:24 ?(?:h|hours|hrs|std|horas|heures|ore|jam)?\.? ?(?:[/x×*]|sur) ?(?:7|24)(?: ?(?:days|jours|j|tage|dias|hari))?(?: ?(?:[/x×,*]|et|y|e|-)? ?(?:7 ?(?:j|d|jours|dias)? ?(?:/|sur) ?7|365|52))?(?: ?[/x×] ?365)?|7 ?[x×/] ?24|7 ?(?:j|d|t)? ?/ ?7 ?[,-]? ?24 ?h? ?/ ?24)(?!\w)"
)
_ALL_WEEK = re.compile(
    r"(?<!\w)(?:7|seven|sept|siete|sete|sieben|zeven|sedm|sedam) (?:days|jours|dias|tage|giorni|dagen|dni|dana|hari)(?!\w)|7 ?j ?/ ?7"
)
# "8x5", "5 x 12": hours a day and days a week.
_DAYS_A_WEEK = re.compile(
    r"(?<![\w.,/])(?:(?:[89]|1[0-6]) ?[x×*] ?(?P<days>[5-7])|(?P<first>[5-7]) ?[x×*] ?(?:[89]|1[0-6]))(?![\w/]|[.,]\d)"
)
_OFFSET = re.compile(
    r"(?:utc|gmt) ?[/(]? ?(?:utc|gmt)? ?[+-] ?\d{1,2}(?:[:.]?\d{2})?|(?<!\w)[+-]\d{2}:?\d{2}(?!\d)"
)
_SECTION = re.compile(
    r"(?:section|sections|see|in|of|p\.|no\.|punkt|point|bod[eu]|делот|од|subbab|secao|seccion|abschnitt|chapter) \d\.\d{1,2}(?!\d)"
)


@dataclass(frozen=True)
class Mark:
    """A time ("time", minutes since midnight), days ("days", of `clock.DAYS` by index), or "always".

    `sure` is False for what is a time or a day only beside others: a bare number, "Sa".
    """

    start: int
    end: int
    kind: str
    minutes: int = 0
    days: tuple[int, ...] = ()
    sure: bool = True
    general: bool = False


@functools.lru_cache(maxsize=256)
def marks(passage: Passage, words: Words) -> tuple[Mark, ...]:
    """The marks of a passage, in order, none within another."""
    folded = _blanked(passage, words)
    found = [*_always(folded, words), *_times(folded), *_days(passage, folded, words)]
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return tuple(kept)


def _blanked(passage: Passage, words: Words) -> str:
    """The folded text without dates, offsets, telephone numbers, web addresses and section numbers."""
    spans = [(url.start, url.end) for url in urls(passage.text, bare=True)]
    spans += [(date.start, date.end) for date in mentions(passage.folded, words)]
    for pattern in (_OFFSET, _SECTION, _PHONE):
        spans += [(match.start(), match.end()) for match in pattern.finditer(passage.folded)]
    characters = list(passage.folded)
    for start, end in spans:
        characters[start:end] = " " * (end - start)
    # A hyphen between two times is no sign: "8.15am-3.45pm".
    return _AFTER_RANGE.sub("~", "".join(characters))


_PHONE = re.compile(
    r"\+{1,2} ?\(?\d[\d ()./-]{6,24}\d|(?<![\w.])0\d[\d ]{6,12}\d(?![\w.:])|\(0\d{1,4}\) ?\d{5,9}"
)


def _times(folded: str) -> Iterator[Mark]:
    for match in _TIME.finditer(folded):
        hour, minute = _clock(match)
        if hour is None or minute is None:
            continue
        half = (match["half"] or "").replace(".", "").replace(" ", "")
        if half == "pm" and hour < 12:
            hour += 12
        elif half == "am" and hour == 12:
            hour = 0
        minutes = hour * 60 + minute
        if minutes <= MIDNIGHT:
            sure = match["bare"] is None or bool(half)
            yield Mark(match.start(), match.end(), "time", minutes, sure=sure)


def _clock(match: re.Match[str]) -> tuple[int | None, int | None]:
    if match["four"]:
        return int(match["four"][:2]), int(match["four"][2:])
    if match["minute"]:
        return int(match["hour"]), int(match["minute"])
    written = match["only"] or match["bare"]
    return (int(written), 0) if int(written) <= 24 else (None, None)


def _days(passage: Passage, folded: str, words: Words) -> Iterator[Mark]:
    for start, end, day in day_marks(passage, day_names(passage, words), folded):
        yield Mark(start, end, "days", days=(day,), sure=end - start > 2)
    for match in _DAYS_A_WEEK.finditer(folded):
        days = tuple(range(int(match["days"] or match["first"])))
        yield Mark(match.start(), match.end(), "days", days=days, general=True)
    for entry, days in (
        ("workdays", (0, 1, 2, 3, 4)),
        ("weekend", (5, 6)),
        ("daily", tuple(range(len(DAYS)))),
    ):
        for match in words.pattern("hours", entry).finditer(folded):
            yield Mark(match.start(), match.end(), "days", days=days, general=entry == "workdays")


def _always(folded: str, words: Words) -> Iterator[Mark]:
    """ "24/7" in figures, or in words with or without the seven days."""
    for match in _ALWAYS.finditer(folded):
        yield Mark(match.start(), match.end(), "always")
    for match in words.pattern("hours", "always").finditer(folded):
        yield Mark(match.start(), match.end(), "always")
    # "7 days a week" is part of such a statement, and no rule of its own.
    for match in _ALL_WEEK.finditer(folded):
        yield Mark(match.start(), match.end(), "week")
