"""Whether what is written is read again as the same document, format by format."""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from directory import importers
from directory.rfc2350 import Document, parse
from directory.rfc2350.document import Section
from directory.rfc2350.writers import FORMATS, write

#: The same document in every part: equal `Document.meaning()`.
EXACT = ("txt", "md", "html", "json")
#: Every word of every section.
WORDS = ("docx", "pdf")
#: A PDF bears the day it was made on; which one is no matter here.
MADE_ON = date(2026, 1, 1)


@dataclass(slots=True)
class Trips:
    """What came back in one format: in how many documents the promise held, and the share of words kept."""

    documents: int = 0
    held: int = 0
    words: int = 0
    kept: int = 0

    @property
    def share(self) -> float:
        return self.kept / self.words if self.words else 1.0


def travel(document: Document, suffix: str) -> Document:
    """The document written in a format, in its team's own layout, and read again."""
    written = write(document, suffix, made_on=MADE_ON)
    if suffix == "json":
        return Document.from_dict(json.loads(written))
    return parse(importers.read(written, f"document.{suffix}"))


def record(trips: dict[str, Trips], document: Document) -> list[str]:
    """Add a document's journeys to `trips`, by suffix; the formats in which the promise did not hold."""
    broken = []
    for suffix in (*EXACT, *WORDS):
        again = travel(document, suffix)
        kept, wanted = kept_words(document.sections, again.sections)
        held = again.meaning() == document.meaning() if suffix in EXACT else kept == wanted
        trip = trips.setdefault(suffix, Trips())
        trip.documents, trip.held = trip.documents + 1, trip.held + held
        trip.words, trip.kept = trip.words + wanted, trip.kept + kept
        if not held:
            broken.append(f"{FORMATS[suffix].name}: {kept} of {wanted} words stayed in their sections")
    return broken


def kept_words(before: tuple[Section, ...], after: tuple[Section, ...]) -> tuple[int, int]:
    """How many words stayed, in order, in the section they were in; and how many there were.

    A section is found again by its canonical number, its own number and its title, the first of its like first.
    """
    left: dict[tuple[str, str], list[list[str]]] = {}
    for section in after:
        left.setdefault(_name(section), []).append(_words(section.text))
    kept = wanted = 0
    for section in before:
        words = [*_words(section.title), *_words(section.text)]
        wanted += len(words)
        if same := left.get(_name(section)):
            kept += _in_order(words, [*_words(section.title), *same.pop(0)])
    return kept, wanted


def _name(section: Section) -> tuple[str, str]:
    return section.canonical, " ".join(_words(f"{section.number or ''} {section.title}"))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())


def _in_order(before: list[str], after: list[str]) -> int:
    if before == after:
        return len(before)
    return sum(
        match.size for match in difflib.SequenceMatcher(None, before, after, False).get_matching_blocks()
    )
