"""Listed teams that share a name, or the look of one, with a draft."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from directory.models import Listing
from directory.search.query import fold

from .skeleton import letters, skeletons, strange_letters

SAME, ALIKE = "name", "look"  # kinds of `Identifier`, by which names are found again
LONGEST = 254  # as long as an identifier can be
MOST = 20  # teams that are told of


@dataclass(frozen=True, slots=True)
class Match:
    """`ours` is a name of the team that was asked about, `theirs` one of the listed team's; `same` where they are one
    name, apart from case, accents, width and hyphens."""

    listing: Listing
    ours: str
    theirs: str
    same: bool

    @property
    def sentence(self) -> str:
        if self.ours == self.theirs:
            return f"“{self.ours}” is a name of {self.listing} too."
        if self.same:
            return f"“{self.ours}” is the name “{self.theirs}” of {self.listing}, written otherwise."
        strange = list(strange_letters(self.ours, self.theirs)) or list(
            strange_letters(self.theirs, self.ours)
        )
        where = f" Look at {', '.join(strange)}." if strange else ""
        return f"“{self.ours}” looks like “{self.theirs}”, a name of {self.listing}.{where}"


def marks(names: Iterable[str]) -> set[tuple[str, str]]:
    """What names are found by: (kind, value) of identifiers."""
    found = set()
    for name in names:
        found.add((SAME, _folded(name)))
        found |= {(ALIKE, look[:LONGEST]) for look in skeletons(name)}
    return found


def _folded(name: str) -> str:
    return letters(fold(name))[:LONGEST]


def matches(names: Sequence[str], *, but_for: int | None) -> list[Match]:
    """The listed teams that share one of these names or the look of it; `but_for` is the primary key of the team whose
    names they are."""
    asked = marks(names)
    values = {kind: [value for k, value in asked if k == kind] for kind in (SAME, ALIKE)}
    listings = Listing.objects.listed().exclude(pk=but_for)
    found = listings.marked(SAME, values[SAME]) | listings.marked(ALIKE, values[ALIKE])
    return [match for listing in found.by_name()[:MOST] for match in _between(names, listing)]


def _between(names: Sequence[str], listing: Listing) -> Iterator[Match]:
    theirs = [listing.name, *listing.card.get("names", ())]
    for name in names:
        same = next((other for other in theirs if _folded(other) == _folded(name)), None)
        alike = next((other for other in theirs if skeletons(other) & skeletons(name)), None)
        if same or alike:
            yield Match(listing, name, same or alike or "", same is not None)
