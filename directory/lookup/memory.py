"""Look-ups in memory, for many questions in a row: the same tables as sql.py, laid out once (index.py).

Built from the tables as they stand at that moment, and good for as long as their version stays. This module knows
neither Django nor a database, only a way to read one.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from . import keys
from .answers import MOST_PARTS, Claim, Registration
from .index import Networks
from .sql import ALL_NETWORKS, CLAIMS, DELEGATIONS, NESTED, ORIGINS

Stream = Callable[[str, Sequence[Any]], Iterable[tuple[Any, ...]]]
"""Runs a statement with `%s` for its values and gives its rows one by one."""

OTHERS = "WHERE key < %s OR key >= %s"


class Memory:
    """An Engine that reads everything once. `countries` maps ISO codes to names."""

    def __init__(self, stream: Stream, countries: dict[str, str]) -> None:
        self._countries = countries
        self.claimed = Networks(
            (bytes(key), team, int(reviewed))
            for key, team, reviewed in stream(f"{CLAIMS} {NESTED}, listing_id", ALL_NETWORKS)
        )
        self._exact: dict[bytes, list[tuple[int, bool]]] = {}
        for key, team, reviewed in stream(f"{CLAIMS} {OTHERS}", ALL_NETWORKS):
            self._exact.setdefault(bytes(key), []).append((team, bool(reviewed)))
        self.announced = Networks(
            (bytes(key), asn, 0) for key, asn in stream(f"{ORIGINS} {NESTED}, asn", ALL_NETWORKS)
        )
        self._codes: list[str] = []
        self._code_numbers: dict[str, int] = {}
        self.registered = Networks(
            (bytes(key), self._number(country), 0)
            for key, country in stream(f"{DELEGATIONS} {NESTED}, country", ALL_NETWORKS)
        )
        self._registered_asns: dict[int, str] = {}
        for key, country in stream(f"{DELEGATIONS} {OTHERS} ORDER BY key, country", ALL_NETWORKS):
            self._registered_asns.setdefault(keys.asn_at(bytes(key)), country)

    def _number(self, country: str) -> int:
        if country not in self._code_numbers:
            self._code_numbers[country] = len(self._codes)
            self._codes.append(country)
        return self._code_numbers[country]

    def __len__(self) -> int:
        return len(self.claimed)

    def countries(self) -> dict[str, str]:
        return self._countries

    def place(self, address: int) -> tuple[int, int, int]:
        """What all addresses of a family with the same answer share: a memo's key."""
        return (
            self.claimed.longest(address),
            self.announced.longest(address),
            self.registered.longest(address),
        )

    def v4_place(self) -> Callable[[int], object]:
        """`place` for 32-bit numbers, made for being called a million times."""
        claimed = self.claimed.v4.longest_v4()
        if not (self.announced or self.registered):
            return claimed
        announced, registered = self.announced.v4.longest_v4(), self.registered.v4.longest_v4()
        return lambda address: (claimed(address), announced(address), registered(address))

    def claims(self, wanted: Sequence[bytes]) -> list[Claim]:
        return [Claim(key, team, reviewed) for key in wanted for team, reviewed in self._exact.get(key, ())]

    def networks(self, first: int, last: int) -> list[Claim]:
        if first == last:
            return [Claim(key, team, flag == 1) for key, team, flag in self.claimed.at(first)]
        holding = [Claim(key, team, flag == 1) for key, team, flag in self.claimed.holding(first, last)]
        parts = [Claim(key, team, flag == 1) for key, team, flag in self.claimed.overlapping(first, last)]
        return holding + sorted(parts)[:MOST_PARTS]

    def origins(self, first: int, last: int) -> list[tuple[str, int]]:
        if not self.announced:
            return []
        return sorted(
            (keys.spelled(key), asn) for key, asn, _ in _longest(self.announced.holding(first, last))
        )

    def registration(self, first: int, last: int) -> Registration | None:
        if not self.registered:
            return None
        held = _longest(self.registered.holding(first, last))
        return min((Registration(self._codes[n], keys.spelled(key)) for key, n, _ in held), default=None)

    def registration_of_asn(self, asn: int) -> Registration | None:
        country = self._registered_asns.get(asn)
        return Registration(country, f"AS{asn}") if country else None


def _longest(rows: Iterable[tuple[bytes, int, int]]) -> list[tuple[bytes, int, int]]:
    """The rows of the first network, which is the longest."""
    found: list[tuple[bytes, int, int]] = []
    for row in rows:
        if found and row[0] != found[0][0]:
            break
        found.append(row)
    return found
