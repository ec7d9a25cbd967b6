"""Names that look alike, by Unicode Technical Standard 39, section 4: two texts with the same skeleton can be taken for
one another. The table of letters, its version and its source stand in confusables.json."""

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

_TABLE = json.loads((Path(__file__).parent / "confusables.json").read_text(encoding="utf-8"))["entries"]
PROTOTYPES: dict[str, str] = {letter: prototype for prototype, those in _TABLE.items() for letter in those}


def skeleton(text: str) -> str:
    """What is left of a text when each letter is replaced by the one that it looks like. It keeps capitals apart, for
    I and l look alike, and so would CERT-IT and CERT-LT. Spaces and hyphens are no part of what a name looks like.

    Compatibility forms come first (NFKC), and what nobody sees (category Cf) goes.
    """
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text))
    seen = (letter for letter in plain if unicodedata.category(letter) != "Cf")
    mapped = "".join(PROTOTYPES.get(letter, letter) for letter in seen)
    return letters(unicodedata.normalize("NFD", mapped))


def skeletons(name: str) -> set[str]:
    """Those of a name as it is written, in capitals and in small letters: two names look alike where they share one."""
    return {skeleton(spelled) for spelled in (name, name.upper(), name.lower())} - {""}


def letters(text: str) -> str:
    """The letters, digits and marks; the whole text where it has none."""
    return "".join(c for c in text if unicodedata.category(c)[0] in "LNM") or "".join(text.split())


def strange_letters(name: str, other: str) -> Iterator[str]:
    """The letters of a name that another name does not have and that look like some that it has, each with its name in
    Unicode."""
    for letter in dict.fromkeys(unicodedata.normalize("NFC", name)):
        looks = skeleton(letter)
        if letter not in other and looks and looks in skeleton(other) + skeleton(other.upper()):
            yield f"{letter} ({unicodedata.name(letter, 'without a name').lower()})"
