"""The fingerprint that lists and look-ups show is that of the key to write to, and of no other."""

import pytest
from django.utils import timezone

from directory import publishing
from directory.lookup import asking
from directory.models import Listing
from tests import keyring, people

pytestmark = pytest.mark.django_db
FORMER, SIGNING, CURRENT = "AA" * 20, "BB" * 20, "CC" * 20


@pytest.fixture
def team(db):
    return people.example_cert()


def shown(team) -> tuple[str, str]:
    people.published(team)
    listing = Listing.objects.get()
    ends = next(word for word in listing.facets.split() if word.startswith("key-ends="))
    return listing.card["fingerprint"], ends.removeprefix("key-ends=")


def test_a_key_that_is_left_behind_or_only_signs_is_not_shown(team):
    team.keys.create(fingerprint=FORMER, purpose="former", position=0)
    team.keys.create(fingerprint=SIGNING, purpose="signing", position=1)
    team.keys.create(fingerprint=CURRENT, position=2)
    assert shown(team) == (CURRENT, "unknown")
    (told,) = asking.teams_for(asking.read("192.0.2.1"), timezone.now())
    assert told["key"] == CURRENT


def test_after_a_revoked_key_the_next_is_shown(team):
    keyring.give(team, keyring.made(FORMER, revocation=keyring.revoked(2)))
    keyring.give(team, keyring.made(CURRENT), position=1)
    assert shown(team) == (CURRENT, "2099-03-03")


def test_where_all_are_revoked_none_is_shown_and_the_facet_says_so(team):
    keyring.give(team, keyring.made(FORMER, revocation=keyring.revoked(2)))
    assert shown(team) == ("", "revoked")


def test_a_revocation_takes_the_fingerprint_from_the_lists_at_once(team):
    row = keyring.give(team, keyring.made(CURRENT))
    assert shown(team)[0] == CURRENT
    row.facts = keyring.made(CURRENT, revocation=keyring.revoked(2)).as_dict()
    row.save()
    publishing.put_keys(team)
    assert Listing.objects.get().card["fingerprint"] == ""


def test_a_key_id_alone_is_no_key_to_write_to(team):
    team.keys.create(key_id="0123456789ABCDEF")
    assert shown(team) == ("", "none")
