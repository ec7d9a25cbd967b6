"""From bytes to lines: one reader a format, and `read`, which chooses by content.

Nothing is fetched, nothing is run, and the only exception is `Unreadable`, whose message is a sentence for
the person who sent the bytes. What is doubtful comes back as problems of the `Source`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from directory.rfc2350 import door
from directory.rfc2350.source import Line, Source

from . import encoding, sniff
from .limits import MAX_BYTES, MAX_LINES, MEGABYTE, Unreadable
from .markdown import read_markdown
from .sandbox import read_apart
from .text import read_text

__all__ = ["FORMATS", "Format", "Unreadable", "read"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format that comes in: its name to a person, and its reader of bytes or of decoded text."""

    label: str
    from_bytes: Callable[[bytes], Source] | None = None
    from_text: Callable[[str], Source] | None = None


FORMATS = {
    "text": Format("Text", from_text=read_text),
    "markdown": Format("Markdown", from_text=read_markdown),
    "html": Format("HTML", from_text=lambda text: read_apart("html", text.encode("utf-8", "replace"))),
    "pdf": Format("PDF", from_bytes=partial(read_apart, "pdf")),
    "docx": Format("Word", from_bytes=partial(read_apart, "docx")),
}


def read(data: bytes, name: str = "") -> Source:
    """The lines of a document. Raises Unreadable where the bytes are none, or more than a document may be.

    The bytes decide what it is; a `name` that promises another kind of file is refused.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(f"The document is larger than {MAX_BYTES // MEGABYTE} MB.")
    kind = sniff.binary_kind(data)
    if kind is not None:
        sniff.check_name(kind, name)
        reader = FORMATS[kind].from_bytes
        assert reader is not None  # noqa: S101  the table has one for each binary kind
        return without_keys(reader(data))
    decoded = encoding.decode(data)
    if not decoded.encoding.startswith(("utf-16", "utf-32")):
        sniff.refuse_binary(data)
    return read_decoded(decoded, name)


def read_decoded(decoded: encoding.Decoded, name: str) -> Source:
    if decoded.text.count("\n") > MAX_LINES:
        raise Unreadable(f"The document has more than {MAX_LINES:,} lines.")
    kind = sniff.text_kind(decoded.text, name)
    sniff.check_name(kind, name)
    reader = FORMATS[kind].from_text
    assert reader is not None  # noqa: S101  the table has one for each kind of text
    source = reader(decoded.text)
    source = source if kind == "text" else without_keys(source)
    return replace(source, encoding=decoded.encoding, problems=decoded.problems + source.problems)


def without_keys(source: Source) -> Source:
    """The source without private keys, each reported, and without the armour of a clear signature."""
    lines = source.lines
    cleaned = door.without_private_keys([door.Raw(x.text, i, x.page or 1) for i, x in enumerate(lines)])
    kept = door.without_clear_signature(cleaned.lines)
    found = (replace(p, line=lines[p.line].number) if p.line is not None else p for p in cleaned.problems)
    return replace(
        source,
        lines=tuple(with_text(lines[raw.number], raw.text) for raw in kept),
        problems=source.problems + tuple(found),
    )


def with_text(line: Line, text: str) -> Line:
    return line if line.text == text else replace(line, text=text, cells=())
