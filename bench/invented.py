"""Invented teams: what they say of themselves, by chance and the same each time. Values are as unevenly spread as those of
real ones: few countries have many teams, and some words stand in every document, some in a third, most in few."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from directory.vocabularies import (
    CONSTITUENCY_TYPES,
    COUNTRIES,
    INCIDENT_TYPES,
    MEMBERSHIPS,
    SECTORS,
    SERVICES,
    TEAM_SCOPES,
    TEAM_TYPES,
    Vocabulary,
)

#: Words that every team uses, and such that each is used by a third of the teams.
OF_ALL = ("incident", "response", "security", "coordination")
OF_A_THIRD = ("forensics", "malware", "phishing", "training", "awareness", "triage")
RARER = 20_000  # words; the n-th is used 1/n times as often as the first
WORDS_OF_A_SECTION = 120
LANGUAGES = ("en", "de", "fr", "es", "pl", "ja", "ar", "nb", "it", "pt")
KEY_ENDS = ("2027-03-03", "2026-12-01", "2025-06-30", "2031-01-01", "")
WEEK = ["mo", "tu", "we", "th", "fr"]
_SECTIONS = ("Document Information", "Contact Information", "Charter", "Policies", "Services")
_ONSETS = (
    "b",
    "br",
    "d",
    "f",
    "fl",
    "g",
    "k",
    "kr",
    "l",
    "m",
    "n",
    "p",
    "pr",
    "r",
    "s",
    "st",
    "t",
    "tr",
    "v",
    "z",
)
_NUCLEI = ("a", "e", "i", "o", "u", "ai", "ei", "ou")


def _rarer_words() -> list[str]:
    chance, words = random.Random("words"), dict[str, None]()
    while len(words) < RARER:
        syllables = (
            chance.choice(_ONSETS) + chance.choice(_NUCLEI) for _ in range(chance.choice((2, 3, 3, 4)))
        )
        words["".join(syllables)] = None
    return list(words)


WORDS = _rarer_words()
_WEIGHTS = list(accumulate(1 / n for n in range(1, RARER + 1)))


def words(chance: random.Random, count: int) -> list[str]:
    """Words as they come in a text: the frequent ones often."""
    return chance.choices(WORDS, cum_weights=_WEIGHTS, k=count)


def often(chance: random.Random, codes: Sequence[str]) -> str:
    """One of the codes, those at the beginning of the list more often than those at its end."""
    return codes[min(int(chance.expovariate(5) * len(codes)), len(codes) - 1)]


def some(chance: random.Random, vocabulary: Vocabulary, most: int) -> list[str]:
    return sorted({often(chance, vocabulary.codes) for _ in range(chance.randint(1, most))})


def name(n: int, chance: random.Random) -> str:
    return f"Team {n} {chance.choice(WORDS[100:2000]).title()}"


def text(name: str, chance: random.Random) -> str:
    """A document of some 6 kB."""
    common = [*OF_ALL, *(word for word in OF_A_THIRD if chance.random() < 1 / 3)]
    parts = [f"{name}\n\nRFC 2350"]
    for number, title in enumerate(_SECTIONS, 1):
        prose = [*words(chance, WORDS_OF_A_SECTION - len(common)), *common]
        lines = "\n".join(" ".join(prose[start : start + 9]) for start in range(0, len(prose), 9))
        parts.append(f"{number}. {title}\n\n{lines}.")
    return "\n\n".join(parts) + "\n"


def profile(n: int, name: str, chance: random.Random) -> dict[str, Any]:
    """profile/1, with a value of every facet."""
    always = chance.random() < 0.2
    days, opens, closes = ([*WEEK, "sa", "su"], "00:00", "24:00") if always else (WEEK, "08:00", "16:00")
    ends = chance.choice(KEY_ENDS)
    return {
        "schema": "profile/1", "slug": f"team-{n}", "name": name, "short_name": f"T{n}", "aliases": [],
        "former_names": [], "established": None, "host_organisation": f"Organisation {n}", "address": [],
        "timezones": ["Europe/Oslo"], "label_schemes": [], "on_request": [],
        "type": _labelled(TEAM_TYPES.name_of, often(chance, TEAM_TYPES.codes)),
        "scopes": [_labelled(TEAM_SCOPES.name_of, code) for code in some(chance, TEAM_SCOPES, 2)],
        "country": _labelled(COUNTRIES.name_of, often(chance, COUNTRIES.codes)),
        "languages": sorted({"en", often(chance, LANGUAGES)}),
        "contacts": [
            {"kind": kind, "channel": "", "value": value, "text": "", "note": ""}
            for kind, value in (("email", f"cert@team-{n}.example"), ("voice", "+4755510010"), ("emergency", "+4755510011"))
        ],
        "hours": [{"days": days, "opens": opens, "closes": closes, "kind": "office", "timezone": None, "note": None}],
        "keys": [{"fingerprint": f"{n:040X}", "key_id": "", "note": "", **({"expires": ends} if ends else {})}],
        "constituency": {
            "prefixes": [], "asns": [n + 100], "domains": [f"team-{n}.example"], "countries": [],
            "sectors": [_labelled(SECTORS.path_of, code) for code in some(chance, SECTORS, 2)],
            "types": [_labelled(CONSTITUENCY_TYPES.name_of, code) for code in some(chance, CONSTITUENCY_TYPES, 2)],
        },
        "services": [
            {"title": SERVICES.name_of(code), "canonical": None, "depth": 0,
             "framework": _labelled(SERVICES.name_of, code)} for code in some(chance, SERVICES, 5)
        ],
        "incident_types": [_labelled(INCIDENT_TYPES.path_of, code) for code in some(chance, INCIDENT_TYPES, 3)],
        "memberships": [
            {**_labelled(MEMBERSHIPS.path_of, code), "since": None} for code in some(chance, MEMBERSHIPS, 2)
        ],
    }  # fmt: skip


def _labelled(name_of: Any, code: str) -> dict[str, Any]:
    return {"code": code, "label": name_of(code)}
