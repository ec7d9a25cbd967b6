"""The teams that a visitor asks for: which, in which order, and how many there are with each further choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from directory.filters import ListingFilter
from directory.lookup import asking
from directory.models import Listing
from directory.search import finding, spelling
from directory.search.finding import Hits, page_of, some_of
from directory.search.query import Query
from directory.search.shelf import Shelf, shelf

STORED = {"name": "by_name", "country": "by_country", "confirmed": "by_freshness"}  # orders of the shelf


class Selection:
    """What a valid filter selects at a moment, of what is published now."""

    def __init__(self, filtered: ListingFilter, at: datetime) -> None:
        self.chosen: Mapping[str, list[str]] = filtered.chosen
        self.sort = filtered.sorted_by
        self.typed = filtered.query
        self.at = at

    @cached_property
    def shelf(self) -> Shelf:
        return shelf(self.at)

    # What was asked -------------------------------------------------------------------------------

    @cached_property
    def answers(self) -> dict[int, dict[str, Any]]:
        """The teams that answer for what is looked up, the most fitting first, by their listings' keys."""
        return asking.answers_for(self.typed.target, self.at) if self.typed.target else {}

    @cached_property
    def query(self) -> Query:
        """What was typed; with the words that were most likely meant where nobody has those that were."""
        if self.typed.kind != "words" or not self.typed.words or self._hits(self.typed.words).anywhere:
            return self.typed
        meant = tuple(
            word if self._hits((word,)).anywhere else spelling.meant(word) or word
            for word in self.typed.words
        )
        found = meant != self.typed.words and self._hits(meant).anywhere
        return replace(self.typed, words=meant) if found else self.typed

    @property
    def corrected(self) -> bool:
        return self.query is not self.typed

    def _hits(self, some: tuple[str, ...]) -> Hits:
        return finding.hits(self.shelf, some)

    @cached_property
    def _named(self) -> list[int]:
        """The places of those that answer for a target, or that an identifier names, in their order."""
        if self.typed.target:
            keys = list(self.answers)
        else:
            named = Listing.objects.listed().identified_by(self.typed.kind, self.typed.value)
            keys = list(named.by_name().values_list("pk", flat=True))
        return [self.shelf.place_of[key] for key in keys if key in self.shelf.place_of]

    @cached_property
    def _there(self) -> int:
        """The bitmap of those that sit in the country that was asked for."""
        target = self.typed.target
        return self.shelf.having("country", target.value) if target and target.kind == "country" else 0

    @cached_property
    def asked(self) -> int:
        """The bitmap of what the box found; all teams where nothing was typed."""
        query = self.query
        if query.kind != "words":
            return self.shelf.bits_of(self.shelf.keys_of(self._named)) | self._there
        if not query.value:
            return self.shelf.listed
        found = self._hits(query.words).anywhere if query.words else 0
        return found & self.shelf.having("country", query.country) if query.country else found

    # What was chosen ------------------------------------------------------------------------------

    def _having(self, facet: str) -> int:
        bits = 0
        for value in self.chosen[facet]:
            bits |= self.shelf.having(facet, value)
        return bits

    def without(self, facet: str) -> int:
        """The bitmap with all choices but those of one facet."""
        bits = self.asked
        for name in self.chosen:
            if name != facet:
                bits &= self._having(name)
        return bits

    @cached_property
    def bits(self) -> int:
        return self.without("")

    @cached_property
    def count(self) -> int:
        return self.bits.bit_count()

    def counts(self, facet: str) -> dict[str, int]:
        """How many teams there are with each value of a facet, given all the other choices."""
        return self.shelf.counts(facet, self.without(facet))

    # In which order -------------------------------------------------------------------------------

    @property
    def sorted_by(self) -> str:
        by_itself = "name" if self.query.kind == "words" and not self.query.value else "relevance"
        return self.sort or by_itself

    def order(self) -> Iterator[int]:
        """The places of what is selected."""
        if self.sorted_by in STORED:
            return some_of(getattr(self.shelf, STORED[self.sorted_by]), self.bits)
        if self.query.kind != "words":
            rest = self.bits & ~self.shelf.bits_of(self.shelf.keys_of(self._named))
            return iter([*some_of(self._named, self.bits), *some_of(self.shelf.by_name, rest)])
        if not self.query.words:
            return some_of(self.shelf.by_name, self.bits)
        return finding.in_order(self.shelf, self._hits(self.query.words), self.query.words, self.bits)

    def page(self, number: int, size: int) -> list[Listing]:
        """The listings of a page, counted from 1, in their order."""
        return self._listings(self._places(number, size))

    def first_by_name(self, most: int) -> list[Listing]:
        """The first teams with what was typed in their names; where there is none, the first that are found at all."""
        if self.is_a_name:
            return self._listings(finding.by_name(self.shelf, self.typed.words, most))
        return self.page(1, most)

    @property
    def is_a_name(self) -> bool:
        """Whether some team has all that was typed in its names, and nothing else was said, such as a country."""
        return bool(self.typed.words and not self.typed.country and self._hits(self.typed.words).names)

    def _listings(self, some: list[int]) -> list[Listing]:
        keys = self.shelf.keys_of(some)
        listings = Listing.objects.in_bulk(keys)
        return [listings[key] for key in keys if key in listings]

    def _places(self, number: int, size: int) -> list[int]:
        stored = STORED.get(self.sorted_by)
        if stored and self.bits == self.shelf.listed:
            whole: list[int] = getattr(self.shelf, stored)
            return whole[(number - 1) * size : number * size]
        return page_of(self.order(), number, size)

    def keys(self) -> list[int]:
        """The primary keys of all that is selected, in order."""
        return self.shelf.keys_of(self.order())
