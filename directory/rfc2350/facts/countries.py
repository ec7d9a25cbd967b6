"""Countries by their names in many languages, and by the marks that addresses and numbers carry."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .folding import fold
from .words import Words, words_for

CODES = frozenset(words_for(None).countries.values())

_WORD = re.compile(r"[^\W\d_]+(?:['.][^\W\d_]+)*\.?|&")
_MARKS = re.compile(r"[.,'()-]+")
_LONGEST = 8
# The letters before a post code ("D-29999", "L-9999"): the distinguishing signs of vehicles in
# international traffic (Vienna Convention on Road Traffic) and the ISO codes that replaced them.
_POSTAL = {
    "A": "AT", "B": "BE", "CH": "CH", "CZ": "CZ", "D": "DE", "DE": "DE", "DK": "DK", "E": "ES", "EE": "EE",
    "EST": "EE", "ES": "ES", "F": "FR", "FI": "FI", "FIN": "FI", "FL": "LI", "FR": "FR", "H": "HU",
    "HR": "HR", "HU": "HU", "I": "IT", "IS": "IS", "IT": "IT", "L": "LU", "LI": "LI", "LT": "LT",
    "LU": "LU", "LV": "LV", "MD": "MD", "MK": "MK", "N": "NO", "NL": "NL", "NO": "NO", "P": "PT",
    "PL": "PL", "PT": "PT", "RO": "RO", "RS": "RS", "S": "SE", "SE": "SE", "SI": "SI", "SK": "SK",
    "SLO": "SI", "AT": "AT", "BE": "BE", "BG": "BG", "BA": "BA", "AZ": "AZ", "UA": "UA",
}  # fmt: skip
_POST_CODE = re.compile(r"(?<![\w-])([A-Z]{1,3})-\d{4,5}(?![\w-])")


@dataclass(frozen=True)
class CountryMention:
    """A country's name at its place in a text."""

    start: int
    end: int
    code: str


def mentioned(text: str, words: Words) -> Iterator[CountryMention]:
    """The countries that a text names, the longest names first where they overlap."""
    folded = fold(text)
    tokens = list(_WORD.finditer(folded))
    index = 0
    first_words = _first_words(words)
    while index < len(tokens):
        if _key(tokens[index].group()).partition(" ")[0] not in first_words:
            index += 1
            continue
        for length in range(min(_LONGEST, len(tokens) - index), 0, -1):
            first, last = tokens[index], tokens[index + length - 1]
            name = folded[first.start() : last.end()]
            code = _names(words).get(_key(name))
            if code and _stands_alone(folded, first.start()):
                yield CountryMention(first.start(), last.end(), code)
                index += length - 1
                break
        index += 1


def of_post_code(text: str) -> str | None:
    """The country whose sign stands before a post code, None where there is none."""
    match = _POST_CODE.search(text)
    return _POSTAL.get(match.group(1)) if match else None


@functools.cache
def _names(words: Words) -> dict[str, str]:
    return {_key(name): code for name, code in words.countries.items()}


@functools.cache
def _first_words(words: Words) -> frozenset[str]:
    return frozenset(name.partition(" ")[0] for name in _names(words))


def _key(name: str) -> str:
    return " ".join(_MARKS.sub(" ", name).split())


def _stands_alone(folded: str, start: int) -> bool:
    """New Mexico and New Jersey are no countries."""
    return not folded[:start].rstrip().endswith(" new") and folded[:start].strip() != "new"
