"""Which number answers at a moment: from a team's published hours. Knows neither Django nor the clock."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")


def call_now(card: Mapping[str, Any], at: datetime) -> str:
    """The telephone number (E.164) that the team answers at this moment; "" where its hours promise none.

    In office hours that is the team's telephone; outside them its emergency telephone, unless that line keeps
    hours of its own and is closed.
    """
    hours, zone = card.get("hours", ()), card.get("timezone", "")
    if card.get("voice") and is_open(hours, "office", zone, at):
        return str(card["voice"])
    if card.get("emergency"):
        stated = any(opening["kind"] == "emergency" for opening in hours)
        if not stated or is_open(hours, "emergency", zone, at):
            return str(card["emergency"])
    return ""


def reachable(card: Mapping[str, Any], at: datetime) -> bool:
    """Whether somebody answers at this moment: the office is open, or a number is promised to answer."""
    zone = card.get("timezone", "")
    return is_open(card.get("hours", ()), "office", zone, at) or bool(call_now(card, at))


def is_open(hours: Iterable[Mapping[str, Any]], kind: str, zone: str, at: datetime) -> bool:
    """Whether one of the openings of this kind holds the moment; False where the zone is not known.

    `zone` is the team's, for openings that name none. One that closes before it opens lasts past midnight.
    """
    return any(opening["kind"] == kind and _holds(opening, zone, at) for opening in hours)


def _holds(opening: Mapping[str, Any], zone: str, at: datetime) -> bool:
    try:
        local = at.astimezone(ZoneInfo(opening.get("timezone") or zone))
    except (ZoneInfoNotFoundError, ValueError):
        return False
    today, yesterday = DAYS[local.weekday()], DAYS[(local - timedelta(days=1)).weekday()]
    clock, opens, closes = local.strftime("%H:%M"), opening["opens"], opening["closes"]
    if opens < closes:
        return today in opening["days"] and opens <= clock < closes
    return (today in opening["days"] and clock >= opens) or (yesterday in opening["days"] and clock < closes)
