"""Whom the team serves, in figures and names (RFC 2350, 3.2): networks, AS numbers, domains."""

from __future__ import annotations

import functools
import ipaddress
import re
from collections.abc import Iterator
from typing import TypeVar

from directory.rfc2350.document import ConstituencyFacts

from .countries import CODES, CountryMention, mentioned
from .domains import is_domain
from .folding import alternatives, fold
from .labelled import labelled
from .passages import Passage, Reading
from .report import Report
from .urls import urls

_T = TypeVar("_T")

_V4 = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3}) ?/ ?(\d{1,2})(?![\d/.]\d|\d)")
_V6 = re.compile(r"(?<![\w:])([0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}) ?/ ?(\d{1,3})(?!\d)")
_DOMAIN = re.compile(
    r"(?<![\w@.-])(?:\*?\.)?((?:[a-z0-9_-]{1,63}\.){1,8}[a-z][a-z0-9-]{1,30})(?![\w@-]|\.\w)", re.I
)
_FIRST = re.compile(r"[ ]?(?:numbers?|n[ro]?)?[.:°º]{0,2}\s{0,3}(?:as)?\s?(\d{1,10})(?!\d|[.:/]\d)")
_NEXT = re.compile(
    r"[ ]{0,2}([,;/&-]|,? ?(?:and|und|et|y|e|i|dan|oraz|en|и))?(to|bis|do|through|hingga|a|do|až|до)?[ ]{0,2}-?[ ]{0,2}"
    r"(?:asn?)?\s?(\d{1,10})(?!\d|[.:/]\d)"
)
_ELEMENT = re.compile(r"[,;/]|\.\s|\.$")
_CODE = re.compile(r"(?:^|\()\s{0,2}([A-Z]{2})\s{0,2}(?:\)|$)")
_JOINTS = frozenset(
    {"and", "et", "und", "y", "e", "i", "dan", "en", "a", "the", "la", "le", "les", "l", "der", "die", "das"}
)
_WIDEST_RANGE = 256
_LAST_AS = 2**32 - 1


def constituency(reading: Reading, report: Report) -> ConstituencyFacts:
    """The constituency's networks, AS numbers and domains; countries and sectors only where listed."""
    prefixes: dict[str, int | None] = {}
    asns: dict[int, int | None] = {}
    domains: dict[str, int | None] = {}
    countries: dict[str, int | None] = {}
    sectors: dict[str, int | None] = {}
    for passage in reading.of("3.2"):
        _fill(prefixes, _prefixes(passage), passage)
        _fill(asns, _asns(passage, reading), passage)
        _fill(domains, _domains(passage), passage)
        _fill(countries, _listed_countries(passage, reading), passage)
        _fill(sectors, _listed_sectors(passage, reading), passage)
    for name, found in (("prefixes", prefixes), ("asns", asns), ("domains", domains)):
        for index, line in enumerate(found.values()):
            report.place(f"constituency.{name}.{index}", line)
    return ConstituencyFacts(tuple(prefixes), tuple(asns), tuple(domains), tuple(countries), tuple(sectors))


def _fill(found: dict[_T, int | None], values: Iterator[tuple[int, _T]], passage: Passage) -> None:
    for offset, value in values:
        found.setdefault(value, passage.line_at(offset))


def _prefixes(passage: Passage) -> Iterator[tuple[int, str]]:
    """Networks in CIDR notation, with host bits cleared."""
    matches = sorted(
        [*_V4.finditer(passage.text), *_V6.finditer(passage.text)], key=lambda match: match.start()
    )
    for match in matches:
        try:
            network = ipaddress.ip_network(f"{match.group(1)}/{match.group(2)}", strict=False)
        except ValueError:
            continue
        yield match.start(), str(network)


def _asns(passage: Passage, reading: Reading) -> Iterator[tuple[int, int]]:
    """Numbers behind "AS", "ASNs:", "autonomous systems"; a range is every number in it."""
    pattern = _as_pattern(reading.words.phrases("constituency", "asns"))
    for label in pattern.finditer(passage.folded):
        # The English word "as" is no label.
        if label.group() == "as" and passage.text[label.start() : label.end()] != "AS":
            continue
        match = _FIRST.match(passage.folded, label.end())
        previous = 0
        while match:
            number = int(match.group(match.lastindex or 1))
            ranged = bool((previous and "-" in match.group()) or (previous and match.group(2)))
            for value in _numbers(previous, number, ranged=ranged):
                yield label.start(), value
            previous = number
            match = _NEXT.match(passage.folded, match.end())


def _numbers(previous: int, number: int, *, ranged: bool) -> Iterator[int]:
    """The number, and where it ends a range those before it."""
    first = previous + 1 if ranged and 0 < number - previous <= _WIDEST_RANGE else number
    for value in range(first, number + 1):
        if 0 < value <= _LAST_AS:
            yield value


@functools.cache
def _as_pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(phrases)})(?![a-z])")


def _domains(passage: Passage) -> Iterator[tuple[int, str]]:
    """Domain names that stand in the text, in lower case; those of web addresses and of mail are none."""
    taken = [(url.start, url.end) for url in urls(passage.text, bare=True)]
    for match in _DOMAIN.finditer(passage.text):
        name = match.group(1).lower()
        inside = any(start <= match.start(1) < end for start, end in taken)
        if is_domain(name) and not inside and not name.replace(".", "").isdigit():
            yield match.start(1), name


def _listed_countries(passage: Passage, reading: Reading) -> Iterator[tuple[int, str]]:
    """Countries behind a label ("Countries: Austria, Liechtenstein"); prose that names one is no list."""
    label = reading.words.pattern("constituency", "countries")
    for value in labelled(passage, label):
        for element in _ELEMENT.split(value.value):
            code = _CODE.search(element)
            if code and code.group(1) in CODES:
                yield value.offset, code.group(1)
                continue
            found = list(mentioned(element, reading.words))
            if found and _is_only(element, found):
                yield from ((value.offset, mention.code) for mention in found)


def _is_only(element: str, found: list[CountryMention]) -> bool:
    """Whether an element of a list holds countries and nothing else: "American Samoa" is not Samoa."""
    rest = element
    for mention in reversed(found):
        rest = rest[: mention.start] + " " + rest[mention.end :]
    return all(word in _JOINTS for word in re.findall(r"\w+", fold(rest)))


def _listed_sectors(passage: Passage, reading: Reading) -> Iterator[tuple[int, str]]:
    """Sectors behind a label, by their NIS2 codes (Directive (EU) 2022/2555, annexes I and II)."""
    label = reading.words.pattern("constituency", "sectors")
    known = reading.words.sectors
    codes = set(known.values())
    for value in labelled(passage, label):
        for part in re.split(r"[,;/]|\.\s|\.$", value.value):
            name = fold(part.strip())
            code = name if name in codes else known.get(name)
            if code:
                yield value.offset, code
