"""The database keeps what it can: a slip in any other place is stopped here."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from directory.models import ASN, Contact, Key, Section, Team
from tests import people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("relation", "row"),
    [
        ("prefixes", {"network": "192.0.2.0/24"}),
        ("asns", {"number": "AS64500"}),
        ("domains", {"name": "EXAMPLE-CERT.example."}),
        ("served_sectors", {"sector": "health"}),
        ("contacts", {"kind": "voice", "value": "+48221234567"}),
        ("keys", {"fingerprint": people.FINGERPRINT.lower()}),
    ],
)
def test_a_claim_stands_once_a_team_however_it_is_spelled(example_cert, relation, row):
    with pytest.raises(IntegrityError), transaction.atomic():
        getattr(example_cert, relation).create(**row)


def test_a_key_is_named_by_something(example_cert):
    with pytest.raises(IntegrityError), transaction.atomic():
        example_cert.keys.create(note="a key without a name")


def test_half_a_fingerprint_is_refused_even_in_bulk(example_cert):
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        Key.objects.bulk_create([Key(team=example_cert, fingerprint="0123")])
    with pytest.raises(IntegrityError), transaction.atomic():
        Key.objects.filter(team=example_cert).update(fingerprint="0123")


def test_a_reserved_as_number_is_refused(example_cert):
    with pytest.raises(IntegrityError), transaction.atomic():
        ASN.objects.filter(team=example_cert).update(number=2**32 - 1)


def test_hours_last(example_cert):
    with pytest.raises(IntegrityError), transaction.atomic():
        example_cert.openings.create(days="mo", opens="09:00", closes="09:00")


def test_a_team_has_a_name_and_an_address(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.create(name="", slug="nameless")
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.create(name="No address", slug="")


def test_looking_for_what_is_no_identifier_finds_nothing():
    assert not Key.objects.filter(fingerprint="no fingerprint").exists()


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "https://good.example@evil.example/",
        "https://exa mple.org",
        "http//no-colon.example",
        "ftp://x.example/",
    ],
)
def test_security_37_an_address_that_hides_something_is_a_field_error(example_cert, address):
    contact = Contact(team=example_cert, kind="website", value=address)
    with pytest.raises(ValidationError):
        contact.full_clean()
    with pytest.raises(ValidationError):
        contact.save()


def test_security_38_hidden_characters_are_dropped_by_every_path(example_cert):
    example_cert.name = "EXAMPLE\u202e-CERT\x00"
    example_cert.aliases = ["E\u200bC"]
    example_cert.save()
    Section.objects.filter(team=example_cert).update(text="a\u202eb\x00c")
    example_cert.refresh_from_db()
    assert (example_cert.name, example_cert.aliases) == ("EXAMPLE-CERT", ["EC"])
    assert {section.text for section in example_cert.sections.all()} == {"abc"}
