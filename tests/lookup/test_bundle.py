"""Making the offline bundle: what is in it, and what is left of it when something goes wrong."""

import fcntl
import hashlib
import io
import os
import sqlite3
import subprocess
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory import publishing
from directory.lookup import bundle, keys
from directory.models import Listing
from directory.models.claim import Delegation, LookupState, Origin
from tests import people

AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
GONE, DRAFT = "gone-cert", "draft-cert"


@pytest.fixture
def cast(db):
    """EXAMPLE-CERT, partly reviewed, is listed; another was withdrawn, a third is a draft, and so is a change."""
    team = people.with_key(people.example_cert())
    people.published(team)
    publishing.review(team, ["192.0.2.0/24"])
    gone = people.example_cert("GONE-CERT", GONE)
    people.published(gone)
    publishing.withdraw(gone, reason="It was closed.")
    people.example_cert("DRAFT-CERT", DRAFT)
    team.host_organisation = people.SECRET
    team.save()
    return team


@pytest.fixture
def made(cast, tmp_path) -> Path:
    bundle.make(tmp_path, AT)
    return tmp_path


def asked(folder: Path, statement: str) -> list[tuple]:
    with closing(sqlite3.connect(f"file:{folder / bundle.DATA}?mode=ro&immutable=1", uri=True)) as store:
        return store.execute(statement).fetchall()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# What is in it


def test_three_files_are_made_and_nothing_else_is_left(made):
    assert sorted(contents(made)) == sorted(bundle.NAMES)


def test_the_listed_team_is_in_it_with_its_claims(made, cast):
    published = Listing.objects.get(pk=cast.pk).published_at.date().isoformat()
    teams = asked(made, "SELECT id, slug, name, published FROM team")
    assert teams == [(cast.pk, "example-cert", "EXAMPLE-CERT", published)]
    claims = dict(asked(made, "SELECT key, reviewed FROM directory_claim"))
    assert claims == {
        b"n\x78" + (keys.MAPPED | 0xC0000200).to_bytes(16, "big"): 1,
        b"a\x00\x00\xfb\xf4": 0,
        b"dexample-cert.example": 0,
        b"mcert@example-cert.example": 0,
    }


def test_no_byte_of_it_is_of_a_team_that_is_not_listed_or_of_a_draft(made):
    words = [GONE, GONE.upper(), DRAFT, DRAFT.upper(), people.SECRET, "It was closed"]
    data = b"".join(contents(made).values())
    assert b"EXAMPLE-CERT" in data
    assert [word for word in words if word.encode() in data] == []


def test_the_claims_of_a_team_that_is_not_listed_stay_out_even_where_they_are_left_over(cast, tmp_path):
    Listing.objects.filter(pk=cast.pk).update(withdrawn_at=AT)
    made = bundle.make(tmp_path, AT)
    assert (made.teams, made.claims) == (0, 0)
    assert b"example-cert" not in (tmp_path / bundle.DATA).read_bytes()


def test_it_says_what_it_is(made, settings):
    meta = dict(asked(made, "SELECT name, value FROM meta"))
    assert (meta["schema"], meta["teams"], meta["made_at"]) == ("1", "1", "2026-11-20T10:00:00+00:00")
    assert (meta["site_name"], meta["site_url"]) == (settings.SITE_NAME, settings.SITE_URL)
    assert meta["data_version"] == "4"  # two revisions, a review, a withdrawal
    assert "every day" in meta["freshness"]


def test_the_tables_of_the_operator_are_in_it(cast, tmp_path):
    network = b"n\x78" + (keys.MAPPED | 0xC0000200).to_bytes(16, "big")
    Origin.objects.create(key=network, asn=64500)
    Delegation.objects.create(key=network, country="PL")
    LookupState.objects.update_or_create(pk=1, defaults={"origins": b"\x78", "delegations": b"\x78"})
    bundle.make(tmp_path, AT)
    assert asked(tmp_path, "SELECT key, asn FROM directory_origin") == [(network, 64500)]
    assert asked(tmp_path, "SELECT key, country FROM directory_delegation") == [(network, "PL")]
    assert asked(tmp_path, "SELECT claims, origins, delegations FROM directory_lookupstate") == [
        (b"\x78", b"\x78", b"\x78")
    ]


@pytest.mark.django_db
def test_a_directory_without_teams_has_a_bundle_too(tmp_path):
    made = bundle.make(tmp_path, AT)
    assert (made.teams, made.claims, made.version) == (0, 0, 0)
    assert asked(tmp_path, "SELECT * FROM directory_lookupstate") == [(b"", b"", b"")]


def test_the_same_data_at_the_same_moment_are_the_same_bytes(made, tmp_path_factory):
    again = tmp_path_factory.mktemp("again")
    bundle.make(again, AT)
    assert contents(again) == contents(made)


def test_the_sum_is_the_one_that_sha256sum_checks(made):
    digest = hashlib.sha256((made / bundle.DATA).read_bytes()).hexdigest()
    assert (made / bundle.SUM).read_text() == f"{digest}  csirt-lookup.sqlite3\n"
    checked = subprocess.run(["sha256sum", "--check", bundle.SUM], cwd=made, capture_output=True, text=True)
    assert (checked.returncode, checked.stdout) == (0, "csirt-lookup.sqlite3: OK\n")


# What is left when something goes wrong


@pytest.mark.parametrize("part", ["write_data", "program", "to_disk"])
def test_the_former_bundle_stays_whole_where_making_the_next_one_fails(made, monkeypatch, part):
    former = contents(made)

    def break_down(*arguments):
        raise OSError("No space left on device")

    monkeypatch.setattr(bundle, part, break_down)
    with pytest.raises(bundle.NotMade, match="No space left"):
        bundle.make(made, AT + timedelta(days=1))
    assert contents(made) == former


def test_a_process_that_dies_half_way_through_the_rows_leaves_the_former_bundle_whole(made, monkeypatch):
    former = contents(made)

    def rows():
        yield b"n", 1, 0
        raise KeyboardInterrupt

    monkeypatch.setattr(bundle, "_claims", rows)
    with pytest.raises(KeyboardInterrupt):
        bundle.make(made, AT + timedelta(days=1))
    assert contents(made) == former


def test_only_the_last_rename_makes_data_and_sum_disagree_and_the_next_run_mends_that(made, monkeypatch):
    """Killed between the two: each file is whole, and the check refuses them."""
    former = contents(made)
    replace = Path.replace

    def stop_at_the_sum(path, target):
        if Path(target).name == bundle.SUM:
            raise OSError("killed")
        return replace(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", stop_at_the_sum)
        with pytest.raises(bundle.NotMade):
            bundle.make(made, AT + timedelta(days=1))
    assert (made / bundle.SUM).read_bytes() == former[bundle.SUM]
    assert asked(made, "SELECT value FROM meta WHERE name = 'made_at'") == [("2026-11-21T10:00:00+00:00",)]
    bundle.make(made, AT + timedelta(days=1))
    test_the_sum_is_the_one_that_sha256sum_checks(made)


def test_what_a_killed_process_left_is_in_nobody_s_way(made):
    (made / f".{bundle.DATA}.new").write_bytes(b"half a file")
    bundle.make(made, AT)
    assert sorted(contents(made)) == sorted(bundle.NAMES)


def test_everything_is_on_the_disk_before_any_file_gets_its_name(cast, tmp_path, monkeypatch):
    steps = []
    replace = Path.replace
    monkeypatch.setattr(bundle, "to_disk", lambda path: steps.append(("disk", path.name)))
    monkeypatch.setattr(
        Path, "replace", lambda path, target: (steps.append(("name", target.name)), replace(path, target))
    )
    bundle.make(tmp_path, AT)
    assert steps == [
        *(("disk", f".{name}.new") for name in bundle.NAMES),
        *(("name", name) for name in bundle.NAMES),
        ("disk", tmp_path.name),
    ]


def test_two_at_once_wait_for_each_other(tmp_path):
    order = []
    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)

    def second():
        with bundle.alone_in(tmp_path):
            order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    order.append("first")
    os.close(handle)
    thread.join(10)
    assert order == ["first", "second"]


# One moment


@pytest.mark.django_db(transaction=True)
def test_all_is_read_in_one_transaction_that_keeps_no_writer_waiting(tmp_path):
    with CaptureQueriesContext(connection) as queries:
        bundle.make(tmp_path, AT)
    told = [query["sql"] for query in queries]
    assert "BEGIN DEFERRED" in told if connection.vendor == "sqlite" else "REPEATABLE READ" in "".join(told)
    assert not connection.in_atomic_block
    people.published()  # writing goes on as before


@pytest.mark.django_db(transaction=True)
def test_what_is_published_meanwhile_is_not_half_in_it(tmp_path, monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip(
            "the tests' SQLite is in memory, where a second connection sees what is not committed yet"
        )
    people.published()
    claims = bundle._claims

    def claims_after_others_published():
        thread = threading.Thread(target=publish_another)
        thread.start()
        thread.join()
        return claims()

    def publish_another():
        people.published(people.example_cert("NORTH-CERT", "north-cert"))
        connection.close()

    monkeypatch.setattr(bundle, "_claims", claims_after_others_published)
    made = bundle.make(tmp_path, AT)
    assert Listing.objects.count() == 2
    assert (made.teams, made.version) == (1, 1)
    assert asked(tmp_path, "SELECT DISTINCT listing_id FROM directory_claim") == asked(
        tmp_path, "SELECT id FROM team"
    )


# Where it is


def test_the_site_s_bundle_is_in_its_data_folder(cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert bundle.files() == {}
    out = io.StringIO()
    call_command("lookup_bundle", stdout=out)
    assert bundle.files() == {name: tmp_path / "bundle" / name for name in bundle.NAMES}
    assert "teams: 1, claims: 4, data version 4" in out.getvalue()


def test_a_bundle_of_which_a_file_is_missing_is_none(made, settings):
    settings.DATA_DIR = made.parent
    made.rename(made.parent / "bundle")
    assert len(bundle.files()) == 3
    (made.parent / "bundle" / bundle.SUM).unlink()
    assert bundle.files() == {}


def test_the_command_writes_into_another_folder(cast, tmp_path):
    call_command("lookup_bundle", "--to", str(tmp_path / "new" / "folder"), stdout=io.StringIO())
    assert sorted(contents(tmp_path / "new" / "folder")) == sorted(bundle.NAMES)


def test_the_command_says_why_it_made_none(cast, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match=r"No bundle was made in .*file"):
        call_command("lookup_bundle", "--to", str(tmp_path / "file"), stdout=io.StringIO())
