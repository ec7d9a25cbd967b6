"""Look-ups by SQL, for one question at a time: one index, exact keys, on SQLite and PostgreSQL alike.

A network is found by its key: the address cut to each length in use. The offline bundle holds these same tables,
so it is asked by these same statements. This module knows neither Django nor a database, only a way to ask one.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from . import keys
from .answers import MOST_PARTS, Claim, Registration

Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
"""Runs a statement with `%s` for its values and returns the rows."""

LENGTHS = "SELECT claims, origins, delegations FROM directory_lookupstate"
CLAIMS = "SELECT key, listing_id, reviewed FROM directory_claim"
ORIGINS = "SELECT key, asn FROM directory_origin"
DELEGATIONS = "SELECT key, country FROM directory_delegation"

# By first address, then by length: how nested networks are laid out (index.py).
NESTED = "WHERE key >= %s AND key < %s ORDER BY substr(key, 3), key"
ALL_NETWORKS = (b"n", b"o")


class Sql:
    """An Engine over a database. `countries` maps ISO codes to names."""

    def __init__(self, ask: Ask, countries: dict[str, str]) -> None:
        self._ask, self._countries = ask, countries
        rows = ask(LENGTHS, ())
        self._lengths = [bytes(lengths) for lengths in rows[0]] if rows else [b"", b"", b""]

    def countries(self) -> dict[str, str]:
        return self._countries

    def claims(self, wanted: Sequence[bytes]) -> list[Claim]:
        return [
            Claim(bytes(key), team, bool(reviewed))
            for key, team, reviewed in self._ask(f"{CLAIMS} WHERE key IN ({marks(wanted)})", wanted)
        ]

    def networks(self, first: int, last: int) -> list[Claim]:
        lengths = self._lengths[0]
        wanted = keys.covering(first, first, lengths)
        found = self.claims(wanted) if wanted else []
        if first == last:
            return found
        holding = set(keys.covering(first, last, lengths))
        parts = [claim for claim in found if claim.key not in holding]
        parts += self._starting_inside(first, last, lengths)
        ordered = sorted(set(parts))[:MOST_PARTS]
        return [claim for claim in found if claim.key in holding] + ordered

    def _starting_inside(self, first: int, last: int, lengths: bytes) -> list[Claim]:
        """The first MOST_PARTS claims by key on networks that begin behind `first`, up to `last`."""
        bounds: list[bytes] = []
        for low, high in _behind(first, last):
            for length in lengths:
                if length >= keys.FIRST_OF_V4 or not keys.is_v4(low):
                    bounds += [keys.key(length, low), keys.key(length, high)]
        if not bounds:
            return []
        within = " OR ".join(["key BETWEEN %s AND %s"] * (len(bounds) // 2))
        statement = f"{CLAIMS} WHERE {within} ORDER BY key, listing_id LIMIT {MOST_PARTS}"
        return [
            Claim(bytes(key), team, bool(reviewed)) for key, team, reviewed in self._ask(statement, bounds)
        ]

    def origins(self, first: int, last: int) -> list[tuple[str, int]]:
        rows = self._longest(ORIGINS, keys.covering(first, last, self._lengths[1]))
        return sorted((keys.spelled(key), asn) for key, asn in rows)

    def registration(self, first: int, last: int) -> Registration | None:
        rows = self._longest(DELEGATIONS, keys.covering(first, last, self._lengths[2]))
        return min((Registration(country, keys.spelled(key)) for key, country in rows), default=None)

    def registration_of_asn(self, asn: int) -> Registration | None:
        if not self._lengths[2]:
            return None
        rows = self._ask(f"{DELEGATIONS} WHERE key = %s", [keys.of_asn(asn)])
        return min((Registration(country, f"AS{asn}") for _, country in rows), default=None)

    def _longest(self, select: str, wanted: list[bytes]) -> list[tuple[bytes, Any]]:
        """The rows of the longest network among these."""
        if not wanted:
            return []
        rows = [
            (bytes(key), value)
            for key, value in self._ask(f"{select} WHERE key IN ({marks(wanted)})", wanted)
        ]
        longest = max((key[1] for key, _ in rows), default=None)
        return [row for row in rows if row[0][1] == longest]


def marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _behind(first: int, last: int) -> Iterator[tuple[int, int]]:
    """The span behind its first address, without what is IPv4's where it begins in IPv6."""
    if keys.is_v4(first):
        yield first + 1, last
        return
    if first + 1 < keys.MAPPED:
        yield first + 1, min(last, keys.MAPPED - 1)
    if last > keys.LAST_OF_V4:
        yield max(first, keys.LAST_OF_V4) + 1, last
