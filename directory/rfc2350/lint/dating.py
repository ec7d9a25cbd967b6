"""Rules for section 1: the document's date, version, change table, addresses and signature."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from itertools import pairwise

from .case import Case
from .phrases import age, last_day, spoken
from .rule import Finding, rule

# A date of three numbers of which the first two could each be the month.
TWO_WAYS = re.compile(r"(?<![\d./-])(0?[1-9]|1[0-2])([./-])(0?[1-9]|1[0-2])\2(\d{4})(?!\d)")
SIGNED = re.compile(
    r"sign(?:ed|ature|é|iert|atur)|firmad[oa]|assinad[oa]|firmato|ondertekend|podpis|potpis|потпиш|ditanda",
    re.IGNORECASE,
)
# Not signed at all, or with the signature in the file itself.
UNSIGNED = re.compile(
    r"\b(?:not|never|nicht|pas|no|não|nie|není|tidak|belum)\b[^.\n]{0,30}(?:sign|firm|assin|podpis|tanda)|unsigned"
    r"|clear-?(?:text)?[ -]?sign|klartext|embedded|within (?:this|the) (?:file|document|pdf)",
    re.IGNORECASE,
)
YEAR = datetime.timedelta(days=366)


@rule(
    "date-missing",
    "warning",
    title="The document does not say when it was last updated.",
    remedy="Give the date in section 1.1, with the month in letters or as 2026-05-17.",
)
def date_missing(case: Case) -> Iterator[Finding]:
    """“The completed template must indicate when it was last changed” (RFC 2350, 3.1): without a date nobody
    can judge whether the telephone number still holds."""
    if case.document.document.date is None:
        yield Finding("No date of the last update can be found.", case.line("", "1.1", "1"))


@rule(
    "date-ambiguous",
    "warning",
    title="The date can be read as day/month or as month/day.",
    remedy="Write the month in letters (2 March 2026) or the whole date as 2026-03-02.",
)
def date_ambiguous(case: Case) -> Iterator[Finding]:
    """02/03/2026 is in March for most of the world and in February for the rest."""
    for match in TWO_WAYS.finditer(case.text("1.1") or case.text("1.5")):
        first, second, year = match[1], match[3], match[4]
        if int(first) != int(second):
            one, other = (
                spoken(f"{year}-{int(month):02}-{int(day):02}")
                for day, month in ((first, second), (second, first))
            )
            message = f"“{match[0]}” can be read as {one} or as {other}."
            yield Finding(message, case.line("document.date", "1.1", "1.5"))


@rule(
    "date-month-only",
    "note",
    title="The date names a month without a day.",
    remedy="Add the day, so that two updates in one month can be told apart.",
)
def date_month_only(case: Case) -> Iterator[Finding]:
    """Two texts of the same month cannot be told apart by their date."""
    date = case.document.document.date
    if date is not None and len(date) == 7:
        yield Finding(f"The date of the last update is a month only: {spoken(date)}.", _date_line(case))


@rule(
    "date-in-future",
    "error",
    title="The date of the last update lies in the future.",
    remedy="Give the day on which the text was really changed; look for exchanged day and month.",
)
def date_in_future(case: Case) -> Iterator[Finding]:
    """A date ahead of the calendar is a typing error, and readers cannot tell in which digit."""
    date = case.document.document.date
    day = last_day(date)
    if date and day and day > case.today + datetime.timedelta(days=1 if len(date) == 10 else 31):
        yield Finding(f"The last update is dated {spoken(date)}, which is still to come.", _date_line(case))


@rule(
    "date-old",
    "warning",
    title="The last update is more than a year ago.",
    remedy="Read the document through and give it a new date, even where nothing had to change.",
)
def date_old(case: Case) -> Iterator[Finding]:
    """“Outdated documents can do more harm than good” (RFC 2350, 3.1)."""
    date = case.document.document.date
    day = last_day(date)
    if date and day and case.today - day > YEAR:
        ago = age(day, case.today)
        yield Finding(f"The document was last updated on {spoken(date)}, {ago} ago.", _date_line(case))


@rule(
    "date-contradicts",
    "warning",
    title="The date of the last update is not that of the newest change.",
    remedy="Make the dates agree; the newest row of the change table is the date of section 1.1.",
)
def date_contradicts(case: Case) -> Iterator[Finding]:
    """Where two dates disagree, readers cannot tell which edition they hold."""
    information = case.document.document
    newest = max((change.date for change in information.revisions if change.date), default=None)
    if newest and information.date and _common(newest, information.date):
        message = f"The document is dated {spoken(information.date)}, but its newest change {spoken(newest)}."
        yield Finding(message, _date_line(case))


@rule(
    "document-expired",
    "error",
    title="The document has expired.",
    remedy="Publish a new edition, or drop the expiry date and write “valid until superseded”.",
)
def document_expired(case: Case) -> Iterator[Finding]:
    """By its own words the document is no longer valid."""
    expires = case.document.document.expires
    day = last_day(expires)
    if expires and day and day < case.today:
        yield Finding(
            f"The document was valid until {spoken(expires)}.", case.line("document.expires", "1.5")
        )


@rule(
    "expiry-before-date",
    "error",
    title="The document expires before it was written.",
    remedy="Correct whichever of the two dates is wrong.",
)
def expiry_before_date(case: Case) -> Iterator[Finding]:
    """One of the two dates is wrong."""
    information = case.document.document
    written, expires = last_day(information.date), last_day(information.expires)
    if written and expires and expires < written and information.date and information.expires:
        message = (
            f"The document is dated {spoken(information.date)} and expires {spoken(information.expires)}."
        )
        yield Finding(message, case.line("document.expires", "1.5"))


@rule(
    "version-missing",
    "note",
    title="The document has no version.",
    remedy="Add a version to section 1.1, such as “version 1.0”.",
)
def version_missing(case: Case) -> Iterator[Finding]:
    """A version lets two people make sure by telephone that they read the same text."""
    if case.document.document.version is None and case.document.sections:
        yield Finding("No version can be found beside the date.", case.line("", "1.1", "1"))


@rule(
    "version-contradicts",
    "warning",
    title="The version is not that of the newest change.",
    remedy="Give the same version in section 1.1, in 1.5 and in the last row of the change table.",
)
def version_contradicts(case: Case) -> Iterator[Finding]:
    """One of the two was forgotten at the last update."""
    information = case.document.document
    versions = [change.version for change in information.revisions if change.version]
    if information.version and versions and information.version not in versions:
        message = (
            f"The document is version {information.version}, its change table has only {', '.join(versions)}."
        )
        yield Finding(message, case.line("document.version", "1.1", "1.5"))


@rule(
    "changes-unordered",
    "note",
    title="The change table is not in the order of its dates.",
    remedy="Sort the rows by date, and check the one that is out of place for a typing error.",
)
def changes_unordered(case: Case) -> Iterator[Finding]:
    """A row out of place is most often a wrong year."""
    dates = [change.date for change in case.document.document.revisions if change.date]
    steps = {(_common(a, b) or 0) for a, b in pairwise(dates)}
    if {-1, 1} <= steps:
        shown = ", ".join(spoken(date) for date in dates[:4])
        yield Finding(
            f"The changes are dated, in this order: {shown}.", case.line("document.revisions.0", "1.1")
        )


@rule(
    "location-missing",
    "warning",
    title="The document does not say where it is published.",
    remedy="Give the full address (https://…) of the current edition in section 1.3.",
)
def location_missing(case: Case) -> Iterator[Finding]:
    """A copy can only be checked against the original by someone who knows where that is (RFC 2350, 3.1)."""
    if not case.document.document.locations:
        yield Finding("No address of the document itself can be found.", case.line("", "1.3", "1"))


@rule(
    "location-not-https",
    "warning",
    title="The document is offered over plain http.",
    remedy="Publish the document at an https address and name that one.",
)
def location_not_https(case: Case) -> Iterator[Finding]:
    """What comes over plain http can be changed on its way, the key's fingerprint included."""
    information = case.document.document
    for part, addresses in (("locations", information.locations), ("signatures", information.signatures)):
        for index, address in enumerate(addresses):
            if address.lower().startswith(("http://", "ftp://")):
                yield Finding(
                    f"“{address}” is not https.", case.line(f"document.{part}.{index}", "1.3", "1.4")
                )


@rule(
    "signature-no-address",
    "warning",
    title="The document says that it is signed, but not where the signature is.",
    remedy="Name the signature's address in section 1.4, or publish the document clear-signed.",
)
def signature_no_address(case: Case) -> Iterator[Finding]:
    """A signature that nobody can find protects nobody. A text that carries its signature with it says so."""
    told = case.text("1.4")
    if case.document.document.signatures or not SIGNED.search(told) or UNSIGNED.search(told):
        return
    message = f"{case.name_of('1.4')} speaks of a signature and gives no address for it."
    yield Finding(message, case.line("", "1.4"))


@rule(
    "signature-missing",
    "note",
    title="The document does not say how to check that it is authentic.",
    remedy="Sign the document with the team's key and say so in a section 1.4, “Authenticating this Document”.",
)
def signature_missing(case: Case) -> Iterator[Finding]:
    """“It is highly recommended that such vital documents be protected by digital signatures”
    (RFC 2350, 2.1; the section itself is in appendix E)."""
    if case.document.sections and not case.says("1.4") and not case.document.document.signatures:
        yield Finding("There is no section on authenticating this document.")


def _date_line(case: Case) -> int | None:
    return case.line("document.date", "1.1", "1.5", "1")


def _common(first: str, second: str) -> int:
    """-1, 0 or 1 as the first date is before, like or after the second, by the parts that both have."""
    width = min(len(first), len(second))
    one, other = first[:width], second[:width]
    return (one > other) - (one < other)
