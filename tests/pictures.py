"""Small pictures, drawn where they are needed."""

import io
from typing import Any

from PIL import Image


def picture(form: str = "PNG", size: tuple[int, int] = (80, 40), mode: str = "RGB", **options: Any) -> bytes:
    """The bytes of a picture as Pillow writes it: noise, so that nothing about it is by chance."""
    band = bytes((x * 7 + y * 13 + x * y) % 256 for y in range(size[1]) for x in range(size[0]))
    made = Image.merge("RGB", [Image.frombytes("L", size, band)] * 3).convert(mode)
    written = io.BytesIO()
    made.save(written, form, **options)
    return written.getvalue()


def drawn(content: bytes) -> bytes:
    """What is seen of it."""
    return Image.open(io.BytesIO(content)).convert("RGBA").tobytes()
