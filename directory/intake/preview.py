"""All that a page shows of a document before anything of it is taken. Nothing is stored for it (SECURITY 84)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from directory.models import Team
from directory.rfc2350.document import Document, Problem
from directory.rfc2350.lint import lint
from directory.rfc2350.parser import parts_of
from directory.rfc2350.source import Source

from .difference import Difference, Entry, difference, said
from .placing import Piece, Placed, pieces, placed
from .standing import Mark, ReadLine, Standings, read_lines

#: Lines of the document that a page shows; RFC 2350 documents have some hundreds.
MOST_LINES = 3000


class NoSuchPiece(ValueError):
    """A piece was placed that the document does not have."""


@dataclass(frozen=True, slots=True)
class Preview:
    """`entries` are the fields, with a draft beside them where there is a team (`found`); `pieces` the text without a
    section, each with the section that it was given to."""

    placed: Placed
    problems: tuple[Problem, ...]
    entries: tuple[Entry, ...]
    found: Difference
    pieces: tuple[tuple[Piece, str], ...]
    lines: tuple[ReadLine, ...]
    cut: bool

    @property
    def differs(self) -> bool:
        return any(entry.differs for entry in self.entries)

    @property
    def document(self) -> Document:
        return self.placed.document


def preview(
    source: Source, document: Document, wanted: Mapping[int, str], team: Team | None, today: date
) -> Preview:
    """`wanted` gives pieces by their index to sections. Raises NoSuchPiece."""
    loose = pieces(document)
    if set(wanted) - {piece.index for piece in loose}:
        raise NoSuchPiece("Text was placed that the document does not have.")
    moved = placed(document, parts_of(source), wanted)
    problems = (*moved.document.problems, *lint(moved.document, today))
    standings = Standings(source, moved, problems)
    found = difference(team, moved, standings) if team is not None else Difference()
    entries = found.entries if team is not None else said(moved.document, standings)
    lines = read_lines(source, moved, _marks(entries), problems, MOST_LINES)
    return Preview(
        moved,
        problems,
        entries,
        found,
        tuple((piece, wanted.get(piece.index, "")) for piece in loose),
        tuple(lines),
        len(source.lines) > MOST_LINES,
    )


def _marks(entries: tuple[Entry, ...]) -> dict[int, list[Mark]]:
    marks: dict[int, list[Mark]] = {}
    for entry in entries:
        for line in entry.lines:
            number = line.standing.line if line.standing else None
            mark = Mark(f"field-{entry.field.key}", entry.field.label)
            if number is not None and mark not in marks.get(number, []):
                marks.setdefault(number, []).append(mark)
    return marks
