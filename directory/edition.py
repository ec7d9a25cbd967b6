"""Which edition of the public side this is: a small value that is another after every publication.

Whatever is made from the reading room alone (finished pages, the shelf) is right for as long as the edition stays,
and asking for it costs nearly nothing. It moves with the record's end, with the tables that operators load, with
`reindex`, with the site's appearance, and with the quarter of an hour, for "reachable now" is told by the quarter.
"""

from __future__ import annotations

import os
import sqlite3
import time
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


def current(at: float) -> Edition:
    """The edition at a time (seconds since 1970). Raises Unknown.

    On SQLite it is exact: what was committed before the call is seen. On PostgreSQL it may be that of
    `settings.EDITION_SECONDS` ago.
    """
    return _version(settings.EDITION_SECONDS), int(at // QUARTER)


def confirmed(at: float) -> Edition:
    """The same, and exact on every database: for who is about to keep something under it."""
    return _version(0.0), int(at // QUARTER)


def _version(seconds: float) -> Version:
    database = settings.DATABASES["default"]
    name = str(database["NAME"])
    if database["ENGINE"] != "django.db.backends.sqlite3":
        return _asked.version(seconds)
    if name == ":memory:" or "mode=memory" in name:
        return _asked.version(0.0)
    return _file.version(name)


class SqliteFile:
    """A connection of its own, for SQLite counts, for each connection, the commits of all others: to read that count
    takes three microseconds. This one only reads, a statement at a time, so that it never stands in anybody's way."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._path = ""
        self._reader: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._looked_at = 0.0
        self._count: tuple[int] | None = None
        self._known: Version = ()

    def version(self, path: str) -> Version:
        """What stands in the file now. Raises Unknown."""
        with self._lock:
            try:
                return self._told(path)
            except (sqlite3.Error, OSError) as error:
                self._close()
                raise Unknown(str(error)) from error

    def _told(self, path: str) -> Version:
        reader = self._open(path)
        count = reader.execute("PRAGMA data_version").fetchone()
        if count != self._count:
            # The count is read first: what is committed in between is seen now, and once more the next time.
            self._known = reader.execute(STATEMENT).fetchone()
            self._count = count
        return self._known

    def _open(self, path: str) -> sqlite3.Connection:
        """The connection to the file of that name; once a second it is seen whether another stands there."""
        now = time.monotonic()
        if self._reader is not None and self._path == path and now - self._looked_at < LOOK_AGAIN:
            return self._reader
        found = os.stat(path)
        file = (found.st_dev, found.st_ino)
        if self._reader is None or self._path != path or self._file != file:
            self._close()
            address = f"{Path(path).absolute().as_uri()}?mode=rw"  # a file that is gone is not made anew
            self._reader = sqlite3.connect(
                address, uri=True, timeout=1, isolation_level=None, check_same_thread=False
            )
            self._file, self._path = file, path
        self._looked_at = now
        return self._reader

    def _close(self) -> None:
        if self._reader is not None:
            self._reader.close()
        self._reader = self._count = None


class Asked:
    """The last answer of the database, and when it was asked for. Threads wait for each other, so that an older
    answer never takes the place of a newer one. The connection is that of Django for the thread: one that has
    broken is unknown here, and replaced by Django before it answers itself."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: Version = ()
        self._at = float("-inf")

    def version(self, seconds: float) -> Version:
        """What was answered so many seconds ago at most."""
        if time.monotonic() - self._at < seconds:
            return self._known
        with self._lock:
            at = time.monotonic()
            if at - self._at < seconds:  # somebody has asked while this thread waited
                return self._known
            try:
                with connection.cursor() as cursor:
                    cursor.execute(STATEMENT)
                    self._known = cursor.fetchone()
            except DatabaseError as error:
                raise Unknown(str(error)) from error
            self._at = at  # after the answer: whoever sees the time sees the answer too
            return self._known


_file, _asked = SqliteFile(), Asked()
