"""A document as Markdown (CommonMark), which reads back as the same document."""

from __future__ import annotations

import re

from .blocks import Block, blocks, heading, level
from .document import Document

_SPECIAL = re.compile(r"([\\`*_\[\]<>&|])")
_AT_START = re.compile(r"([#+=~-])|(\d{1,9})([.)])(?=\s|$)")


def to_markdown(document: Document) -> str:
    """Headings by level, short lines kept apart; text whose spacing matters stands in fences."""
    parts: list[str] = []
    for section in document.sections:
        if section.title:
            parts.append(f"{'#' * level(section)} {_escaped(heading(section))}")
        parts += [_block(block) for block in blocks(section.text)] if section.text else []
    return "\n\n".join(parts) + "\n" if parts else ""


def _block(block: Block) -> str:
    if block.verbatim:
        return _fenced(block.lines)
    last = len(block.lines) - 1
    lines = [
        _escaped_line(line) + ("" if index == last or block.soft(index) else "\\")
        for index, line in enumerate(block.lines)
    ]
    return "\n".join(lines)


def _fenced(lines: tuple[str, ...]) -> str:
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join([fence, *lines, fence])


def _escaped_line(line: str) -> str:
    """A line of text that Markdown shows as it is: no list, no rule, no heading begins with it."""
    text = _escaped(line)
    start = _AT_START.match(text)
    if not start:
        return text
    if start[1]:
        return "\\" + text
    return f"{start[2]}\\{text[len(start[2]) :]}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
