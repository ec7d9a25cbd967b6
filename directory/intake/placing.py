"""Text that belongs to no section of RFC 2350: which pieces there are, and the document with some of them placed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from directory.rfc2350.body import Piece as Line
from directory.rfc2350.body import normalise
from directory.rfc2350.document import Document, Section
from directory.rfc2350.facts import derive
from directory.rfc2350.layout import Part
from directory.rfc2350.sections import FRONT, OTHER, TITLES, place

UNPLACED = frozenset({FRONT, OTHER})
#: Headings that only hold others take no text.
CHAPTERS = frozenset({"1", "2", "3", "4"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a document's text without a section of RFC 2350. `index` is its place among the document's sections."""

    index: int
    section: Section


@dataclass(frozen=True, slots=True)
class Placed:
    """A document with pieces moved into sections. `origins` gives for each of its sections the index that it had before,
    None for one that a piece has opened; `grown` are the sections, by index, that took a piece in."""

    document: Document
    places: tuple[Sequence[int], ...]
    origins: tuple[int | None, ...]
    grown: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Body:
    """A section while pieces are moved: its text's lines with their lines in the source."""

    section: Section
    lines: list[str]
    numbers: list[int]
    origin: int | None
    grown: bool = False


def pieces(document: Document) -> list[Piece]:
    return [
        Piece(index, section)
        for index, section in enumerate(document.sections)
        if section.canonical in UNPLACED and (section.text or section.title)
    ]


def targets() -> list[tuple[str, str]]:
    """The sections that a piece can be given to, as (canonical number, number and title)."""
    return [
        (canonical, f"{canonical} {title}")
        for canonical, title in TITLES.items()
        if canonical not in CHAPTERS
    ]


def placed(document: Document, parts: Sequence[Part], wanted: Mapping[int, str]) -> Placed:
    """The document with each piece of `wanted` (index: canonical number) at the end of its new section, under its own
    title as a line, and with the facts that follow. A section that the document does not have is opened. `parts` are
    those of its source (`parser.parts_of`). Every other word stays where it is."""
    bodies = [
        _Body(section, section.text.split("\n") if section.text else [], list(part.places), index)
        for index, (section, part) in enumerate(zip(document.sections, parts, strict=True))
    ]
    if not wanted:
        return Placed(document, tuple(b.numbers for b in bodies), tuple(b.origin for b in bodies))
    kept = [body for index, body in enumerate(bodies) if index not in wanted]
    for index in sorted(wanted):
        _append(_home(kept, wanted[index]), bodies[index])
    sections = tuple(replace(body.section, text="\n".join(body.lines)) for body in kept)
    places = tuple(body.numbers for body in kept)
    return Placed(
        _derived(document, sections, places, [part.places for part in parts]),
        places,
        tuple(body.origin for body in kept),
        frozenset(index for index, body in enumerate(kept) if body.grown),
    )


def _home(bodies: list[_Body], canonical: str) -> _Body:
    """The section of this number, opened behind the last one that comes before it where there is none."""
    for body in bodies:
        if body.section.canonical == canonical:
            return body
    before = [
        index
        for index, body in enumerate(bodies)
        if body.section.canonical != OTHER and place(body.section.canonical) < place(canonical)
    ]
    opened = _Body(Section(canonical, canonical, TITLES[canonical], ""), [], [], None)
    bodies.insert(max(before, default=-1) + 1, opened)
    return opened


def _append(home: _Body, body: _Body) -> None:
    """Through `normalise`, so that the text has the one shape that reads back as it was written."""
    line = body.section.line or 1
    numbered = list(zip(home.lines, home.numbers, strict=True))
    title = [(body.section.title, line), ("", line)] if body.section.title else []
    own = list(zip(body.lines, body.numbers, strict=True))
    gap = [("", line)] if numbered else []
    home.lines, home.numbers = normalise([Line(*pair) for pair in (*numbered, *gap, *title, *own)])
    home.grown = True


def _derived(
    document: Document,
    sections: tuple[Section, ...],
    places: Sequence[Sequence[int]],
    old: Sequence[Sequence[int]],
) -> Document:
    before = derive(document.sections, document.language, old).problems
    facts = derive(sections, document.language, places)
    kept = (problem for problem in document.problems if problem not in before)
    return replace(
        document,
        sections=sections,
        document=facts.document,
        team=facts.team,
        constituency=facts.constituency,
        services=facts.services,
        problems=(*kept, *facts.problems),
        lines=facts.lines,
    )
