"""Where a known title ends and its value begins: ``Facsimile Number   none``, ``Address: Example Street 1``.

A short value hardly changes how a line looks, so that the line as a whole is still much like a title. What
tells the two apart is the sign or the gap between them, or that the rest is an empty answer.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from .candidate import past_separator, trimmed
from .folding import fold
from .inline import CONNECTORS
from .tables import language_tables
from .titles import LONGEST_TITLE, Match, known, matches, prefix

# A word that opens so many of a language's empty answers is a negation.
_NEGATION = 3
# Words of an empty answer: "not offered to the general public".
_LONGEST_ANSWER = 8
_ALIKE = 0.8

_COLUMN = re.compile(r"\t| {2,}")
_SIGN = re.compile(r"\t|  |:(?=\s)| [-–—|](?=\s)")


@dataclass(frozen=True, slots=True)
class Titled:
    """A title to the letter and the value behind it: where each ends and begins, and what parts them.

    `sign` is ":", "|", a dash, "  " for a gap as in a table, or " " before an empty answer.
    """

    title: str
    start: int
    matches: tuple[Match, ...]
    sign: str


def titled_value(text: str, start: int) -> Titled | None:
    """The title at `start` and its value, if that is what the line holds."""
    title = _title_at(text, start) if _may_hold_value(text, start) else None
    if not title or known(trimmed(text[start:])):
        return None
    end, told = title
    begin = past_separator(text, end)
    value = text[begin:].strip()
    if not any(c.isalnum() for c in value) and value not in {"-", "--"}:
        return None
    sign = _sign(text[end:begin], text[start:end])
    if (sign == " " and not is_empty_answer(value)) or _goes_on(value, told):
        return None
    return Titled(text[start:end].strip(), begin, told, sign)


def has_gap(text: str) -> bool:
    """Whether a line has a gap between its words, as a row of a table has."""
    return bool(_COLUMN.search(text.strip()))


def _may_hold_value(text: str, start: int) -> bool:
    """A quick look, for most lines hold none: a sign, a gap, or a word of an empty answer."""
    if _SIGN.search(text, start, start + LONGEST_TITLE):
        return True
    words = fold(text[start:]).split() if len(text) - start <= 2 * LONGEST_TITLE else []
    return bool(words) and (words[-1] in _last_words() or not _negations().isdisjoint(words))


def _title_at(text: str, start: int) -> tuple[int, tuple[Match, ...]] | None:
    """Where the title to the letter ends that begins at `start`, before the first sign if it is whole there."""
    sign = _SIGN.search(text, start, start + LONGEST_TITLE)
    if sign and (told := known(text[start : sign.start()])):
        return sign.start(), told
    found = prefix(text, start)
    return (found.end, found.matches) if found and found.clean else None


def _sign(between: str, title: str) -> str:
    """What parts a title from the rest; blanks count where the title has no such gap itself."""
    bare = between.strip()
    if bare:
        return bare
    return "  " if _COLUMN.search(between) and not _COLUMN.search(title) else " "


def _goes_on(rest: str, told: tuple[Match, ...]) -> bool:
    """Whether the rest belongs to the title: "and …", "/ …", or the same title in another language."""
    first = rest.split(maxsplit=1)[0]
    if first in CONNECTORS and first not in {"-", "–"} and len(rest) > len(first):
        return True
    if first[0] in "&/":
        return True
    other = matches(trimmed(rest))
    if other and other[0].likeness == 1:
        return True
    canonicals = {match.canonical for match in told}
    return any(match.canonical in canonicals and match.likeness >= _ALIKE for match in other)


def is_empty_answer(text: str) -> bool:
    """Whether a text only says that there is nothing: "N/A", "None.", "not offered", "Tidak ada"."""
    words = fold(text).split()
    if not words:
        return True
    if len(words) > 1 and words[0] in _negations() and words[1].isalpha():
        return len(words) <= _LONGEST_ANSWER
    # "Telephone No." is a number and no answer.
    return " ".join(words) in _empty_answers() and words != ["no"]


@cache
def _empty_answers() -> frozenset[str]:
    return frozenset(
        fold(marker) for table in language_tables().values() for marker in table["absent"]["markers"]
    )


@cache
def _last_words() -> frozenset[str]:
    return frozenset(answer.split()[-1] for answer in _empty_answers() if answer)


@cache
def _negations() -> frozenset[str]:
    found: set[str] = set()
    for table in language_tables().values():
        phrases = [fold(phrase) for group in ("markers", "openers") for phrase in table["absent"][group]]
        counts = Counter(phrase.split()[0] for phrase in phrases if phrase)
        found |= {word for word, count in counts.items() if count >= _NEGATION}
    return frozenset(found)
