"""Where a document says what was understood of it, and how far that is to be believed.

Three degrees, in words. *Sure*: it stands in the section where RFC 2350 asks for it, and nothing is doubted on its
line. *Likely*: it stands elsewhere in the document, or follows from its words. *To check*: a problem doubts it, it was
concluded from other facts, or no field takes it as it is written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from directory.rfc2350.document import Problem, Section
from directory.rfc2350.sections import FRONT, OTHER, SERVICES, TITLES, top
from directory.rfc2350.source import Source

from .placing import Placed
from .shapes import Field
from .values import Value


class Degree(StrEnum):
    SURE = "sure"
    LIKELY = "likely"
    CHECK = "to check"


@dataclass(frozen=True, slots=True)
class Standing:
    """`line` is the fact's line in the source, None where it was concluded; `why` is a sentence, "" where it is sure."""

    degree: Degree
    why: str = ""
    line: int | None = None


#: Problems that doubt a value of any field on their line, and those that doubt one field's.
DOUBTS = frozenset({"placeholder-left", "letters-damaged", "encoding-damaged"})
_PHONES = frozenset({"phone-no-country-code", "phone-implausible", "phones-nearly-equal"})
DOUBTS_OF: Mapping[str, frozenset[str]] = {
    "name": frozenset({"foreign-name"}),
    "country": frozenset({"country-inferred"}),
    "timezones": frozenset({"timezone-offset-mismatch", "timezone-bare-offset"}),
    "telephones": _PHONES,
    "faxes": _PHONES,
    "emails": frozenset({"email-lost", "email-obfuscated", "email-domains-differ"}),
    "keys": frozenset(
        {"fingerprint-length", "fingerprint-key-id-mismatch", "fingerprint-not-of-block", "key-id-short",
         "key-id-length", "key-id-malformed", "key-block-damaged"}
    ),
    "hours": frozenset({"hours-backwards", "hours-overlap"}),
    "prefixes": frozenset({"constituency-network-not-public", "constituency-network-too-wide"}),
    "asns": frozenset({"constituency-asn-not-public"}),
}  # fmt: skip
#: Fields whose values may be concluded: that their words stand somewhere says nothing.
CONCLUDED = frozenset({"country", "timezones", "language"})
SOUGHT = 3000  # lines in which a value is sought whose line the reader has not noted, and letters of each
MANY_WORDS = 5  # of a longer text, by which the line is found where it begins


class Standings:
    """Asks a document where its facts stand."""

    def __init__(self, source: Source, placed: Placed, problems: Iterable[Problem]) -> None:
        self._paths = placed.document.lines
        self._sections = sections_of_lines(placed.document.sections, placed.places)
        near = source.lines[:SOUGHT]
        self._texts = [(line.number, " ".join(line.text[:SOUGHT].casefold().split())) for line in near]
        self._problems = [(problem.code, problem.line) for problem in problems]

    def of(self, field: Field, value: Value) -> Standing:
        line = self._line(field, value)
        if not value.held:
            return Standing(Degree.CHECK, "No field takes it as it is written. It stays in the text.", line)
        if self._is_doubted(field, line):
            return Standing(Degree.CHECK, "There is a problem with it, told below.", line)
        if line is None:
            return self._without_line(field)
        sections = self._sections.get(line, {OTHER})
        if any(_is_home(field, canonical) for canonical in sections):
            return Standing(Degree.SURE, "", line)
        named = sorted(sections & TITLES.keys())
        where = f"section {named[0]}" if named else "text without a section"
        return Standing(Degree.LIKELY, f"It stands in {where}, not in {field.sections[0]}.", line)

    def _is_doubted(self, field: Field, line: int | None) -> bool:
        codes = DOUBTS | DOUBTS_OF.get(field.key, frozenset())
        return any(code in codes and where in (None, line) for code, where in self._problems)

    def _without_line(self, field: Field) -> Standing:
        if field.key == "language":
            return Standing(Degree.LIKELY, "The words of the text tell it.")
        return Standing(Degree.CHECK, "No line says so: it was concluded from the rest of the document.")

    def _line(self, field: Field, value: Value) -> int | None:
        """The line that the reader has noted, or else the first one that has the words."""
        if value.path in self._paths:
            return self._paths[value.path]
        words = value.words.casefold().split()
        if field.key in CONCLUDED or not words:
            return None
        wanted = " ".join(words if len(words) <= 2 * MANY_WORDS else words[:MANY_WORDS])
        return next((number for number, text in self._texts if wanted in text), None)


def _is_home(field: Field, canonical: str) -> bool:
    """Whether RFC 2350 has the field's fact in this section; services are all of chapter 5."""
    return canonical in field.sections or (field.sections[0] == SERVICES and top(canonical) == SERVICES)


def sections_of_lines(sections: Sequence[Section], places: Sequence[Sequence[int]]) -> dict[int, set[str]]:
    """The canonical numbers of the sections that each source line belongs to; one line may hold a whole document."""
    found: dict[int, set[str]] = {}
    for section, lines in zip(sections, places, strict=True):
        headed = [section.line] if section.line and section.title else []
        for line in (*headed, *lines):
            found.setdefault(line, set()).add(section.canonical)
    return found


# The document as it was read, with its places marked


@dataclass(frozen=True, slots=True)
class Mark:
    """A link from a line to the field that was read from it."""

    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of the source. `heading` names the section that begins here, `left_out` says that it is in none: a running
    head, a table of contents, a site's navigation; `first_out` that it is the first of several."""

    number: int
    text: str
    heading: str = ""
    left_out: bool = False
    first_out: bool = False
    marks: tuple[Mark, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_lines(
    source: Source,
    placed: Placed,
    marks: Mapping[int, Sequence[Mark]],
    problems: Iterable[Problem],
    most: int,
) -> list[ReadLine]:
    """The first `most` lines, blank ones left out."""
    sections = placed.document.sections
    belongs = sections_of_lines(sections, placed.places)
    headings = {section.line: section for section in sections if section.line and section.title}
    told: dict[int, list[Problem]] = {}
    for problem in problems:
        if problem.line:
            told.setdefault(problem.line, []).append(problem)
    lines: list[ReadLine] = []
    title, out = "", False
    for line in source.lines[:most]:
        if not line.text.strip():
            continue
        section = headings.get(line.number)
        title = section.title if section else title
        # A heading may go on over several lines; only its first one is known.
        goes_on = " ".join(line.text.split()) in title
        before, out = out, line.number not in belongs and not goes_on
        lines.append(
            ReadLine(
                line.number,
                line.text,
                heading=spoken(section) if section else "",
                left_out=out,
                first_out=out and not before,
                marks=tuple(marks.get(line.number, ())),
                problems=tuple(told.get(line.number, ())),
            )
        )
    return lines


def spoken(section: Section) -> str:
    """What a section is by its meaning: "section 2.7", or that it has none."""
    if section.canonical in (FRONT, OTHER):
        return "no section"
    return f"section {section.canonical}"
