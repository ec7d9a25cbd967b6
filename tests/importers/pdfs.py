"""PDF files made by hand, byte by byte, so that a test can say what each of them is."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

FONTS = "/Font<</F1 5 0 R/F2 6 0 R>>"


def pdf(
    *streams: str | bytes,
    filters: str = "/FlateDecode",
    kids: str | None = None,
    catalog: str = "",
    page: str = "",
    more: Sequence[str] = (),
) -> bytes:
    """A PDF of one page a content stream; `more` are further objects, the first of them number 20."""
    packed = [s if isinstance(s, bytes) else zlib.compress(s.encode("latin-1")) for s in streams]
    numbers = [100 + 2 * i for i in range(len(packed))]
    objects: dict[int, bytes] = {
        1: f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(),
        2: f"<</Type/Pages/Kids{kids or listed(numbers)}/Count {(kids or '').count('R') or len(packed)}>>".encode(),
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        6: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
    }
    for number, stream in zip(numbers, packed, strict=True):
        objects[number] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {number + 1} 0 R"
            f"/Resources<<{FONTS}>>{page}>>"
        ).encode()
        objects[number + 1] = (
            f"<</Length {len(stream)}/Filter{filters}>>stream\n".encode() + stream + b"\nendstream"
        )
    objects |= {20 + i: body.encode("latin-1") for i, body in enumerate(more)}
    return written(objects)


def listed(numbers: Sequence[int]) -> str:
    return f"[{' '.join(f'{n} 0 R' for n in numbers)}]"


def written(objects: dict[int, bytes]) -> bytes:
    out = b"%PDF-1.7\n"
    places: dict[int, int] = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in sorted(places.items()):
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    return out + b"trailer<</Size 1000/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start


def text(x: float, y: float, words: str, size: float = 11, font: str = "F1") -> str:
    """The operators that paint some words at a place."""
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET\n"


def lines(*words: str, x: float = 72, top: float = 760, step: float = 14) -> str:
    """Lines under each other."""
    return "".join(text(x, top - i * step, line) for i, line in enumerate(words))
