"""A team's hours: in words that hold at any time, and as the data from which static/js/hours.js says "now"."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from directory.fields import DAYS

register = template.Library()


@register.filter
def hours_data(card: Mapping[str, Any]) -> str:
    """What the script needs of a card's hours, as the value of `data-hours`; "" where it could say nothing.

    Openings with ";" between them, each "kind days opens closes zone": "office mo,tu,we 08:00 16:00 Europe/Oslo".
    Hours of an emergency line count only where its number is published, and a number without hours of its own stands
    as "emergency" alone: always. So the script says what `lookup.reach.reachable` says.
    """
    hours, first = card.get("hours", ()), card.get("timezone", "")
    told = []
    for opening in hours:
        zone = opening.get("timezone") or first
        if zone and (opening["kind"] == "office" or card.get("emergency")):
            days = ",".join(opening["days"])
            told.append(f"{opening['kind']} {days} {opening['opens']} {opening['closes']} {zone}")
    if card.get("emergency") and not any(opening["kind"] == "emergency" for opening in hours):
        told.append("emergency")
    return ";".join(told)


@register.filter
def hours_rows(profile: Mapping[str, Any], kind: str) -> list[dict[str, str]]:
    """The openings of a kind in words: {"days": "Monday to Friday", "times": "08:00–16:00", "place": "Oslo time",
    "zone": "Europe/Oslo", "note"}; `place` and `zone` are "" where the team names no zone or never closes."""
    first = next(iter(profile["timezones"]), "")
    rows = []
    for opening in profile["hours"]:
        if opening["kind"] == kind:
            times = f"{opening['opens']}–{opening['closes']}"
            always = times == "00:00–24:00"
            is_daily = len(set(opening["days"])) == len(DAYS)
            zone = "" if always and is_daily else opening.get("timezone") or first
            rows.append(
                {
                    "days": weekdays(opening["days"]),
                    "times": _("around the clock") if always else times,
                    "place": _("%(city)s time") % {"city": city(zone)} if zone else "",
                    "zone": zone,
                    "note": opening.get("note") or "",
                }
            )
    return rows


def weekdays(codes: list[str]) -> str:
    """Days in words: "Monday to Friday", "Sunday to Thursday", "Saturday and Sunday", "Every day"."""
    places = sorted({DAYS.index(code) for code in codes})
    if len(places) == len(DAYS):
        return _("Every day")
    begin = [place for place in places if (place - 1) % len(DAYS) not in places]
    if len(begin) == 1:  # one run of days, perhaps over the end of the week
        places.sort(key=lambda place: (place - begin[0]) % len(DAYS))
    names = [str(WEEKDAYS[place]) for place in places]
    if len(names) > 2 and len(begin) == 1:
        said = _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    elif len(names) > 1:
        said = _("%(days)s and %(last)s") % {"days": ", ".join(names[:-1]), "last": names[-1]}
    else:
        said = names[0]
    return str(capfirst(said))


def city(zone: str) -> str:
    """Where people set their clocks by the zone: "Oslo" of Europe/Oslo; "UTC" stays what it is."""
    return zone if zone.startswith("Etc/") else zone.rpartition("/")[2].replace("_", " ")


@register.simple_tag
def clock_words() -> dict[str, str]:
    """The sentences of static/js/hours.js; what stands in braces is put in there."""
    return {
        "always": _("Reachable around the clock"),
        "open": _("Reachable now, until {time}"),
        "line": _("Emergency line open now"),
        "lineOpens": _("Emergency line open now; office opens in {wait} ({time})"),
        "lineUntil": _("Emergency line open now, until {time}"),
        "opens": _("Opens in {wait} ({time})"),
        # Where, and for the visitor: after a sentence, and within brackets.
        "there": _("{time} in {city}"),
        "after": _("{there} ({here} for you)"),
        "within": _("{there}, {here} for you"),
        "days": _("{d} d {h} h"),
        "hours": _("{h} h {m} min"),
        "minutes": _("{m} min"),
        "keyValid": _("Key valid until {date}"),
        "keySoon": _("Key ends in {n} days, on {date}"),
        "keyTomorrow": _("Key ends tomorrow, {date}"),
        "keyToday": _("Key ends today, {date}"),
        "keyEnded": _("This key expired on {date}"),
        "months": _("more than 4 months ago"),
        "year": _("more than a year ago"),
    }
