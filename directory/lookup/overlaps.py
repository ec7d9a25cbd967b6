"""Which claims of different teams overlap: the same network twice, one inside another, domains likewise.

An overlap is no mistake: a university's team and its network operator's both answer. It is something to know, for
the operators of a directory and for the teams concerned.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from . import keys
from .answers import Claim


class Overlap(NamedTuple):
    """Two claims of two teams. `same` where they claim one thing; else `inner` lies inside `outer`."""

    outer: Claim
    inner: Claim

    @property
    def same(self) -> bool:
        return self.outer.key == self.inner.key


def of_networks(claims: Iterable[Claim]) -> Iterator[Overlap]:
    """The overlaps among claims on networks, which come sorted by first address, then length, then team."""
    around: list[Claim] = []
    for claim in claims:
        first, _ = keys.network_at(claim.key)
        while around and _end(around[-1]) < first:
            around.pop()
        yield from (Overlap(outer, claim) for outer in around if outer.team != claim.team)
        around.append(claim)


def _end(claim: Claim) -> int:
    return keys.last_of(*keys.network_at(claim.key))


def of_names(claims: Iterable[Claim]) -> Iterator[Overlap]:
    """The overlaps among claims on AS numbers, domains, addresses and countries, in any order."""
    by_key: dict[bytes, list[Claim]] = {}
    for claim in claims:
        by_key.setdefault(claim.key, []).append(claim)
    for key in sorted(by_key):
        around = [claim for above in _above(key) for claim in by_key.get(above, ())]
        for place, inner in enumerate(by_key[key]):
            outer = [*around, *by_key[key][:place]]
            yield from (Overlap(claim, inner) for claim in outer if claim.team != inner.team)


def _above(key: bytes) -> list[bytes]:
    """The keys of all domains above a domain; none for other kinds."""
    return keys.suffixes(key[1:].decode())[1:] if key[:1] == b"d" else []


def of_team(team: int, own: Iterable[Claim], networks: Callable[[int, int], Iterable[Claim]],
            exact: Callable[[list[bytes]], Iterable[Claim]]) -> Iterator[Overlap]:  # fmt: skip
    """The overlaps of one team's claims with those of others; the last two are an Engine's `networks` and `claims`.

    Domains below a team's own are not sought: a registry's team would be told of every customer.
    """
    for claim in own:
        if claim.key[:1] == b"n":
            first, length = keys.network_at(claim.key)
            others = networks(first, keys.last_of(first, length))
        else:
            others = exact([claim.key, *_above(claim.key)])
        for other in others:
            if other.team != team:
                yield Overlap(*sorted((other, claim), key=_widest_first))


def _widest_first(claim: Claim) -> tuple[int, int]:
    """The place of a claim among two of which one holds the other; of equal ones, the earlier team's first."""
    return claim.key[1] if claim.key[:1] == b"n" else len(claim.key), claim.team
