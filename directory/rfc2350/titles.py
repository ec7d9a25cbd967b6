"""How near a line is to the title of a canonical section, in all languages at once.

Exact titles are found by their letters alone, so that lost or added spaces, hyphens and accents do not
matter and a title can be told from a value that is glued to it. Others are compared by characters and by
words, a word weighing the more the fewer sections use it.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, lru_cache

from rapidfuzz import fuzz

from .folding import fold, letters, stream
from .language import languages

# Stands for a team's name in a folded title; no language has this word.
_TEAM = "qteamq"

# A title is a line; a longer one is prose.
LONGEST_TITLE = 120

_TEAM_WORD = re.compile(
    r"[\w.&@/–-]*(?:csirt|cert|cirt|psirt|ttis|tirt|isac|irt)(?![a-z]{3})[\w.&@/–-]*", re.IGNORECASE
)
_ADDRESS = re.compile(r"@[\w-]+\.|://|www\.")
_TEAM_HINT = re.compile(r"irt|cert|ttis|isac", re.IGNORECASE)
_PARTS = re.compile(r" [/|–-] ")
_PARENTHESIS = re.compile(r"\([^()]*\)")
_PREFIX = 4
_LEAST = 0.62
_NEAREST = 14
_MOST_NEIGHBOURS = 150
_MISSPELT = 80
# What a word weighs that no title has: as much as one that tells a section.
_UNKNOWN_WORD = 2.0


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
    """All titles, by their letters and by their words."""

    by_letters: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_word: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_prefix: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    entries: list[tuple[str, str]] = field(default_factory=list)
    words: list[frozenset[str]] = field(default_factory=list)
    totals: list[float] = field(default_factory=list)
    weights: dict[str, float] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)


@cache
def _index() -> _Index:
    index = _Index()
    sections_of: dict[str, set[str]] = defaultdict(set)
    entries: set[tuple[str, str]] = set()
    for language in languages():
        for canonical, titles in language.titles.items():
            for written in titles:
                title = written.replace("{team}", _TEAM)
                for letter_stream in _streams(title):
                    index.by_letters[letter_stream].add(canonical)
                entries.add((canonical, fold(title)))
                for word in fold(title).split():
                    sections_of[word].add(canonical)
    count = len({canonical for canonical, _ in entries})
    index.weights = {word: math.log(1 + count / len(found)) for word, found in sections_of.items()}
    index.weights[_TEAM] = 0.0
    index.entries = sorted(entries)
    for number, (_, title) in enumerate(index.entries):
        words = frozenset(title.split())
        index.words.append(words)
        index.totals.append(sum(index.weights[word] for word in words))
        for word in words:
            index.by_word[word].add(number)
    for word in index.by_word:
        index.by_prefix[word[:_PREFIX]].add(word)
    index.lengths = sorted({len(title) for title in index.by_letters}, reverse=True)
    return index


def _streams(title: str) -> set[str]:
    """The letters of a title, with and without what stands in parentheses."""
    bare = _PARENTHESIS.sub("", title) or title
    return {stream(title), stream(bare)} - {""}


def known(title: str) -> tuple[Match, ...]:
    """The canonical sections that have exactly this title (its letters), else none."""
    found = _index().by_letters.get(letters(title)[0]) or _index().by_letters.get(
        letters(with_team(title))[0]
    )
    return tuple(Match(canonical, 1.0) for canonical in sorted(found)) if found else ()


def with_team(title: str) -> str:
    """A title with one word for all names that look like a team's."""
    if not _TEAM_HINT.search(title) or _ADDRESS.search(title):
        return title
    return _TEAM_WORD.sub(_TEAM, title)


@lru_cache(maxsize=8192)
def matches(title: str) -> tuple[Match, ...]:
    """The canonical sections that a title may belong to, the likeliest first."""
    if not title or len(title) > LONGEST_TITLE:
        return ()
    if exact := known(title):
        return exact
    best: dict[str, float] = {}
    for variant in {fold(title), fold(with_team(title)), fold(_PARENTHESIS.sub(" ", title))} - {"", _TEAM}:
        for match in _similar(variant):
            best[match.canonical] = max(best.get(match.canonical, 0.0), match.likeness)
    for canonical, likeness in _in_two_languages(title).items():
        best[canonical] = max(best.get(canonical, 0.0), likeness)
    ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Match(canonical, round(likeness, 3)) for canonical, likeness in ranked[:4])


def _in_two_languages(title: str) -> dict[str, float]:
    """The sections that all parts of a title belong to: "Adresse / Address"."""
    parts = _PARTS.split(title)
    if len(parts) < 2:
        return {}
    found = [
        {match.canonical: match.likeness for match in sorted(_similar(fold(part)), key=lambda m: m.likeness)}
        for part in parts
    ]
    shared = set.intersection(*(set(likenesses) for likenesses in found))
    return {canonical: max(likenesses[canonical] for likenesses in found) for canonical in shared}


def _similar(folded: str) -> list[Match]:
    """The sections whose titles share the most telling words with a folded title."""
    index = _index()
    words = {word if word in index.by_word else _corrected(word) for word in set(folded.split())}
    said = sum(index.weights.get(word, _UNKNOWN_WORD) for word in words)
    shared = {}
    for number in _neighbours(words):
        common = sum(index.weights[word] for word in index.words[number] & words)
        shared[number] = 2 * common / (index.totals[number] + said) if said else 0.0
    found = []
    for number in heapq.nlargest(_NEAREST, shared, key=lambda n: (shared[n], -n)):
        canonical, title = index.entries[number]
        by_words, by_letters = shared[number], fuzz.ratio(folded, title) / 100
        likeness = max(by_letters, (by_letters + by_words) / 2, 0.95 * by_words if by_words > 0.7 else 0.0)
        if likeness >= _LEAST:
            found.append(Match(canonical, likeness))
    return found


def _neighbours(words: set[str]) -> set[int]:
    """The titles that have one of the rarest of these words."""
    by_word = _index().by_word
    rarest = sorted((word for word in words if word in by_word), key=lambda word: (len(by_word[word]), word))
    found: set[int] = set()
    for word in rarest[:3]:
        if not found or len(by_word[word]) <= _MOST_NEIGHBOURS:
            found |= by_word[word]
    return found


@lru_cache(maxsize=8192)
def _corrected(word: str) -> str:
    """The known word that a misspelt one stands for; the word itself where none is near."""
    if len(word) < _PREFIX:
        return word
    index = _index()
    near = index.by_prefix.get(word[:_PREFIX], set()) | index.by_prefix.get(
        word[:1] + word[2 : _PREFIX + 1], set()
    )
    best = max(near, key=lambda known_word: (fuzz.ratio(word, known_word), known_word), default=word)
    return best if fuzz.ratio(word, best) >= _MISSPELT else word


def prefix(text: str, start: int = 0) -> Prefix | None:
    """The longest known title at the start of a text, whether a value is glued to it or not."""
    window = text[start : start + LONGEST_TITLE]
    window_letters, offsets = letters(window)
    for length in _index().lengths:
        if length > len(window_letters):
            continue
        found = _index().by_letters.get(window_letters[:length])
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
    if end >= len(window):
        return True
    return window[end] != "'" and not (window[end].isalnum() and window[end - 1].isalnum())


def _may_be_glued(window: str, end: int) -> bool:
    """Whether a value may begin in the midst of what looks like a word: ``NumberN/A``, ``Numberabc@x``."""
    before, after = window[end - 1], window[end]
    if after.isupper() or after.isdigit():
        return before.islower() or before in ")]"
    word = re.match(r"\S+", window[end:])
    return bool(word and ("@" in word[0] or "://" in word[0]))
