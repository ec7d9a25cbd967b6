"""Pictures that people upload: recognised by what they are, measured, and kept without what is not the picture.

PNG (W3C PNG, third edition), JPEG (ITU-T T.81) and WebP (RFC 9649) are walked from end to end. Notes, places and
previews that cameras and programs put beside the picture are left out, and a file that goes on after the picture
is refused: it would be something else as well.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MAX_BYTES = 100_000
MAX_SIDE = 2_000  # pixels
MIN_SIDE = 16

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: What draws the picture and sets its colours. Texts, places (EXIF) and moving pictures are not among it.
PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs"}
WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"}
WEBP_NOTES = {b"EXIF", b"XMP "}


class Refused(ValueError):
    """No picture to show; the text is one sentence that says why."""


@dataclass(frozen=True, slots=True)
class Picture:
    """`content` is the file as it is kept; `suffix` is of its name; width and height are pixels."""

    media_type: str
    suffix: str
    width: int
    height: int
    content: bytes


def read(content: bytes) -> Picture:
    """The picture in a file. Raises Refused."""
    if len(content) > MAX_BYTES:
        raise Refused(f"The file has {len(content):,} bytes; at most {MAX_BYTES:,} are taken.")
    for begins, walk, media_type, suffix in FORMATS:
        if begins(content):
            try:
                width, height, kept = walk(content)
            except (IndexError, struct.error) as error:
                raise Refused("The file is damaged: it ends within the picture.") from error
            _check_size(width, height)
            return Picture(media_type, suffix, width, height, kept)
    if b"<svg" in content[:4096].lower():
        raise Refused("SVG is not taken, for it can hold programs; save the logo as PNG or WebP.")
    raise Refused("This is not a PNG, JPEG or WebP file.")


def _check_size(width: int, height: int) -> None:
    if not (MIN_SIDE <= width <= MAX_SIDE and MIN_SIDE <= height <= MAX_SIDE):
        raise Refused(
            f"The picture measures {width:,} × {height:,} pixels; each side has {MIN_SIDE} to {MAX_SIDE:,}."
        )


def _ended(content: bytes, at: int) -> None:
    if at != len(content):
        raise Refused("The file goes on after the picture; save the logo anew.")


# PNG ---------------------------------------------------------------------------------------------


def _png(content: bytes) -> tuple[int, int, bytes]:
    chunks = list(_png_chunks(content))
    kinds = [kind for kind, _, _ in chunks]
    body = chunks[0][1]
    if kinds[0] != b"IHDR" or len(body) != 13 or kinds.count(b"IHDR") != 1 or b"IDAT" not in kinds:
        raise Refused("The file is damaged: it begins as PNG and holds no picture.")
    width, height = struct.unpack(">II", body[:8])
    kept = b"".join(raw for kind, _, raw in chunks if kind in PNG_KEPT)
    return width, height, PNG_SIGNATURE + kept


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """(kind, body, whole chunk), to the end of the picture."""
    at, kind = len(PNG_SIGNATURE), b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", content, at)
        body = content[at + 8 : at + 8 + length]
        (checksum,) = struct.unpack_from(">I", content, at + 8 + length)
        if zlib.crc32(kind + body) != checksum:
            raise Refused("The file is damaged: a checksum of the PNG does not match.")
        yield kind, body, content[at : at + 12 + length]
        at += 12 + length
    _ended(content, at)


# JPEG --------------------------------------------------------------------------------------------

SOI, EOI, SOS, COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
APPLICATION = range(0xE0, 0xF0)


def _jpeg(content: bytes) -> tuple[int, int, bytes]:
    kept, sizes, scans = [content[:2]], [], 0
    at, marker = 2, SOI
    while marker != EOI:
        start = at
        if content[at] != 0xFF:
            raise Refused("The file is damaged: it begins as JPEG and does not go on as one.")
        while content[at] == 0xFF:
            at += 1
        marker, at = content[at], at + 1
        length = 0 if marker == EOI else struct.unpack_from(">H", content, at)[0]
        body, at = content[at + 2 : at + length], at + length
        if marker in FRAMES:
            sizes.append(struct.unpack_from(">HH", body, 1))
        if marker == SOS:
            scans, at = scans + 1, _scan_end(content, at)
        if _kept_of_jpeg(marker, body):
            kept.append(content[start:at])
    _ended(content, at)
    if len(sizes) != 1 or not scans:
        raise Refused("The file is damaged: it begins as JPEG and holds no picture.")
    height, width = sizes[0]
    return width, height, b"".join(kept)


def _scan_end(content: bytes, at: int) -> int:
    """Where the next marker stands: FF within a scan is followed by 00, or by D0 to D7 where it starts anew."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise IndexError
        if content[at + 1] not in (0x00, 0xFF, *range(0xD0, 0xD8)):
            return at
        at += 1


def _kept_of_jpeg(marker: int, body: bytes) -> bool:
    """Of what programs add, only the colours: the profile (ICC) and how CMYK is meant (Adobe)."""
    if marker in APPLICATION:
        return body.startswith(b"ICC_PROFILE\x00") or (body.startswith(b"Adobe") and len(body) == 12)
    return marker != COMMENT


# WebP --------------------------------------------------------------------------------------------


def _webp(content: bytes) -> tuple[int, int, bytes]:
    _ended(content, 8 + struct.unpack_from("<I", content, 4)[0])
    chunks = dict(_webp_chunks(content))
    data = chunks.get(b"VP8 ", chunks.get(b"VP8L", b""))
    size = _size_of_vp8(data) if b"VP8 " in chunks else _size_of_vp8l(data)
    if b"VP8X" in chunks:
        header = chunks[b"VP8X"]
        canvas = tuple(1 + int.from_bytes(header[at : at + 3], "little") for at in (4, 7))
        if canvas != size or len(header) != 10:
            raise Refused("The file is damaged: the WebP gives itself two sizes.")
        chunks[b"VP8X"] = bytes([header[0] & 0b0011_0000]) + header[1:]  # transparency and profile alone
    body = b"WEBP" + b"".join(
        kind + struct.pack("<I", len(part)) + part + b"\x00" * (len(part) % 2)
        for kind, part in chunks.items()
        if kind in WEBP_KEPT
    )
    return *size, b"RIFF" + struct.pack("<I", len(body)) + body


def _webp_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at < len(content):
        kind, length = struct.unpack_from("<4sI", content, at)
        if kind not in WEBP_KEPT | WEBP_NOTES:
            raise Refused("Moving pictures are not taken, nor WebP files with parts of their own.")
        if at + 8 + length > len(content):
            raise IndexError
        yield kind, content[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _size_of_vp8(data: bytes) -> tuple[int, int]:
    """RFC 6386, 9.1: after the frame's tag and its start code, 14 bits each."""
    if data[3:6] != b"\x9d\x01\x2a" or data[0] & 1:
        raise Refused("The file is damaged: it begins as WebP and holds no picture.")
    width, height = struct.unpack_from("<HH", data, 6)
    return width & 0x3FFF, height & 0x3FFF


def _size_of_vp8l(data: bytes) -> tuple[int, int]:
    """RFC 9649, 3.4: after the signature, 14 bits each, one less than the size."""
    if data[:1] != b"\x2f":
        raise Refused("The file is damaged: it begins as WebP and holds no picture.")
    (bits,) = struct.unpack_from("<I", data, 1)
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


Walk = Callable[[bytes], tuple[int, int, bytes]]
FORMATS: tuple[tuple[Callable[[bytes], bool], Walk, str, str], ...] = (
    (lambda content: content.startswith(PNG_SIGNATURE), _png, "image/png", "png"),
    (lambda content: content.startswith(b"\xff\xd8\xff"), _jpeg, "image/jpeg", "jpg"),
    (lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP", _webp, "image/webp", "webp"),
)
SUFFIXES = {media_type: suffix for _, _, media_type, suffix in FORMATS}
MEDIA_TYPES = tuple(SUFFIXES)
