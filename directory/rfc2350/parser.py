"""From lines to a document: `parse`."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from . import door, edges, layout, verdict
from .body import Piece
from .candidate import Candidate
from .document import Document, Problem, Section
from .facts import derive
from .furniture import without_furniture
from .headings import candidates
from .language import language_of
from .layout import Part
from .levels import recognise_levels
from .ordinals import without_value_numbers
from .outline import Heading, assign, choose
from .sections import FRONT
from .source import Line, Source, from_text
from .titles import matches

REACH = 300_000
"""Characters, with `LINE_COST` for each line, in which a document's structure is sought: ten times what the
longest that is known has. So a text of any shape costs no more than a constant and its own reading."""
LINE_COST = 20


def parse(source: str | Source) -> Document:
    """The document that a source holds, whatever it holds: problems are data, nothing is refused.

    Everything but the problems and the line numbers is a function of the sections.
    """
    if isinstance(source, str):
        source = from_text(source)
    parts = parts_of(source)
    sections = sections_of(parts)
    language = language_of(section.text for section in sections)
    problems = (*source.problems, *verdict.problems(sections), *_out_of_reach(source.lines))
    facts = derive(sections, language, [part.places for part in parts])
    return Document(
        language=language,
        document=facts.document,
        team=facts.team,
        constituency=facts.constituency,
        services=facts.services,
        sections=sections,
        problems=(*problems, *facts.problems),
        lines=facts.lines,
    )


def parts_of(source: Source) -> list[Part]:
    """The headings of a source and what stands under each.

    A text in the project's own layout is read by its indentation, any other by weighing all evidence.
    """
    own = layout.recognise([line.text for line in source.lines])
    if own and any(part.title for part in own):
        return own
    if written := recognise_levels(source.lines):
        return written
    near, far = within_reach(_signed_text(source.lines))
    lines = without_value_numbers(without_furniture(near))
    headings = choose(candidates(lines))
    if own and not verdict.is_convincing([heading.canonical for heading in headings]):
        return own
    return _cut([*lines, *far], headings)


def _out_of_reach(lines: Sequence[Line]) -> tuple[Problem, ...]:
    _, far = within_reach(lines)
    if not far:
        return ()
    message = "From this line on the text was kept as it is; headings were sought before it only."
    return (Problem("structure-limit", "note", far[0].number, message),)


def within_reach(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """The lines in which headings and furniture are sought, and those behind `REACH`, which are body."""
    left = REACH
    for index, line in enumerate(lines):
        left -= len(line.text) + LINE_COST
        if left < 0 and index:
            return lines[:index], lines[index:]
    return lines, ()


def sections_of(parts: Sequence[Part]) -> tuple[Section, ...]:
    """The parts with their canonical numbers: a function of numbers, titles and bodies alone."""
    given = [
        Candidate(index, 0, index, 0, part.number, part.title, matches(part.title), 0.0, whole=True)
        for index, part in enumerate(parts)
        if part.title
    ]
    canonicals = {heading.candidate.line: heading.canonical for heading in assign(given)}
    return tuple(
        Section(canonicals.get(index, FRONT), part.number, part.title, "\n".join(part.lines), part.line)
        for index, part in enumerate(parts)
    )


def _signed_text(lines: Sequence[Line]) -> list[Line]:
    """The lines without a clear signature's armour, whatever format they came in."""
    raws = [door.Raw(line.text, index, line.page or 1) for index, line in enumerate(lines)]
    kept = door.without_clear_signature(raws)
    return [_with_text(lines[raw.number], raw.text) for raw in kept]


def _with_text(line: Line, text: str) -> Line:
    if line.text == text:
        return line
    return dataclasses.replace(line, text=text, cells=())


def _cut(lines: Sequence[Line], headings: Sequence[Heading]) -> list[Part]:
    """The lines cut at their headings, without what a page put before and behind them."""
    starts = [(heading.candidate.line, heading.candidate.start) for heading in headings]
    ends = [*starts[1:], (len(lines), 0)][: len(starts)]
    front = edges.front_matter(_between(lines, (0, 0), starts[0] if starts else (len(lines), 0)))
    parts = [layout.part(None, "", front, front[0].number)] if front else []
    for heading, until in zip(headings, ends, strict=True):
        found = heading.candidate
        body = _between(lines, (found.end_line, found.end), until)
        if heading is headings[-1]:
            body = edges.last_body(body, heading.canonical == "7")
        parts.append(layout.part(found.number, found.title, body, lines[found.line].number))
    return [part for part in parts if part.title or part.lines]


def _between(lines: Sequence[Line], start: tuple[int, int], until: tuple[int, int]) -> list[Piece]:
    """The text from one place to another, as pieces of a body."""
    pieces: list[Piece] = []
    for index in range(start[0], min(until[0] + 1, len(lines))):
        text = lines[index].text
        first = start[1] if index == start[0] else 0
        last = until[1] if index == until[0] else len(text)
        if index == until[0] and last == 0:
            break
        piece = text[first:last].strip() if first else text[:last]
        pieces.append(Piece(piece, lines[index].number, beside=first > 0))
    return pieces
