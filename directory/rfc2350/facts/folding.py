"""Text as it is compared: without case and accents, at the same length, so that offsets stay true."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_PLAIN = {"ł": "l", "đ": "d", "ø": "o", "ß": "s", "ı": "i", "’": "'", "‘": "'", "`": "'", "´": "'"}
_DASHES = "‐‑‒–—―−"


class _Table(dict[int, str]):
    """What each character folds to, learnt as texts bring new characters."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        lower = character.lower()[:1] or character
        plain = _PLAIN.get(lower) or unicodedata.normalize("NFD", lower)[:1] or lower
        if character in _DASHES:
            plain = "-"
        elif character.isspace() and character != "\n":
            plain = " "
        self[code] = plain
        return plain


_TABLE = _Table()


def fold(text: str) -> str:
    """`text` in lower case, without accents, with plain dashes, quotes and spaces.

    One character stays one character: an offset in the folded text is an offset in the text.
    """
    return text.translate(_TABLE)


def alternatives(phrases: Iterable[str]) -> str:
    """A pattern for any of these phrases in a folded text, the longest first.

    A star at a phrase's end stands for any ending of the word. A pattern for no phrase matches nothing.
    """
    found = {fold(phrase) for phrase in phrases if phrase}
    if not found:
        return r"(?!)"
    return "|".join(_pattern(phrase) for phrase in sorted(found, key=lambda phrase: (-len(phrase), phrase)))


def word_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """`alternatives` that begin and end where words do."""
    return re.compile(rf"(?<!\w)(?:{alternatives(phrases)})(?:(?<=')|(?!\w))")


def _pattern(phrase: str) -> str:
    stem = phrase.removesuffix("*")
    body = re.escape(stem).replace(r"\ ", r"\s{1,3}")
    return body + r"\w{0,24}" if stem != phrase else body
