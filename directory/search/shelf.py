"""The listed teams in memory: a place for each, and for each value of a facet a bitmap of the places that have it.

A bitmap is a whole number: bit n speaks of the team at place n. So "and", "or" and counting are what Python's
numbers do by themselves, and exact counts of ten facets cost less than one query. A shelf never changes; when
something was published the next question gets a new one, made from the old and from what has changed since.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from threading import Lock
from typing import Any

from django.db import connection
from django.utils import timezone

from directory.edition import quarter
from directory.lookup.reach import reachable
from directory.models import Notice, Revision
from directory.vocabularies import COUNTRIES

from .facets import read_clock

FRESH, AGING = timedelta(days=122), timedelta(days=365)  # four months, a year
SOON = timedelta(days=60)

_ROWS = """
SELECT team_id, sort_name, country, facets, CAST(published_at AS text), CAST(confirmed_at AS text),
       CASE WHEN withdrawn_at IS NULL THEN 1 ELSE 0 END
FROM directory_listing WHERE shelved > %s ORDER BY sort_name, team_id
"""
_VERSION = """
SELECT COALESCE((SELECT cursor FROM directory_head WHERE id = 1), 0),
       COALESCE((SELECT chain FROM directory_head WHERE id = 1), ''),
       COALESCE((SELECT loads FROM directory_lookupstate WHERE id = 1), 0)
"""


def bitmap(places: Iterable[int], size: int) -> int:
    """The bitmap of these places, each below `size`."""
    octets = bytearray(size // 8 + 1)
    for place in places:
        octets[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(octets, "little")


def places(bits: int) -> Iterator[int]:
    """The places of a bitmap, in their order; quick where they are few."""
    octets = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
    for found in re.finditer(rb"[^\0]", octets):
        octet, first = octets[found.start()], found.start() * 8
        for bit in range(8):
            if octet >> bit & 1:
                yield first + bit


@dataclass(frozen=True)
class Rows:
    """What the shelf knows of each place, in columns. A place whose team is gone keeps what it last said."""

    keys: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    values: list[tuple[str, ...]] = field(default_factory=list)
    clocks: list[str] = field(default_factory=list)
    key_ends: list[str] = field(default_factory=list)
    fresh: list[str] = field(default_factory=list)  # when last confirmed or published, ISO 8601

    def copy(self) -> Rows:
        return Rows(*(list(column) for column in vars(self).values()))


@dataclass(frozen=True)
class Shelf:
    """`listed` is the bitmap of all listed teams, `bits` those of the values: "country=NO", "key=expired" …"""

    version: tuple[int, str, int]
    moment: datetime
    rows: Rows
    place_of: Mapping[int, int]
    listed: int
    lasting: Mapping[str, int]
    passing: Mapping[str, int]
    found: dict[Any, Any] = field(
        default_factory=dict
    )  # what was searched, kept as long as nothing is published

    @property
    def total(self) -> int:
        return self.listed.bit_count()

    def having(self, facet: str, value: str) -> int:
        """The bitmap of the teams with this value."""
        word = f"{facet}={value}"
        return self.passing.get(word) or self.lasting.get(word, 0)

    def counts(self, facet: str, among: int | None = None) -> dict[str, int]:
        """How many teams have each value of a facet, of all listed ones or of those `among` these; none is 0."""
        if among is not None and among != self.listed:
            return self._counted(facet, among)
        if facet not in self._of_all:
            self._of_all[facet] = self._counted(facet, self.listed)
        return dict(self._of_all[facet])

    def _counted(self, facet: str, among: int) -> dict[str, int]:
        counted = ((value, (bits & among).bit_count()) for value, bits in self._values[facet])
        return {value: count for value, count in counted if count}

    @cached_property
    def _of_all(self) -> dict[str, dict[str, int]]:
        """The counts of all listed teams, once they are asked for: most visitors have chosen nothing yet."""
        return {}

    @cached_property
    def _values(self) -> dict[str, list[tuple[str, int]]]:
        by_facet = _ByFacet()
        for bits_of in (self.lasting, self.passing):
            for word, bits in bits_of.items():
                facet, _, value = word.partition("=")
                by_facet[facet].append((value, bits))
        return by_facet

    @cached_property
    def by_name(self) -> list[int]:
        names, keys = self.rows.names, self.rows.keys
        return sorted(places(self.listed), key=lambda place: (names[place], keys[place]))

    @cached_property
    def by_country(self) -> list[int]:
        """By the country's name; those without one at the end."""
        countries = self.rows.countries
        names = {code: COUNTRIES.name_of(code) if code else "\uffff" for code in set(countries)}
        return sorted(self.by_name, key=lambda place: names[countries[place]])

    @cached_property
    def by_freshness(self) -> list[int]:
        """What was confirmed or published last comes first."""
        return sorted(self.by_name, key=self.rows.fresh.__getitem__, reverse=True)

    def keys_of(self, some: Iterable[int]) -> list[int]:
        return [self.rows.keys[place] for place in some]

    def bits_of(self, keys: Iterable[int]) -> int:
        """The bitmap of the listed teams with these primary keys."""
        found = (self.place_of[key] for key in keys if key in self.place_of)
        return bitmap(found, len(self.rows.keys)) & self.listed


class _ByFacet(dict[str, list[tuple[str, int]]]):
    def __missing__(self, facet: str) -> list[tuple[str, int]]:
        self[facet] = []
        return self[facet]


# The shelf of this process ------------------------------------------------------------------------


class _Kept:
    lock = Lock()
    shelf: Shelf | None = None


def shelf(at: datetime | None = None) -> Shelf:
    """The shelf of what is published now, its passing values those of the quarter of an hour that holds `at`."""
    moment = quarter(at or timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        version = tuple(cursor.fetchone())
    with _Kept.lock:
        kept = _Kept.shelf
        if kept is None or kept.version != version:
            kept = _read(kept, version, moment)
        if kept.moment != moment:
            kept = Shelf(
                kept.version, moment, kept.rows, kept.place_of, kept.listed, kept.lasting,
                _passing(kept.rows, kept.listed, moment), kept.found,
            )  # fmt: skip
        _Kept.shelf = kept
        return kept


def _read(old: Shelf | None, version: tuple[int, str, int], moment: datetime) -> Shelf:
    """A shelf of what is in the tables: all of it, or where one can go on from the old one, what has changed."""
    if old is None or not _leads_to(old.version, version):
        old = Shelf((-1, "", 0), moment, Rows(), {}, 0, {}, {})
    rows, place_of = old.rows.copy(), dict(old.place_of)
    gone: dict[str, list[int]] = {}
    come: dict[str, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [old.version[0]])
        for key, *row, is_listed in cursor.fetchall():
            place = place_of.get(key)
            if place is None:
                place = place_of[key] = len(rows.keys)
                rows.keys.append(key)
            else:
                for word in ("", *rows.values[place]):
                    gone.setdefault(word, []).append(place)
            _put(rows, place, *row)
            for word in ("", *rows.values[place]) if is_listed else ():
                come.setdefault(word, []).append(place)
    size = len(rows.keys)
    lasting = {**old.lasting, "": old.listed}  # "" is the value of all that are listed
    for word, some in gone.items():
        lasting[word] = lasting.get(word, 0) & ~bitmap(some, size)
    for word, some in come.items():
        lasting[word] = lasting.get(word, 0) | bitmap(some, size)
    listed = lasting.pop("")
    return Shelf(version, moment, rows, place_of, listed, lasting, _passing(rows, listed, moment))


def _leads_to(old: tuple[int, str, int], version: tuple[int, str, int]) -> bool:
    """Whether the record only grew between the two: another database, or one from a backup, is read as a whole."""
    if old[2] != version[2] or not 0 < old[0] < version[0]:
        return False
    entries = [model.objects.filter(cursor=old[0]).values_list("chain") for model in (Revision, Notice)]
    return list(entries[0].order_by().union(entries[1].order_by(), all=True)) == [(old[1],)]


def _put(
    rows: Rows, place: int, name: str, country: str, facets: str, published: str, confirmed: str | None
) -> None:
    """Writes what a row says into its place, the last one or one that is there."""
    values, clock, key_ends = [], "", "none"
    for word in facets.split(" "):
        if word.startswith("clock="):
            clock = word[6:]
        elif word.startswith("key-ends="):
            key_ends = word[9:]
        elif word:
            values.append(word)
    fresh = max(published[:10], (confirmed or "")[:10])
    rows.names[place : place + 1] = [name]
    rows.countries[place : place + 1] = [country]
    rows.values[place : place + 1] = [tuple(values)]
    rows.clocks[place : place + 1] = [clock]
    rows.key_ends[place : place + 1] = [key_ends]
    rows.fresh[place : place + 1] = [fresh]


def _passing(rows: Rows, listed: int, moment: datetime) -> dict[str, int]:
    """The values that pass with time: "now=yes", "key=…", "fresh=…"."""
    today = moment.date()
    states = {clock: reachable(read_clock(clock), moment) for clock in set(rows.clocks) if clock}
    health = {ends: key_health(ends, today) for ends in set(rows.key_ends)}
    fresh = {day: freshness(day, today) for day in set(rows.fresh)}
    found: dict[str, list[int]] = {}
    for place, (clock, ends, day) in enumerate(zip(rows.clocks, rows.key_ends, rows.fresh, strict=True)):
        if states.get(clock):
            found.setdefault("now=yes", []).append(place)
        found.setdefault(f"key={health[ends]}", []).append(place)
        found.setdefault(f"fresh={fresh[day]}", []).append(place)
    return {word: bitmap(some, len(rows.keys)) & listed for word, some in found.items()}


def key_health(ends: str, today: date) -> str:
    """valid, soon (within 60 days), expired, revoked, unknown (nobody has told when it ends) or none."""
    if ends in {"none", "unknown", "revoked"}:
        return ends
    if ends == "never":
        return "valid"
    last = date.fromisoformat(ends)
    return "expired" if last < today else "soon" if last - today <= SOON else "valid"


def freshness(day: str, today: date) -> str:
    """How long ago: 4-months, year or older."""
    age = today - date.fromisoformat(day)
    return "4-months" if age <= FRESH else "year" if age <= AGING else "older"
