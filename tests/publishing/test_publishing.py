"""The door: what passes it, what does not, and what it leaves behind."""

import hashlib
from datetime import UTC, datetime

import pytest

from directory import desk, publishing, rfc2350, search
from directory.models import Identifier, Listing, Notice, Revision
from directory.rfc2350.document import Document
from tests import people

pytestmark = pytest.mark.django_db

DAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_publishing_makes_a_revision_with_the_exact_bytes_and_their_sum(example_cert):
    revision = publishing.publish(example_cert, author="alice", comment="First", at=DAY)
    content = revision.content
    assert (revision.number, revision.at, content.author, content.comment) == (1, DAY, "alice", "First")
    assert content.sha256 == hashlib.sha256(bytes(content.text)).hexdigest()
    assert bytes(content.text).decode() == rfc2350.to_text(Document.from_dict(content.document))


def test_the_document_says_what_its_text_says(published):
    again = rfc2350.parse(bytes(published.content.text).decode())
    assert again.meaning() == Document.from_dict(published.content.document).meaning()


def test_the_facts_of_the_fields_come_back_from_the_text(published):
    document = Document.from_dict(published.content.document)
    assert document.team.name == "EXAMPLE-CERT"
    assert document.team.emails == ("cert@example-cert.example",)
    assert [phone.number for phone in document.team.phones] == ["+48221234567"]
    assert [key.fingerprint for key in document.team.keys] == [people.FINGERPRINT]
    assert document.team.timezones == ("Europe/Warsaw",)
    assert [(h.days[0], h.opens, h.closes) for h in document.team.hours] == [("mo", "08:00", "16:00")]


def test_publishing_what_has_not_changed_makes_nothing(published):
    assert publishing.publish(published.team) is None
    assert Revision.objects.count() == 1


def test_a_change_makes_the_next_revision_with_a_new_date_and_version(example_cert):
    publishing.publish(example_cert, at=DAY)
    people.write(example_cert, "3.1", "A new mission.")
    second = publishing.publish(example_cert, at=datetime(2026, 4, 5, tzinfo=UTC))
    first = Revision.objects.of(example_cert.pk).get(number=1)
    dates = [
        (r.content.document["document"]["date"], r.content.document["document"]["version"])
        for r in (first, second)
    ]
    assert dates == [("2026-03-02", "1.0"), ("2026-04-05", "1.1")]


def test_a_change_outside_the_document_makes_a_revision_with_the_same_text(published):
    published.team.host_organisation = "Example Holding"
    published.team.save()
    second = publishing.publish(published.team)
    assert second.number == 2
    assert bytes(second.content.text) == bytes(published.content.text)


def test_a_text_and_a_field_that_disagree_are_not_published(example_cert):
    people.write(example_cert, "2.4", "+48 22 765 43 21")
    with pytest.raises(publishing.Unpublishable, match=r"telephone number \+48227654321"):
        publishing.publish(example_cert)
    assert not Revision.objects.exists()
    assert not Listing.objects.exists()


def test_the_conflict_is_settled_for_the_field(example_cert):
    people.write(example_cert, "2.4", "+48 22 765 43 21")
    desk.use_field(example_cert, "phones")
    revision = publishing.publish(example_cert)
    assert [phone["number"] for phone in revision.content.document["team"]["phones"]] == ["+48221234567"]


def test_the_conflict_is_settled_for_the_text(example_cert):
    people.write(example_cert, "2.4", "+48 22 765 43 21")
    desk.use_text(example_cert, "phones")
    revision = publishing.publish(example_cert)
    values = {c["value"] for c in revision.content.profile["contacts"] if c["kind"] == "voice"}
    assert values == {"+48227654321"}


def test_a_contact_on_request_is_nowhere_in_what_is_published(example_cert):
    example_cert.contacts.create(kind="mobile", value="+48 601 123 456", public=False)
    content = publishing.publish(example_cert).content
    assert "601123456" not in str(content.profile) + str(content.document)
    assert content.profile["on_request"] == ["mobile"]


def test_a_text_that_prints_a_contact_on_request_is_a_conflict(example_cert):
    example_cert.contacts.filter(kind="voice").update(public=False)
    people.write(example_cert, "2.4", "+48 22 123 45 67")
    with pytest.raises(publishing.Unpublishable):
        publishing.publish(example_cert)


def test_the_team_is_listed_and_identified_in_the_same_step(published):
    listing = Listing.objects.get()
    assert (listing.slug, listing.country, listing.type, listing.revision) == (
        "example-cert",
        "PL",
        "csirt",
        published,
    )
    assert set(Identifier.objects.values_list("kind", "value")) == {
        ("fingerprint", people.FINGERPRINT),
        ("key-id", people.FINGERPRINT[-16:]),
        ("key-id", people.FINGERPRINT[-8:]),
        ("name", "examplecert"),
        ("look", "EXAMPLECERT"),
        ("look", "exarnplecert"),  # m looks like rn
    }


def test_the_profile_keeps_the_labels_of_its_day(published):
    assert published.content.profile["country"] == {"code": "PL", "label": "Poland"}
    assert published.content.profile["constituency"]["sectors"] == [{"code": "health", "label": "Health"}]


def test_a_failure_leaves_nothing_half_done(example_cert, monkeypatch):
    def broken(*args):
        raise RuntimeError("the index is out of order")

    monkeypatch.setattr(search, "put", broken)
    with pytest.raises(RuntimeError):
        publishing.publish(example_cert)
    assert not Revision.objects.exists()
    assert not Notice.objects.exists()
    assert not Listing.objects.exists()
    assert list(publishing.verify()) == []
