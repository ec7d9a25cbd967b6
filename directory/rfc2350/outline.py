"""The outline of a document: which candidates are its headings, and what each of them means.

Every candidate speaks for itself (its title's likeness, its place), and for its neighbours: sections come
in the RFC's order, numbers count up, a document keeps to its manner of numbering. The best whole is
searched with a beam: a bounded number of outlines is carried along, so that time grows with the number of
candidates alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .candidate import Candidate
from .numbering import Number, is_successor
from .sections import FRONT, OTHER, REPEATABLE, SERVICES, TITLES, place, top

BEAM = 24
"""Outlines carried along."""

# A title that is so near to a section's needs no number to be told.
_TOLD = 0.85
_BY_NUMBER = -2.0

_NUMBER_OF = {canonical: tuple(map(int, canonical.split("."))) for canonical in TITLES}
_BIT = {canonical: 1 << place(canonical) for canonical in (FRONT, *TITLES, OTHER)}


@dataclass(frozen=True, slots=True)
class Heading:
    """A candidate that is a heading, with its canonical number."""

    candidate: Candidate
    canonical: str


@dataclass(frozen=True, slots=True)
class _Outline:
    """An outline so far: its score, its last heading, and what the next one is measured by."""

    score: float = 0.0
    last: Heading | None = None
    before: _Outline | None = None
    known: str = FRONT  # the last section that is one of the RFC's
    number: Number | None = None
    chapter_depth: int = 0  # parts in the numbers of chapters: 1 for "2", 2 for "3.2"; 0 while unknown
    aligned: int = 0  # headings whose own number is the canonical one
    seen: int = 0
    numbered: int = 0
    unnumbered: int = 0
    level: int | None = None

    def headings(self) -> list[Heading]:
        found: list[Heading] = []
        outline: _Outline | None = self
        while outline is not None and outline.last is not None:
            found.append(outline.last)
            outline = outline.before
        return found[::-1]


def choose(candidates: Sequence[Candidate]) -> list[Heading]:
    """The headings among the candidates."""
    return _best(candidates, must=False).headings()


def assign(candidates: Sequence[Candidate]) -> list[Heading]:
    """The canonical numbers of headings that are given: none is left out.

    A function of the candidates' numbers, titles and options alone.
    """
    return _best(candidates, must=True).headings()


def _best(candidates: Sequence[Candidate], must: bool) -> _Outline:
    beam = [_Outline()]
    for candidate in candidates:
        grown: dict[tuple[object, ...], _Outline] = {}
        for outline in beam:
            ways = _extensions(outline, candidate, must)
            for way in ways if must else [_passed(outline, candidate), *ways]:
                key = (way.known, way.number, way.last and way.last.candidate.end_line, way.unnumbered > 0)
                if key not in grown or grown[key].score < way.score:
                    grown[key] = way
        beam = sorted(grown.values(), key=lambda outline: -outline.score)[:BEAM]
    return max(beam, key=lambda outline: outline.score)


def _extensions(outline: _Outline, candidate: Candidate, must: bool) -> list[_Outline]:
    if not must and outline.last and _overlaps(outline.last.candidate, candidate):
        return []
    score = outline.score + candidate.evidence + _number_score(outline, candidate)
    ways = []
    for match in candidate.options:
        # Introductions and glossaries come before everything else, or are no such thing.
        if match.canonical != FRONT or place(outline.known) == 0:
            fit = _title_score(match.likeness) + _order_score(outline, candidate, match.canonical)
            fit += _depth_score(outline, candidate, match.canonical)
            way = _extended(outline, candidate, match.canonical, score + fit, known=match.canonical)
            chapter = candidate.parts if "." not in match.canonical and match.canonical != FRONT else None
            ways.append(replace(way, chapter_depth=len(chapter)) if chapter else way)
    if by_number := _section_by_number(outline, candidate):
        fit = _BY_NUMBER + _order_score(outline, candidate, by_number)
        ways.append(_extended(outline, candidate, by_number, score + fit, known=by_number))
    if unknown := _unknown_section(outline, candidate, must):
        known = SERVICES if unknown == SERVICES and place(outline.known) < place(SERVICES) else outline.known
        fit = _unknown_score(candidate)
        ways.append(_extended(outline, candidate, unknown, score + fit, known))
    return ways


def _extended(outline: _Outline, candidate: Candidate, canonical: str, score: float, known: str) -> _Outline:
    parts = candidate.parts
    return _Outline(
        score=score,
        last=Heading(candidate, canonical),
        before=outline,
        known=known,
        number=parts or outline.number,
        chapter_depth=outline.chapter_depth,
        aligned=outline.aligned + (parts is not None and parts == _NUMBER_OF.get(canonical)),
        seen=outline.seen | _BIT[canonical],
        numbered=outline.numbered + (parts is not None),
        unnumbered=outline.unnumbered + (parts is None),
        level=candidate.level,
    )


def _passed(outline: _Outline, candidate: Candidate) -> _Outline:
    """The outline without this candidate; to leave out a numbered line with a known title costs."""
    sure = candidate.whole and candidate.number is not None and candidate.likeness >= 0.97
    if sure and any(match.canonical == outline.known for match in candidate.options):
        return outline
    return replace(outline, score=outline.score - 1.5) if sure else outline


def _overlaps(last: Candidate, candidate: Candidate) -> bool:
    return (candidate.line, candidate.start) < (last.end_line, last.end)


def _title_score(likeness: float) -> float:
    """From -1.5 for a title that is hardly like the section's to 3 for the very same."""
    return -1.5 + 4.5 * (likeness - 0.6) / 0.4


def _order_score(outline: _Outline, candidate: Candidate, canonical: str) -> float:
    """What the RFC's order says for a section after those before it."""
    score = 0.0
    here, last = place(canonical), place(outline.known)
    if _NUMBER_OF.get(canonical) == candidate.parts:
        score += 0.8
    if here == last + 1:
        score += 1.0
    elif here > last:
        score += 0.7 - 0.05 * (here - last)
    elif here == last:
        score += _double_score(outline, candidate, canonical)
    elif canonical == FRONT:
        score -= 6.0
    else:
        score += -1.0 if top(canonical) == top(outline.known) else -3.0
    if outline.seen & _BIT[canonical] and canonical not in REPEATABLE:
        score -= 2.0
    return score


def _depth_score(outline: _Outline, candidate: Candidate, canonical: str) -> float:
    """Chapters have numbers of one depth and their sections deeper ones; a list's items have neither."""
    parts, chapter = candidate.parts, outline.chapter_depth
    if not parts or not chapter or canonical == FRONT:
        return 0.0
    if "." not in canonical:
        return -3.0 if len(parts) > chapter else 0.0
    return -3.5 if len(parts) <= chapter else 0.0


def _double_score(outline: _Outline, candidate: Candidate, canonical: str) -> float:
    """A section twice in a row: hours beside points of contact, vision beside mission; else a sub-heading."""
    parts, last = candidate.parts, outline.number
    if last and parts and len(parts) > len(last):
        return -9.0
    if last and parts and len(parts) == len(last) > 2 and parts[:-1] == last[:-1]:
        return -5.0
    if canonical not in REPEATABLE or (outline.numbered and parts is None):
        return -2.5
    return 0.0


def _number_score(outline: _Outline, candidate: Candidate) -> float:
    """What the numbers say: they count up, and a document keeps to numbers or does without."""
    parts, last = candidate.parts, outline.number
    if parts is None:
        return -min(4.0, 0.6 * outline.numbered / (1 + outline.unnumbered))
    if last is None:
        return 0.5 if parts[-1] <= 1 else 0.0
    if is_successor(last, parts):
        return 1.5
    if parts == last:
        return -2.0
    if parts < last:
        return -2.5
    if len(parts) == len(last) and parts[:-1] == last[:-1]:
        return 0.8 - 0.3 * (parts[-1] - last[-1] - 1)
    if len(parts) > 1 and parts[0] <= last[0] + 1:
        return 0.5
    return 0.0 if parts[0] <= last[0] + 2 else -2.0


def _section_by_number(outline: _Outline, candidate: Candidate) -> str | None:
    """The section that a title in an unknown wording may belong to, where all numbers so far were the RFC's.

    Services are excepted: there, a title of the team's own is the rule.
    """
    canonical = candidate.number or ""
    if candidate.likeness >= _TOLD or canonical not in TITLES or canonical.count(".") != 1:
        return None
    if top(canonical) in (SERVICES, FRONT) or top(outline.known) != top(canonical):
        return None
    return canonical if outline.aligned >= 3 and outline.aligned * 4 >= outline.numbered * 3 else None


def _unknown_section(outline: _Outline, candidate: Candidate, must: bool) -> str | None:
    """The section of a title that none is like: front matter, a service, another; None for no heading."""
    parts = candidate.parts
    if place(outline.known) == 0:
        return FRONT if must or parts else None
    chapter = top(outline.known)
    if must:
        return SERVICES if chapter == SERVICES else OTHER
    if parts is None:
        return (
            SERVICES if chapter == SERVICES and candidate.level and outline.level == candidate.level else None
        )
    if len(parts) == 1:
        follows = outline.last is not None and outline.last.canonical == outline.known
        return OTHER if follows and outline.number and is_successor(outline.number, parts) else None
    if len(parts) > 2:
        return None
    return SERVICES if chapter == SERVICES else OTHER


def _unknown_score(candidate: Candidate) -> float:
    """A title of the team's own is likelier for a section than for a chapter, and hardly one that is known."""
    score = -3.2 * max(0.0, candidate.likeness - 0.6) / 0.4
    parts = candidate.parts
    if parts is None:
        return score - 0.5
    return score - (1.5 if len(parts) == 2 else 2.5)
