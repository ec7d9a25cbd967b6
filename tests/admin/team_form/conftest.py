"""Alice at the form of EXAMPLE-CERT, which she maintains."""

import pytest
from django.urls import reverse

from tests import people


@pytest.fixture
def team(alice, example_cert):
    return people.maintained_by(alice, example_cert)


@pytest.fixture
def here(team):
    return reverse("admin:directory_team_change", args=[team.pk])


@pytest.fixture
def desk_client(client, alice):
    people.sign_in(client, alice)
    return client
