"""Time zones as documents write them: names, abbreviations, offsets; and the zones that countries keep."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .folding import fold, word_pattern
from .passages import Passage
from .words import Words

_TABLE = Path(__file__).with_name("zones.toml")
_IANA = re.compile(
    r"(?<![\w/])([A-Z][A-Za-z_]{2,15})/([A-Z][A-Za-z_-]{2,30}(?:/[A-Z][A-Za-z_-]{2,30})?)(?![\w/])"
)
_AREAS = {
    "Europa": "Europe",
    "Asie": "Asia",
    "Amerique": "America",
    "Afrique": "Africa",
    "Afrika": "Africa",
    "Amerika": "America",
}
_OFFSET = re.compile(
    r"(?<![a-z])(?:utc|gmt)\s{0,2}[/(]?\s{0,2}(?:(?:utc|gmt)\s{0,2})?(?P<sign>[+-])?\s{0,2}(?P<hours>\d{1,2})"
    r"(?:[:.]?(?P<minutes>\d{2}))?(?!\d|[:.]\d)"
)
# Minutes east of UTC in winter and in summer. Abbreviations that several parts of the world share (IST,
# CST, BST) are resolved by the country alone.
_CLOCKS: dict[str, tuple[int, int]] = {
    "WET": (0, 60), "GMT": (0, 0), "UTC": (0, 0), "CET": (60, 120), "EET": (120, 180),
    "MSK": (180, 180), "TRT": (180, 180), "WAT": (60, 60), "CAT": (120, 120), "SAST": (120, 120),
    "EAT": (180, 180), "WIB": (420, 420), "WITA": (480, 480), "WIT": (540, 540), "JST": (540, 540),
    "KST": (540, 540), "SGT": (480, 480), "HKT": (480, 480), "BRT": (-180, -180), "ART": (-180, -180),
    "COT": (-300, -300), "PET": (-300, -300), "ECT": (-300, -300), "EST": (-300, -240), "CST": (-360, -300),
    "MST": (-420, -360), "PST": (-480, -420), "AEST": (600, 660), "NZST": (720, 780), "BST": (60, 60),
    "CEST": (120, 120), "EEST": (180, 180), "WEST": (60, 60), "EDT": (-240, -240),
    "CDT": (-300, -300), "MDT": (-360, -360), "PDT": (-420, -420),
}  # fmt: skip
_WINTER_OF = {
    "CEST": "CET", "EEST": "EET", "WEST": "WET", "EDT": "EST", "CDT": "CST", "MDT": "MST", "PDT": "PST",
}  # fmt: skip
_LOCAL = {"MEZ": "CET", "SEČ": "CET", "MESZ": "CEST", "SELČ": "CEST", "HNEC": "CET", "HAEC": "CEST"}
_COUNTRY_OF = {
    "WIB": "ID",
    "WITA": "ID",
    "WIT": "ID",
    "JST": "JP",
    "SGT": "SG",
    "BRT": "BR",
    "TRT": "TR",
    "MSK": "RU",
}


@dataclass(frozen=True)
class Zone:
    """One time zone of a country; minutes east of UTC in standard and in summer time."""

    name: str
    standard: int
    summer: int
    abbreviations: tuple[str, ...]


@dataclass(frozen=True)
class Clock:
    """What a text says of the time at one place in it: a zone's name, an abbreviation, or an offset."""

    start: int
    end: int
    name: str | None = None
    abbreviation: str | None = None
    offset: int | None = None


@functools.cache
def zones_of(country: str) -> tuple[Zone, ...]:
    """A country's zones, the principal one first."""
    return tuple(
        Zone(name, standard, summer, tuple(short))
        for name, standard, summer, short in _rows().get(country, ())
    )


@functools.cache
def zone_names() -> dict[str, str]:
    """Every zone's country by the zone's name."""
    return {row[0]: country for country, rows in _rows().items() for row in rows}


def summer_of(abbreviation: str) -> tuple[int, int] | None:
    """Minutes east of UTC in winter and in summer for an abbreviation, None for one that is not known."""
    return _CLOCKS.get(abbreviation)


def winter_name(abbreviation: str) -> str:
    """CET for CEST, and so on: the zone's name outside of summer."""
    return _WINTER_OF.get(abbreviation, abbreviation)


def clocks(text: str, words: Words) -> list[Clock]:
    """Everything that a text says of time zones, in order."""
    folded = fold(text)
    found = [*_named(text), *_offsets(folded), *_abbreviations(text, folded, words)]
    kept: list[Clock] = []
    for clock in sorted(found, key=lambda clock: (clock.start, -clock.end)):
        if not kept or clock.start >= kept[-1].end:
            kept.append(clock)
    return kept


def countries_of_zones(passage: Passage, words: Words) -> set[str]:
    """The countries that zone names and abbreviations of one country alone point to."""
    found = set()
    for clock in clocks(passage.text, words):
        if clock.name in zone_names():
            found.add(zone_names()[clock.name])
        elif clock.abbreviation in _COUNTRY_OF:
            found.add(_COUNTRY_OF[clock.abbreviation])
    return found


def _named(text: str) -> Iterator[Clock]:
    for match in _IANA.finditer(text):
        area, place = match.groups()
        name = f"{_AREAS.get(area, area)}/{place}"
        if name in zone_names():
            yield Clock(match.start(), match.end(), name=name)


def _offsets(folded: str) -> Iterator[Clock]:
    for match in _OFFSET.finditer(folded):
        minutes = int(match["hours"]) * 60 + int(match["minutes"] or 0)
        if minutes <= 14 * 60:
            yield Clock(match.start(), match.end(), offset=-minutes if match["sign"] == "-" else minutes)


def _abbreviations(text: str, folded: str, words: Words) -> Iterator[Clock]:
    for match in _short_pattern().finditer(text):
        yield Clock(match.start(), match.end(), abbreviation=_LOCAL.get(match.group(), match.group()))
    for match in _long_pattern(words).finditer(folded):
        code = words.zones[re.sub(r"\s+", " ", match.group())]
        yield Clock(match.start(), match.end(), abbreviation=code)


@functools.cache
def _short_pattern() -> re.Pattern[str]:
    names = sorted({*_CLOCKS, *_LOCAL}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)")


@functools.cache
def _long_pattern(words: Words) -> re.Pattern[str]:
    return word_pattern(words.zones)


@functools.cache
def _rows() -> dict[str, list[tuple[str, int, int, list[str]]]]:
    table: dict[str, list[tuple[str, int, int, list[str]]]] = tomllib.loads(
        _TABLE.read_text(encoding="utf-8")
    )["countries"]
    return table
