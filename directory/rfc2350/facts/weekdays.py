"""Which names of days a passage uses: "Do." is a Thursday beside "Mo.", whatever the document's language.

Short names mean different days in different languages, or no day at all ("do", "me", "L"). Those of the
document's own language and of English always count. A language whose names make a span of days ("Ma - Vr",
"L-V") counts in the passage where the span stands, and single letters count nowhere else.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from directory.rfc2350.tables import language_tables

from .folding import alternatives
from .passages import Passage
from .words import Words, day_names_of

_LONGEST_SHORT = 5
_DASHED = re.compile(r"\.?\s*-\s*")


@dataclass(frozen=True, eq=False)
class DayNames:
    """Folded names with their days (0 is Monday), the pattern that finds them, and the broken spans.

    A broken span joins a day by a dash to what looks like another one and is none that is known
    ("Mo - Xy 08:00"): which days have these hours cannot be told.
    """

    days: Mapping[str, int]
    pattern: re.Pattern[str]
    broken: tuple[int, ...] = ()


@functools.lru_cache(maxsize=256)
def day_names(passage: Passage, words: Words) -> DayNames:
    """The names of days that count in this passage."""
    spoken: dict[tuple[str, bool], None] = {}
    halves: list[tuple[int, str, str]] = []
    for match in _spans(words).finditer(passage.folded):
        first, joint, second = match.groups()
        if not (_may_be_day(passage, match.start(1), first) and _may_be_day(passage, match.start(3), second)):
            continue
        tongues = _tongues(first, second, words.language)
        spoken.update(dict.fromkeys((code, 1 in (len(first), len(second))) for code in tongues))
        if not tongues and _DASHED.fullmatch(joint):
            halves.append((match.start(), first, second))
    names = _names(words, tuple(sorted(spoken)))
    broken = tuple(start for start, *pair in halves if _is_broken(pair, names.days, words))
    return DayNames(names.days, names.pattern, broken) if broken else names


def _may_be_day(passage: Passage, start: int, name: str) -> bool:
    """Whether a word is written as a short name is: capitalised, unless it is too long to be a mere word."""
    return passage.text[start].isupper() or len(name) > 2


def _is_broken(pair: list[str], days: Mapping[str, int], words: Words) -> bool:
    """Whether one of two joined words is a day's short name, and the other could be nothing else."""
    known = [name in days for name in pair]
    other = pair[known.index(False)] if False in known else ""
    return any(known) and 0 < len(other) <= 2 and words.pattern("hours", "unit").fullmatch(other) is None


def _tongues(first: str, second: str, language: str) -> tuple[str, ...]:
    """The languages in which both words are names of days: the document's, English, or all that agree."""
    for code in (language, "en"):
        names = day_names_of(code)
        if first in names and second in names:
            return (code,)
    found: dict[str, tuple[int, int]] = {}
    for code in language_tables():
        names = day_names_of(code)
        if first in names and second in names:
            found[code] = (names[first], names[second])
    return tuple(found) if len(set(found.values())) == 1 else ()


@functools.lru_cache(maxsize=64)
def _names(words: Words, spoken: tuple[tuple[str, bool], ...]) -> DayNames:
    days = dict(words.days)
    added: dict[str, set[int]] = {}
    for code, with_letters in spoken:
        for name, day in day_names_of(code).items():
            if with_letters or len(name) > 1:
                added.setdefault(name, set()).add(day)
    for name, numbers in added.items():
        if len(numbers) == 1:
            days.setdefault(name, *numbers)
    return DayNames(days, re.compile(rf"(?<!\w)(?:{alternatives(days)})(?!\w)"))


def day_marks(passage: Passage, names: DayNames, folded: str) -> Iterator[tuple[int, int, int]]:
    """Each name's start, end and day. A single letter is a day only as a capital."""
    for match in names.pattern.finditer(folded):
        name = re.sub(r"\s+", " ", match.group())
        if len(name) > 1 or passage.text[match.start()].isupper():
            written = passage.text[match.start() : match.end()].lower()
            yield match.start(), match.end(), names.days.get(written, names.days[name])


@functools.cache
def _spans(words: Words) -> re.Pattern[str]:
    """Two short words with a dash, a comma or "to" between them."""
    to = alternatives((*words.phrases("hours", "to"), *words.phrases("hours", "and")))
    name = rf"([^\W\d_]{{1,{_LONGEST_SHORT}}})"
    joint = rf"(\.?\s{{0,2}}[-,/&]\s{{0,2}}|\.?\s{{1,2}}(?:{to})\s{{1,2}})"
    return re.compile(rf"(?<![\w'-]){name}{joint}{name}(?![\w'])")
