"""The project's own layout of a text: headings at column 0, bodies indented by three.

A text that is laid out so to the byte is read by its indentation alone; nothing in it has to be weighed,
and nothing can be taken for a heading, for furniture or for markup. That is what makes reading the
inverse of writing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .body import Piece, normalise
from .numbering import heading_line, read_number, split_heading

INDENT = "   "
LONGEST_HEADING = 250
MOST_HEADINGS = 1200
"""More headings than this are found in no text, and so written in none."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its body's lines: what a `Section` is before its meaning is known.

    `number` and `title` are in the form that `split_heading` gives, `lines` in that of `normalise`;
    `places` holds the source line of each of `lines`, and `line` that of the heading. The title is empty
    for the text before the first heading.
    """

    number: str | None
    title: str
    lines: tuple[str, ...]
    places: tuple[int, ...]
    line: int


def part(number: str | None, title: str, pieces: Sequence[Piece], line: int) -> Part:
    """A part in normal form, from a heading and a body as they were found."""
    title = " ".join(title.split())
    if title:
        number, title = split_heading(heading_line(number, title))
    lines, places = normalise(pieces)
    return Part(number, title, tuple(lines), tuple(places), line)


def rendered(headings: Iterable[tuple[str | None, str, Sequence[str]]]) -> list[str]:
    """The lines of a text that has these numbers, titles and bodies."""
    lines: list[str] = []
    for number, title, body in headings:
        if title:
            lines += ["", heading_line(number, title)] if lines else [heading_line(number, title)]
        if body:
            lines += [""] if lines else []
            lines += [INDENT + line if line else "" for line in body]
    return lines


def recognise(lines: Sequence[str]) -> list[Part] | None:
    """The parts of a text in the project's own layout; None for every other text."""
    if not all(_may_be_own(line, before) for line, before in zip(lines, ["", *lines], strict=False)):
        return None
    if sum(1 for line in lines if line and line[0] != " ") > MOST_HEADINGS:
        return None
    parts: list[Part] = []
    heading: tuple[str, int] = ("", 1)
    pieces: list[Piece] = []
    for number, line in enumerate([*lines, "end"], 1):
        if not line or line[0] == " ":
            pieces.append(Piece(line[len(INDENT) :], number))
            continue
        if heading[0] or pieces:
            parts.append(_own_part(heading, pieces))
        heading, pieces = (line, number), []
    same = rendered((p.number, p.title, p.lines) for p in parts) == list(lines)
    return parts if same and _is_outline(parts) else None


def _may_be_own(line: str, before: str) -> bool:
    """Whether a line may stand below another in the project's layout; most texts fail at once."""
    if not line:
        return bool(before)
    return (line[0] != " " or line.startswith(INDENT)) and line[-1] != " "


def _is_outline(parts: Sequence[Part]) -> bool:
    """Whether the lines at column 0 are headings, and not the paragraphs of a text that indents none.

    Most of them have a number and the project's two spaces behind it, or most have a body. Where many have a
    number with another sign behind it ("1. Charter"), the text only looks like the project's.
    """
    titled = [part for part in parts if part.title]
    if any(len(part.title) > LONGEST_HEADING for part in titled):
        return False
    foreign = sum(1 for part in titled if part.number is None and read_number(part.title)[0])
    if foreign > 2 and foreign * 3 > len(titled):
        return False
    numbered = sum(1 for part in titled if part.number)
    bodies = sum(1 for part in titled if part.lines)
    return numbered * 5 >= len(titled) * 3 or bodies * 2 >= len(titled)


def _own_part(heading: tuple[str, int], pieces: Sequence[Piece]) -> Part:
    line, number = heading
    own_number, title = split_heading(line)
    return part(own_number, title, pieces, number)
