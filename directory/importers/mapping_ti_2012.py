"""The table of a European team directory of 2012: 28 columns, the lines of a cell joined by ". - "."""

from __future__ import annotations

import re

from . import constituency, office_hours
from .mapping import Mapping, Row, mentioned_contacts, type_of
from .record import LONGEST_VALUE, ContactRecord, Record

SEPARATOR = ". - "
_GMT = re.compile(r"Timezone GMT( with DST)?: ?([+-]\d{0,2})(?!\d)")
# Numbers and addresses for use outside business hours are given to other teams, not to everybody.
_NOT_PUBLIC = re.compile(r"\+\s?\d|\d{3}|@|public|only|cell|mobile", re.I)
_ALWAYS = re.compile(r"(?:365/)?24 ?[/x] ?7(?:/365)?")
# What this directory writes where ISO 3166-1 has another code.
_CODES = {"UK": "GB"}
_SCOPES = {
    "Research & Education": "academic",
    "Government": "governmental",
    "Military": "military",
    "National": "national",
    "ISP Customer Base": "isp",
    "Vendor Customer Base": "vendor",
}
# A bank's team for itself serves one organisation, a team for other banks a sector.
_SCOPES_BY_REACH = {
    "Financial Sector (External)": "sectoral",
    "Financial Sector (External and Internal)": "sectoral",
    "Financial Sector (Internal)": "internal",
    "Commercial Organisation (Internal)": "internal",
    "Non-Commercial Organisation (Internal)": "internal",
}
_SECTORS = {"Government": "public-administration"}
_LEVELS = {"accredited", "listed", "accreditation candidate"}
_GONE = {
    "outdated": "Listed as outdated by the source.",
    "suspended": "Listed as suspended by the source.",
    "not operational": "Listed as not operational by the source.",
}
_LEFT_OUT = ("FTP", "*RFC2350")


def record(row: Row) -> Record:
    name, official = row.name("name"), row.name("Official Team Name")
    countries = row.countries("Country", _CODES)
    country = countries[0] if countries else ""
    for code in countries[1:]:
        row.problem("Country", code, "is another seat of the team; the first one was taken over")
    hours, zone = _hours(row)
    kept = office_hours.read(hours, zone, country)
    if zone and not kept.timezones:
        row.problem("-Business Hours", zone, "is not the time of the team's country, and was left out")
    for column in _LEFT_OUT:
        if row.text(column):
            row.problem(column, row.text(column), "has no place here")
    kind, _, _ = row.text("-Type of Constituency").partition(" (")
    return Record(
        name=name,
        aliases=(official,) if official and official != name else (),
        former_names=row.names("Former Team Names"),
        type=type_of(name, official),
        scopes=_scopes(row.text("-Type of Constituency")),
        established=row.day("Date of Establishment"),
        country=country,
        served_countries=row.countries("Country of Constituents", _CODES),
        sectors=(_SECTORS[kind],) if kind in _SECTORS else (),
        address=tuple(row.items("Address")),
        timezones=kept.timezones,
        contacts=_contacts(row, country),
        hours=hours,
        openings=kept.openings,
        key_ids=row.keys("PGP Key (Team)"),
        claims=constituency.read(row.text("Internet Addresses")),
        description=_description(row),
        membership=_membership(row),
        source=row.text("TI URL")[:LONGEST_VALUE],
        withdrawn=_withdrawn(row),
        problems=tuple(row.problems),
    )


def _hours(row: Row) -> tuple[str, str]:
    """The cell's words, with what is said of the time outside them, and its offsets from GMT, apart."""
    offsets: dict[str, None] = {}
    lines = []
    for item in row.items("-Business Hours"):
        said = _GMT.fullmatch(item)
        if said is None:
            lines.append(item)
        elif len(said[2]) > 1:
            offsets[f"GMT{said[2]}"] = None
    outside = row.text("Contacting outside Business Hours")
    if outside and _NOT_PUBLIC.search(_ALWAYS.sub("", outside)):
        row.problem(
            "Contacting outside Business Hours", outside, "may not be meant for the public, and was left out"
        )
    elif outside:
        lines.append(f"\nOutside business hours: {' '.join(row.items('Contacting outside Business Hours'))}")
    return "\n".join(lines).strip(), ", ".join(offsets)


def _contacts(row: Row, country: str) -> tuple[ContactRecord, ...]:
    found = [
        *row.emails("Email"),
        *row.phones("Emergency Phone", "emergency", country),
        *row.phones("Telephone", "voice", country),
        *row.phones("Telefax", "fax", country),
        *row.websites("WWW"),
    ]
    remark = row.text("Other communication")
    others = mentioned_contacts(remark)
    if remark and not others:
        row.problem("Other communication", remark, "gives no address or number that has a place here")
    return tuple(dict.fromkeys([*found, *others]))


def _scopes(kind: str) -> tuple[str, ...]:
    scope = _SCOPES_BY_REACH.get(kind) or _SCOPES.get(kind.partition(" (")[0])
    return (scope,) if scope else ()


def _description(row: Row) -> str:
    kind = row.text("-Type of Constituency").removesuffix(" (N/A)")
    return f"Type of constituency: {kind}." if kind else ""


def _membership(row: Row) -> str:
    level, first = row.text("TI Level").lower(), row.text("FIRST Membership").lower()
    said = [f"Trusted Introducer: {level}"] if level in _LEVELS else []
    said += ["FIRST: full member"] if first == "full member" else []
    changed = row.text("Last changed")
    return f"{'; '.join(said)}{f' (as of {changed})' if changed else ''}." if said else ""


def _withdrawn(row: Row) -> str:
    if row.text("Operating Status").lower() == "no op":
        return _GONE["not operational"]
    return _GONE.get(row.text("TI Level").lower(), "")


COLUMNS = frozenset(
    ["name", "Official Team Name", "Former Team Names", "TI Level", "First entered", "Last changed",
     "Date of Establishment", "Country", "Country of Constituents", "-Type of Constituency", "Internet Addresses",
     "Email", "PGP Key (Team)", "Telephone", "Emergency Phone", "Telefax", "Other communication",
     "-Business Hours", "Contacting outside Business Hours", "WWW", "FTP", "*RFC2350", "TI URL",
     "FIRST Membership", "Operating Status", "lon", "lat", "Address"]
)  # fmt: skip

TI_2012 = Mapping(
    "ti-2012",
    required=frozenset(["name", "TI Level", "Country", "Internet Addresses", "Email", "Operating Status"]),
    columns=COLUMNS,
    record=record,
    separator=SEPARATOR,
)
