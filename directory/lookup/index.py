"""Claims in memory, for a million questions in a row: flat arrays, and one binary search for each address.

Nested networks are laid out as disjoint segments of the address space, each owned by the longest network that
covers it; a network knows the one around it. So an address costs one search among segments, and its networks are
read by walking outward. A million networks take about 50 MB. This module knows neither Django nor a database.
"""

import heapq
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator

from . import keys
from .answers import MOST_PARTS

NOTHING = -1


class Firsts:
    """Sorted addresses of one family: 32-bit numbers for IPv4, two 64-bit halves for IPv6."""

    def __init__(self, *, v4: bool) -> None:
        self.v4 = v4
        self.high = array("Q")
        self.low = array("I" if v4 else "Q")

    def __len__(self) -> int:
        return len(self.low)

    def append(self, address: int) -> None:
        if self.v4:
            self.low.append(address & 0xFFFFFFFF)
        else:
            self.high.append(address >> 64)
            self.low.append(address & 0xFFFFFFFFFFFFFFFF)

    def __getitem__(self, place: int) -> int:
        return keys.MAPPED | self.low[place] if self.v4 else self.high[place] << 64 | self.low[place]

    def at_or_before(self, address: int) -> int:
        """The place of the last one that is not above the address; -1 where all are."""
        if self.v4:
            return bisect_right(self.low, address & 0xFFFFFFFF) - 1
        high, low = address >> 64, address & 0xFFFFFFFFFFFFFFFF
        start = bisect_left(self.high, high)
        return bisect_right(self.low, low, start, bisect_right(self.high, high, start)) - 1


class Family:
    """The networks of IPv4, or those of IPv6. `add` takes them sorted by first address, then length."""

    def __init__(self, *, v4: bool) -> None:
        self.nodes = Firsts(v4=v4)
        self.lengths = array("B")
        self.around = array("i")  # the network that holds this one, or NOTHING
        self.starts = Firsts(v4=v4)  # of segments, which cover the whole space of addresses
        self.owners = array("i")  # the network of each segment, or NOTHING
        self._open: list[tuple[int, int]] = []  # networks that are not over yet: last address, number
        self._segment(keys.MAPPED if v4 else 0, NOTHING)

    def add(self, first: int, length: int) -> int:
        """A network's number; one that is the same as the last gets the same number."""
        newest = len(self.lengths) - 1
        if newest >= 0 and self.lengths[newest] == length and self.nodes[newest] == first:
            return newest
        self._close_before(first)
        node = newest + 1
        self.nodes.append(first)
        self.lengths.append(length)
        self.around.append(self._open[-1][1] if self._open else NOTHING)
        self._segment(first, node)
        self._open.append((keys.last_of(first, length), node))
        return node

    def close(self) -> None:
        """After the last network."""
        self._close_before(1 << keys.TOP)

    def _close_before(self, first: int) -> None:
        end = keys.LAST_OF_V4 if self.nodes.v4 else (1 << keys.TOP) - 1
        while self._open and self._open[-1][0] < first:
            last, _ = self._open.pop()
            if last < end:
                self._segment(last + 1, self._open[-1][1] if self._open else NOTHING)

    def _segment(self, start: int, owner: int) -> None:
        place = len(self.owners) - 1
        if place >= 0 and self.starts[place] == start:
            self.owners[place] = owner
        else:
            self.starts.append(start)
            self.owners.append(owner)

    def longest(self, address: int) -> int:
        """The number of the longest network that holds the address, or NOTHING."""
        return self.owners[self.starts.at_or_before(address)]

    def longest_v4(self) -> Callable[[int], int]:
        """`longest` for 32-bit numbers, in one call: a table of the first halves leaves a few segments to search."""
        starts, owners = self.starts.low, self.owners
        half = 1 << 16
        table = array("I", (bisect_right(starts, high << 16) for high in range(half)))
        table.append(len(starts))

        def longest(address: int) -> int:
            high = address >> 16
            return owners[bisect_right(starts, address, table[high], table[high + 1]) - 1]

        return longest

    def holding(self, first: int, last: int) -> Iterator[int]:
        """Numbers of the networks that hold every address of the span, the longest first."""
        for node in self._around(first):
            if keys.last_of(self.nodes[node], self.lengths[node]) >= last:
                yield node

    def overlapping(self, first: int, last: int) -> Iterator[int]:
        """Numbers of the networks that share an address with the span and do not hold it."""
        for node in self._around(first):
            if keys.last_of(self.nodes[node], self.lengths[node]) < last:
                yield node
        yield from range(self.nodes.at_or_before(first) + 1, self.nodes.at_or_before(last) + 1)

    def _around(self, address: int) -> Iterator[int]:
        node = self.longest(address)
        while node != NOTHING:
            yield node
            node = self.around[node]


class Networks:
    """Values by network: what is added to each, in the order in which it was added."""

    def __init__(self, rows: Iterable[tuple[bytes, int, int]]) -> None:
        """`rows` are (network key, value, flag), sorted by first address, then by length."""
        self.v4, self.v6 = Family(v4=True), Family(v4=False)
        self._values = {True: Values(), False: Values()}
        for key, value, flag in rows:
            first, length = keys.network_at(key)
            v4 = keys.is_v4(first) and length >= keys.FIRST_OF_V4
            family = self.v4 if v4 else self.v6
            self._values[v4].add(family.add(first, length), value, flag)
        self.v4.close()
        self.v6.close()

    def __len__(self) -> int:
        return len(self.v4.lengths) + len(self.v6.lengths)

    def family(self, first: int) -> Family:
        return self.v4 if keys.is_v4(first) else self.v6

    def longest(self, address: int) -> int:
        """A number that is the same for all addresses of one segment: what a memo can be keyed by."""
        return self.family(address).longest(address)

    def holding(self, first: int, last: int) -> Iterator[tuple[bytes, int, int]]:
        """(key, value, flag) of the networks that hold the span, the longest first."""
        family = self.family(first)
        for node in family.holding(first, last):
            yield from self._told(family, node)

    def at(self, address: int) -> list[tuple[bytes, int, int]]:
        """(key, value, flag) of the networks that hold an address, the longest first: the same as `holding`, in
        one loop, since this is what is asked a million times."""
        family = self.family(address)
        nodes, lengths, around = family.nodes, family.lengths, family.around
        said = self._values[nodes.v4]
        ends, values, flags = said.ends, said.values, said.flags
        found = []
        node = family.longest(address)
        while node != NOTHING:
            key = keys.key(lengths[node], nodes[node])
            for place in range(ends[node - 1] if node else 0, ends[node]):
                found.append((key, values[place], flags[place]))
            node = around[node]
        return found

    def overlapping(self, first: int, last: int) -> list[tuple[bytes, int, int]]:
        """(key, value, flag) of the first MOST_PARTS by key of the networks that overlap the span, not hold it."""
        family = self.family(first)
        parts = heapq.nsmallest(
            MOST_PARTS, family.overlapping(first, last), key=lambda n: (family.lengths[n], family.nodes[n])
        )
        told = (row for node in parts for row in self._told(family, node))
        return [row for row, _ in zip(told, range(MOST_PARTS), strict=False)]

    def _told(self, family: Family, node: int) -> Iterator[tuple[bytes, int, int]]:
        key = keys.key(family.lengths[node], family.nodes[node])
        for value, flag in self._values[family.nodes.v4].of(node):
            yield key, value, flag


class Values:
    """What is said of each network, in a row: `ends` tells where one network's stop."""

    def __init__(self) -> None:
        self.values, self.flags, self.ends = array("Q"), array("B"), array("I")

    def add(self, node: int, value: int, flag: int) -> None:
        self.values.append(value)
        self.flags.append(flag)
        if node == len(self.ends):
            self.ends.append(len(self.values))
        else:
            self.ends[node] = len(self.values)

    def of(self, node: int) -> Iterator[tuple[int, int]]:
        start = self.ends[node - 1] if node else 0
        return zip(self.values[start : self.ends[node]], self.flags[start : self.ends[node]], strict=True)
