"""A candidate for a heading: what it is, and what its wording says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .numbering import Number, parse_number
from .titles import Match

LABEL_END = re.compile(r"[ \t]?:(?=\s|$)")
_TITLE_END = " \t:|–—-"
NEVER_IN_TITLE = re.compile(r"@|://|\bwww\.|[;!?]|\d{4}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a heading may stand.

    The heading begins at (`line`, `start`), its body at (`end_line`, `end`). `options` are the canonical
    sections that the title may belong to (none where it is unknown), `evidence` what the place says for a
    heading: typography, blank lines, the words before it. `whole` means that the heading fills its line.
    """

    line: int
    start: int
    end_line: int
    end: int
    number: str | None
    title: str
    options: tuple[Match, ...]
    evidence: float
    whole: bool
    level: int | None = None

    @property
    def parts(self) -> Number | None:
        """The number's parts."""
        return parse_number(self.number)

    @property
    def likeness(self) -> float:
        """How well the title fits its likeliest section."""
        return self.options[0].likeness if self.options else 0.0


def may_follow_number(text: str, rest: int) -> bool:
    """Whether a title may begin here: "2. Contact", "2.Contact", "2Contact"; not "7h00"."""
    if not (text[rest].isalpha() or text[rest] in '“"«„(<['):
        return False
    return not text[rest - 1].isdigit() or text[rest].isupper()


def past_separator(text: str, end: int) -> int:
    found = re.match(r"[ \t]*(?::|\||[-–—](?=\s))?", text[end:])
    return end + (found.end() if found else 0)


def manner(text: str, options: Sequence[Match]) -> float:
    """What the wording says: one common word, a small initial or a full stop speak against a heading."""
    bare = text.strip()
    score = 0.0
    if len(bare.split()) == 1:
        score -= 0.5
    if bare[:1].islower():
        score -= 1.0
    if not bare[:1].isalpha():
        score -= 2.5
    if bare.endswith("."):
        score -= 1.5
    return score


def trimmed(text: str) -> str:
    return " ".join(text.split()).strip(_TITLE_END)
