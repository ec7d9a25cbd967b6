"""Every public page costs a fixed number of queries, whatever it shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import people

pytestmark = pytest.mark.django_db

COSTS = {
    "/": 9,
    "/teams/": 5,
    "/teams/?q=forensics": 5,
    "/teams/?country=PL&sector=health": 5,
    f"/teams/?q={people.FINGERPRINT}": 5,
    "/teams/?q=192.0.2.1": 8,
    "/lookup/": 6,
    "/lookup/?q=192.0.2.1": 3,
    "/lookup/many/": 0,
    "/api/v1/lookup?q=192.0.2.1": 3,
    "/teams/example-cert/": 1,
    "/teams/example-cert/rfc2350": 1,
    "/teams/example-cert/rfc2350.txt": 1,
    "/teams/example-cert/rfc2350.json": 1,
    "/teams/example-cert/revisions/": 2,
    "/teams/example-cert/revisions/1/": 2,
}


@pytest.mark.parametrize("address", COSTS)
def test_a_page_costs_the_same_for_few_and_for_many(client, published, address):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    assert cost() == COSTS[address]
    for n in range(4):
        people.published(people.example_cert(f"Other {n}", f"other-{n}"))
    assert cost() == COSTS[address]
