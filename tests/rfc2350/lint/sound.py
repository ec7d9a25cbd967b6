"""An invented team's document that has nothing to mend, and ways to spoil it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from directory.rfc2350.document import (
    ConstituencyFacts,
    Document,
    Information,
    Key,
    LabelScheme,
    Opening,
    Phone,
    Section,
    ServiceFacts,
    TeamFacts,
)
from directory.rfc2350.lint import lint
from directory.rfc2350.sections import TITLES
from tests.rfc2350.lint.blocks import SOUND, SOUND_FINGERPRINT

TODAY = datetime.date(2026, 6, 15)
WORKDAYS = ("mo", "tu", "we", "th", "fr")
PHONE = Phone("+33199000123", "voice", "+33 1 99 00 01 23")

TEXTS = {
    "1": "How to reach Example CSIRT, and what it does.",
    "1.1": "Version 1.4, 17 May 2026.",
    "1.2": "None available.",
    "1.3": "https://team.example/rfc2350.txt",
    "1.4": "Signed with the key of section 2.8: https://team.example/rfc2350.txt.asc",
    "2": "",
    "2.1": "Example CSIRT",
    "2.2": "Example SAS\n1 rue de l'Exemple\n75002 Paris\nFrance",
    "2.3": "Europe/Paris (UTC+1, in summer UTC+2)",
    "2.4": "+33 1 99 00 01 23",
    "2.5": "None available.",
    "2.6": "None available.",
    "2.7": "csirt@team.example",
    "2.8": "Key ID: 0x"
    + SOUND_FINGERPRINT[-16:]
    + "\nFingerprint: "
    + SOUND_FINGERPRINT
    + "\n\n"
    + SOUND.rstrip(),
    "2.9": "The names of the members are not published.",
    "2.10": "https://team.example",
    "2.11": "By e-mail. Monday to Friday, 09:00 to 17:00.",
    "3": "",
    "3.1": "To help our customers before and after incidents.",
    "3.2": "The customers of Example SAS.\nDomains: team.example",
    "3.3": "Part of Example SAS, and a member of FIRST. We work with SK-CERT.",
    "3.4": "Advice only.",
    "4": "",
    "4.1": "All incidents.",
    "4.2": "We honour TLP 2.0.",
    "4.3": "Encrypted mail.",
    "5": "",
    "5.1": "Triage, co-ordination, resolution.",
    "5.2": "A monthly bulletin.",
    "6": "Write what happened, when, and to which machines.",
    "7": "No warranty.",
}

DOCUMENT = Document(
    language="en",
    document=Information(
        date="2026-05-17",
        version="1.4",
        locations=("https://team.example/rfc2350.txt",),
        signatures=("https://team.example/rfc2350.txt.asc",),
    ),
    team=TeamFacts(
        name="Example CSIRT",
        country="FR",
        address=("Example SAS", "1 rue de l'Exemple", "75002 Paris", "France"),
        timezones=("Europe/Paris",),
        phones=(PHONE,),
        emails=("csirt@team.example",),
        keys=(Key(SOUND_FINGERPRINT, SOUND_FINGERPRINT[-16:], SOUND),),
        hours=(Opening(WORKDAYS, "09:00", "17:00"),),
        tlp=(LabelScheme("TLP", "2.0"),),
        websites=("https://team.example",),
    ),
    constituency=ConstituencyFacts(domains=("team.example",)),
    services=(ServiceFacts("Incident Response", "5.1", 1), ServiceFacts("Proactive Activities", "5.2", 1)),
    sections=tuple(
        Section(canonical, canonical, TITLES[canonical], text, line)
        for line, (canonical, text) in enumerate(TEXTS.items(), 1)
    ),
)


def team(**changes: Any) -> Document:
    """The sound document with other facts of the team."""
    return replace(DOCUMENT, team=replace(DOCUMENT.team, **changes))


def information(**changes: Any) -> Document:
    """The sound document with other facts of the document itself."""
    return replace(DOCUMENT, document=replace(DOCUMENT.document, **changes))


def constituency(**changes: Any) -> Document:
    """The sound document with another constituency."""
    return replace(DOCUMENT, constituency=replace(DOCUMENT.constituency, **changes))


def saying(canonical: str, text: str, document: Document = DOCUMENT) -> Document:
    """The document with another text in one section."""
    return with_section(canonical, document, text=text)


def with_section(canonical: str, document: Document = DOCUMENT, **changes: Any) -> Document:
    """The document with one section changed."""
    sections = tuple(replace(s, **changes) if s.canonical == canonical else s for s in document.sections)
    return replace(document, sections=sections)


def without(*canonicals: str, document: Document = DOCUMENT) -> Document:
    """The document without some sections."""
    return replace(document, sections=tuple(s for s in document.sections if s.canonical not in canonicals))


def codes(document: Document) -> set[str]:
    return {problem.code for problem in lint(document, TODAY)}


def messages(document: Document, code: str) -> list[str]:
    return [problem.message for problem in lint(document, TODAY) if problem.code == code]
