"""A table of our own, for an operator's list: a column a field, lists parted by semicolons."""

from __future__ import annotations

import re

from directory.vocabularies import SECTORS, TEAM_SCOPES, TEAM_TYPES

from . import constituency, office_hours
from .constituency import Claims
from .mapping import Mapping, Row, short
from .record import LONGEST_VALUE, ContactRecord, Record

PHONES = {"emergency": "emergency", "phone": "voice", "mobile": "mobile", "fax": "fax"}
CLAIMS = ("prefixes", "asns", "domains", "constituency")
COLUMNS = frozenset(
    ["name", "short_name", "aliases", "former_names", "type", "scopes", "host_organisation", "established",
     "country", "served_countries", "sectors", "address", "timezone", "hours", "email", "website", "fingerprint",
     "description", "membership", "source", "withdrawn", *PHONES, *CLAIMS]
)  # fmt: skip


def record(row: Row) -> Record:
    countries = row.countries("country", {})
    country = countries[0] if countries else ""
    zone = row.text("timezone")
    kept = office_hours.read(row.text("hours"), zone, country)
    if zone and not kept.timezones:
        row.problem("timezone", zone, "is not a time zone of the team's country, such as Europe/Oslo")
    types = row.words_of("type", TEAM_TYPES)
    for column in sorted(row.cells.keys() - COLUMNS):
        if row.text(column):
            row.problem(column, row.text(column), "stands in a column that is not known")
    return Record(
        name=row.name("name"),
        short_name=short(row, "short_name"),
        aliases=row.names("aliases"),
        former_names=row.names("former_names"),
        type=types[0] if types else "",
        scopes=row.words_of("scopes", TEAM_SCOPES),
        host_organisation=row.name("host_organisation"),
        established=row.day("established"),
        country=country,
        served_countries=row.countries("served_countries", {}),
        sectors=row.words_of("sectors", SECTORS),
        address=tuple(row.items("address")),
        timezones=kept.timezones,
        contacts=_contacts(row, country),
        hours=row.text("hours"),
        openings=kept.openings,
        key_ids=row.keys("fingerprint"),
        claims=sum((constituency.read(row.text(column)) for column in CLAIMS), Claims()),
        description=row.text("description"),
        membership=row.text("membership"),
        source=row.text("source")[:LONGEST_VALUE],
        withdrawn=_sentence(row.text("withdrawn")),
        problems=tuple(row.problems),
    )


def _contacts(row: Row, country: str) -> tuple[ContactRecord, ...]:
    phones = [phone for column, kind in PHONES.items() for phone in row.phones(column, kind, country)]
    return tuple(dict.fromkeys([*row.emails("email"), *phones, *row.websites("website")]))


def _sentence(said: str) -> str:
    """Why the team is withdrawn; "yes" alone is answered by a sentence of ours."""
    if re.fullmatch(r"(?:no|false|0)?", said, re.I):
        return ""
    return "Listed as withdrawn by the source." if re.fullmatch(r"yes|true|1|x", said, re.I) else said


PLAIN = Mapping("plain", required=frozenset(["name"]), columns=COLUMNS, record=record, separator=";")
