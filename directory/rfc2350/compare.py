"""Two documents of one team side by side: what happened to each section, and to the words of it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from .difference import Passage, Work, difference
from .document import Document, Section
from .sections import OTHER, SERVICES
from .to_html import anchors


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section before and after; None where it was not there yet, or is there no longer.

    `anchor` is its place on the page of the document that it stands in, the later one where both have it.
    `moved` says that it stands at another place among the sections that both documents have.
    """

    before: Section | None
    after: Section | None
    passages: tuple[Passage, ...]
    anchor: str
    moved: bool = False

    @property
    def what(self) -> str:
        """What happened to the text: same, changed, added or removed."""
        if self.before is None or self.after is None:
            return "added" if self.before is None else "removed"
        return "same" if all(passage.what == "same" for passage in self.passages) else "changed"

    @property
    def section(self) -> Section:
        """The later one, or the one that went."""
        section = self.after or self.before
        assert section is not None  # noqa: S101  one of the two is always given
        return section

    @property
    def renamed(self) -> bool:
        return (
            self.before is not None and self.after is not None and _title(self.before) != _title(self.after)
        )

    @property
    def renumbered(self) -> bool:
        return self.before is not None and self.after is not None and self.before.number != self.after.number

    @property
    def untouched(self) -> bool:
        """True where nothing at all happened, to the text or to its heading."""
        return self.what == "same" and not (self.renamed or self.renumbered or self.moved)


def compare(before: Document, after: Document, work: Work | None = None) -> tuple[SectionChange, ...]:
    """Every section of both documents once, in the later one's order; one that went stands behind the section
    that it followed. Text whose line breaks alone are different is the same.

    The work grows linearly with the documents; `work` bounds it.
    """
    work = work or Work()
    partners = _partners(before.sections, after.sections)
    steady = _longest_rise([partners[j] for j in sorted(partners)])
    gone = _gone(len(before.sections), {i: j for j, i in partners.items()})
    old_places, new_places = anchors(before), anchors(after)

    def went(behind: int) -> list[SectionChange]:
        sections = [(before.sections[i], old_places[i]) for i in gone[behind]]
        return [SectionChange(s, None, difference(s.text, "", work), place) for s, place in sections]

    changes = went(-1)
    for j, section in enumerate(after.sections):
        i = partners.get(j)
        partner = None if i is None else before.sections[i]
        passages = difference(partner.text if partner else "", section.text, work)
        moved = i is not None and i not in steady
        changes += [SectionChange(partner, section, passages, new_places[j], moved), *went(j)]
    return tuple(changes)


def _gone(count: int, partners: dict[int, int]) -> dict[int, list[int]]:
    """The earlier sections without a partner, by the later section that they stand behind; -1 for the start."""
    gone: dict[int, list[int]] = defaultdict(list)
    behind = -1
    for i in range(count):
        if i in partners:
            behind = partners[i]
        else:
            gone[behind].append(i)
    return gone


# Which section is which --------------------------------------------------------------------------


def _title(section: Section) -> str:
    return " ".join(section.title.split())


def _by_all(section: Section) -> Hashable:
    return section.canonical, section.number, _title(section)


def _by_meaning_and_title(section: Section) -> Hashable:
    return (section.canonical, _title(section)) if section.title else None


def _by_number_and_title(section: Section) -> Hashable:
    return (section.number, _title(section)) if section.number else None


def _by_meaning_and_text(section: Section) -> Hashable:
    return (section.canonical, " ".join(section.text.split())) if section.text else None


def _by_meaning(section: Section) -> Hashable:
    """Services and what has no counterpart in the RFC share a number with others: it tells nothing of them."""
    return None if section.canonical in (SERVICES, OTHER) else section.canonical


# The surest first: what is left over by one is for the next.
_WAYS: tuple[Callable[[Section], Hashable], ...] = (
    _by_all,
    _by_meaning_and_title,
    _by_number_and_title,
    _by_meaning_and_text,
    _by_meaning,
)


def _partners(before: Sequence[Section], after: Sequence[Section]) -> dict[int, int]:
    """For places of `after` the place of the same section in `before`."""
    partners: dict[int, int] = {}
    free_before, free_after = list(range(len(before))), list(range(len(after)))
    for way in _WAYS:
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for i in free_before:
            waiting[way(before[i])].append(i)
        for j in free_after:
            key = way(after[j])
            if key is not None and waiting[key]:
                partners[j] = waiting[key].popleft()
        taken = set(partners.values())
        free_before = [i for i in free_before if i not in taken]
        free_after = [j for j in free_after if j not in partners]
    return partners


def _longest_rise(places: Sequence[int]) -> set[int]:
    """The most of `places`, all different, that rise in the order given: what kept its order."""
    ends: list[int] = []  # the least place that a rise of each length ends in
    before: dict[int, int | None] = {}
    for place in places:
        length = bisect_left(ends, place)
        before[place] = ends[length - 1] if length else None
        ends[length : length + 1] = [place]
    rise: set[int] = set()
    place_or_none = ends[-1] if ends else None
    while place_or_none is not None:
        rise.add(place_or_none)
        place_or_none = before[place_or_none]
    return rise
