"""How much of what RFC 2350 asks for a document tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from directory.rfc2350.document import Document, TeamFacts
from directory.rfc2350.sections import TITLES, top

from .case import is_silent


@dataclass(frozen=True, slots=True)
class SectionScore:
    """One section's part: `score` is 0 to 100, `missing` says what would make it 100."""

    canonical: str
    title: str
    weight: int
    score: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Completeness:
    """`score` is 0 to 100 over the whole document; `sections` are in RFC 2350's order."""

    score: int
    sections: tuple[SectionScore, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """One thing that a section should tell, with its weight in points."""

    weight: int
    missing: str
    is_told: Callable[[Document], bool]


def completeness(document: Document) -> Completeness:
    """How complete a document is, over all and by section.

    Each section has parts, and each part points: the facts that a reader needs in an emergency (name,
    telephone, e-mail, fingerprint, constituency) have the most, a section of prose has one to three for
    having words at all. "None available." is an answer where nothing else is asked for; where a fact is
    asked for, the words alone earn the points for words and not those for the fact. A section's score is
    the share of its points, the document's the share of all points, in per cent and rounded down, so
    that only a document that lacks nothing has 100.
    """
    spoken = {section.canonical for section in document.sections if not is_silent(section)}
    spoken |= {"5"} if any(top(canonical) == "5" for canonical in spoken) else set()
    scores, reached, possible = [], 0, 0
    for canonical, words in _WORDS.items():
        parts = _FACTS.get(canonical, ())
        missing = [part for part in parts if not part.is_told(document)]
        total = words + sum(part.weight for part in parts)
        lost = sum(part.weight for part in missing) + (0 if canonical in spoken else words)
        reasons = tuple(part.missing for part in missing) if canonical in spoken else ("the section itself",)
        if canonical not in spoken and parts and not missing:
            reasons = ("a section of its own; the facts stand elsewhere",)
        scores.append(
            SectionScore(
                canonical, TITLES[canonical], total, 100 * (total - lost) // total, reasons if lost else ()
            )
        )
        reached, possible = reached + total - lost, possible + total
    return Completeness(100 * reached // possible, tuple(scores))


def _has_phone(team: TeamFacts) -> bool:
    return any(phone.number is not None and phone.kind != "fax" for phone in team.phones)


# Points for words of any kind under the heading; "1.4" is appendix E's, and recommended by 2.1 of the RFC.
_WORDS = {
    "1.1": 1, "1.2": 1, "1.3": 1, "1.4": 1,
    "2.1": 1, "2.2": 1, "2.3": 1, "2.4": 1, "2.7": 1, "2.8": 1, "2.9": 1, "2.11": 2,
    "3.1": 3, "3.2": 3, "3.3": 2, "3.4": 3,
    "4.1": 3, "4.2": 3, "4.3": 3,
    "5": 3, "6": 2, "7": 1,
}  # fmt: skip

_FACTS: dict[str, tuple[_Part, ...]] = {
    "1.1": (
        _Part(3, "a date", lambda d: d.document.date is not None),
        _Part(1, "a version", lambda d: d.document.version is not None),
    ),
    "1.3": (_Part(2, "the document's address on the web", lambda d: bool(d.document.locations)),),
    "1.4": (_Part(1, "the address of a signature", lambda d: bool(d.document.signatures)),),
    "2.1": (_Part(5, "the team's name", lambda d: d.team.name is not None),),
    "2.2": (
        _Part(1, "a postal address", lambda d: bool(d.team.address)),
        _Part(2, "the country", lambda d: d.team.country is not None),
    ),
    "2.3": (_Part(2, "a time zone by name", lambda d: bool(d.team.timezones)),),
    "2.4": (_Part(4, "a telephone number with its country code", lambda d: _has_phone(d.team)),),
    "2.7": (_Part(6, "an e-mail address", lambda d: bool(d.team.emails)),),
    "2.8": (
        _Part(4, "a fingerprint", lambda d: any(key.fingerprint for key in d.team.keys)),
        _Part(
            1,
            "where to get the key",
            lambda d: bool(d.team.key_urls or any(key.armor for key in d.team.keys)),
        ),
    ),
    "2.11": (_Part(2, "days and times", lambda d: bool(d.team.hours)),),
    "3.2": (
        _Part(
            2,
            "networks, AS numbers, domains or countries",
            lambda d: any(
                (
                    d.constituency.prefixes,
                    d.constituency.asns,
                    d.constituency.domains,
                    d.constituency.countries,
                )
            ),
        ),
    ),
    "4.2": (_Part(1, "the Traffic Light Protocol and its version", lambda d: bool(d.team.tlp)),),
    "5": (_Part(2, "services by name", lambda d: bool(d.services)),),
}
