"""The audit trail: nothing in it is changed, removed, moved or put in without being found, and it can forget."""

import ast
import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import override_settings
from django.utils import timezone

from directory import auditing, own_key
from directory.acting import Actor, acting
from directory.auditing import Act
from directory.models import AuditContent, AuditEntry, Head
from tests import own_keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail() -> list[AuditEntry]:
    """Five entries, about nobody and nothing."""
    return [auditing.write(Act.SETTINGS, f"Number {number}.") for number in range(1, 6)]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A DATA_DIR with the directory's own key, made once."""
    with override_settings(DATA_DIR=tmp_path_factory.mktemp("data"), SIGNING_KEY=""):
        own_key.make(own_keys.NAME, own_keys.EMAIL)
        yield Path(settings.DATA_DIR)


@pytest.fixture
def signing(made, settings, tmp_path):
    """The site has a key."""
    settings.DATA_DIR = own_keys.copied(made, tmp_path)
    return own_key.certificate()


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def unguarded(trail):
    """Whoever owns the database can take its own refusal away."""
    for table in ("auditentry", "auditcontent"):
        on = f" ON directory_{table}" if connection.vendor == "postgresql" else ""
        sql(f"DROP TRIGGER directory_{table}_stays{on}")


def verdict() -> str:
    """What the command ends with; "" where all is well."""
    try:
        call_command("verify_audit", stdout=io.StringIO())
    except CommandError as error:
        return str(error)
    return ""


# Tampering


@pytest.mark.parametrize(
    ("table", "column"),
    [("auditentry", "act"), ("auditentry", "cursor"), ("auditcontent", "told"), ("auditcontent", "salt")],
)
def test_the_database_itself_refuses_to_rewrite_the_trail(trail, table, column):
    value = "7" if column == "cursor" else "'x'"
    with pytest.raises(DatabaseError, match="never rewritten"), transaction.atomic():
        sql(f"UPDATE directory_{table} SET {column} = {value}")


def test_an_entry_cannot_be_saved_updated_or_deleted(trail):
    for attempt in (
        trail[0].save,
        trail[0].delete,
        AuditContent.objects.first().save,
        lambda: AuditEntry.objects.update(act="login"),
        AuditEntry.objects.all().delete,
    ):
        with pytest.raises(TypeError, match="never"):
            attempt()


def test_a_trail_that_nobody_touched_verifies(trail, published):
    assert list(auditing.verify()) == []
    assert verdict() == ""


def test_no_trail_at_all_verifies(db):
    assert list(auditing.verify()) == []
    assert auditing.head() == (0, "")


CONTENT_CHANGED = "The content of entry 3 was changed."
NOT_FOLLOWING = "Entry 3 does not follow from the one before it."


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE directory_auditcontent SET told = 'Nothing.' WHERE entry_id = %s", CONTENT_CHANGED),
        ("UPDATE directory_auditcontent SET changes = '[1]' WHERE entry_id = %s", CONTENT_CHANGED),
        ("UPDATE directory_auditcontent SET by = 'mallory' WHERE entry_id = %s", CONTENT_CHANGED),
        ("UPDATE directory_auditcontent SET user_id = 7 WHERE entry_id = %s", CONTENT_CHANGED),
        ("UPDATE directory_auditcontent SET snapshot = '{}' WHERE entry_id = %s", CONTENT_CHANGED),
        ("UPDATE directory_auditcontent SET salt = 'x' WHERE entry_id = %s", CONTENT_CHANGED),
        ("UPDATE directory_auditentry SET act = 'login' WHERE id = %s", NOT_FOLLOWING),
        ("UPDATE directory_auditentry SET team_id = 99 WHERE id = %s", NOT_FOLLOWING),
        ("UPDATE directory_auditentry SET at = '2001-01-01 00:00:00+00:00' WHERE id = %s", NOT_FOLLOWING),
        ("UPDATE directory_auditentry SET digest = 'x' WHERE id = %s", NOT_FOLLOWING),
        ("UPDATE directory_auditentry SET chain = 'x' WHERE id = %s", NOT_FOLLOWING),
        (
            "DELETE FROM directory_auditcontent WHERE entry_id = %s",
            "The content of entry 3 is gone, and no later entry says that it was erased.",
        ),
    ],
)
def test_security_103_a_row_that_is_changed_in_sql_is_named(trail, unguarded, statement, found):
    sql(statement, trail[2].pk)
    assert next(auditing.verify()) == found
    assert verdict() == f"The audit trail does not verify. {found}"


def remove(entry: AuditEntry) -> None:
    sql("DELETE FROM directory_auditcontent WHERE entry_id = %s", entry.pk)
    sql("DELETE FROM directory_auditentry WHERE id = %s", entry.pk)


@pytest.mark.parametrize(
    ("which", "found"),
    [
        (0, "Entry 1 is missing: the next one is 2."),
        (2, "Entry 3 is missing: the next one is 4."),
        (4, "Entry 5 is missing: the trail ends at 4, and 5 were written."),
    ],
)
def test_security_103_an_entry_that_is_removed_in_sql_is_named(trail, which, found):
    remove(trail[which])
    assert next(auditing.verify()) == found
    assert found in verdict()


def test_security_103_entries_that_are_reordered_in_sql_are_named(trail, unguarded):
    for cursor, entry in ((99, trail[1]), (2, trail[2]), (3, trail[1])):
        sql("UPDATE directory_auditentry SET cursor = %s WHERE id = %s", cursor, entry.pk)
    assert next(auditing.verify()) == "Entry 2 does not follow from the one before it."


def test_security_103_contents_that_change_places_in_sql_are_named(trail, unguarded):
    for content, entry in ((trail[1], 10_001), (trail[2], trail[1].pk), (10_001, trail[2].pk)):
        here = content if isinstance(content, int) else content.pk
        sql("UPDATE directory_auditcontent SET entry_id = %s WHERE entry_id = %s", entry, here)
    assert next(auditing.verify()) == "The content of entry 2 was changed."


def copied(entry: AuditEntry, cursor: int) -> None:
    """The same entry again, under another number."""
    sql(
        "INSERT INTO directory_auditentry (cursor, team_id, act, at, digest, chain)"
        " SELECT %s, team_id, act, at, digest, chain FROM directory_auditentry WHERE id = %s",
        cursor,
        entry.pk,
    )


def test_security_103_an_entry_that_is_inserted_at_the_end_in_sql_is_named(trail):
    copied(trail[0], 6)
    assert next(auditing.verify()) == "Entry 6 does not follow from the one before it."
    assert "Entry 6 was inserted: 5 were written." in list(auditing.verify())


def test_security_103_an_entry_that_is_inserted_between_others_in_sql_is_named(trail, unguarded):
    for entry in reversed(trail[2:]):
        sql("UPDATE directory_auditentry SET cursor = cursor + 1 WHERE id = %s", entry.pk)
    copied(trail[0], 3)
    sql("UPDATE directory_head SET cursor = 6 WHERE id = %s", Head.AUDIT)
    assert next(auditing.verify()) == "Entry 3 does not follow from the one before it."


def test_security_103_a_true_entry_behind_the_head_is_named(trail):
    """One that was added by all the rules, and hidden by setting the end back."""
    sql("UPDATE directory_head SET cursor = 4, chain = %s WHERE id = %s", trail[3].chain, Head.AUDIT)
    assert list(auditing.verify()) == ["Entry 5 was inserted: 4 were written."]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE directory_head SET chain = 'x' WHERE id = 2", "Entry 5 is not the one that the trail ended with."),
        (
            "UPDATE directory_head SET cursor = 9 WHERE id = 2",
            "Entry 6 is missing: the trail ends at 5, and 9 were written.",
        ),
        ("DELETE FROM directory_head WHERE id = 2", "Entry 1 was inserted: 0 were written."),
    ],
)  # fmt: skip
def test_security_103_a_head_that_is_changed_in_sql_is_found(trail, statement, found):
    sql(statement)
    assert list(auditing.verify()) == [found]


def test_security_103_a_trail_that_was_written_anew_does_not_fit_a_head_that_was_noted(trail, capsys):
    """Whoever can write every row can make a chain that holds; the head that somebody noted shows it."""
    noted = auditing.head()[1]
    call_command("verify_audit", head=noted)
    assert noted in capsys.readouterr().out
    for entry in trail:
        remove(entry)
    sql("DELETE FROM directory_head WHERE id = 2")
    for number in range(1, 6):
        auditing.write(Act.SETTINGS, f"Forged {number}.")
    call_command("verify_audit")
    with pytest.raises(CommandError, match="written anew"):
        call_command("verify_audit", head=noted)


def test_security_103_the_heads_are_exported_with_the_directory_s_signature(trail, signing, tmp_path):
    told = tmp_path / "heads.asc"
    call_command("verify_audit", sign=told)
    assert auditing.head()[1] in told.read_text()
    with own_keys.reader() as reader:
        reader.takes(signing.binary)
        assert reader.verifies(told) == signing.key.fingerprint


def test_without_a_key_of_its_own_nothing_is_exported(trail, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with pytest.raises(CommandError, match="make_signing_key"):
        call_command("verify_audit", sign=tmp_path / "heads.asc")
    assert list(tmp_path.glob("*.asc")) == []


def test_a_bad_trail_is_not_signed(trail, signing, tmp_path):
    remove(trail[2])
    with pytest.raises(CommandError, match="does not verify"):
        call_command("verify_audit", sign=tmp_path / "heads.asc")
    assert not (tmp_path / "heads.asc").exists()


# What it can forget


def test_what_an_entry_said_can_be_erased_and_the_trail_still_verifies(trail):
    erasure = auditing.erase([2, 4], "Asked for.")
    assert erasure.content.changes == [{"what": "entries", "before": [2, 4], "after": []}]
    assert set(AuditContent.objects.values_list("entry__cursor", flat=True)) == {1, 3, 5, 6}
    assert list(auditing.verify()) == []


def test_to_erase_what_is_erased_leaves_no_further_entry(trail):
    auditing.erase([2], "Asked for.")
    assert auditing.erase([2, 99], "Asked again.") is None
    assert AuditEntry.objects.count() == 6


def test_security_103_an_erasure_speaks_of_what_was_before_it_alone(trail):
    """Or else somebody could say beforehand that what they will remove was erased."""
    auditing.write(Act.ERASED, changes=[{"what": "entries", "before": [7], "after": []}])
    auditing.write(Act.SETTINGS, "Number 7.")
    sql(
        "DELETE FROM directory_auditcontent WHERE entry_id = (SELECT id FROM directory_auditentry WHERE cursor = 7)"
    )
    assert list(auditing.verify()) == [
        "The content of entry 7 is gone, and no later entry says that it was erased."
    ]


def test_where_somebody_was_stands_outside_the_chain(trail):
    with acting(Actor("alice", 1, "192.0.2.1")):
        auditing.write(Act.SETTINGS, at=timezone.now() - timedelta(days=2))
    assert auditing.forget_addresses(timezone.now() - timedelta(days=1)) == 1
    assert not AuditContent.objects.exclude(address="").exists()
    assert list(auditing.verify()) == []


# Nothing passes by


SOURCE = Path(__file__).parent.parent / "directory"
QUERYSET_VERBS = {
    "bulk_create",
    "bulk_update",
    "update",
    "delete",
    "raw",
    "execute",
    "executemany",
    "executescript",
}

#: Where rows are written without `save`, by file: why no change of what the trail follows passes by it there.
ALLOWED = {
    # Of a team's draft: called inside `auditing.change`, which compares the whole of it before and after.
    "admin/claims_paste.py": "what is pasted into the team's form is one change with the form",
    "admin/hours.py": "the weekly grid is one change with the form",
    "desk/adopting.py": "a document is adopted by an import, which is one change",
    "desk/conflicts.py": "settled on the publish page, which makes it one change",
    "desk/restoring.py": "an earlier state is brought back as one change",
    "desk/table.py": "a fact is taken from the text by an import or the publish page, which is one change",
    "intake/shapes.py": "what is chosen on the import page is one change",
    "keys/taking.py": "the page of the keys makes one change of it",
    "team_import.py": "a table's row is written down as one import, with the draft as it became",
    "samples/__init__.py": "invented teams, to look around on an empty site",
    # Of people and what waits: each writes its own entry beside it.
    "accounts/adapter.py": "a letter that is not to be sent; what the account did is told by accounts/trail.py",
    "accounts/invitations.py": "writes an entry for each invitation and role",
    "admin/people.py": "writes an entry that factors were taken away",
    "proving.py": "writes an entry that somebody maintains the team no longer",
    "reviewing/deciding.py": "writes an entry for each answer, and for what is taken back",
    "personal/accounts.py": "erasure: one entry says that and how much, and nothing of the person",
    "personal/place.py": "erasure: likewise",
    "models/mail.py": "the outbox: what was sent is no change by anybody; an operator's retry writes an entry",
    # The trail itself, and the public side, which the door alone writes and tells of.
    "auditing.py": "erasure, which names the entries, and addresses, which stand outside the chain",
    "publishing/redacting.py": "redaction, which leaves a notice",
    "publishing/shelving.py": "derived from the record",
    "publishing/standing.py": "memberships as the notice beside it says them",
    "search/postgres.py": "the search index, derived",
    "search/sqlite.py": "the search index, derived",
    "search/spelling.py": "the words of the search index, derived",
    # Nothing of ours is written.
    "edition.py": "reads",
    "lookup/asking.py": "reads",
    "lookup/bundle.py": "writes the offline bundle, a file of its own",
    "lookup/loading.py": "tables of the registries, which an operator loads whole",
    "lookup/program.py": "reads the offline bundle",
    "one_state.py": "begins and ends a transaction",
    "search/shelf.py": "reads",
}


def passing_by(path: Path) -> set[str]:
    """The verbs with which a module writes rows of a table without their `save`: `update` by keywords (a dictionary's
    takes none), `delete` without an argument, and SQL by hand."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            verb = node.func.attr
            of_a_mapping = verb == "update" and (node.args or not node.keywords)
            if verb in QUERYSET_VERBS and not of_a_mapping and not (verb == "delete" and node.args):
                found.add(verb)
    return found


def writers() -> dict[str, set[str]]:
    modules = (path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
    found = {path.relative_to(SOURCE).as_posix(): passing_by(path) for path in modules}
    return {name: verbs for name, verbs in found.items() if verbs}


def test_security_104_no_row_is_written_past_the_trail_but_where_the_list_says_why():
    assert set(writers()) - set(ALLOWED) == set()


def test_security_104_the_list_names_no_module_that_writes_nothing_so():
    assert set(ALLOWED) - set(writers()) == set()
