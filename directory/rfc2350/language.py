"""The languages of RFC 2350 documents: what their headings, page furniture and references look like.

``{team}`` in a title stands for a team's name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from .folding import fold
from .tables import language_tables

# Fewer words than this tell no language: a list of addresses, a key.
_ENOUGH_WORDS = 8
# Characters that tell as much as any more would.
_TELLING = 100_000


@dataclass(frozen=True, slots=True)
class Language:
    """One table. `titles` by canonical number as written; all other words are folded."""

    code: str
    name: str
    words: frozenset[str]
    titles: Mapping[str, tuple[str, ...]]
    contents: frozenset[str]
    page: frozenset[str]
    of: frozenset[str]
    chrome: frozenset[str]
    before_reference: frozenset[str]


@cache
def languages() -> tuple[Language, ...]:
    """All languages, in the order of their codes."""
    return tuple(_language(code, table) for code, table in sorted(language_tables().items()))


def _language(code: str, table: Mapping[str, object]) -> Language:
    headings = _section(table, "headings")
    furniture = _section(table, "furniture")
    return Language(
        code=code,
        name=str(table["language"]),
        words=_folded(table["common"]),
        titles={canonical: tuple(titles) for canonical, titles in headings.items()},
        contents=_folded(furniture["contents"]),
        page=_folded(furniture["page"]),
        of=_folded(furniture["of"]),
        chrome=_folded(furniture["chrome"]),
        before_reference=_folded(_section(table, "references")["before"]),
    )


def _section(table: Mapping[str, object], key: str) -> Mapping[str, list[str]]:
    section = table[key]
    if not isinstance(section, dict):
        raise TypeError(f"[{key}] is not a table")
    return section


def _folded(words: object) -> frozenset[str]:
    if not isinstance(words, list):
        raise TypeError(f"{words!r} is not a list")
    return frozenset(fold(word) for word in words)


@cache
def contents_titles() -> frozenset[str]:
    """What a table of contents calls itself, folded, in all languages."""
    return frozenset().union(*(language.contents for language in languages()))


@cache
def chrome_words() -> frozenset[str]:
    """What web pages print around a document, folded, in all languages."""
    return frozenset().union(*(language.chrome for language in languages()))


@cache
def before_reference() -> frozenset[str]:
    """The words after which a number refers to a section and begins none, folded, in all languages."""
    return frozenset().union(*(language.before_reference for language in languages()))


@cache
def page_counter() -> re.Pattern[str]:
    """A folded line that only counts pages: ``page 6 sur 9``, ``3 4``, ``halaman 2``."""
    page = "|".join(sorted(word for language in languages() for word in language.page))
    of = "|".join(sorted(word for language in languages() for word in language.of))
    return re.compile(rf"(?<![^ ])(?:(?:{page}) )?\d{{1,4}}(?: (?:{of})(?: \d{{1,4}})?| \d{{1,4}})?$")


def language_of(texts: Iterable[str]) -> str | None:
    """The language that most of the texts' frequent words belong to; None where too few tell."""
    counts = dict.fromkeys((language.code for language in languages()), 0)
    left = _TELLING
    for text in texts:
        words = Counter(re.findall(r"[^\W\d_]+", text[:left]))
        for word, times in words.items():
            for code in _codes_by_word().get(fold(word), ()):
                counts[code] += times
        left = max(left - len(text), 0)
    best = max(counts, key=lambda code: (counts[code], code))
    return best if counts[best] >= _ENOUGH_WORDS else None


@cache
def _codes_by_word() -> Mapping[str, tuple[str, ...]]:
    codes: dict[str, list[str]] = {}
    for language in languages():
        for word in language.words:
            codes.setdefault(word, []).append(language.code)
    return {word: tuple(found) for word, found in codes.items()}
