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

    The problems that the parser found are not repeated: a rule whose code is already among
    `document.problems` stays silent, for the parser saw the source itself. Of a text that is no
    RFC 2350 document only a published private key is told.
    """
    case = Case(document, today)
    reported = {problem.code for problem in document.problems}
    found = [
        Problem(rule.code, rule.severity, finding.line, finding.message)
        for rule in RULES
        if rule.check is not None and rule.code not in reported and _concerns(rule, reported)
        for finding in rule.check(case)
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda problem: problem.line or 0))


def remedy(code: str) -> str | None:
    """What to do about a problem of this code, the parser's codes included; None for an unknown code."""
    rule = REGISTER.get(code)
    return rule.remedy if rule else None


def _concerns(rule: Rule, reported: set[str]) -> bool:
    return "not-rfc2350" not in reported or rule.code == "private-key-published"
