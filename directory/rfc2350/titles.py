"""How near a line is to the title of a canonical section, in all languages at once.

Exact titles are found by their letters alone, so that lost or added spaces, hyphens and accents do not
matter and a title can be told from a value that is glued to it. Others are compared by characters and by
words, a word weighing the more the fewer sections use it.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from rapidfuzz import fuzz

from .folding import fold, letters
from .language import languages

# Stands for a team's name in a folded title; no language has this word.
_TEAM = "qteamq"

# A title is a line; a longer one is prose.
LONGEST_TITLE = 120

_TEAM_WORD = re.compile(
    r"[\w.&@/–-]*(?:csirt|cert|cirt|psirt|ttis|tirt|isac|irt)(?![a-z]{3})[\w.&@/–-]*", re.IGNORECASE
)
_HALVES = re.compile(r" [/|–-] |[()]")
_PREFIX = 4
_LEAST = 0.62


@dataclass(frozen=True, slots=True)
class Match:
    """A canonical number and how well a title fits it, from 0 to 1."""

    canonical: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Prefix:
    """A known title at the start of a text: where it ends, and whether a word ends there too."""

    matches: tuple[Match, ...]
    end: int
    clean: bool
    length: int


@dataclass(slots=True)
class _Index:
    by_letters: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_word: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    entries: list[tuple[str, str, frozenset[str]]] = field(default_factory=list)
    weights: dict[str, float] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)


@cache
def _index() -> _Index:
    index = _Index()
    sections_of: dict[str, set[str]] = defaultdict(set)
    for language in languages():
        for canonical, titles in language.titles.items():
            for written in titles:
                title = written.replace("{team}", _TEAM)
                folded = fold(title)
                for stream in _streams(title):
                    index.by_letters[stream].add(canonical)
                index.entries.append((canonical, folded, frozenset(folded.split())))
                for word in folded.split():
                    sections_of[word].add(canonical)
    for number, (_, _, words) in enumerate(index.entries):
        for word in words:
            index.by_word[word[:_PREFIX]].add(number)
    total = len({canonical for canonical, _, _ in index.entries})
    index.weights = {word: math.log(1 + total / len(found)) for word, found in sections_of.items()}
    index.lengths = sorted({len(stream) for stream in index.by_letters}, reverse=True)
    return index


def _streams(title: str) -> set[str]:
    """The letters of a title, with and without what stands in parentheses."""
    bare = re.sub(r"\([^()]{0,60}\)", "", title) or title
    return {letters(title)[0], letters(bare)[0]} - {""}


def known(title: str) -> tuple[Match, ...]:
    """The canonical sections that have exactly this title (its letters), else none."""
    found = _index().by_letters.get(letters(title)[0]) or _index().by_letters.get(letters(with_team(title))[0])
    return tuple(Match(canonical, 1.0) for canonical in sorted(found)) if found else ()


def with_team(title: str) -> str:
    """A title with one word for all names that look like a team's."""
    return _TEAM_WORD.sub(_TEAM, title)


@lru_cache(maxsize=8192)
def matches(title: str) -> tuple[Match, ...]:
    """The canonical sections that a title may belong to, the likeliest first.

    A title in two languages ("Adresse / Address") belongs where its better half does.
    """
    if not title or len(title) > LONGEST_TITLE:
        return ()
    if exact := known(title):
        return exact
    best: dict[str, float] = {}
    for variant in {fold(title), fold(with_team(title)), *_halves(title)}:
        for match in _similar(variant) if variant != _TEAM else ():
            best[match.canonical] = max(best.get(match.canonical, 0.0), match.likeness)
    ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Match(canonical, round(likeness, 3)) for canonical, likeness in ranked[:4])


def _halves(title: str) -> list[str]:
    halves = [fold(half) for half in _HALVES.split(title)]
    return [half for half in halves if half] if len(halves) > 1 else []


def _similar(folded: str) -> list[Match]:
    index = _index()
    words = folded.split()
    shared: dict[int, int] = defaultdict(int)
    for word in set(words):
        for number in index.by_word.get(word[:_PREFIX], ()):
            shared[number] += 1
    found = []
    for number in shared:
        canonical, title, title_words = index.entries[number]
        likeness = _likeness(folded, words, title, title_words, index.weights)
        if likeness >= _LEAST:
            found.append(Match(canonical, likeness))
    return found


def _likeness(
    folded: str, words: Sequence[str], title: str, title_words: frozenset[str], weights: Mapping[str, float]
) -> float:
    if folded == title:
        return 1.0
    # Comparing characters alone is enough where lengths differ little; words settle the rest.
    ratio = fuzz.ratio(folded, title) / 100
    shared = sum(weights.get(word, 1.0) for word in title_words if word in words)
    if not shared:
        return ratio if ratio >= 0.8 else 0.0
    whole = sum(weights.get(word, 1.0) for word in title_words)
    said = sum(weights.get(word, 2.0) for word in set(words) if word != _TEAM)
    by_words = 2 * shared / (whole + said) if whole + said else 0.0
    return max(ratio, 0.5 * ratio + 0.5 * by_words, 0.95 * by_words if by_words > 0.7 else 0.0)


def prefix(text: str, start: int = 0) -> Prefix | None:
    """The longest known title at the start of a text, whether a value is glued to it or not."""
    window = text[start : start + LONGEST_TITLE]
    stream, offsets = letters(window)
    for length in _index().lengths:
        if length > len(stream):
            continue
        found = _index().by_letters.get(stream[:length])
        if not found:
            continue
        end = _closing(window, offsets[length - 1] + 1)
        clean = _ends_word(window, end)
        if clean or _may_be_glued(window, end):
            return Prefix(tuple(Match(c, 1.0) for c in sorted(found)), start + end, clean, length)
    return None


def _closing(window: str, end: int) -> int:
    """Past the parenthesis or quotation mark that closes a title."""
    while end < len(window) and window[end] in ")]”»":
        end += 1
    return end


def _ends_word(window: str, end: int) -> bool:
    return end >= len(window) or not (window[end].isalnum() and window[end - 1].isalnum()) and window[end] != "'"


def _may_be_glued(window: str, end: int) -> bool:
    """Whether a value may begin in the midst of what looks like a word: ``NumberN/A``, ``Numberabc@x``."""
    before, after = window[end - 1], window[end]
    if after.isupper() or after.isdigit():
        return before.islower() or before in ")]"
    word = re.match(r"\S+", window[end:])
    return bool(word and ("@" in word[0] or "://" in word[0]))
