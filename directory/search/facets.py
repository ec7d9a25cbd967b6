"""The values by which teams are told apart. What a profile says becomes words such as "country=NO"; a filter names
the facet and its values. Knows neither Django nor the clock."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from directory.vocabularies import COUNTRIES, MEMBERSHIPS, REGIONS, SECTORS, SERVICES, Vocabulary

DAYS = frozenset({"mo", "tu", "we", "th", "fr", "sa", "su"})
AROUND_THE_CLOCK = "24x7"


def facets_of(profile: Mapping[str, Any], key_ends: str) -> str:
    """The profile's values as words with a space between them: "facet=value", each once.

    A place in a tree stands with all that is above it. "clock" holds what the state at a moment follows from (JSON
    without spaces, see `clock_of`), "key-ends" what `publishing` knows of the key
    that the team is written to with: its last day (ISO 8601), "never", "revoked", "unknown" or "none".
    """
    found = [*_values(profile), ("key-ends", key_ends)]
    return " ".join(dict.fromkeys(f"{facet}={value}" for facet, value in found if value))


def _values(profile: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    served = profile["constituency"]
    country = _code(profile["country"])
    yield "country", country
    if country in COUNTRIES:
        facts = COUNTRIES[country].facts
        for region in _with_those_above(REGIONS, [facts["subregion"], facts["region"]]):
            yield "region", region
    yield "type", _code(profile["type"])
    for scope in profile["scopes"]:
        yield "scope", _code(scope)
    yield from (("sector", code) for code in _with_those_above(SECTORS, map(_code, served["sectors"])))
    offered = (_code(service["framework"]) for service in profile["services"])
    yield from (("service", code) for code in _with_those_above(SERVICES, offered))
    for incident in profile.get("incident_types", ()):
        yield "incident", _code(incident).partition(".")[0]
    members = map(_code, profile.get("memberships", ()))
    yield from (("membership", code) for code in _with_those_above(MEMBERSHIPS, members))
    for language in profile["languages"]:
        yield "language", language
    for kind in served.get("types", ()):
        yield "constituency", _code(kind)
    if any(_never_closes(opening) for opening in profile["hours"]):
        yield "hours", AROUND_THE_CLOCK
    yield "clock", clock_of(profile)


def _code(labelled: Mapping[str, str] | None) -> str:
    return labelled["code"] if labelled else ""


def _with_those_above(tree: Vocabulary, codes: Iterable[str]) -> Iterator[str]:
    for code in codes:
        place: str | None = code
        while place and place != "001":  # every team is in the world
            yield place
            place = tree[place].parent if place in tree else None


def _never_closes(opening: Mapping[str, Any]) -> bool:
    return set(opening["days"]) >= DAYS and (opening["opens"], opening["closes"]) == ("00:00", "24:00")


def clock_of(profile: Mapping[str, Any]) -> str:
    """What `lookup.reach` asks of a card, and no more: teams with the same hours share it."""
    kinds = {contact["kind"] for contact in profile["contacts"]}
    hours = [
        {name: opening.get(name) for name in ("kind", "days", "opens", "closes", "timezone")}
        for opening in profile["hours"]
    ]
    if not hours and "emergency" not in kinds:
        return ""
    clock = {
        "voice": "yes" if kinds & {"voice", "mobile"} else "",
        "emergency": "yes" if "emergency" in kinds else "",
        "hours": hours,
        "timezone": next(iter(profile["timezones"]), ""),
    }
    return json.dumps(clock, separators=(",", ":"))


def read_clock(clock: str) -> dict[str, Any]:
    """The card that `clock_of` has kept."""
    card: dict[str, Any] = json.loads(clock)
    return card
