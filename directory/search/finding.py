"""Which teams hold some words, and in which order: names before services before prose (the contract on both
stores), by name among equals; few hits in the prose by the store's own measure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, reduce
from itertools import islice
from operator import and_

from . import ANYWHERE, NAMES, SERVICES, holding, ranked
from .shelf import Shelf

FEW = 2_000  # hits that the store is asked to rank
KEPT_WORDS = 2_000  # words whose bitmaps a shelf keeps


class Hits:
    """Bitmaps of the teams that hold all of some words, each made when it is asked for: the teams that hold them in
    their names, in names and services, anywhere."""

    def __init__(self, shelf: Shelf, words: Sequence[str]) -> None:
        self._shelf, self._words = shelf, words

    @cached_property
    def names(self) -> int:
        return self._all(NAMES)

    @cached_property
    def services(self) -> int:
        return self._all(SERVICES)

    @cached_property
    def anywhere(self) -> int:
        return self._all(ANYWHERE)

    def _all(self, most: int) -> int:
        return reduce(and_, (_of_word(self._shelf, word, most) for word in self._words))


def hits(shelf: Shelf, words: Sequence[str]) -> Hits:
    """The teams that hold every one of these folded words, at least one, or a word that begins so."""
    return Hits(shelf, words)


def _of_word(shelf: Shelf, word: str, most: int) -> int:
    kept: dict[tuple[str, int], int] = shelf.found.setdefault("words", {})
    key = (word, most)
    if key not in kept:
        if len(kept) >= KEPT_WORDS:
            kept.clear()
        kept[key] = shelf.bits_of(holding(word, most=most))
    return kept[key]


def by_name(shelf: Shelf, words: Sequence[str], most: int) -> list[int]:
    """The places of the first teams with all the words in their names, so many at most."""
    return list(islice(_by_nearness(shelf, hits(shelf, words).names, words), most))


def in_order(shelf: Shelf, found: Hits, words: Sequence[str], among: int) -> Iterator[int]:
    """The places of the hits that are `among` these, the most telling first."""
    tiers = (found.names, found.services & ~found.names, found.anywhere & ~found.services & ~found.names)
    for number, tier in enumerate(tiers):
        tier &= among
        if number == 0:
            yield from _by_nearness(shelf, tier, words)
        elif number == 1 or tier.bit_count() > FEW or found.anywhere.bit_count() > FEW:
            yield from some_of(shelf.by_name, tier)
        else:
            yield from _by_relevance(shelf, tier, words)


def _by_nearness(shelf: Shelf, tier: int, words: Sequence[str]) -> Iterator[int]:
    """A name that is these words, or begins with them, is what was meant; then by name."""
    in_turn = some_of(shelf.by_name, tier)
    if tier.bit_count() > FEW:
        yield from in_turn
    else:
        text, names = " ".join(words), shelf.rows.names
        yield from sorted(in_turn, key=lambda place: not _begins(names[place], text))


def _begins(name: str, text: str) -> bool:
    return name.replace("-", " ").startswith(text)


def _by_relevance(shelf: Shelf, tier: int, words: Sequence[str]) -> Iterator[int]:
    if not tier:
        return
    order = [shelf.place_of[key] for key in ranked(words) if key in shelf.place_of]
    yield from some_of(order, tier)


def some_of(order: Iterable[int], bits: int) -> Iterator[int]:
    """The places of this order that the bitmap has."""
    octets = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
    size = len(octets)
    return (place for place in order if place >> 3 < size and octets[place >> 3] >> (place & 7) & 1)


def page_of(order: Iterator[int], number: int, size: int) -> list[int]:
    """The places on a page, counted from 1."""
    return list(islice(order, (number - 1) * size, number * size))
