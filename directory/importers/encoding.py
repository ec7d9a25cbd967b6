"""Bytes to text: what the bytes say of their encoding, then what they look like, and a note where it was guessed."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from directory.rfc2350.document import Problem

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: The letters and marks beyond ASCII that the languages of an encoding need.
GUESSES = {
    "windows-1252": "àâäçèéêëîïñòóôöùúûüßáíãõåæøœÀÂÄÇÈÉÊËÎÏÑÒÓÔÖÙÚÛÜÁÍÃÕÅÆØ€‘’“”„–—…•·°§«»¿¡ºª®©™\u00a0",
    "windows-1250": "ěščřžýáíéúůťďňóąćęłńśźżľĺŕôäöüßçđőűșțăâîĚŠČŘŽÝÁÍÉÚŮŤĎŇÓĄĆĘŁŃŚŹŻĽÔÄÖÜĐ€‘’“”„–—…•·°§«»\u00a0",
}
#: Share of the bytes beyond ASCII that stand in runs of three, from which on they are Cyrillic words.
CYRILLIC_SHARE = 0.7
SAMPLE = 200_000
#: Damage that a text of a known encoding may have and still be one: one sequence in so many.
DAMAGE_SHARE = 200

_META = re.compile(
    rb"<(?:meta[^<>]{0,200}?charset|\?xml[^<>]{0,200}?encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})"
)
_RUN = re.compile(rb"[\x80-\xff]{3,}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding that it was in, and what was noticed."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def decode(data: bytes) -> Decoded:
    """The text of some bytes. Every bytes are some text; what had to be guessed is said."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return checked(data[len(mark) :], encoding)
    if wide := unmarked_utf16(data):
        return checked(data, wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    declared = declared_encoding(data)
    if declared is not None:
        return checked(data, declared)
    if mostly_utf8(data):
        return checked(data, "utf-8")
    return guessed(data)


def checked(data: bytes, encoding: str) -> Decoded:
    """The text by a known encoding; what does not fit it becomes the replacement character, and is said."""
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    if not lost:
        return Decoded(text, encoding)
    message = f"{lost} characters could not be read as {encoding.upper()} and were replaced."
    return Decoded(text, encoding, (Problem("encoding-damaged", "warning", None, message),))


def unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Latin text is nothing."""
    sample = data[:SAMPLE]
    half = len(sample) // 2
    if half < 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a web page names in its head, where Python knows it."""
    found = _META.search(data[:4096])
    if found is None:
        return None
    try:
        codec = codecs.lookup(found[1].decode("ascii"))
    except LookupError:
        return None
    # Browsers read Latin-1 as Windows-1252 (WHATWG Encoding, 4.2), and a page that is ASCII by name as well.
    western = codec.name in ("iso8859-1", "ascii", "latin-1")
    return "windows-1252" if western else codec.name if is_text(codec) else None


def is_text(codec: codecs.CodecInfo) -> bool:
    return bool(getattr(codec, "_is_text_encoding", True)) and not codec.name.startswith(
        ("utf-16", "utf-32", "utf-7")
    )


def mostly_utf8(data: bytes) -> bool:
    """Whether a few broken bytes alone keep this from being UTF-8."""
    text = data[:SAMPLE].decode("utf-8", "replace")
    beyond = sum(char > "\x7f" for char in text)
    lost = text.count("\ufffd")
    return lost * 10 < beyond or (
        beyond - lost > 0 and lost * DAMAGE_SHARE < len(text) and lost < beyond - lost
    )


def guessed(data: bytes) -> Decoded:
    """The one-byte encoding whose letters the text uses."""
    best = likeliest(data[:SAMPLE])
    errors = "latin1-rest" if best == "windows-1252" else "replace"
    message = f"The text does not say how it is encoded; it was read as {best.title()}."
    return Decoded(data.decode(best, errors), best, (Problem("encoding-guessed", "note", None, message),))


def likeliest(sample: bytes) -> str:
    """Cyrillic comes in whole words, Latin letters beyond ASCII come singly; then the letters decide."""
    beyond = bytes(byte for byte in sample if byte > 0x7F)
    in_words = sum(len(run) for run in _RUN.findall(sample))
    if in_words > CYRILLIC_SHARE * len(beyond):
        return "windows-1251"
    latin = ("windows-1252", "windows-1250")
    best = max(latin, key=lambda name: sum(c in GUESSES[name] for c in beyond.decode(name, "replace")))
    # Only Windows has characters at 0x80 to 0x9F, and among them the commonest of Central Europe.
    windows = any(byte < 0xA0 for byte in beyond)
    return "iso-8859-2" if best == "windows-1250" and not windows else best


def _latin1_rest(error: UnicodeError) -> tuple[str, int]:
    """The five bytes that Windows-1252 leaves open, as Latin-1 has them."""
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101  the codec machinery calls this for decoding alone
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("latin1-rest", _latin1_rest)
