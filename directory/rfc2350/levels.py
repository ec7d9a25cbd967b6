"""Pages that the project's own writers of Markdown and HTML made, read by their headings' levels."""

from __future__ import annotations

from collections.abc import Sequence

from .body import Piece
from .layout import Part, part
from .numbering import split_spoken, spoken_heading
from .source import Line


def recognise_levels(lines: Sequence[Line]) -> list[Part] | None:
    """The parts of a page that the project's own writers made, by its headings' levels; None for others.

    In such a page every heading is written as `spoken_heading` does and every body is in normal form.
    """
    if not any(line.level for line in lines):
        return None
    parts: list[Part] = []
    heading: tuple[str, int] = ("", 1)
    pieces: list[Piece] = []
    for line in [*lines, Line("", 0, level=1)]:
        if not line.level:
            pieces.append(Piece(line.text, line.number))
            continue
        number, title = split_spoken(heading[0])
        found = part(number, title, pieces, heading[1])
        if spoken_heading(found.number, found.title) != heading[0] or not _is_normal(pieces, found):
            return None
        if found.title or found.lines:
            parts.append(found)
        heading, pieces = (line.text, line.number), []
    numbered = sum(1 for found in parts if found.number)
    return parts if parts and numbered * 5 >= sum(1 for found in parts if found.title) * 3 else None


def _is_normal(pieces: Sequence[Piece], found: Part) -> bool:
    return "\n".join(piece.text for piece in pieces).strip("\n") == "\n".join(found.lines)
