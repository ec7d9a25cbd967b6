"""What a visitor typed: folded words, or an identifier that is answered exactly."""

import re
import unicodedata
from dataclasses import dataclass

from django.conf import settings

# Letters that Unicode does not take apart, as people without them type them.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)

_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af]+")


def fold(text: str) -> str:
    """Without accents, case and width, so that "Łódź" and "lodz" are one."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return bare.casefold().translate(_PLAIN)


def words(text: str) -> list[str]:
    """Folded words in order. Scripts written without spaces give pairs of letters."""
    found = []
    for word in re.findall(r"[^\W_]+", fold(text)):
        if _CJK.search(word):
            found += [word[i : i + 2] for i in range(max(1, len(word) - 1))]
        else:
            found.append(word)
    return found


@dataclass(frozen=True)
class Query:
    """`kind` is fingerprint, key-id or words; `value` is the identifier's one spelling, or the text."""

    kind: str
    value: str
    words: tuple[str, ...] = ()

    @property
    def understood(self) -> str:
        """What the one box says it understood; empty for words, which need no saying."""
        return {"fingerprint": "an OpenPGP fingerprint", "key-id": "an OpenPGP key ID"}.get(self.kind, "")


def understand(text: str, *, as_words: bool = False) -> Query:
    """Tells identifiers and words apart. Text over the limits is cut, never refused."""
    text = text.replace("\x00", " ")[: settings.MAX_QUERY_CHARACTERS].strip()
    identifier = None if as_words else _identifier(text)
    found = tuple(dict.fromkeys(words(text)))[: settings.MAX_QUERY_WORDS]
    return identifier or Query("words", text, found)


def _identifier(text: str) -> Query | None:
    marked = re.match(r"0x|openpgp4fpr:", text, re.IGNORECASE)
    digits = re.sub(r"[\s:]", "", text[marked.end() :] if marked else text).upper()
    if not re.fullmatch(r"[0-9A-F]+", digits):
        return None
    if len(digits) in (40, 64):
        return Query("fingerprint", digits)
    # Eight or sixteen letters such as "DEADBEEF" may be a word; digits among them, or 0x, say that they are not.
    if len(digits) in (8, 16) and (marked or re.search(r"\d", digits)):
        return Query("key-id", digits)
    return None
