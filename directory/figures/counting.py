"""What the figures count: the listed teams by what they say of themselves, and how many there were over time."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.models import Notice, Revision
from directory.rfc2350.folding import fold
from directory.vocabularies import COUNTRIES, SECTORS, SERVICES, TEAM_SCOPES, TEAM_TYPES, Vocabulary


@dataclass(frozen=True, slots=True)
class Row:
    """A value and how many teams have it. `depth` counts from 0, the roots of a tree; `label` is the value's own
    name and `path` the same with all that is above it. The row of those that say nothing has no code."""

    code: str
    label: str
    path: str
    teams: int
    depth: int = 0


# Figures whose values are the words of a vocabulary, by their names in addresses: the facet, and the words.
WORDS: dict[str, tuple[str, Vocabulary]] = {
    "countries": ("country", COUNTRIES),
    "types": ("type", TEAM_TYPES),
    "scopes": ("scope", TEAM_SCOPES),
    "sectors": ("sector", SECTORS),
    "services": ("service", SERVICES),
}
# Those whose values follow from the day, each with its values in their order.
STATES: dict[str, tuple[str, dict[str, Promise]]] = {
    "freshness": (
        "fresh",
        {
            "4-months": _("Under 4 months ago"),
            "year": _("4 to 12 months ago"),
            "older": _("Over a year ago"),
        },
    ),
    "keys": (
        "key",
        {
            "valid": _("Valid"),
            "soon": _("Ends within 60 days"),
            "expired": _("Expired"),
            "revoked": _("Revoked"),
            "unknown": _("No end is known"),
            "none": _("No key"),
        },
    ),
}
ONE_EACH = {"countries", "types"}  # a team has at most one, so that those without can be told
FACETS = {name: facet for name, (facet, _words) in {**WORDS, **STATES}.items()}


def rows(name: str, counts: Mapping[str, int], total: int, language: str) -> list[Row]:
    """The rows of a figure of WORDS or STATES, from how many of `total` teams have each value."""
    if name in STATES:
        return [
            Row(code, str(label), str(label), counts.get(code, 0)) for code, label in STATES[name][1].items()
        ]
    vocabulary = WORDS[name][1]
    if name == "services":
        return _in_the_order_of(vocabulary, counts, language)
    found = _fullest_first(vocabulary, counts, language)
    silent = total - sum(counts.values())
    if name in ONE_EACH and silent > 0:
        found.append(Row("", str(_("Not said")), str(_("Not said")), silent))
    return found


def _row(vocabulary: Vocabulary, code: str, teams: int, language: str) -> Row:
    depth, above = 0, vocabulary[code].parent if code in vocabulary else None
    while above:
        depth, above = depth + 1, vocabulary[above].parent
    return Row(code, vocabulary.name_of(code, language), vocabulary.path_of(code, language), teams, depth)


def _fullest_first(vocabulary: Vocabulary, counts: Mapping[str, int], language: str) -> list[Row]:
    """A value that the fewest have comes last; what is below another in a tree follows it."""
    found = [_row(vocabulary, code, teams, language) for code, teams in counts.items() if teams]
    found.sort(key=lambda row: (-row.teams, fold(row.label)))
    inside: dict[str | None, list[Row]] = {}
    for row in found:
        above = vocabulary[row.code].parent if row.code in vocabulary else None
        inside.setdefault(above if above in counts else None, []).append(row)
    return list(_with_those_below(inside, None))


def _with_those_below(inside: Mapping[str | None, list[Row]], code: str | None) -> Iterable[Row]:
    for row in inside.get(code, ()):
        yield row
        yield from _with_those_below(inside, row.code)


def _in_the_order_of(vocabulary: Vocabulary, counts: Mapping[str, int], language: str) -> list[Row]:
    """Its areas and services, those too that nobody offers, and the functions that somebody does."""
    every = (_row(vocabulary, code, counts.get(code, 0), language) for code in vocabulary)
    return [row for row in every if row.teams or row.depth < 2]


# Over time -----------------------------------------------------------------------------------------


def growth(today: date) -> list[tuple[date, int]]:
    """How many teams were listed at the end of each month, the last of them today: (day, teams).

    It starts with the month before the first team. A team counts from its first revision on, and not while it is
    withdrawn. Two queries.
    """
    changes: Counter[date] = Counter()
    for month, teams in Revision.objects.arrivals().by_month():
        changes[date.fromisoformat(f"{month}-01")] += teams
    for withdrawn_at, returned_at in Notice.objects.withdrawals().values_list("at", "returned_at"):
        changes[withdrawn_at.date().replace(day=1)] -= 1
        if returned_at:
            changes[returned_at.date().replace(day=1)] += 1
    return month_ends(changes, today)


def month_ends(changes: Mapping[date, int], today: date) -> list[tuple[date, int]]:
    """The sum of the changes up to the end of each month; they are given by the month's first day."""
    if not changes:
        return []
    month, teams = min(changes), 0
    found = [(month - timedelta(days=1), 0)]
    while month <= today:
        following = (month + timedelta(days=31)).replace(day=1)
        teams += changes.get(month, 0)
        found.append((min(following - timedelta(days=1), today), teams))
        month = following
    return found
