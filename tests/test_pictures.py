"""Uploaded pictures: known by what they are, kept without what is beside the picture."""

import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from directory import pictures
from tests.pictures import drawn, picture

KINDS = [
    ("PNG", "RGB", {}), ("PNG", "RGBA", {}), ("PNG", "P", {}), ("PNG", "L", {}),
    ("JPEG", "RGB", {}), ("JPEG", "RGB", {"progressive": True}), ("JPEG", "CMYK", {}), ("JPEG", "L", {}),
    ("WEBP", "RGB", {}), ("WEBP", "RGBA", {}), ("WEBP", "RGBA", {"lossless": True}),
]  # fmt: skip
each_kind = pytest.mark.parametrize(("form", "mode", "options"), KINDS)
HTML = b"<html><script>alert(1)</script></html>"


def with_notes(form: str) -> bytes:
    """A picture with a place and a program beside it."""
    place = Image.Exif()
    place[0x010E] = HTML.decode()
    if form == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", HTML.decode())
        return picture(form, pnginfo=notes, exif=place)
    return picture(form, exif=place, **({"comment": HTML} if form == "JPEG" else {"xmp": HTML}))


@each_kind
def test_a_picture_is_measured_and_looks_the_same(form, mode, options):
    content = picture(form, (81, 43), mode, **options)
    found = pictures.read(content)
    assert (found.media_type, found.width, found.height) == (f"image/{form.lower()}", 81, 43)
    assert drawn(found.content) == drawn(content)
    assert pictures.read(found.content) == found


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_what_stands_beside_a_picture_is_left_out(form):
    content = with_notes(form)
    assert b"<script>" in content
    kept = pictures.read(content).content
    assert b"<script>" not in kept
    assert b"Exif" not in kept
    assert b"EXIF" not in kept
    assert drawn(kept) == drawn(content)


@each_kind
def test_security_48_a_picture_that_is_something_else_as_well_is_refused(form, mode, options):
    for more in (HTML, b"\x00", b"PK\x03\x04", b"%PDF-1.7"):
        with pytest.raises(pictures.Refused, match="goes on after the picture"):
            pictures.read(picture(form, mode=mode, **options) + more)


@each_kind
def test_a_picture_that_was_cut_off_is_refused(form, mode, options):
    content = picture(form, (32, 16), mode, **options)
    for end in range(len(content)):
        with pytest.raises(pictures.Refused):
            pictures.read(content[:end])


@each_kind
@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_a_damaged_picture_is_read_or_refused(form, mode, options, data):
    content = bytearray(picture(form, (32, 16), mode, **options))
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=6)):
        content[at] = data.draw(st.integers(0, 255))
    with suppress(pictures.Refused):
        assert pictures.read(bytes(content)).width


@settings(deadline=None)
@given(
    st.sampled_from([pictures.PNG_SIGNATURE, b"\xff\xd8\xff", b"RIFF\x10\x00\x00\x00WEBP"]),
    st.binary(max_size=60),
)
def test_whatever_begins_as_a_picture_is_read_or_refused(begins, rest):
    with pytest.raises(pictures.Refused):
        pictures.read(begins + rest)


@pytest.mark.parametrize(
    "content",
    [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<?xml version='1.0'?>\n<SVG onload='alert(1)'>", b"\xef\xbb\xbf<!-- x --><svg>"],
)  # fmt: skip
def test_security_48_svg_is_refused_with_its_reason(content):
    with pytest.raises(pictures.Refused, match="SVG is not taken, for it can hold programs"):
        pictures.read(content)


@pytest.mark.parametrize(
    "content",
    [b"", b"x", HTML, b"GIF89a" + HTML, b"BM" + b"\x00" * 80, b"\x00\x00\x01\x00", HTML + picture()],
)
def test_security_48_what_is_no_picture_is_refused(content):
    with pytest.raises(pictures.Refused, match="not a PNG, JPEG or WebP"):
        pictures.read(content)


def test_a_moving_picture_is_refused():
    with pytest.raises(pictures.Refused, match="Moving pictures"):
        pictures.read(
            picture("WEBP", save_all=True, append_images=[Image.new("RGB", (80, 40), (1, 2, 3))], duration=9)
        )


@pytest.mark.parametrize("size", [(2001, 16), (16, 2001), (15, 40), (40, 15)])
def test_sides_have_their_limits(size):
    with pytest.raises(pictures.Refused, match="each side has 16 to 2,000"):
        pictures.read(picture("JPEG", size, quality=1))


def test_the_size_in_the_header_counts_before_anything_is_drawn():
    """A bomb: a few bytes that would be a picture of ten thousand million pixels."""
    content = bytearray(picture())
    content[16:24] = struct.pack(">II", 100_000, 100_000)
    content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    with pytest.raises(pictures.Refused, match="measures 100,000 × 100,000 pixels"):
        pictures.read(bytes(content))


def test_a_large_file_is_refused():
    with pytest.raises(pictures.Refused, match="at most 100,000 are taken"):
        pictures.read(picture() + b"\x00" * pictures.MAX_BYTES)


def test_a_webp_of_two_sizes_is_refused():
    content = bytearray(with_notes("WEBP"))
    assert content[12:16] == b"VP8X"
    content[24] += 1
    with pytest.raises(pictures.Refused, match="two sizes"):
        pictures.read(bytes(content))
