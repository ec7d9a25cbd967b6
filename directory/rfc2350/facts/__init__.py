"""From a document's sections to its facts: what the text says, as fields.

Every fact is a function of the sections alone, so that a document that is written out and read again
has the same facts. What is doubtful becomes a problem with the line it stands on, never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from directory.rfc2350.document import (
    ConstituencyFacts,
    Information,
    Problem,
    Section,
    ServiceFacts,
    TeamFacts,
)

from .channels import channels, websites
from .constituency import constituency
from .emails import emails
from .hours import hours
from .information import information
from .keys import key_urls, keys
from .labels import label_schemes
from .names import names
from .offers import services
from .passages import Reading, passages_of
from .phones import phones
from .places import address, country
from .report import Report
from .timezones import timezones
from .urls import host_of
from .words import words_for

__all__ = ["Facts", "derive"]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything in a Document that follows from its sections.

    `lines` gives the source line of a fact by its path in the JSON, such as ``team.emails.0``.
    """

    document: Information = field(default_factory=Information)
    team: TeamFacts = field(default_factory=TeamFacts)
    constituency: ConstituencyFacts = field(default_factory=ConstituencyFacts)
    services: tuple[ServiceFacts, ...] = ()
    problems: tuple[Problem, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)


def derive(
    sections: tuple[Section, ...],
    language: str | None,
    places: Sequence[Sequence[int]] | None = None,
) -> Facts:
    """The facts of these sections.

    `language` is the document's main language (ISO 639-1), None where it is not known; `places[i][j]` is
    the source line of line j of `sections[i].text`, for problems and `lines` alone.
    """
    report = Report()
    reading = Reading(passages_of(sections, places, report), words_for(language))
    home = country(reading, report)
    zones = timezones(reading, home, report)
    name, short_name, aliases = names(reading, report)
    mail = emails(reading, report)
    about = information(reading, home, report)
    own = [address.rpartition("@")[2] for address in mail] + [host_of(address) for address in about.locations]
    team = TeamFacts(
        name=name,
        short_name=short_name,
        aliases=aliases,
        country=home,
        address=address(reading, report),
        timezones=zones,
        phones=phones(reading, home, report),
        emails=mail,
        channels=channels(reading, report),
        keys=keys(reading, report),
        key_urls=key_urls(reading, report),
        hours=hours(reading, zones, report),
        tlp=label_schemes(reading, report),
        websites=websites(reading, own, report),
    )
    return Facts(
        document=about,
        team=team,
        constituency=constituency(reading, report),
        services=services(reading, report),
        problems=tuple(report.problems),
        lines=report.lines,
    )
