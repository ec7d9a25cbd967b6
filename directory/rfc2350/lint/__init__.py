"""Check a document: what RFC 2350 asks for and what readers stumble over, as problems with a remedy."""

from __future__ import annotations

import datetime

from directory.rfc2350.document import Document, Problem

from . import contact, dating, hours, keys, outline, policies, reading, template
from .case import Case
from .completeness import Completeness, SectionScore, completeness
from .page import GROUPS, markdown
from .rule import REGISTER, SEVERITIES, Rule

__all__ = [
    "GROUPS", "RULES", "SEVERITIES", "Completeness", "Rule", "SectionScore", "completeness", "lint", "markdown", "remedy",
]  # fmt: skip

# Importing a module registers its rules.
_MODULES = (reading, outline, dating, contact, hours, keys, policies, template)
RULES: tuple[Rule, ...] = tuple(REGISTER.values())


def lint(document: Document, today: datetime.date) -> tuple[Problem, ...]:
    """What a maintainer should look at, in the order of the lines, those without a line first.

    What the parser found is not repeated: a finding is left out where `document.problems` has its code for
    the same line or for the section that it is about. Of a text that is no RFC 2350 document only a
    published private key is told.
    """
    case = Case(document, today)
    strange = any(problem.code == "not-rfc2350" for problem in document.problems)
    rules = [rule for rule in RULES if not strange or rule.code == "private-key-published"]
    reported = _reported(case)
    found = [
        Problem(rule.code, rule.severity, finding.line, finding.message)
        for rule in rules
        if rule.check is not None
        for finding in rule.check(case)
        if not _is_among(finding.line, reported.get(rule.code))
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda problem: problem.line or 0))


def _reported(case: Case) -> dict[str, set[int | None]]:
    """The parser's codes, each with the lines that it names and the headings above them."""
    lines: dict[str, set[int | None]] = {}
    for problem in case.document.problems:
        known = lines.setdefault(problem.code, set())
        known |= {problem.line, case.heading_above(problem.line)} if problem.line else {None}
    return lines


def _is_among(line: int | None, known: set[int | None] | None) -> bool:
    return known is not None and (line is None or None in known or line in known)


def remedy(code: str) -> str | None:
    """What to do about a problem of this code, the parser's codes included; None for an unknown code."""
    rule = REGISTER.get(code)
    return rule.remedy if rule else None
