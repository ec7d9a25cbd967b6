"""Closing an account, and what the public page says of the team then."""

import pytest

from directory import proving
from directory.models import Notice
from tests import people

pytestmark = pytest.mark.django_db


def test_with_the_last_proven_maintainer_goes_what_the_public_page_says(client, alice, bob, published):
    people.maintained_by(alice, published.team)
    proving.take_word(published.team.maintainers.get(), "I know her.", bob)
    people.sign_in(client, bob)
    client.post(f"/admin/directory/user/{alice.pk}/change/", {})  # nothing ticked: closed
    said = [notice.content.payload for notice in Notice.objects.filter(kind="maintained").order_by("cursor")]
    assert len(said) == 2
    assert said[0]["means"]
    assert not said[1]["means"]
