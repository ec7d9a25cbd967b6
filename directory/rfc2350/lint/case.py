"""A document under examination: the look-ups that every rule shares."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from directory.rfc2350.document import Document, Section


@dataclass(frozen=True)
class Case:
    """A document and the day on which it is read."""

    document: Document
    today: datetime.date

    @cached_property
    def _by_canonical(self) -> dict[str, tuple[Section, ...]]:
        found: dict[str, tuple[Section, ...]] = {}
        for section in self.document.sections:
            found[section.canonical] = (*found.get(section.canonical, ()), section)
        return found

    @cached_property
    def whole(self) -> str:
        """Every title and text of the document."""
        return "\n".join(f"{section.title}\n{section.text}" for section in self.document.sections)

    def sections(self, *canonicals: str) -> tuple[Section, ...]:
        """The sections of these canonical numbers, the first number's first."""
        return tuple(s for canonical in canonicals for s in self._by_canonical.get(canonical, ()))

    def within(self, *tops: str) -> tuple[Section, ...]:
        """The sections of these top numbers and all below them, in the document's order."""
        return tuple(s for s in self.document.sections if s.canonical.partition(".")[0] in tops)

    def text(self, *canonicals: str) -> str:
        """The texts of these sections, empty where there are none."""
        return "\n\n".join(s.text for s in self.sections(*canonicals) if s.text)

    def says(self, canonical: str) -> bool:
        """True where such a section has words, if only "None available."."""
        return any(not is_silent(section) for section in self.sections(canonical))

    def line(self, path: str, *canonicals: str) -> int | None:
        """The source line of a fact by its path, else of the part that holds it, else of the section."""
        while path:
            if path in self.document.lines:
                return self.document.lines[path]
            path = path.rpartition(".")[0]
        return next((s.line for s in self.sections(*canonicals) if s.line is not None), None)

    @cached_property
    def _headings(self) -> list[int]:
        return sorted(section.line for section in self.document.sections if section.line is not None)

    def heading_above(self, line: int) -> int:
        """The line of the heading under which a source line stands; the line itself where there is none."""
        place = bisect_right(self._headings, line)
        return self._headings[place - 1] if place else line

    def name_of(self, canonical: str, otherwise: str = "The document") -> str:
        """How to call a section at the head of a sentence, by the document's own number: "Section 3.6"."""
        found = self.sections(canonical)
        return called(found[0]) if found else otherwise


def is_silent(section: Section) -> bool:
    """True for a section that holds no word at all: nothing, or a dash."""
    return not any(letter.isalnum() for letter in section.text)


def called(section: Section) -> str:
    """A section's own name at the head of a sentence: "Section 3.6", "The section “Fax”"."""
    if section.number:
        return f"Section {section.number}"
    return f"The section “{section.title}”" if section.title else "The text before the first heading"
