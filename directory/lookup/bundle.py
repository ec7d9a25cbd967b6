"""The offline bundle: what look-ups read, as one SQLite file, with its SHA-256 and a program that answers from it.

The data file has the tables that the statements of `sql` name, so that the same code answers from it as from the
directory's own database. It holds what is public and listed, and nothing else.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from directory.files import alone_in, to_disk
from directory.models import Appearance, Claim, Head, Listing
from directory.models.claim import Delegation, LookupState, Origin
from directory.one_state import one_state

from . import asking, joining
from .program import DATA, SCHEMA

SUM = f"{DATA}.sha256"
SIGNATURE = f"{SUM}.asc"
PROGRAM = "csirt-lookup.py"
NAMES = (PROGRAM, DATA, SUM)
"""In the order in which they get their names: the program first, since it says in a sentence that it does not fit
an older data file; the sum last, since a sum is a promise of bytes that are there, and behind it the directory's own
signature over it, where it has a key. Between data and sum the sum is that of the former file, for as long as a rename
takes; a process that dies there leaves whole files that `sha256sum --check` or gpg refuses, until the next run."""

CHAPTERS = (
    "keys",
    "targets",
    "answers",
    "index",
    "sql",
    "memory",
    "reach",
    "told",
    "rows",
    "bulk",
    "printing",
    "program",
)
OLDEST_PYTHON = (3, 10)

ROWS_AT_A_TIME = 10_000

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE team (
    id INTEGER PRIMARY KEY, slug TEXT NOT NULL, name TEXT NOT NULL, short_name TEXT NOT NULL,
    published TEXT NOT NULL, card TEXT NOT NULL
);
CREATE TABLE country (code TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE country_name (folded TEXT PRIMARY KEY, code TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE directory_lookupstate (claims BLOB NOT NULL, origins BLOB NOT NULL, delegations BLOB NOT NULL);
CREATE TABLE directory_claim (
    key BLOB NOT NULL, listing_id INTEGER NOT NULL, reviewed INTEGER NOT NULL, PRIMARY KEY (key, listing_id)
) WITHOUT ROWID;
CREATE TABLE directory_origin (
    key BLOB NOT NULL, asn INTEGER NOT NULL, PRIMARY KEY (key, asn)
) WITHOUT ROWID;
CREATE TABLE directory_delegation (
    key BLOB NOT NULL, country TEXT NOT NULL, PRIMARY KEY (key, country)
) WITHOUT ROWID;
"""

FRESHNESS = (
    "This is what the directory published by the time it was made. Teams change: take it anew every day, and look at "
    "a team's page for what holds now."
)


class NotMade(Exception):
    """Why no bundle was made, as a sentence; the former one stands as it was."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a bundle holds: teams and claims, the data version (the record's cursor), and its size in bytes."""

    teams: int
    claims: int
    version: int
    size: int


def folder() -> Path:
    """Where the site keeps its bundle."""
    return Path(settings.DATA_DIR) / "bundle"


def files() -> dict[str, Path]:
    """The files of the present bundle by their names, its signature among them where it has one; none where none is
    made yet."""
    found = {name: folder() / name for name in NAMES}
    if not all(path.is_file() for path in found.values()):
        return {}
    signature = folder() / SIGNATURE
    return found | ({SIGNATURE: signature} if signature.is_file() else {})


def make(into: Path, at: datetime, sign: Callable[[bytes], bytes] | None = None) -> Made:
    """Makes the bundle in a folder, in the place of the one that is there. `at` is the moment that it bears: the
    same data at the same moment are the same bytes. `sign` makes the signature over the sum; what it raises comes
    through, and the former bundle stands. Raises NotMade.

    A second process waits for the first. Everything is on the disk before any file gets its name.
    """
    names = (*NAMES, SIGNATURE) if sign else NAMES
    fresh = {name: into / f".{name}.new" for name in names}
    try:
        into.mkdir(parents=True, exist_ok=True)
        with alone_in(into):
            try:
                made = _write(fresh, at)
                if sign:
                    fresh[SIGNATURE].write_bytes(sign(fresh[SUM].read_bytes()))
                for path in fresh.values():
                    to_disk(path)
                if not sign:  # of a bundle that was signed: it would not fit this one
                    (into / SIGNATURE).unlink(missing_ok=True)
                for name, path in fresh.items():
                    path.replace(into / name)
                to_disk(into)
            finally:
                for path in fresh.values():
                    path.unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        raise NotMade(f"No bundle was made in {into}: {error}.") from error
    return made


def _write(fresh: dict[str, Path], at: datetime) -> Made:
    fresh[DATA].unlink(missing_ok=True)  # of a process that was killed
    with one_state():
        teams, claims, version = write_data(fresh[DATA], at)
    with fresh[DATA].open("rb") as data:
        digest = hashlib.file_digest(data, "sha256").hexdigest()
    fresh[SUM].write_text(f"{digest}  {DATA}\n", encoding="ascii")
    fresh[PROGRAM].write_text(program(), encoding="utf-8", newline="\n")
    return Made(teams, claims, version, fresh[DATA].stat().st_size)


# The program ---------------------------------------------------------------------------------------


def program() -> str:
    """The program as one file: the modules of this package that know neither Django nor a database."""
    here = Path(__file__).parent
    licence = (settings.BASE_DIR / "LICENSE").read_text(encoding="utf-8")
    return joining.joined(
        {name: (here / f"{name}.py").read_text(encoding="utf-8") for name in CHAPTERS},
        oldest=OLDEST_PYTHON,
        after_doc=f"Made by release {settings.VERSION} of the CSIRT Directory.\n"
        "Licence: BSD-3-Clause; its text is at the end of this file.",
        ending=licence,
    )


# The data file -------------------------------------------------------------------------------------


def write_data(path: Path, at: datetime) -> tuple[int, int, int]:
    """Writes the data file, row by row in the order of its keys; returns the number of teams, that of claims, and
    the data version. The file must not be there yet."""
    with closing(sqlite3.connect(path, isolation_level=None)) as store:
        # Nobody reads the file before it is whole, so it needs no journal.
        store.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {TABLES}")
        store.execute("BEGIN")
        teams = store.executemany("INSERT INTO team VALUES (?, ?, ?, ?, ?, ?)", _teams()).rowcount
        claims = store.executemany("INSERT INTO directory_claim VALUES (?, ?, ?)", _claims()).rowcount
        store.executemany("INSERT INTO directory_origin VALUES (?, ?)", _rows(Origin, "asn"))
        store.executemany("INSERT INTO directory_delegation VALUES (?, ?)", _rows(Delegation, "country"))
        store.execute("INSERT INTO directory_lookupstate VALUES (?, ?, ?)", _lengths())
        store.executemany("INSERT INTO country VALUES (?, ?)", sorted(asking.country_names().items()))
        store.executemany("INSERT INTO country_name VALUES (?, ?)", sorted(asking.countries().items()))
        version = Head.objects.filter(pk=1).values_list("cursor", flat=True).first() or 0
        store.executemany("INSERT INTO meta VALUES (?, ?)", sorted(_meta(at, max(teams, 0), version).items()))
        store.execute("COMMIT")
        store.execute("VACUUM")
    return max(teams, 0), max(claims, 0), version


def _meta(at: datetime, teams: int, version: int) -> dict[str, str]:
    return {
        "schema": SCHEMA,
        "site_name": Appearance.objects.site_name(),
        "site_url": settings.SITE_URL,
        "release": settings.VERSION,
        "made_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "data_version": str(version),
        "teams": str(teams),
        "freshness": FRESHNESS,
    }


def _teams() -> Iterator[tuple[Any, ...]]:
    rows = Listing.objects.listed().order_by("pk")
    for pk, slug, name, short_name, published_at, card in rows.values_list(
        "pk", "slug", "name", "short_name", "published_at", "card"
    ).iterator(ROWS_AT_A_TIME):
        spoken = json.dumps(card, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        yield pk, slug, name, short_name, published_at.date().isoformat(), spoken


def _claims() -> Iterator[tuple[Any, ...]]:
    rows = Claim.objects.filter(listing__in=Listing.objects.listed()).order_by("key", "listing_id")
    for key, listing, reviewed in rows.values_list("key", "listing_id", "reviewed").iterator(ROWS_AT_A_TIME):
        yield bytes(key), listing, int(reviewed)


def _rows(model: type[Origin] | type[Delegation], value: str) -> Iterator[tuple[Any, ...]]:
    rows = model._default_manager.order_by("key", value).values_list("key", value)
    for key, said in rows.iterator(ROWS_AT_A_TIME):
        yield bytes(key), said


def _lengths() -> tuple[bytes, ...]:
    state = LookupState.objects.filter(pk=1).first() or LookupState()
    return bytes(state.claims), bytes(state.origins), bytes(state.delegations)
