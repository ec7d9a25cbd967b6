"""Fonts of a PDF: which letters and widths its codes have, and whether it is bold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, StreamObject
from pypdf.generic._font import Font

FORCE_BOLD = 1 << 18
BOLD_WEIGHT = 600
BOLD_NAMES = ("bold", "black", "heavy")
#: Fonts whose letters are pictures; their text is a bullet at most.
PICTURE_FONTS = ("wingdings", "webdings", "dingbats", "symbolmt", "opensymbol")
MAX_TABLE_BYTES = 300_000
_CID_RANGE = re.compile(rb"<([0-9A-Fa-f]{4})>\s*(?:<([0-9A-Fa-f]{4})>\s*)?(\d{1,5})\b")
FAULTS = (PyPdfError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@dataclass(slots=True)
class Typeface:
    """A font with what a glyph needs of it."""

    font: Font
    bold: bool
    picture: bool
    unit: float
    cids: dict[str, str] = field(default_factory=dict)
    signs: dict[str | int, tuple[str, float, bool]] = field(default_factory=dict)

    @classmethod
    def of(cls, resource: DictionaryObject) -> Typeface:
        font = Font.from_font_resource(resource)
        name = font.name.lower()
        descriptor = font.font_descriptor
        weight = descriptor.weight
        bold = (
            any(word in name for word in BOLD_NAMES)
            or (isinstance(weight, int | float) and weight >= BOLD_WEIGHT)
            or bool(descriptor.flags & FORCE_BOLD)
        )
        unit = 0.001
        if font.sub_type == "Type3":
            unit = float(resource.get("/FontMatrix", [unit])[0])
        face = cls(font, bold, any(word in name for word in PICTURE_FONTS), unit)
        if font.sub_type == "Type0" and not isinstance(font.encoding, str):
            # The font brings a table of its own from codes to glyphs; nearly all have codes of two bytes.
            font.encoding = "utf-16-be"
            encoding = resource.get("/Encoding", DictionaryObject()).get_object()
            face.cids = own_table(encoding.get_data()) if isinstance(encoding, StreamObject) else {}
        return face

    def spell(self, data: bytes) -> Iterator[tuple[str, float, bool]]:
        """The text, the width (of a size 1) and whether it is the one-byte space, of each code in `data`."""
        for code in self.codes(data):
            sign = self.signs.get(code)
            if sign is None:
                sign = self.signs[code] = self.sign(code)
            yield sign

    def codes(self, data: bytes) -> str | bytes:
        encoding = self.font.encoding
        if not isinstance(encoding, str):
            return data
        try:
            return data.decode(encoding, "surrogatepass")
        except UnicodeDecodeError:
            return data.decode(encoding, "replace")

    def sign(self, code: str | int) -> tuple[str, float, bool]:
        font = self.font
        if isinstance(code, str):
            letter, raw = code, code
        else:
            raw = chr(code)
            letter = font.encoding.get(code, raw) if isinstance(font.encoding, dict) else raw
        text = str(font.character_map.get(letter, letter))
        if self.picture and text.strip():
            text = "•"
        return text, font.get_text_width(self.cids.get(raw, raw)) * self.unit, code == 0x20


def own_table(data: bytes) -> dict[str, str]:
    """The glyph number of each code, both as characters, of an embedded CMap (ISO 32000-2, 9.7.5)."""
    table: dict[str, str] = {}
    for first, last, cid in _CID_RANGE.findall(data[:MAX_TABLE_BYTES]):
        start, end = int(first, 16), int(last or first, 16)
        for step in range(min(end - start, 0xFFFF) + 1):
            table[chr(start + step)] = chr(min(int(cid) + step, 0xFFFF))
    return table


def spelled_out(data: bytes) -> str:
    """A text string of a content stream: UTF-16 or UTF-8 by its mark, else close to Latin-1 (7.9.2.2)."""
    for mark, encoding in ((b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8")):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    return data.decode("latin-1")
