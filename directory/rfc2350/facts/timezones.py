"""The team's time zones (RFC 2350, 2.3) by their IANA names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .passages import Passage, Reading
from .report import Report
from .zones import Clock, Zone, clocks, summer_of, winter_name, zone_names, zones_of

_CLAUSE = re.compile(r"[;\n]")
# Names of the IANA database for zones that several countries share, for a team whose country is unknown.
_SHARED = {"CET": "CET", "EET": "EET", "WET": "WET", "MSK": "Europe/Moscow", "UTC": "UTC", "GMT": "Etc/GMT"}
_SHARED_CLOCKS = {(0, 60): "WET", (60, 120): "CET", (120, 180): "EET"}


@dataclass(frozen=True)
class _Claim:
    """What one or more clauses say together: offsets (minutes east of UTC) and abbreviations."""

    offsets: frozenset[int]
    abbreviations: frozenset[str]

    def __or__(self, other: _Claim) -> _Claim:
        return _Claim(self.offsets | other.offsets, self.abbreviations | other.abbreviations)

    @property
    def is_empty(self) -> bool:
        return not (self.offsets or self.abbreviations)


def timezones(reading: Reading, country: str | None, report: Report) -> tuple[str, ...]:
    """The zones that section 2.3 names, in its order; empty where it leaves them open."""
    found: dict[str, int | None] = {}
    passages = reading.of("2.3")
    if reading.is_unstructured and not passages:
        passages = reading.of("0", "9")
    for passage in passages:
        said = clocks(passage.text, reading.words)
        _report_contradiction(passage, said, report)
        named = {clock.name: passage.line_at(clock.start) for clock in said if clock.name}
        if named:
            found.update({name: line for name, line in named.items() if name})
        elif said:
            line = passage.line_at(said[0].start)
            found.update(dict.fromkeys(_resolved(_claims(passage, said), country), line))
    for index, line in enumerate(found.values()):
        report.place(f"team.timezones.{index}", line)
    return tuple(found)


def _claims(passage: Passage, said: list[Clock]) -> list[_Claim]:
    """What each clause of the passage says."""
    ends = [match.start() for match in _CLAUSE.finditer(passage.text)] + [len(passage.text)]
    claims, start = [], 0
    for end in ends:
        inside = [clock for clock in said if start <= clock.start < end]
        claims.append(
            _Claim(
                frozenset(clock.offset for clock in inside if clock.offset is not None),
                frozenset(clock.abbreviation for clock in inside if clock.abbreviation),
            )
        )
        start = end
    return [claim for claim in claims if not claim.is_empty]


def _resolved(claims: list[_Claim], country: str | None) -> Iterator[str]:
    """The zones for a passage's claims: clauses that one zone can answer are about one zone."""
    zones = zones_of(country) if country else ()
    pending: _Claim | None = None
    for claim in claims:
        together = claim if pending is None else pending | claim
        if pending is None or _zone_for(together, zones) or not _zone_for(claim, zones):
            pending = together
            continue
        if zone := _zone_for(pending, zones):
            yield zone.name
        pending = claim
    if pending is None:
        return
    zone = _zone_for(pending, zones) or _nearest(pending, zones)
    several = [zone.name for zone in _by_abbreviations(pending, zones)]
    if len(several) > 1:
        yield from several
    elif zone:
        yield zone.name
    elif shared := _shared(pending):
        yield shared


def _zone_for(claim: _Claim, zones: tuple[Zone, ...]) -> Zone | None:
    """The first zone that agrees with everything that is claimed."""
    return next((zone for zone in zones if _agrees(zone, claim)), None)


def _agrees(zone: Zone, claim: _Claim) -> bool:
    if not claim.offsets <= {zone.standard, zone.summer}:
        return False
    if claim.offsets and zone.standard not in claim.offsets and not claim.abbreviations:
        return False
    return all(_keeps(zone, abbreviation) for abbreviation in claim.abbreviations)


def _keeps(zone: Zone, abbreviation: str) -> bool:
    if abbreviation in zone.abbreviations or abbreviation in ("UTC", "GMT"):
        return True
    clock = summer_of(winter_name(abbreviation))
    return clock is not None and clock[0] == zone.standard


def _by_abbreviations(claim: _Claim, zones: tuple[Zone, ...]) -> list[Zone]:
    """One zone for each winter abbreviation, where a team names several zones of its country."""
    found: dict[str, Zone] = {}
    for name in sorted({winter_name(abbreviation) for abbreviation in claim.abbreviations} - {"UTC", "GMT"}):
        zone = next((zone for zone in zones if name in zone.abbreviations), None)
        if zone:
            found.setdefault(zone.name, zone)
    return [zone for zone in zones if zone.name in found]


def _nearest(claim: _Claim, zones: tuple[Zone, ...]) -> Zone | None:
    """The country's zone that keeps the stated offset, or else the stated name, where the two disagree."""
    for zone in zones:
        if claim.offsets and zone.standard in claim.offsets:
            return zone
    for zone in zones:
        if claim.abbreviations and all(_keeps(zone, abbreviation) for abbreviation in claim.abbreviations):
            return zone
    return None


def _shared(claim: _Claim) -> str | None:
    """A zone without a country: one that countries share, or a fixed offset from UTC."""
    names = {winter_name(abbreviation) for abbreviation in claim.abbreviations} - {"UTC", "GMT"}
    if len(names) == 1 and _clocks_of(names) >= claim.offsets:
        return _SHARED.get(names.pop())
    if names:
        return None
    if len(claim.offsets) == 2:
        return _SHARED_CLOCKS.get((min(claim.offsets), max(claim.offsets)))
    if not claim.offsets:
        return "UTC" if "UTC" in claim.abbreviations else "Etc/GMT"
    hours, rest = divmod(next(iter(claim.offsets)), 60)
    # The signs of these names are reversed, after POSIX.
    return None if rest else f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT"


def _clocks_of(abbreviations: set[str]) -> set[int]:
    return {minutes for name in abbreviations for minutes in summer_of(name) or ()}


def _report_contradiction(passage: Passage, said: list[Clock], report: Report) -> None:
    """A zone's name beside an offset that it never has: CET with UTC+0300."""
    index = 0
    while index < len(said):
        names, offsets = [], []
        while index < len(said) and said[index].offset is None:
            if said[index].abbreviation not in (None, "UTC", "GMT"):
                names.append(said[index])
            index += 1
        while index < len(said) and said[index].offset is not None:
            offsets.append(said[index])
            index += 1
        wrong = _contradiction(names, offsets)
        if wrong:
            hours = (wrong[1].offset or 0) / 60
            report.warn(
                "timezone-offset-mismatch",
                passage.line_at(wrong[1].start),
                f"{passage.text[wrong[0].start : wrong[0].end]} is never UTC{hours:+g}. Say which of the two is meant.",
            )


def _contradiction(names: list[Clock], offsets: list[Clock]) -> tuple[Clock, Clock] | None:
    if not names or not offsets:
        return None
    if len(names) == len(offsets) == 1:
        clock = summer_of(names[0].abbreviation or "")
        wrong = clock is not None and offsets[0].offset != clock[0]
        return (names[0], offsets[0]) if wrong else None
    kept = {minutes for name in names for minutes in summer_of(name.abbreviation or "") or ()}
    if kept and not kept & {offset.offset for offset in offsets}:
        return names[-1], offsets[0]
    return None


def agrees_with(name: str, abbreviation: str) -> bool:
    """Whether a zone (IANA) keeps the clock that an abbreviation stands for."""
    country = zone_names().get(name)
    zone = next((zone for zone in zones_of(country) if zone.name == name), None) if country else None
    return zone is None or _keeps(zone, abbreviation)
