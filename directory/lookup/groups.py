"""The answers to many questions, sorted by whom to write to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .bulk import Result


@dataclass
class Group:
    """A team, and what in the list is first of all its own."""

    team: dict[str, Any]
    targets: list[str] = field(default_factory=list)


@dataclass
class Groups:
    """The teams with the most entries first; `nobody` has those that no team answers for, `unread` (line, sentence)."""

    teams: list[Group]
    nobody: list[str]
    unread: list[tuple[str, str]]
    count: int


def grouped(results: Iterable[Result]) -> Groups:
    """Each target goes to the team that answers first; equal claims both get it."""
    groups: dict[str, Group] = {}
    nobody: list[str] = []
    unread: list[tuple[str, str]] = []
    count = 0
    for result in results:
        count += 1
        if result.error:
            unread.append((result.target, result.error))
        elif not result.teams:
            nobody.append(result.target)
        for team in first_of(result.teams):
            group = groups.get(team["slug"])
            if group is None:
                group = groups[team["slug"]] = Group(team)
            group.targets.append(result.target)
    ordered = sorted(groups.values(), key=lambda group: (-len(group.targets), group.team["name"]))
    return Groups(ordered, nobody, unread, count)


def first_of(teams: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first team, and those whose claim is the same as its."""
    return [team for team in teams if team["match"] == teams[0]["match"]]
