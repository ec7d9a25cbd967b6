"""Somebody at the import page."""

import pytest
from django.core.cache import cache

from directory.models import Team
from tests import people


@pytest.fixture(autouse=True)
def nobody_has_imported_yet():
    cache.clear()


@pytest.fixture
def operator(client, bob):
    people.sign_in(client, bob)
    return client


@pytest.fixture
def maintainer(client, alice, published):
    people.maintained_by(alice, published.team)
    people.sign_in(client, alice)
    return client


@pytest.fixture
def team(published) -> Team:
    return published.team
