"""What the box finds while somebody types."""

import pytest

from tests import people

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def teams(published):
    for n in range(12):
        people.published(people.example_cert(f"Nordwind {n}", f"nordwind-{n}"))


def suggested(client, q: str) -> str:
    answer = client.get("/suggest/", {"q": q}, headers=HTMX)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Vary"] == "HX-Request"
    return answer.content.decode()


def test_the_beginning_of_a_name_gives_the_first_few_teams(client, teams):
    found = suggested(client, "nordw")
    assert found.count("<li>") == 8
    assert "Press Enter for all" in found


def test_a_typing_error_is_forgiven(client, teams):
    assert "perhaps <strong>nordwind</strong>" in suggested(client, "nordwimd")


@pytest.mark.parametrize(
    ("q", "said"),
    [
        ("192.0.2.7", "an IPv4 address"),
        ("AS64500", "an autonomous system"),
        (people.FINGERPRINT, "an OpenPGP fingerprint"),
    ],
)
def test_what_would_be_looked_up_is_named_and_not_looked_up(
    client, teams, q, said, django_assert_max_num_queries
):
    with django_assert_max_num_queries(2):
        found = suggested(client, q)
    assert said in found
    assert "<li>" not in found


@pytest.mark.parametrize(
    "q", ["", " ", "zzzzzz", "\x00", "<script>alert(1)</script>", "300.1.2.3", "x" * 20_000]
)
def test_whatever_is_typed_is_answered(client, teams, q):
    answer = client.get("/suggest/", {"q": q}, headers=HTMX)
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


def test_security_47_without_the_page_it_leads_to_the_list(client, teams):
    answer = client.get("/suggest/", {"q": "nordwind&x"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/teams/?q=nordwind%26x"
    assert client.get("/fr/suggest/", {"q": "a"}).headers["Location"] == "/fr/teams/?q=a"


def test_a_country_narrows_what_is_suggested_too(client, teams):
    people.published(people.example_cert("Nordwind Oslo", "nordwind-oslo", country="NO"))
    found = suggested(client, "nordwind in Norway")
    assert found.count("<li>") == 1
    assert "Nordwind Oslo" in found
