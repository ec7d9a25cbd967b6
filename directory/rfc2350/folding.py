"""Letters as the search for titles compares them: no case, no accents, one script.

Bosnian, Serbian and Macedonian write the same words in two scripts, converters drop accents and join
words; a folded text forgives all of that.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_CYRILLIC = {
    **dict(zip("абвгдезијклмнопрстуфхцчшй", "abvgdezijklmnoprstufhccsi", strict=True)),
    **dict(zip("ђжћыіґёє", "dzcyigee", strict=True)),
    "љ": "lj",
    "њ": "nj",
    "џ": "dz",
    "ѕ": "dz",
    "э": "e",
    "я": "ja",
    "ю": "ju",
    "щ": "st",
    "ї": "i",
    "ъ": "",
    "ь": "",
}
_LETTERS = {"ł": "l", "đ": "d", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", **_CYRILLIC}


@lru_cache(maxsize=4096)
def fold_character(character: str) -> str:
    """The letters and digits that stand for one character; empty for punctuation and spaces."""
    folded = []
    for part in unicodedata.normalize("NFKD", character).casefold():
        if unicodedata.combining(part):
            continue
        folded.append(_LETTERS.get(part, part if part.isalnum() else ""))
    return "".join(folded)


class _Folded(dict[int, str]):
    """A table for `str.translate` that fills itself; `other` stands for what is no letter or digit."""

    def __init__(self, other: str) -> None:
        super().__init__()
        self.other = other

    def __missing__(self, code: int) -> str:
        self[code] = folded = fold_character(chr(code)) or self.other
        return folded


_WORDS, _STREAM = _Folded(" "), _Folded("")


def fold(text: str) -> str:
    """The words of a text: folded, one space between them.

    >>> fold("Co-operation, Interaction  and Öffnung")
    'co operation interaction and offnung'
    """
    return " ".join(unicodedata.normalize("NFC", text).translate(_WORDS).split())


def stream(text: str) -> str:
    """The folded letters and digits of a text without a space between them."""
    return text.translate(_STREAM)


def letters(text: str) -> tuple[str, list[int]]:
    """`stream`, and the offset in the text of each of its letters."""
    found: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        for letter in fold_character(character):
            found.append(letter)
            offsets.append(offset)
    return "".join(found), offsets
