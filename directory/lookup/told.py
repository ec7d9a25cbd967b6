"""An answer as machines and terminals get it. Knows neither Django nor a database."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from .answers import Answer, spoken
from .reach import call_now
from .targets import Target

COLUMNS = (
    "target",
    "kind",
    "team",
    "name",
    "reason",
    "match",
    "reviewed",
    "contact",
    "call",
    "key",
    "published",
)


def about(team: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """What is told of a team whatever was asked. `team` has slug, name, short_name, published (ISO date) and card;
    the keys whose values depend on the question are there, in their places, and empty."""
    card = team["card"]
    return {
        "slug": team["slug"],
        "name": team["name"],
        "short_name": team["short_name"],
        "reason": "",
        "match": "",
        "reviewed": False,
        "contact": card.get("email") or card.get("emergency") or card.get("voice") or "",
        "call": call_now(card, at),
        "key": card.get("fingerprint", ""),
        "published": team["published"],
    }


def told(answer: Answer, team: Mapping[str, Any]) -> dict[str, Any]:
    """A team that answers, as JSON gives it: what is told `about` it, and why it answers."""
    best = answer.reasons[0]
    return {**team, "reason": spoken(answer), "match": best.match, "reviewed": best.reviewed}


def lines(target: Target, teams: Sequence[Mapping[str, Any]], about: str = "") -> list[str]:
    """An answer for a terminal. `about` is the rest of the line that names the target."""
    told_lines = [f"{target.value}{about}"]
    for number, team in enumerate(teams, 1):
        told_lines.append(
            f"  {number}. {team['name']}: {team['reason']}" + ("" if team["reviewed"] else " (not reviewed)")
        )
        told_lines += [f"     {label:<10} {team[name]}" for name, label in _SHOWN if team[name]]
    return told_lines if teams else [*told_lines, "  nobody listed"]


_SHOWN = (("contact", "contact"), ("call", "call now"), ("key", "key"), ("published", "published"))
