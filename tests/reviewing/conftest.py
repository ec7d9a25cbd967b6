"""EXAMPLE-CERT, public and maintained by Alice, and its draft with another name."""

import pytest

from tests import people


@pytest.fixture
def team(alice, published):
    """EXAMPLE-CERT, public as revision 1 and maintained by Alice."""
    return people.maintained_by(alice, published.team)


@pytest.fixture
def renamed(team):
    """Its draft has another name, which a reviewer looks at."""
    team.name = "EXAMPLE-CSIRT"
    team.save()
    return team
