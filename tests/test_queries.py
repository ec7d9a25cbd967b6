"""Every public page costs a fixed number of queries, whatever it shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory import publishing
from directory.search.shelf import shelf
from tests import keyring, people

pytestmark = pytest.mark.django_db

COSTS = {
    "/": 10,
    "/teams/": 2,
    "/teams/?view=table&sort=country": 2,
    "/teams/?view=map": 1,
    "/teams/?q=forensics": 7,
    "/teams/?country=PL&sector=health": 2,
    f"/teams/?q={people.FINGERPRINT}": 3,
    "/teams/?q=192.0.2.1": 5,
    "/fr/teams/": 2,
    "/teams.csv": 2,
    "/teams.json?country=PL": 2,
    "/teams.txt": 2,
    "/lookup/": 6,
    "/lookup/?q=192.0.2.1": 3,
    "/lookup/many/": 0,
    "/api/v1/lookup?q=192.0.2.1": 3,
    "/figures/": 3,
    "/figures/countries.csv": 1,
    "/figures/growth.csv": 3,
    "/keys/": 5,
    f"/keys/{people.FINGERPRINT}/": 3,
    f"/keys/{people.FINGERPRINT}.asc": 1,
    "/keys.asc": 3,
    "/keys.gpg?country=PL": 3,
    "/teams/example-cert/": 6,
    "/teams/example-cert/rfc2350": 2,
    "/teams/example-cert/rfc2350.txt": 1,
    "/teams/example-cert/rfc2350.json": 1,
    "/teams/example-cert/security.txt": 2,
    "/teams/example-cert/revisions/": 3,
    "/teams/example-cert/revisions/1/": 3,
    "/teams/example-cert/compare/": 2,
    "/privacy/": 1,
    "/fr/terms/": 1,
}


@pytest.mark.parametrize("address", COSTS)
def test_a_page_costs_the_same_for_few_and_for_many(client, published, address):
    def cost() -> int:
        shelf()  # brought up to date once a publication, for all pages
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
            assert answer.status_code == 200
            assert answer.getvalue()
        looks = any('"directory_appearance"' in query["sql"] for query in queries)
        return len(queries) - looks  # each page asks once how the site presents itself

    keyring.give(published.team)
    publishing.put_keys(published.team)
    assert cost() == COSTS[address]
    for n in range(4):
        people.published(people.example_cert(f"Other {n}", f"other-{n}"))
    assert cost() == COSTS[address]
