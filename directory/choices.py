"""What a visitor can still choose on a list, each with its count and the address that chooses it; and how to get
out of a choice that leaves nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import get_language

from directory.filters import FACETS, SORTS, VIEWS, Facet
from directory.selection import Selection

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Choice:
    """A value that would narrow the list or, where `chosen`, widen it; `address` is the query string that does.
    `depth` is its place in a tree, 0 for what stands on its own."""

    label: str
    count: int
    chosen: bool
    address: str
    depth: int = 0


@dataclass(frozen=True)
class Group:
    """A facet with what can be chosen of it; of a long one the first, how many `more` there are, and the address that
    shows them: two hundred countries are not for every visitor to load."""

    name: str
    label: str
    choices: list[Choice]
    more: int
    all_of_it: str


SHOWN_AT_ONCE = 6
ALMOST = 2  # so few more are not worth hiding


class Choices:
    def __init__(self, data: QueryDict, selection: Selection) -> None:
        self._selection = selection
        self._language = get_language() or "en"
        self._unfolded = data.get("more", "")
        self._given: Pairs = [
            (name, value) for name, values in data.lists() for value in values if name not in {"page", "more"}
        ]

    # Addresses ------------------------------------------------------------------------------------

    def _address(self, name: str, *values: str) -> str:
        """The query string with these values of a name and no others."""
        kept = [pair for pair in self._given if pair[0] != name]
        return "?" + urlencode([*kept, *((name, value) for value in values if value)])

    @cached_property
    def query(self) -> str:
        """The query string as it is, without a page, to be gone on with."""
        return urlencode(self._given)

    @property
    def on_the_map(self) -> str:
        """The query string that each country of the map goes on with."""
        return urlencode([pair for pair in self._given if pair[0] not in {"country", "view"}])

    @property
    def as_words(self) -> str:
        return self._address("as", "words")

    def page(self, number: int) -> str:
        return self._address("page", str(number) if number > 1 else "")

    @cached_property
    def sorts(self) -> list[Choice]:
        by = self._selection.sorted_by
        names = [name for name in SORTS if name != "relevance" or self._selection.typed.value]
        return [Choice(str(SORTS[name]), 0, name == by, self._address("sort", name)) for name in names]

    @cached_property
    def views(self) -> list[Choice]:
        given = dict(self._given).get("view") or "list"
        return [
            Choice(str(label), 0, name == given, self._address("view", "" if name == "list" else name))
            for name, label in VIEWS.items()
        ]

    # Facets ---------------------------------------------------------------------------------------

    @cached_property
    def groups(self) -> list[Group]:
        return [group for facet in FACETS if (group := self._group(facet)).choices]

    def _group(self, facet: Facet) -> Group:
        counts = self._selection.counts(facet.name)
        chosen = self._selection.chosen.get(facet.name, [])
        counts |= {code: 0 for code in chosen if code not in counts}
        codes = self._ordered(facet, self._opened(facet, counts, chosen), counts, chosen)
        shown = (
            codes if facet.tree or self._unfolded == facet.name else codes[: max(SHOWN_AT_ONCE, len(chosen))]
        )
        if len(codes) <= len(shown) + ALMOST:
            shown = codes
        start = self._address(facet.name)
        return Group(
            facet.name,
            str(facet.label),
            [self._choice(facet, code, counts[code], chosen, start) for code in shown],
            len(codes) - len(shown),
            self._address("more", facet.name),
        )

    def _opened(self, facet: Facet, counts: dict[str, int], chosen: list[str]) -> Iterable[str]:
        """Of a tree its roots, and what stands below those that are chosen, or have a chosen one below them."""
        if not facet.tree:
            return counts
        opened = {None, *chosen, *(above for code in chosen for above in facet.path(code))}
        return [code for code in counts if facet.parent(code) in opened]

    def _ordered(
        self, facet: Facet, codes: Iterable[str], counts: dict[str, int], chosen: list[str]
    ) -> list[str]:
        if facet.in_order:
            places = {code: place for place, code in enumerate(facet.codes())}
            return sorted(codes, key=lambda code: places.get(code, len(places)))

        def place(code: str) -> tuple[bool, int, str]:
            first = code in chosen and not facet.tree
            return (not first, -counts.get(code, 0), facet.name_of(code, self._language))

        # What stands below something follows it at once.
        return sorted(codes, key=lambda code: [place(above) for above in [*facet.path(code)[::-1], code]])

    def _choice(self, facet: Facet, code: str, count: int, chosen: list[str], start: str) -> Choice:
        if code in chosen:
            values = [value for value in chosen if value != code and code not in facet.path(value)]
        else:
            values = [value for value in chosen if value not in facet.path(code)] + [code]
        pairs = urlencode([(facet.name, value) for value in values])
        address = f"{start}{'&' if pairs and len(start) > 1 else ''}{pairs}"
        label = facet.name_of(code, self._language)
        return Choice(label, count, code in chosen, address, len(facet.path(code)))

    # Out of a choice --------------------------------------------------------------------------------

    @cached_property
    def chips(self) -> list[Choice]:
        """What is chosen, each with the address without it."""
        return [
            Choice(facet.name_of(value, self._language), 0, True, self._address(facet.name, *others))
            for facet in FACETS
            for value in self._selection.chosen.get(facet.name, ())
            for others in [[v for v in self._selection.chosen[facet.name] if v != value]]
        ]

    @property
    def nothing_chosen(self) -> str:
        """The address of what was typed, without any choice."""
        chosen = set(self._selection.chosen)
        return "?" + urlencode([pair for pair in self._given if pair[0] not in chosen])

    @cached_property
    def ways_out(self) -> list[Choice]:
        """Where nothing is left: for each facet how many teams there are without its choice, the most first."""
        found = [
            Choice(
                " / ".join(facet.name_of(v, self._language) for v in self._selection.chosen[facet.name]),
                self._selection.without(facet.name).bit_count(),
                True,
                self._address(facet.name),
            )
            for facet in FACETS
            if facet.name in self._selection.chosen
        ]
        return sorted((way for way in found if way.count), key=lambda way: -way.count)
