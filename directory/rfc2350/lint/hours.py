"""Rules for time: the zone the team lives in and the hours at which it answers."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from directory.rfc2350.document import Opening

from .case import Case
from .phrases import listed
from .rule import Finding, rule

OFFSET = re.compile(r"(?:UTC|GMT)[ \xa0]?([+\-−–])[ \xa0]?(\d{1,2})(?:[:.]?(\d{2}))?(?!\d)", re.IGNORECASE)
VAGUE = re.compile(
    r"(?:business|office|working|regular|normal) (?:hours|days)|bürozeiten|geschäftszeiten|arbeitszeit"
    r"|heures (?:ouvrables|ouvrées|de bureau)|jours ouvr|horario (?:de oficina|laboral)|horário (?:de expediente|comercial)"
    r"|orari[oi] (?:d'ufficio|lavorativ)|kantooruren|godzin\w* pracy|pracovn[íi] dob|jam kerja|hari kerja|radno vrijeme",
    re.IGNORECASE,
)
BARE = ("Etc/", "UTC", "GMT")
DAYS = {
    "mo": "Monday", "tu": "Tuesday", "we": "Wednesday", "th": "Thursday", "fr": "Friday", "sa": "Saturday", "su": "Sunday",
}  # fmt: skip


@rule(
    "timezone-missing",
    "warning",
    title="The team's time zone cannot be found.",
    remedy="Name the zone in section 2.3, best as Region/City (Europe/Paris) with its offset (UTC+1, in summer UTC+2).",
)
def timezone_missing(case: Case) -> Iterator[Finding]:
    """“Useful for coordinating incidents which cross time zones” (RFC 2350, 3.2)."""
    if not case.document.team.timezones and not OFFSET.search(case.text("2.3")):
        yield Finding(f"{case.name_of('2.3')} names no time zone.", case.line("", "2.3", "2"))


@rule(
    "timezone-offset-mismatch",
    "warning",
    title="The time zone's name and its offset contradict each other.",
    remedy="Correct the one that is wrong; beware of GMT+1 in winter and in summer.",
)
def timezone_offset_mismatch(case: Case) -> Iterator[Finding]:
    """A reader who goes by the name and one who goes by the offset call at different hours."""
    named = case.document.team.timezones
    allowed = {offset for zone in named for offset in _offsets(zone, case.today.year)}
    if not allowed:
        return
    for match in OFFSET.finditer(case.text("2.3")):
        hours, minutes = int(match[2]), int(match[3] or 0)
        offset = (hours * 60 + minutes) * (1 if match[1] == "+" else -1)
        if offset not in allowed:
            usual = listed([_spoken_offset(minutes) for minutes in sorted(allowed)])
            message = f"“{match[0]}” is not {listed(list(named))}, which is {usual}."
            yield Finding(message, case.line("team.timezones", "2.3"))


@rule(
    "timezone-bare-offset",
    "note",
    title="The time zone is only an offset.",
    remedy="Name the zone too (Region/City), so that summer time is clear.",
)
def timezone_bare_offset(case: Case) -> Iterator[Finding]:
    """UTC+1 does not say whether clocks are changed in spring."""
    match = OFFSET.search(case.text("2.3"))
    told = {found[0] for found in OFFSET.finditer(case.text("2.3"))}
    if match and len(told) == 1 and all(zone.startswith(BARE) for zone in case.document.team.timezones):
        message = f"“{match[0]}” does not say whether there is summer time."
        yield Finding(message, case.line("team.timezones", "2.3"))


@rule(
    "hours-missing",
    "note",
    title="The document does not say when the team answers.",
    remedy="Give days and times in section 2.11, as “Monday to Friday, 09:00 to 17:00”.",
)
def hours_missing(case: Case) -> Iterator[Finding]:
    """“The operating hours and holiday schedule should be provided here. Is there a 24 hour hotline?”
    (RFC 2350, 3.2)"""
    vague = VAGUE.search(case.text("2.11", "2.10", "2.7", "2.4", "2.3"))
    if not case.document.team.hours and not vague:
        yield Finding("No operating hours can be found.", case.line("", "2.11", "2"))


@rule(
    "hours-vague",
    "note",
    title="Operating hours are mentioned without days and times.",
    remedy="Write the days and the times out: “Monday to Friday, 09:00 to 17:00”.",
)
def hours_vague(case: Case) -> Iterator[Finding]:
    """“Regular business hours” differ from country to country; a caller from abroad cannot know them."""
    match = VAGUE.search(case.text("2.11", "2.10", "2.7", "2.4", "2.3"))
    if match and not case.document.team.hours:
        yield Finding(f"“{match[0]}” are mentioned, but no days and times.", case.line("", "2.11", "2"))


@rule(
    "hours-backwards",
    "warning",
    title="Hours end before they begin.",
    remedy="Correct the times, or give a night shift as two spans: 22:00 to 24:00 and 00:00 to 06:00.",
)
def hours_backwards(case: Case) -> Iterator[Finding]:
    """Most often a morning and an evening hour of a twelve-hour clock."""
    for index, opening in enumerate(case.document.team.hours):
        if opening.opens >= opening.closes:
            message = f"The hours run from {opening.opens} to {opening.closes}."
            yield Finding(message, case.line(f"team.hours.{index}", "2.11"))


@rule(
    "hours-overlap",
    "warning",
    title="Two opening hours of the same day overlap.",
    remedy="Give one span for each part of a day.",
)
def hours_overlap(case: Case) -> Iterator[Finding]:
    """Readers cannot tell which of the two holds."""
    spans: dict[tuple[str, str], list[Opening]] = {}
    for index, opening in enumerate(case.document.team.hours):
        for day in opening.days:
            earlier = spans.setdefault((opening.kind, day), [])
            clash = next((o for o in earlier if o.opens < opening.closes and opening.opens < o.closes), None)
            earlier.append(opening)
            if clash is not None:
                times = f"{clash.opens} to {clash.closes} and {opening.opens} to {opening.closes}"
                message = f"{DAYS.get(day, day)} has both {times}."
                yield Finding(message, case.line(f"team.hours.{index}", "2.11"))
                break


def _offsets(zone: str, year: int) -> set[int]:
    """The offsets from UTC, in minutes, that a zone has in the course of a year; empty for an unknown one."""
    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return set()
    days = (datetime.datetime(year, month, 1, tzinfo=place) for month in (1, 4, 7, 10))
    return {int(offset.total_seconds() // 60) for day in days if (offset := day.utcoffset()) is not None}


def _spoken_offset(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
