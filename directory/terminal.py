"""A document and its problems, for a person at a terminal."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from directory.lookup.printing import printable
from directory.rfc2350.document import Document, Key, Opening, Problem
from directory.rfc2350.lint import SEVERITIES, completeness, remedy
from directory.rfc2350.lint.phrases import plural
from directory.rfc2350.source import Source

COLOURS = {"error": "31;1", "warning": "33", "note": "36", "faint": "2", "strong": "1"}
QUOTED = re.compile(r"“([^”]+)”")
WIDTH = 78
LABEL = 14
WEEK = ("mo", "tu", "we", "th", "fr", "sa", "su")


@dataclass(frozen=True, slots=True)
class Ink:
    """Colours where the reader wants them; the same words without."""

    coloured: bool

    def __call__(self, colour: str, text: str) -> str:
        return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m" if self.coloured else text


# The team ----------------------------------------------------------------------------------------


def summary(document: Document, ink: Ink) -> Iterator[str]:
    """Who the team is and how to reach it, a line a fact."""
    team, about = document.team, document.document
    yield ink("strong", printable(team.name or about.title or "A document without a team's name"))
    edition = ", ".join(part for part in (about.version and f"version {about.version}", about.date) if part)
    facts: tuple[tuple[str, Sequence[str]], ...] = (
        ("document", [edition or "undated"]),
        ("expires", [about.expires] if about.expires else []),
        ("also called", [name for name in (team.short_name, *team.aliases) if name]),
        ("country", [team.country] if team.country else []),
        ("time zone", team.timezones),
        ("telephone", [f"{phone.number or phone.text} ({phone.kind})" for phone in team.phones]),
        ("e-mail", team.emails),
        ("key", [_key(key) for key in team.keys]),
        ("hours", [_hours(opening) for opening in team.hours]),
        ("labels", [" ".join(filter(None, (label.scheme, label.version))) for label in team.tlp]),
        ("constituency", _constituency(document)),
        ("published at", about.locations),
    )
    for label, values in facts:
        for index, value in enumerate(values):
            yield f"  {ink('faint', (label if index == 0 else '').ljust(LABEL))}{printable(value)}"


def outline(document: Document, ink: Ink) -> Iterator[str]:
    """The sections as they were understood: the RFC's number, then the document's own heading."""
    for section in document.sections:
        heading = " ".join(part for part in (section.number, section.title) if part) or "(no heading)"
        words = len(section.text.split())
        size = plural(words, "word") if words else "empty"
        yield f"  {section.canonical.ljust(6)} {printable(heading)} {ink('faint', f'({size})')}"


def _key(key: Key) -> str:
    if key.fingerprint:
        return " ".join(textwrap.wrap(key.fingerprint, 4))
    return f"0x{key.key_id}" if key.key_id else "a key block"


def _hours(opening: Opening) -> str:
    days = [WEEK.index(day) for day in opening.days]
    in_a_row = len(days) > 2 and days == list(range(days[0], days[-1] + 1))
    named = f"{opening.days[0]}-{opening.days[-1]}" if in_a_row else " ".join(opening.days)
    return f"{named} {opening.opens}-{opening.closes}" + (
        f" ({opening.kind})" if opening.kind != "office" else ""
    )


def _constituency(document: Document) -> list[str]:
    served = document.constituency
    asns = [f"AS{number}" for number in served.asns]
    lists = (served.prefixes, asns, served.domains, served.countries, served.sectors)
    return [_shortened(items) for items in lists if items]


def _shortened(items: Sequence[str]) -> str:
    more = f" and {len(items) - 6} more" if len(items) > 6 else ""
    return ", ".join(items[:6]) + more


# Problems ----------------------------------------------------------------------------------------


def report(document: Document, found: Sequence[Problem], source: Source | None, ink: Ink) -> Iterator[str]:
    """Each problem with its place in the source and its remedy, the worst first."""
    lines = {line.number: printable(line.text) for line in source.lines} if source else {}
    ends = _ends(document)
    for problem in sorted(found, key=lambda each: (SEVERITIES.index(each.severity), each.line or 0)):
        place = f"line {problem.line}" if problem.line else "the whole document"
        yield f"{ink(problem.severity, problem.severity)}: {place} {ink('faint', f'[{problem.code}]')}"
        yield from _filled(printable(problem.message), "  ")
        yield from _excerpt(problem, lines, ends, ink)
        advice = remedy(problem.code)
        if advice:
            yield from (ink("faint", line) for line in _filled(advice, "  → ", "    "))
        yield ""


def verdict(document: Document, found: Sequence[Problem], ink: Ink) -> Iterator[str]:
    """The count of the problems, and how complete the document is."""
    counts = {severity: sum(each.severity == severity for each in found) for severity in SEVERITIES}
    told = ", ".join(plural(count, severity) for severity, count in counts.items() if count)
    yield ink("strong", f"{told or 'No problems'}. Complete to {completeness(document).score} %.")
    lacking = sorted(completeness(document).sections, key=lambda s: s.weight * (s.score - 100))
    for section in lacking[:5]:
        if section.score < 100:
            yield f"  {section.canonical.ljust(6)} {section.title}: {', '.join(section.missing)}"


def _ends(document: Document) -> Mapping[int, int]:
    """For each section's line the last line that can be its own."""
    starts = sorted({section.line for section in document.sections if section.line})
    ends = [after - 1 for after in starts[1:]] + [start + 400 for start in starts[-1:]]
    return dict(zip(starts, ends, strict=True))


def _excerpt(problem: Problem, lines: Mapping[int, str], ends: Mapping[int, int], ink: Ink) -> Iterator[str]:
    """The line that the problem is about, and under it a mark at the words that the message quotes."""
    if problem.line is None or not lines.get(problem.line, "").strip():
        return
    number, start, width = _place(problem, lines, ends)
    text = lines[number].replace("\t", " ")
    before = max(0, start - WIDTH // 2)
    shown = text[before : before + WIDTH - 8]
    width = max(1, min(width, len(shown) - (start - before)))
    yield f"  {ink('faint', f'{number:>5} |')} {shown}"
    yield f"  {ink('faint', '      |')} {' ' * (start - before)}{ink(problem.severity, '^' * width)}"


def _place(problem: Problem, lines: Mapping[int, str], ends: Mapping[int, int]) -> tuple[int, int, int]:
    """Where the quoted words stand: line, column and width. Without a quotation, the problem's whole line."""
    first = problem.line or 0
    for quotation in QUOTED.findall(problem.message):
        words = quotation.removesuffix(" …")
        for number in range(first, ends.get(first, first) + 1):
            column = lines.get(number, "").find(words)
            if column >= 0:
                return number, column, len(words)
    text = lines[first]
    indent = len(text) - len(text.lstrip())
    return first, indent, len(text.strip())


def _filled(text: str, first: str, rest: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_on_hyphens=False,
    )
