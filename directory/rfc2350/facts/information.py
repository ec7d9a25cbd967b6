"""What the document says of itself: title, date, version, expiry, changes (RFC 2350, section 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from directory.rfc2350.document import Information

from .dates import Mention, Order, mentions, order_of
from .labelled import labelled
from .locations import locations, signatures
from .passages import Passage, Reading
from .report import Report
from .revisions import Row, revisions
from .versions import VersionMention, bare_version, versions

_PROFILE = re.compile(r"(?:rfc\W{0,2}2350|csirt description|cert description)", re.I)
_QUOTED = re.compile(r"[\"“„«]\s?([^\"“”„«»\n]{3,200})\s?[\"”“»]")
_NEXT_LABEL = re.compile(r"\s(?=[^\W\d_a-z][\w ]{1,20}:\s)")
_BEFORE = 48
_PREFACE = 600


@dataclass(frozen=True)
class _Dating:
    """A date and a version found together, with where they stand."""

    date: str | None
    version: str | None
    line: int | None
    source: str


def information(reading: Reading, country: str | None, report: Report) -> Information:
    """The facts of section 1. The date of 1.1 outranks those of a preface and of 1.5."""
    order = _order(reading, country)
    rows = _changes(reading, order)
    date, version = _dating(reading, order, rows, report)
    for index, (passage, row) in enumerate(rows):
        report.place(f"document.revisions.{index}", passage.line_at(row.offset))
    return Information(
        title=_title(reading),
        date=date,
        version=version,
        expires=_expires(reading, order),
        revisions=tuple(row.change for _, row in rows),
        locations=locations(reading, report),
        signatures=signatures(reading, report),
        distribution=_distribution(reading),
    )


def _order(reading: Reading, country: str | None) -> Order:
    passages = [passage for passage in reading.passages if passage.canonical.startswith(("0", "1", "2"))]
    folded = [passage.folded for passage in passages]
    found = [mention for text in folded for mention in mentions(text, reading.words)]
    return order_of(folded, found, lambda: country)


def _changes(reading: Reading, order: Order) -> list[tuple[Passage, Row]]:
    for passage in reading.of("1.1", "1.5", "0", "1"):
        rows = revisions(passage, reading.words, order)
        if rows:
            return [(passage, row) for row in rows]
    return []


def _dating(
    reading: Reading, order: Order, rows: list[tuple[Passage, Row]], report: Report
) -> tuple[str | None, str | None]:
    """The document's date and version: the best statement of each, others compared with it."""
    stated = list(_statements(reading, order, rows, report))
    date = next((dating for dating in stated if dating.date), None)
    version = next((dating for dating in stated if dating.version), None)
    if date and date.date:
        report.place("document.date", date.line)
        for other in stated:
            if other.date and not _same_date(date.date, other.date):
                report.warn(
                    "date-contradicts",
                    other.line,
                    f"{other.source} says {other.date}, but {date.source} says {date.date}, which is taken.",
                )
    if version and version.version:
        report.place("document.version", version.line)
        for other in stated:
            if other.version and _plain(other.version) != _plain(version.version):
                report.warn(
                    "version-contradicts",
                    other.line,
                    f"{other.source} says version {other.version}, but {version.source} says "
                    f"{version.version}, which is taken.",
                )
    return date.date if date else None, version.version if version else None


def _statements(
    reading: Reading, order: Order, rows: list[tuple[Passage, Row]], report: Report
) -> Iterator[_Dating]:
    """What the document says of its date and version, most trustworthy first."""
    for passage in reading.of("1.1"):
        latest = _latest(rows) if rows and rows[0][0] is passage else None
        yield from [latest] if latest else _stated(passage, order, reading, report, "Section 1.1")
    for passage in reading.of("1.5"):
        yield from _labelled(passage, order, reading, report, "The document's identification")
    for passage in reading.of("0", *(["1"] if not reading.of("1.1") else [])):
        yield from _labelled(passage, order, reading, report, "The front matter")
    if rows and rows[0][0].canonical != "1.1" and (latest := _latest(rows)):
        yield latest
    if not any(passage.text for passage in reading.of("1.1")):
        for passage in reading.of("0", "1", *(["9"] if reading.is_unstructured else [])):
            yield from _running(passage, order, reading, report)


def _latest(rows: list[tuple[Passage, Row]]) -> _Dating | None:
    dated = [(passage, row) for passage, row in rows if row.change.date]
    if not dated:
        return None
    passage, row = max(dated, key=lambda entry: entry[1].change.date or "")
    return _Dating(row.change.date, row.change.version, passage.line_at(row.offset), "The table of changes")


def _stated(
    passage: Passage, order: Order, reading: Reading, report: Report, source: str
) -> Iterator[_Dating]:
    """The date and version of section 1.1; its title is read too, for "Last updated 4 May 2021"."""
    texts = [(passage.folded, True), (Passage("1.1", None, "", passage.title).folded, False)]
    for folded, has_lines in texts:
        found = mentions(folded, reading.words)
        date = _preferred(folded, found, reading)
        numbers = versions(folded, reading.words)
        version = next((number for number in numbers if not number.replaced), None)
        version = version or (None if numbers else bare_version(folded, found))
        line = passage.line_at(date.start if date else version.start if version else 0) if has_lines else None
        line = line if has_lines else passage.line_at(0)
        iso = _decided(date, folded, order, line, report) if date else None
        if iso or version:
            yield _Dating(iso, version.number if version else None, line, source)
            return


def _preferred(folded: str, found: tuple[Mention, ...], reading: Reading) -> Mention | None:
    """The first date that is not said to be the first edition's, or the next one's."""
    created = reading.words.pattern("document", "created")
    previous = 0
    for mention in found:
        before = folded[max(mention.start - _BEFORE, previous) : mention.start]
        if not created.search(re.split(r"[.;\n]", before)[-1]):
            return mention
        previous = mention.end
    return found[0] if found else None


def _labelled(
    passage: Passage, order: Order, reading: Reading, report: Report, source: str
) -> Iterator[_Dating]:
    """ "Date: …" and "Version: …" lines, or one line that holds both."""
    if len(passage.text) > _PREFACE * 10:
        return
    date, version, line = None, None, None
    for value in labelled(passage, reading.words.pattern("document", "date"), loose=True):
        found = mentions(passage.folded[value.offset : value.offset + len(value.value)], reading.words)
        if found and date is None:
            line = passage.line_at(value.offset)
            date = _decided(found[0], passage.folded[value.offset :], order, line, report)
    for number in _line_versions(passage, reading):
        version, line = number.number, line or passage.line_at(number.start)
        break
    if date is None and version is not None:
        date = _beside(passage, reading, order, report)
    if date or version:
        yield _Dating(date, version, line, source)


def _line_versions(passage: Passage, reading: Reading) -> Iterator[VersionMention]:
    """Versions that begin a line, or that stand in a line with a labelled date."""
    begins = {offset for offset, _ in passage.lines()}
    for number in versions(passage.folded, reading.words):
        line = passage.folded[passage.folded.rfind("\n", 0, number.start) + 1 : number.end]
        if not number.replaced and (number.start in begins or len(line.split()) <= 4):
            yield number


def _beside(passage: Passage, reading: Reading, order: Order, report: Report) -> str | None:
    """The date on the line of a version ("Version: 2.2 Date: 14 March 2023")."""
    for number in _line_versions(passage, reading):
        start = passage.folded.rfind("\n", 0, number.start) + 1
        end = passage.folded.find("\n", number.end)
        line = passage.folded[start : end if end >= 0 else len(passage.folded)]
        found = mentions(line, reading.words)
        if found:
            return _decided(found[0], line, order, passage.line_at(number.start), report)
    return None


def _running(passage: Passage, order: Order, reading: Reading, report: Report) -> Iterator[_Dating]:
    """A sentence that gives a version with its date, where no section 1.1 does."""
    folded = passage.folded
    dates = mentions(folded, reading.words)
    for number in versions(folded, reading.words):
        near = [date for date in dates if 0 <= date.start - number.end <= _BEFORE]
        if near and not number.replaced:
            line = passage.line_at(number.start)
            yield _Dating(_decided(near[0], folded, order, line, report), number.number, line, "The text")
            return


def _decided(mention: Mention, folded: str, order: Order, line: int | None, report: Report) -> str | None:
    iso, reason = order.decide(mention)
    written = folded[mention.start : mention.end]
    if iso is None:
        report.warn(
            "date-ambiguous",
            line,
            f"{written} is either {mention.iso} or {mention.other}, and nothing in the document decides. "
            "Write the year first, or the month in letters.",
        )
    elif reason:
        report.note("date-ambiguous", line, f"{written} is read as {iso}: {reason}.")
    return iso


def _same_date(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _plain(version: str) -> str:
    return re.sub(r"(?:\.0)+$", "", version.lower())


def _title(reading: Reading) -> str | None:
    """The title that 1.5 or a preface states, else a title line that names the profile."""
    label = reading.words.pattern("document", "title")
    for passage in reading.of("1.5", "0"):
        for value in labelled(passage, label, loose=passage.canonical == "1.5"):
            if title := _plain_title(value.value):
                return title
    for passage in reading.of("0"):
        for _, line in passage.lines():
            text = line.strip(" *_#=-")
            begun = text[:1].isupper() or not text[:1].islower()
            if _PROFILE.search(text) and len(text) <= 120 and begun and not text.endswith((".", ":")):
                return text
    return None


def _plain_title(value: str) -> str | None:
    """A labelled title without its quotation marks, and without a label that follows on the same line."""
    quoted = _QUOTED.match(value)
    title = quoted.group(1) if quoted else _NEXT_LABEL.split(value, maxsplit=1)[0]
    return title.strip(" ;\"“”„«»'*_") or None


def _expires(reading: Reading, order: Order) -> str | None:
    """The day on which the document expires; "until superseded" is no day."""
    label = reading.words.pattern("document", "expires")
    for passage in reading.of("1.5", "1.1", "0", "1"):
        for value in labelled(passage, label, loose=True):
            found = mentions(passage.folded[value.offset : value.offset + len(value.value)], reading.words)
            if found:
                return order.decide(found[0])[0]
    return None


def _distribution(reading: Reading) -> str | None:
    """How readers learn of changes (1.2); None where the section says that they do not."""
    openers = reading.words.pattern("absent", "openers")
    for passage in reading.of("1.2"):
        if passage.text and not reading.words.is_absent(passage.text) and not openers.match(passage.folded):
            return passage.text.strip()
    return None
