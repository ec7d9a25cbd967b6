"""A team as a foreign directory tells it, in our words whatever the source: what every importer makes and the
desk takes."""

from __future__ import annotations

from dataclasses import dataclass, field

from directory.rfc2350.document import Opening

from .constituency import Claims

# What the desk's fields hold; a longer value is cut or left out, and reported.
LONGEST_NAME, LONGEST_SHORT_NAME, LONGEST_VALUE, LONGEST_TEXT, LONGEST_NOTE = 200, 60, 500, 200, 300


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """One way to reach the team. `kind` is one of the desk's (voice, emergency, fax, email, website …); `value` is
    normalised, or empty where only `text` says what the source wrote."""

    kind: str
    value: str
    text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One team. Codes are of the project's vocabularies, countries ISO 3166-1, `established` ISO 8601.

    `key_ids` are OpenPGP fingerprints or key IDs in upper-case hex; `hours` is what the source writes and
    `openings` what follows from it; `description` are the words for section 3.2, `membership` those for 3.3;
    `source` is the address of the team's entry. `withdrawn` says in a sentence why the team no longer works,
    and is empty for one that does. `problems` are sentences, each naming a column and what of it could not be
    taken over. `original` are the bytes that the record was read from, `line` where they stand, from 1.
    """

    name: str
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    type: str = ""
    scopes: tuple[str, ...] = ()
    host_organisation: str = ""
    established: str | None = None
    country: str = ""
    served_countries: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    timezones: tuple[str, ...] = ()
    contacts: tuple[ContactRecord, ...] = ()
    hours: str = ""
    openings: tuple[Opening, ...] = ()
    key_ids: tuple[str, ...] = ()
    claims: Claims = field(default_factory=Claims)
    description: str = ""
    membership: str = ""
    source: str = ""
    withdrawn: str = ""
    problems: tuple[str, ...] = ()
    original: bytes = b""
    encoding: str = "utf-8"
    line: int = 0
