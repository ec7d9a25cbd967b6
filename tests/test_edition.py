"""Whether something was published since: asked before every page, so it must be cheap, and it must be right."""

import sqlite3
import time
from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connection

from directory import edition, publishing
from directory.edition import Asked, Shared, Source, SqliteFile, Unknown
from directory.models import Appearance, LookupState
from tests import people

TABLES = (
    "CREATE TABLE directory_head (id INTEGER, chain TEXT)",
    "CREATE TABLE directory_lookupstate (id INTEGER, loads INTEGER)",
    "CREATE TABLE directory_appearance (id INTEGER, version INTEGER)",
    "INSERT INTO directory_head VALUES (1, 'first')",
    "INSERT INTO directory_lookupstate VALUES (1, 0)",
)


class Site:
    """A database file, with somebody who writes into it."""

    def __init__(self, path):
        self.path, self.store = path, SqliteFile(str(path))
        self.writer = sqlite3.connect(path, isolation_level=None)
        self.writer.execute("PRAGMA journal_mode=WAL")
        for statement in TABLES:
            self.writer.execute(statement)

    def publish(self, chain):
        self.writer.execute("UPDATE directory_head SET chain = ?", [chain])

    def version(self):
        return self.store.version(0)


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path / "directory.sqlite3")
    yield made
    made.store.close()
    made.writer.close()


def test_the_edition_in_a_file_moves_with_the_commit_and_not_before(site):
    assert site.version() == ("first", 0, None)
    site.writer.execute("BEGIN")
    site.publish("second")
    assert site.version() == ("first", 0, None)
    site.writer.execute("COMMIT")
    assert site.version() == ("second", 0, None)


def test_loaded_tables_move_the_edition_too(site):
    before = site.version()
    site.writer.execute("UPDATE directory_lookupstate SET loads = loads + 1")
    assert site.version() != before


def test_another_appearance_of_the_site_moves_the_edition_too(site):
    site.writer.execute("INSERT INTO directory_appearance VALUES (1, 1)")
    assert site.version() == ("first", 0, 1)


def test_the_tables_are_read_again_only_after_a_commit(site):
    read = []
    site.version()
    site.store._reader.set_trace_callback(read.append)
    site.version()
    assert read == ["PRAGMA data_version"]
    site.writer.execute("CREATE TABLE session (id INTEGER)")
    assert site.version() == ("first", 0, None)
    assert len(read) == 3


def test_a_reader_of_the_edition_stands_in_nobody_s_way(site):
    for chain in ("second", "third"):
        site.version()
        site.publish(chain)
        site.version()
        assert site.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() == (0, 0, 0)


def test_a_file_that_is_missing_is_not_made_and_is_read_once_it_is_there(tmp_path):
    path = tmp_path / "directory.sqlite3"
    store = SqliteFile(str(path))
    for _ in range(2):
        with pytest.raises(Unknown):
            store.version(0)
    assert not path.exists()
    site = Site(path)
    assert store.version(0) == ("first", 0, None)
    store.close()
    site.writer.close()


@pytest.mark.parametrize("content", [b"This is no database. " * 500, b""])
def test_a_file_that_is_no_database_of_ours_is_unknown(tmp_path, content):
    path = tmp_path / "directory.sqlite3"
    store = SqliteFile(str(path))
    path.write_bytes(content)
    with pytest.raises(Unknown):
        store.version(0)


def test_another_file_under_the_same_name_is_read(site, tmp_path, monkeypatch):
    monkeypatch.setattr(edition, "LOOK_AGAIN", 0)
    site.version()
    other = Site(tmp_path / "other.sqlite3")
    other.publish("restored")
    other.writer.execute("PRAGMA journal_mode=DELETE")
    other.writer.close()
    for suffix in ("-wal", "-shm"):
        site.path.with_name(site.path.name + suffix).unlink()
    other.path.replace(site.path)
    assert site.version() == ("restored", 0, None)
    site.path.unlink()
    with pytest.raises(Unknown):
        site.version()


# Through Django: PostgreSQL, and SQLite in memory -----------------------------------------------------


@pytest.mark.django_db
def test_every_entry_of_the_record_makes_another_edition(published, bob):
    seen = [edition.current(0)]
    people.write(published.team, "3.1", "Another text.")
    for change in (
        lambda: publishing.publish(published.team),
        lambda: publishing.redact(published),
        lambda: publishing.withdraw(published.team, reason="It was closed."),
        lambda: LookupState.objects.update(loads=7),
        publishing.reindex,
        lambda: Appearance().save(),
        lambda: Appearance.objects.get().save(),
    ):
        change()
        seen.append(edition.current(0))
    assert len(set(seen)) == len(seen) == 8


@pytest.mark.django_db
def test_no_work_at_the_desk_makes_another_edition(published):
    before = edition.current(0)
    people.write(published.team, "3.1", people.SECRET)
    people.example_cert("DRAFT-CERT", "draft-cert")
    assert edition.current(0) == before


@pytest.mark.django_db
def test_the_quarter_of_an_hour_makes_another_edition():
    assert edition.current(1_800) == edition.current(2_699.9) != edition.current(2_700)


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_unknown():
    def broken(*args):
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(broken), pytest.raises(Unknown):
        Asked().version(0)


# How often it is asked ---------------------------------------------------------------------------------


class Counting(Source):
    """Tells how often it was asked."""

    asked = 0

    def ask(self):
        self.asked += 1
        return (self.asked,)


def test_an_answer_is_believed_for_so_long_and_never_where_it_must_be_of_now(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    source = Counting()
    told = {}
    for now[0] in (100.0, 100.04, 100.06, 100.1):
        told[now[0]] = source.version(0.05)
    assert told == {100.0: (1,), 100.04: (1,), 100.06: (2,), 100.1: (2,)}
    assert [source.version(0), source.version(0)] == [(3,), (4,)]


def test_threads_that_come_together_ask_once():
    source, together = Counting(), Barrier(8)

    def visit():
        together.wait()
        source.version(3600)

    threads = [Thread(target=visit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert source.asked == 1


def test_what_could_not_be_told_is_asked_for_again():
    class Failing(Counting):
        def ask(self):
            if super().ask() == (1,):
                raise Unknown
            return ("told",)

    source = Failing()
    with pytest.raises(Unknown):
        source.version(3600)
    assert source.version(3600) == ("told",)


@pytest.mark.django_db
def test_a_database_in_memory_is_asked_each_time(django_assert_num_queries):
    with django_assert_num_queries(2):
        shared = Shared()
        assert shared.version(3600) == shared.version(3600)
