"""What a visitor typed: folded words, an identifier that is answered exactly, or something to look up."""

import re
import unicodedata
from dataclasses import dataclass, replace

from django.conf import settings

from directory.lookup import asking
from directory.lookup.targets import NotATarget, Target, described, folded_name

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


def is_cjk(text: str) -> bool:
    """Whether the text has letters of a script that is written without spaces."""
    return bool(_CJK.search(text))


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
    """`kind` is fingerprint, key-id, target or words; `value` is the identifier's one spelling, or the text.

    A `target` is looked up. `refused` is a sentence where words look like something to look up and are not.
    `country` is the code of the one that words end with, as "forensics in France" does.
    """

    kind: str
    value: str
    words: tuple[str, ...] = ()
    target: Target | None = None
    refused: str = ""
    country: str = ""

    @property
    def understood(self) -> str:
        """What the one box says it understood; empty for words, which need no saying."""
        if self.target:
            return described(self.target)
        return {"fingerprint": "an OpenPGP fingerprint", "key-id": "an OpenPGP key ID"}.get(self.kind, "")


def understand(text: str, *, as_words: bool = False) -> Query:
    """Tells identifiers and words apart. Text over the limits is cut, never refused."""
    text = text.replace("\x00", " ")[: settings.MAX_QUERY_CHARACTERS].strip()
    found = tuple(dict.fromkeys(words(text)))[: settings.MAX_QUERY_WORDS]
    query = Query("words", text, found)
    return query if as_words else _identifier(text) or _in_a_country(text) or _to_look_up(text, query)


def _in_a_country(text: str) -> Query | None:
    """ "Forensics in France", as people say it in the languages of the interface."""
    for parted in re.finditer(r"(?i)\s(?:in|en|au|aux|à)\s+", text):
        country = asking.countries().get(folded_name(text[parted.end() :]))
        if country and parted.start():
            return replace(understand(text[: parted.start()], as_words=True), value=text, country=country)
    return None


def _to_look_up(text: str, query: Query) -> Query:
    """The text as something to look up, where it is that and not rather words."""
    if not text or re.fullmatch(r"[a-z]{1,3}", text):
        return query  # "no" and "at" are words before they are countries
    try:
        target = asking.read(text)
    except NotATarget as error:
        is_meant = re.fullmatch(r"(?i)(?:as)?[\d.:/\[\]-]*\d[\d.:/\[\]a-fx%-]*", text)
        return replace(query, refused=str(error)) if is_meant else query
    return Query("target", target.value, query.words, target)


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
