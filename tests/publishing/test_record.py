"""The record is append-only, chained, and can forget personal data without breaking."""

import pytest
from django.db import DatabaseError, connection, transaction

from directory import publishing
from directory.models import DocumentSignature, Listing, Notice, NoticeContent, Revision, RevisionContent
from directory.publishing import chain
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_entries(example_cert):
    people.published(example_cert)
    people.write(example_cert, "3.1", "A second mission.")
    people.published(example_cert)
    other = people.example_cert("OTHER-CERT", "other-cert")
    return [*Revision.objects.of(example_cert.pk).order_by("number"), people.published(other)]


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def drop_trigger(table):
    suffix = f" ON directory_{table}" if connection.vendor == "postgresql" else ""
    sql(f"DROP TRIGGER directory_{table}_stays{suffix}")


def test_cursors_of_all_teams_are_one_sequence_without_gaps(three_entries):
    assert [entry.cursor for entry in publishing.record()] == [1, 2, 3]
    assert list(publishing.verify()) == []


def test_a_revision_cannot_be_saved_updated_or_deleted(published):
    for attempt in (
        published.save,
        published.delete,
        published.content.save,
        lambda: Revision.objects.update(number=7),
        Revision.objects.all().delete,
    ):
        with pytest.raises(TypeError, match="never"):
            attempt()


@pytest.mark.parametrize(
    ("table", "column"),
    [("revision", "digest"), ("revisioncontent", "comment")],
)
def test_the_database_itself_refuses_to_rewrite_the_record(published, table, column):
    with pytest.raises(DatabaseError, match="never rewritten"), transaction.atomic():
        sql(f"UPDATE directory_{table} SET {column} = 'x'")


def test_a_changed_row_is_found(three_entries):
    drop_trigger("revisioncontent")
    sql("UPDATE directory_revisioncontent SET comment = 'x' WHERE revision_id = %s", three_entries[1].pk)
    assert list(publishing.verify()) == ["The content of entry 2 was changed."]


def test_a_changed_text_is_found(three_entries):
    drop_trigger("revisioncontent")
    sql(
        "UPDATE directory_revisioncontent SET text = %s WHERE revision_id = %s", b"other", three_entries[0].pk
    )
    assert list(publishing.verify()) == ["The text of entry 1 was changed."]


def test_a_removed_row_is_found(three_entries):
    last = three_entries[2]
    Listing.objects.all().delete()
    sql("DELETE FROM directory_revisioncontent WHERE revision_id = %s", last.pk)
    sql("DELETE FROM directory_revision WHERE id = %s", last.pk)
    assert list(publishing.verify()) == ["The record ends at entry 2, but 3 were written."]


def test_a_row_removed_from_the_middle_is_found(three_entries):
    middle = three_entries[1]
    Listing.objects.all().delete()
    sql("DELETE FROM directory_revisioncontent WHERE revision_id = %s", middle.pk)
    sql("DELETE FROM directory_revision WHERE id = %s", middle.pk)
    assert "Entry 2 is missing: the next one is 3." in list(publishing.verify())


def test_content_that_is_gone_without_a_notice_is_found(three_entries):
    sql("DELETE FROM directory_revisioncontent WHERE revision_id = %s", three_entries[0].pk)
    assert list(publishing.verify()) == [
        "The content of entry 1 is gone, and no notice says that it was redacted."
    ]


def test_redaction_destroys_content_and_salt_and_the_chain_still_verifies(three_entries):
    first = three_entries[0]
    notice = publishing.redact(first, by="bob")
    assert first.redacted
    assert not RevisionContent.objects.filter(pk=first.pk).exists()
    assert (notice.kind, notice.content.payload) == (
        Notice.Kind.REDACTED,
        {"revision": 1, "signatures": []},
    )
    assert list(publishing.verify()) == []


def test_what_a_team_shows_now_is_not_redacted(published):
    with pytest.raises(ValueError, match="shows now"):
        publishing.redact(published)


def test_equal_contents_have_unequal_digests(example_cert):
    first = people.published(example_cert)
    people.write(example_cert, "3.1", "Another.")
    people.published(example_cert)
    salts = set(RevisionContent.objects.values_list("salt", flat=True))
    assert len(salts) == 2
    assert chain.digest({"salt": "a", "by": ""}) != chain.digest({"salt": "b", "by": ""})
    assert first.digest not in bytes(first.content.text).decode()


def signed(example_cert, armor: str):
    """Revision 1 with a signature, and a revision after it."""
    first = people.published(example_cert)
    publishing.sign(first, fingerprint=people.FINGERPRINT, made_at=first.at, armor=armor)
    people.write(example_cert, "3.1", "Another.")
    people.published(example_cert)
    return first


def test_redaction_destroys_clear_signed_copies_of_the_text_too(example_cert):
    first = signed(example_cert, f"-----BEGIN PGP SIGNED MESSAGE-----\n\n{people.SECRET}")
    notice = publishing.redact(first)
    assert not NoticeContent.objects.filter(payload__icontains=people.SECRET).exists()
    assert not DocumentSignature.objects.exists()
    assert notice.content.payload == {"revision": 1, "signatures": [2]}
    assert list(publishing.verify()) == []
    publishing.reindex()
    assert not DocumentSignature.objects.exists()


def test_a_notice_whose_content_is_gone_without_a_word_is_found(example_cert):
    signed(example_cert, "a signature")
    NoticeContent.objects.all().delete()
    assert list(publishing.verify()) == [
        "The content of entry 2 is gone, and no notice says that it was redacted."
    ]
