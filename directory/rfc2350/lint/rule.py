"""What a rule is, and the register that the modules beside this one fill."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .case import Case

SEVERITIES = ("error", "warning", "note")


class Finding(NamedTuple):
    """One thing that a rule found: the sentence for this document, and the source line where it stands."""

    message: str
    line: int | None = None


Check = Callable[[Case], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A code and what it stands for.

    `title` says in one sentence what the rule finds, `why` why that matters (and the rule's source),
    `remedy` what to do about it. `group` is the module's noun. `check` yields the findings of one
    document; a rule without one names what only the reader of the source can see.
    """

    code: str
    severity: str
    group: str
    title: str
    why: str
    remedy: str
    check: Check | None


REGISTER: dict[str, Rule] = {}


def rule(code: str, severity: str, *, title: str, remedy: str) -> Callable[[Check], Check]:
    """Register the decorated check; its docstring is the rule's `why`."""

    def register(check: Check) -> Check:
        group = check.__module__.rpartition(".")[2]
        _add(Rule(code, severity, group, title, " ".join((check.__doc__ or "").split()), remedy, check))
        return check

    return register


def seen_while_reading(code: str, severity: str, *, title: str, why: str, remedy: str) -> None:
    """Register a code that the importers and the parser report themselves."""
    _add(Rule(code, severity, "reading", title, why, remedy, None))


def _add(new: Rule) -> None:
    if new.code in REGISTER or new.severity not in SEVERITIES:
        raise ValueError(f"The rule {new.code} is registered twice or has no severity that we know.")
    REGISTER[new.code] = new
