"""Letters as the search for titles compares them: no case, no accents, one script.

Bosnian, Serbian and Macedonian write the same words in two scripts, converters drop accents and join
words; a folded text forgives all of that.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_CYRILLIC = dict(
    zip(
        "абвгдђежзијклљмнњопрстћуфхцчџшѕйыэяющъьіїєґё",
        "a b v g d d e z z i j k l lj m n nj o p r s t c u f h c c dz s dz i y e ja ju st  "
        " i i e g e".split(" "),
        strict=True,
    )
)
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


def fold(text: str) -> str:
    """The words of a text: folded, one space between them.

    >>> fold("Co-operation, Interaction  and Öffnung")
    'co operation interaction and offnung'
    """
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(fold_character(c) or " " for c in composed).split())


def letters(text: str) -> tuple[str, list[int]]:
    """The folded letters of a text without a space between them, and each one's offset in the text."""
    stream: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        for letter in fold_character(character):
            stream.append(letter)
            offsets.append(offset)
    return "".join(stream), offsets
