"""The rules as a page of the documentation."""

from __future__ import annotations

from collections.abc import Iterable

from .rule import Rule

GROUPS = {
    "reading": "Seen while reading the file",
    "outline": "Sections and their numbers",
    "dating": "The document itself (section 1)",
    "contact": "Reaching the team (section 2)",
    "hours": "Time zone and hours (sections 2.3 and 2.11)",
    "keys": "Keys (section 2.8)",
    "policies": "Constituency, policies, services (sections 3 to 6)",
    "template": "Leftovers",
}
INTRODUCTION = """\
# What the check of a document finds

This page is made from the rules themselves by `python -m directory lint --rules-markdown > docs/lint.md`.

`python -m directory lint FILE` reads an RFC 2350 document and says what is missing, outdated, contradictory or
left over in it. Each problem has a code, a severity, the line where it stands and a remedy. Nothing is ever
refused for a problem.

- An **error** leads readers wrong or keeps them from reaching the team. The command ends with status 1.
- A **warning** is most likely wrong or out of date.
- A **note** could be better.
"""


def markdown(rules: Iterable[Rule]) -> str:
    """The page: a table for each group, in the order of `GROUPS`."""
    rules = list(rules)
    parts = [INTRODUCTION, f"There are {len(rules)} codes.\n"]
    for group, title in GROUPS.items():
        members = [rule for rule in rules if rule.group == group]
        parts.append(f"## {title}\n")
        parts.extend(_entry(rule) for rule in members)
    return "\n".join(parts)


def _entry(rule: Rule) -> str:
    return f"### `{rule.code}`\n\n**{rule.severity.capitalize()}.** {rule.title}\n{rule.why}\n\n*Remedy:* {rule.remedy}\n"
