"""Which edition of the public side this is: a small value that is another after every publication.

Whatever is made from the reading room alone (finished pages, the shelf) is right for as long as the edition stays,
and to ask for it costs nearly nothing. It moves with the record's end, with the tables that operators load, with
`reindex`, with the site's appearance, and with the quarter of an hour, for "reachable now" is told by the quarter.
"""

from __future__ import annotations

import os
import sqlite3
import time
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.db import DatabaseError, connection

QUARTER = 900  # seconds
LOOK_AGAIN = 1.0  # seconds
STATEMENT = (
    "SELECT (SELECT chain FROM directory_head WHERE id = 1),"
    " (SELECT loads FROM directory_lookupstate WHERE id = 1),"
    " (SELECT version FROM directory_appearance WHERE id = 1)"
)

#: What the statement gives: another after every publication, every load and every change of the site's appearance,
#: and another on every site.
Version = tuple[object, ...]
#: The version and the quarter of an hour (UTC). To be compared, and for nothing else.
Edition = tuple[Version, int]


class Unknown(Exception):
    """The database does not say: it is missing, broken or out of reach."""


def quarter(at: datetime) -> datetime:
    """When the quarter of an hour began that holds a moment. What a page says of the state of a thing, it says as of
    then: no page outlives its quarter."""
    return datetime.fromtimestamp(at.timestamp() // QUARTER * QUARTER, UTC)


def current(at: float) -> Edition:
    """The edition at a time (seconds since 1970), as it was `settings.EDITION_SECONDS` ago at most. Raises Unknown."""
    return _source().version(settings.EDITION_SECONDS), int(at // QUARTER)


def confirmed(at: float) -> Edition:
    """The same, of now: for who is about to keep something under it."""
    return _source().version(0.0), int(at // QUARTER)


class Source:
    """The last answer of a database, and when it was asked for. Threads wait for each other to ask, so that an older
    answer never takes the place of a newer one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._told: tuple[Version, float] = ((), float("-inf"))

    def version(self, seconds: float) -> Version:
        """What was true so many seconds ago at most. Raises Unknown."""
        version, at = self._told
        if time.monotonic() - at < seconds:
            return version
        with self._lock:
            version, at = self._told
            now = time.monotonic()
            if now - at >= seconds:  # nobody has asked while this thread waited
                version = self.ask()
                self._told = version, now
            return version

    def ask(self) -> Version:
        raise NotImplementedError


class SqliteFile(Source):
    """A connection of its own, for SQLite counts, for each connection, the commits of all others: to read that count
    takes three microseconds. This one only reads, a statement at a time, so that it never stands in anybody's way."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path
        self._reader: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._looked_at = 0.0
        self._count: tuple[int] | None = None
        self._known: Version = ()

    def ask(self) -> Version:
        try:
            reader = self._open()
            count = reader.execute("PRAGMA data_version").fetchone()
            if count != self._count:
                # The count is read first: what is committed in between is seen now, and once more the next time.
                self._known = reader.execute(STATEMENT).fetchone()
                self._count = count
        except (sqlite3.Error, OSError) as error:
            self.close()
            raise Unknown(str(error)) from error
        return self._known

    def _open(self) -> sqlite3.Connection:
        """The connection to the file of that name; once a second it is seen whether another stands there."""
        now = time.monotonic()
        if self._reader is not None and now - self._looked_at < LOOK_AGAIN:
            return self._reader
        found = os.stat(self._path)
        file = (found.st_dev, found.st_ino)
        if self._reader is None or self._file != file:
            self.close()
            address = (
                f"{Path(self._path).absolute().as_uri()}?mode=rw"  # a file that is gone is not made anew
            )
            self._reader = sqlite3.connect(
                address, uri=True, timeout=1, isolation_level=None, check_same_thread=False
            )
            self._file = file
        self._looked_at = now
        return self._reader

    def close(self) -> None:
        if self._reader is not None:
            self._reader.close()
        self._reader = self._count = None


class Asked(Source):
    """Django's own connection of the thread. One that has broken tells nothing here; Django replaces it before it
    answers itself."""

    def ask(self) -> Version:
        try:
            with connection.cursor() as cursor:
                cursor.execute(STATEMENT)
                version: Version = cursor.fetchone()
                return version
        except DatabaseError as error:
            raise Unknown(str(error)) from error


class Shared(Asked):
    """Of a database in memory, which lives only in tests: one that has just begun is another."""

    def version(self, seconds: float) -> Version:
        return super().version(0.0)


def _source() -> Source:
    database = settings.DATABASES["default"]
    return _sources(database["ENGINE"], str(database["NAME"]))


@cache
def _sources(engine: str, name: str) -> Source:
    if engine != "django.db.backends.sqlite3":
        return Asked()
    return Shared() if name == ":memory:" or "mode=memory" in name else SqliteFile(name)
