"""A site of the first release is brought up to date, and nothing that it has published is lost.

`first_release.json` holds the rows that the code of that time wrote: a team, published three times, its first
revision redacted.
"""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from directory import publishing, search
from directory.lookup import asking
from directory.models import Listing, Revision, RevisionContent, Team
from directory.search import postgres, sqlite

from . import people

FIRST = [("directory", "0002_search_index_and_immutable_record")]
ROWS = json.loads((Path(__file__).parent / "first_release.json").read_text(encoding="utf-8"))


def migrate(targets: list[tuple[str, str]]) -> Any:
    """Brings the database to this state; returns the models of that time."""
    executor = MigrationExecutor(connection)
    return executor.migrate(targets).apps


def newest() -> list[tuple[str, str]]:
    return MigrationExecutor(connection).loader.graph.leaf_nodes()


def fill(apps: Any) -> None:
    """Writes the rows into the tables of the first release."""
    written = [apps.get_model("directory", name) for name in ROWS if name != "search"]
    for model in written:
        model.objects.bulk_create(row_of(model, values) for values in ROWS[model.__name__])
    store = postgres if connection.vendor == "postgresql" else sqlite
    for row in ROWS["search"]:
        store.put(*row)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), written):
            cursor.execute(statement)


def row_of(model: type[models.Model], values: dict[str, Any]) -> models.Model:
    """Bytes stand as text in the file."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(
        **{
            name: value.encode() if isinstance(fields[name], models.BinaryField) else value
            for name, value in values.items()
        }
    )


@pytest.fixture
def upgraded(transactional_db) -> Iterator[None]:
    """A site of the first release, migrated to this one; the tables are as they were when the test is over."""
    latest = newest()
    try:
        search.clear()  # what other tests have left in it
        fill(migrate(FIRST))
        migrate(latest)
        yield
    finally:
        migrate(latest)
        search.clear()  # it is no model's table, so that nobody else empties it


def slugs_for(text: str) -> list[str]:
    return [team["slug"] for team in asking.teams_for(asking.read(text), timezone.now())]


def test_security_112_migrations_keep_every_published_byte(upgraded):
    texts = dict(RevisionContent.objects.values_list("pk", "text"))
    assert {pk: bytes(text) for pk, text in texts.items()} == {
        row["revision_id"]: row["text"].encode() for row in ROWS["RevisionContent"]
    }
    assert [r.redacted for r in Revision.objects.order_by("number")] == [True, False, False]
    assert list(publishing.verify()) == []


def test_security_112_a_migrated_team_is_listed_found_and_looked_up(upgraded, client):
    assert [listing.slug for listing in Listing.objects.listed()] == ["example-cert"]
    for page in (
        "/teams/example-cert/",
        "/teams/example-cert/rfc2350.txt",
        "/teams/example-cert/revisions/2/",
    ):
        assert client.get(page).status_code == 200
    assert b"EXAMPLE-CERT" in client.get("/teams/?q=forensics").content
    for asked in ("192.0.2.77", "2001:db8:64::1", "AS64500", "www.example-cert.example"):
        assert slugs_for(asked) == ["example-cert"]
    assert slugs_for("198.51.100.1") == []


def test_security_112_what_a_migration_derives_is_what_the_door_derives(upgraded):
    def claims():
        rows = Listing.objects.values_list("claims__key", "claims__reviewed")
        return sorted((bytes(key), reviewed) for key, reviewed in rows)

    migrated = claims()
    publishing.reindex()
    assert claims() == migrated


def test_security_112_pages_answer_before_the_reading_room_is_made_anew_and_lists_know_more_after(
    upgraded, client
):
    assert publishing.is_outdated()
    for page in ("/", "/teams/", "/teams/?view=table", "/teams.csv", "/figures/"):
        assert client.get(page).status_code == 200
    call_command("reindex", "--if-outdated", stdout=StringIO())
    assert not publishing.is_outdated()
    assert b"EXAMPLE-CERT" in client.get("/teams/?sector=health").content


def test_security_112_a_migrated_team_publishes_its_next_revision(upgraded):
    team = Team.objects.get()
    people.write(team, "3.2", "Everyone in Łódź.")
    assert people.published(team).number == 4
    assert list(publishing.verify()) == []
