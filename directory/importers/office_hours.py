"""Business hours and a time zone in prose, read as sections 2.11 and 2.3 of a document are."""

from __future__ import annotations

from dataclasses import dataclass

from directory.rfc2350.document import Opening, Section
from directory.rfc2350.facts import derive
from directory.rfc2350.facts.zones import zone_names, zones_of
from directory.vocabularies import COUNTRIES


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """`timezones` by their IANA names, `openings` as weekly rules; both empty where nothing sure follows."""

    timezones: tuple[str, ...] = ()
    openings: tuple[Opening, ...] = ()


def read(hours: str, zone: str, country: str = "") -> OfficeHours:
    """What `hours` ("09:00 to 17:00 Monday to Friday") and `zone` ("GMT+01, GMT+02", "Europe/Oslo") say.

    A zone that the country (ISO 3166-1) does not keep is left out: offsets are often copied from a form.
    """
    home = Section("2.2", None, "Address", COUNTRIES.name_of(country) if country else "")
    sections = (home, Section("2.3", None, "Time Zone", zone), Section("2.11", None, "Business Hours", hours))
    found = derive(sections, "en").team
    return OfficeHours(tuple(name for name in found.timezones if _is_kept(name, country)), found.hours)


def _is_kept(name: str, country: str) -> bool:
    known = {zone.name for zone in zones_of(country)} if country else set()
    return name in known or (not known and zone_names().get(name, country) == country) or not country
