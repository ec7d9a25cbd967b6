"""What the parser says of a document as a whole: whether it is one after RFC 2350 at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .document import Problem, Section
from .sections import TITLES, top

ENOUGH_SECTIONS = 8
"""Different sections of the RFC that a document must have to be taken for one."""
_ENOUGH_CHAPTERS = 3
_ENOUGH_MENTIONS = 5

_THE_RFC = re.compile(r"Request for Comments: *2350")
_ABOUT_A_TEAM = re.compile(r"\b(?:RFC[ -]?2350|CSIRT|CERT)\b")


def is_convincing(canonicals: Iterable[str]) -> bool:
    """Whether these sections make a document after RFC 2350: enough of them, in several chapters."""
    known = {canonical for canonical in canonicals if canonical in TITLES}
    return len(known) >= ENOUGH_SECTIONS and len({top(canonical) for canonical in known}) >= _ENOUGH_CHAPTERS


def problems(sections: Sequence[Section]) -> tuple[Problem, ...]:
    """One problem where the sections are no document after RFC 2350, or have lost their headings."""
    if _THE_RFC.search("\n".join(section.text for section in sections[:1])):
        return (_not_rfc2350("This is RFC 2350 itself, which says how a team describes itself."),)
    if is_convincing(section.canonical for section in sections):
        return ()
    texts = [section.text for section in sections]
    if len(sections) == 1 and len(_ABOUT_A_TEAM.findall(texts[0])) >= _ENOUGH_MENTIONS:
        message = "The text speaks of a response team, but none of the headings of RFC 2350 stands in it."
        return (Problem("headings-missing", "warning", None, message),)
    return (_not_rfc2350("Too few sections of RFC 2350 were found: this may be another kind of document."),)


def _not_rfc2350(message: str) -> Problem:
    return Problem("not-rfc2350", "error", None, message)
