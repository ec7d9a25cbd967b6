"""The services that section 5 names by its headings (RFC 2350, section 5)."""

from __future__ import annotations

import re

from directory.rfc2350.document import ServiceFacts

from .passages import Passage, Reading
from .report import Report

_NUMBERS = re.compile(r"\d+")
# The RFC's own headings under 5.1 stand one level below it.
_DEPTH = {"5": 1, "5.1": 1, "5.2": 1, "5.1.1": 2, "5.1.2": 2, "5.1.3": 2}


def services(reading: Reading, report: Report) -> tuple[ServiceFacts, ...]:
    """One entry a heading under section 5, in order; the heading of section 5 itself is none.

    The depth follows the document's own numbers where it has them, counted from its section 5.
    """
    found: list[ServiceFacts] = []
    passages = [passage for passage in reading.passages if passage.canonical.split(".")[0] == "5"]
    top = _top(passages)
    for passage in passages:
        if passage is top or not passage.title:
            continue
        report.place(f"services.{len(found)}", passage.line_at(0))
        found.append(ServiceFacts(passage.title, passage.canonical, _depth(passage, top)))
    return tuple(found)


def _top(passages: list[Passage]) -> Passage | None:
    """The heading over all services: the first "5", unless its number is as deep as a service's."""
    first = next((passage for passage in passages if passage.canonical == "5"), None)
    if first is None or passages[0] is not first:
        return None
    levels = [_level(passage) for passage in passages if passage is not first and _level(passage)]
    if levels and _level(first) and _level(first) >= min(levels):
        return None
    return first


def _level(passage: Passage) -> int:
    return len(_NUMBERS.findall(passage.number or ""))


def _depth(passage: Passage, top: Passage | None) -> int:
    level = _level(passage)
    if level and top is not None and _level(top):
        return max(level - _level(top), 1)
    if level > 1 and passage.canonical == "5":
        return level - 1
    return _DEPTH.get(passage.canonical, 1)
