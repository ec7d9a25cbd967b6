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
#: One-byte encodings, the likelier first, each with the letters and marks that its languages need beyond ASCII.
GUESSES = {
    "windows-1252": "àâäçèéêëîïñòóôöùúûüßáíãõåæøœÀÂÄÇÈÉÊËÎÏÑÒÓÔÖÙÚÛÜÁÍÃÕÅÆØ€‘’“”„–—…•·°§«»¿¡ºª®©™\u00a0",
    "windows-1250": "ěščřžýáíéúůťďňóąćęłńśźżľĺŕôäöüßçđőűșțăâîĚŠČŘŽÝÁÍÉÚŮŤĎŇÓĄĆĘŁŃŚŹŻĽÔÄÖÜĐ€‘’“”„–—…•·°§«»\u00a0",
    "windows-1251": "абвгдежзийклмнопрстуфхцчшщъыьэюяѓѕјљњќўџєіїґАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЃЅЈЉЊЌЎЏЄІЇҐ€‘’“”„–—…•·°§«»№\u00a0",
    "iso-8859-2": "ěščřžýáíéúůťďňóąćęłńśźżľĺŕôäöüßçđőűĚŠČŘŽÝÁÍÉÚŮŤĎŇÓĄĆĘŁŃŚŹŻĽÔÄÖÜĐ°§\u00a0",
}
SAMPLE = 200_000
#: Damage that a text of a known encoding may have and still be one: one sequence in so many.
DAMAGE_SHARE = 200

_META = re.compile(
    rb"<(?:meta[^<>]{0,200}?charset|\?xml[^<>]{0,200}?encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})"
)
_CYRILLIC_RUN = re.compile("[\u0400-\u04ff]{3,}")


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
    sample = bytes(byte for byte in data[:SAMPLE] if byte > 0x7F)
    best = max(GUESSES, key=lambda encoding: likeness(data, sample, encoding))
    text = data.decode(best, "replace")
    if "\ufffd" in text and best == "windows-1252":
        text = data.decode("windows-1252", "latin1-rest")
    message = f"The text does not say how it is encoded; it was read as {best.title()}."
    return Decoded(text, best, (Problem("encoding-guessed", "note", None, message),))


def likeness(data: bytes, sample: bytes, encoding: str) -> float:
    """How much of what is beyond ASCII is at home in an encoding's languages; Cyrillic comes in whole words."""
    letters = GUESSES[encoding]
    decoded = sample.decode(encoding, "replace")
    share = sum(char in letters for char in decoded) / len(decoded)
    if encoding == "windows-1251":
        text = data[:SAMPLE].decode(encoding, "replace")
        whole = sum(len(run) for run in _CYRILLIC_RUN.findall(text))
        return share * min(1.0, 1.2 * whole / len(decoded))
    return share


def _latin1_rest(error: UnicodeError) -> tuple[str, int]:
    """The five bytes that Windows-1252 leaves open, as Latin-1 has them."""
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101  the codec machinery calls this for decoding alone
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("latin1-rest", _latin1_rest)
