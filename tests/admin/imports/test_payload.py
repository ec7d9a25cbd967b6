"""SECURITY 84: what a preview hands to its confirmation is signed, bound and short-lived; and who may import at all."""

import pytest
from django.core import signing
from django.test import Client

from directory.intake.payload import SALT
from directory.models import Source
from tests import people
from tests.rfc2350_texts import DOCUMENT

from .page import (
    NEW,
    confirm,
    everything,
    form,
    give_file,
    into,
)

pytestmark = pytest.mark.django_db


# The payload ------------------------------------------------------------------------------------------------------


def refused(client, address: str, sent: dict) -> str:
    """What is said of a confirmation that stores nothing."""
    before = everything()
    answer = confirm(client, address, sent)
    assert answer.status_code == 400
    assert everything() == before
    page = answer.content.decode()
    assert 'type="file"' in page  # the way to start again
    return page


def test_security_84_a_payload_that_was_changed_is_refused(operator):
    sent = form(give_file(operator, NEW))
    for changed in (sent["payload"][:-1], sent["payload"].replace("e", "f", 1), "", "x:y:z"):
        page = refused(operator, NEW, {**sent, "payload": changed})
        assert "did not come back as it was" in page
        assert "Give the document once more" in page


def test_security_84_a_payload_of_another_user_is_refused(operator, client, db):
    sent = form(give_file(operator, NEW))
    people.sign_in(client, people.person("eve", is_superuser=True))
    assert "made for another account" in refused(client, NEW, sent)


def test_security_84_a_payload_of_another_team_is_refused(maintainer, alice, team):
    other = people.maintained_by(alice, people.example_cert("OTHER-CERT", "other-cert"))
    sent = form(give_file(maintainer, into(team)))
    assert "made for another team" in refused(maintainer, into(other), sent)


def test_security_84_a_payload_of_a_new_team_is_none_for_a_team_that_is_here(operator, team):
    sent = form(give_file(operator, NEW, DOCUMENT.replace("EXAMPLE-CERT", "FJELL-CERT")))
    assert "made for another team" in refused(operator, into(team), sent)
    other = form(give_file(operator, into(team)))
    assert "made for another team" in refused(operator, NEW, other)


def test_security_84_a_payload_expires(operator, settings):
    sent = form(give_file(operator, NEW))
    settings.IMPORT_SECONDS = -60
    assert "Give the document once more" in refused(operator, NEW, sent)


def test_security_84_what_this_site_has_signed_for_another_purpose_is_refused(operator):
    sent = form(give_file(operator, NEW))
    value = sent["payload"].rsplit(":", 2)[0]
    for salt in ("", "django.contrib.auth", SALT + "x"):
        forged = signing.TimestampSigner(salt=salt or None).sign(value)
        refused(operator, NEW, {**sent, "payload": forged})


def test_security_84_the_choices_of_one_file_cannot_bring_in_another(maintainer, team):
    first = form(give_file(maintainer, into(team)))
    second = form(give_file(maintainer, into(team), DOCUMENT.replace("incidents@", "others@")))
    answer = confirm(
        maintainer, into(team),
        {**second, "payload": first["payload"], "take.emails": ["email others@example-cert.example"]},
    )  # fmt: skip
    assert "does not have" in answer.content.decode()
    assert not team.contacts.filter(value__startswith="others@").exists()


# Who may ----------------------------------------------------------------------------------------------------------


def test_only_operators_make_teams_and_only_those_of_a_team_import_into_it(
    client, alice, charlie, dora, team
):
    for person, new, old in ((people.maintained_by(alice, team) and alice, 403, 200), (people.elsewhere(charlie), 403, 403),
                             (dora, 403, 403)):  # fmt: skip
        people.sign_in(client, person)
        assert [client.get(NEW).status_code, client.get(into(team)).status_code] == [new, old]
        assert give_file(client, NEW).status_code == new
    assert not Source.objects.exists()


def test_security_10_without_the_token_nothing_is_read(bob):
    strict = Client(enforce_csrf_checks=True)
    people.sign_in(strict, bob)
    assert give_file(strict, NEW).status_code == 403
