"""Rules for the document's sections: which are there, in which order, under which numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, zip_longest

from directory.rfc2350.document import Section
from directory.rfc2350.sections import FRONT, REPEATABLE, SERVICES, TITLES, top

from .case import Case, called, is_silent
from .expected import EXPECTED
from .phrases import listed, shortened
from .rule import Finding, rule

# "see section 2.8", "see 2.8", "siehe Abschnitt 2.8", "voir la section 2.8", "lihat Subbab 2.8"
REFERENCE = re.compile(
    r"\b(?:sections?|abschnitt|seccion|sección|secção|seção|sezione|paragraaf|rozdział|kapitole|oddiel|subbab)"
    r"[ \xa0]{1,2}(\d{1,2}(?:\.\d{1,2}){1,2})(?![\d.]*\d)",
    re.IGNORECASE,
)


@rule(
    "section-missing",
    "warning",
    title="A section of RFC 2350's outline is missing.",
    remedy="Add the section; where there is nothing to say, write “None available.” under its heading.",
)
def section_missing(case: Case) -> Iterator[Finding]:
    """Readers look for the outline of appendix D; an absent heading leaves open whether the team has no
    telephone or forgot to name it. Fax, other telecommunication, other information and the optional 1.4
    and 1.5 are not asked for."""
    tops = {top(section.canonical) for section in case.document.sections}
    for canonical, title in EXPECTED.items():
        if not case.sections(canonical) and not (canonical == SERVICES and SERVICES in tops):
            yield Finding(f"There is no section on “{title}” (RFC 2350, {canonical}).")


@rule(
    "section-empty",
    "warning",
    title="A heading has nothing under it.",
    remedy="Fill the section, or write “None available.” so that readers know that nothing was lost.",
)
def section_empty(case: Case) -> Iterator[Finding]:
    """An empty section and a lost one look the same to a reader. A heading that only introduces
    sub-headings is not empty."""
    for section, after in zip_longest(case.document.sections, case.document.sections[1:]):
        opens_others = "." not in section.canonical or (after is not None and _is_below(after, section))
        if is_silent(section) and section.title and not opens_others:
            yield Finding(f"{called(section)} ({section.title}) is empty.", section.line)


@rule(
    "section-repeated",
    "warning",
    title="The same subject has two sections.",
    remedy="Join the two, or give one of them the title of what it really holds.",
)
def section_repeated(case: Case) -> Iterator[Finding]:
    """Two sections for one subject drift apart, and a reader trusts the first one found."""
    for canonical, title in TITLES.items():
        found = [section for section in case.sections(canonical) if not is_silent(section)]
        if len(found) > 1 and canonical not in REPEATABLE and top(canonical) != SERVICES:
            names = listed([called(section) for section in found])
            yield Finding(f"“{title}” is told {len(found)} times: {names}.", found[1].line)


@rule(
    "number-repeated",
    "warning",
    title="Two headings bear the same number.",
    remedy="Renumber the headings so that “see section 2.7” can mean only one of them.",
)
def number_repeated(case: Case) -> Iterator[Finding]:
    """A number used twice makes every cross reference to it ambiguous."""
    bearers: dict[str, list[Section]] = {}
    for section in case.document.sections:
        if section.number:
            bearers.setdefault(section.number, []).append(section)
    for number, twins in bearers.items():
        if len(twins) > 1:
            titles = listed([f"“{shortened(section.title)}”" for section in twins[:4]])
            yield Finding(f"The number {number} stands before {titles}.", twins[1].line)


@rule(
    "number-skipped",
    "note",
    title="The numbering leaves a number out.",
    remedy="Add the missing section, with “None available.” if need be, or renumber what follows.",
)
def number_skipped(case: Case) -> Iterator[Finding]:
    """After 2.5 a reader expects 2.6; a gap looks like a page that was lost."""
    numbered = [(section, _digits(section)) for section in case.document.sections if _digits(section)]
    for (before, first), (after, second) in pairwise(numbered):
        same_level = len(first) == len(second) > 1 and first[:-1] == second[:-1]
        if same_level and second[-1] > first[-1] + 1:
            yield Finding(f"The numbers go from {before.number} to {after.number}.", after.line)


@rule(
    "numbers-absent",
    "note",
    title="The headings have no numbers.",
    remedy="Number the headings as RFC 2350 does (1, 1.1, 1.2, …).",
)
def numbers_absent(case: Case) -> Iterator[Finding]:
    """Other teams refer to “section 2.8 of your RFC 2350 document”; without numbers they cannot."""
    headed = [section for section in case.document.sections if section.title and section.canonical != FRONT]
    if len(headed) >= 5 and not any(section.number for section in headed):
        yield Finding("None of the headings is numbered.", headed[0].line)


@rule(
    "numbers-differ",
    "note",
    title="Sections stand under other numbers than in RFC 2350.",
    remedy="Use RFC 2350's numbers, and put sections of your own after the standard ones.",
)
def numbers_differ(case: Case) -> Iterator[Finding]:
    """People and programs that read many of these documents look for the key in 2.8 and for the
    constituency in 3.2 (RFC 2350, appendix D). Services may come in any order."""
    moved = [
        section
        for section in case.document.sections
        if section.number
        and section.canonical in TITLES
        and top(section.canonical) != SERVICES
        and _plain_number(section) != section.canonical
    ]
    if moved:
        shown = [f"{section.canonical} is your {_plain_number(section)}" for section in moved[:3]]
        more = f" and {len(moved) - 3} more" if len(moved) > 3 else ""
        yield Finding(f"The numbers are not RFC 2350's: its {', its '.join(shown)}{more}.", moved[0].line)


@rule(
    "reference-broken",
    "note",
    title="The text refers to a section that does not exist.",
    remedy="Correct the number, or name the section by its title.",
)
def reference_broken(case: Case) -> Iterator[Finding]:
    """A reference that was right before the last renumbering sends the reader to the wrong place."""
    numbers = {_plain_number(section) for section in case.document.sections if section.number}
    if len(numbers) < 5:
        return
    for section in case.document.sections:
        for number in sorted({match[1] for match in REFERENCE.finditer(section.text)} - numbers):
            yield Finding(
                f"{called(section)} refers to section {number}, which does not exist.", section.line
            )


def _digits(section: Section) -> tuple[int, ...]:
    """The parts of a section's own number; empty where it has none or one of letters."""
    parts = _plain_number(section).split(".")
    return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else ()


def _plain_number(section: Section) -> str:
    return (section.number or "").replace(" ", "").strip(".:)-")


def _is_below(later: Section, earlier: Section) -> bool:
    if later.canonical.startswith(f"{earlier.canonical}."):
        return True
    return bool(earlier.number) and _plain_number(later).startswith(f"{_plain_number(earlier)}.")
