"""Pieces of the sentences that a person reads."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Sequence

# Not calendar.month_name, which speaks the language of the machine.
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def listed(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def spoken(date: str) -> str:
    """An ISO date as one reads it aloud: "17 May 2022", "May 2022"; anything else as it is."""
    parts = date.split("-")
    if not all(part.isdigit() for part in parts) or not 2 <= len(parts) <= 3 or not 1 <= int(parts[1]) <= 12:
        return date
    month = f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return month if len(parts) == 2 else f"{int(parts[2])} {month}"


def last_day(date: str | None) -> datetime.date | None:
    """The day that an ISO date names, the last of a month that stands alone; None where it is no date."""
    try:
        year, month, *day = (int(part) for part in (date or "").split("-"))
        return datetime.date(year, month, day[0] if day else calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None


def age(then: datetime.date, today: datetime.date) -> str:
    """How long ago, as a person says it: "14 months", "3 years"."""
    months = (today.year - then.year) * 12 + today.month - then.month - (today.day < then.day)
    return plural(months, "month") if months < 24 else plural(months // 12, "year")


def shortened(text: str, width: int = 60) -> str:
    """One line of a text, cut at a word where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[:width].rsplit(" ", 1)[0] + " …"
