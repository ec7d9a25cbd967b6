import re

import pytest

from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_teams(published):
    people.published(people.example_cert("Nordwind PSIRT", "nordwind", type="psirt", country="DE"))
    other = people.example_cert("Banco SOC", "banco", type="soc", country="DE")
    other.served_sectors.all().delete()
    other.served_sectors.create(sector="banking")
    people.published(other)


def names(client, **query) -> list[str]:
    page = client.get("/teams/", query).content.decode()
    return re.findall(r'<h2><a href="/teams/[^"]+/"><bdi>([^<]+)</bdi>', page)


def test_without_a_question_all_teams_stand_by_name(client, three_teams):
    assert names(client) == ["Banco SOC", "EXAMPLE-CERT", "Nordwind PSIRT"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"country": "DE"}, ["Banco SOC", "Nordwind PSIRT"]),
        ({"type": "psirt"}, ["Nordwind PSIRT"]),
        ({"sector": "banking"}, ["Banco SOC"]),
        ({"country": "DE", "sector": "health"}, ["Nordwind PSIRT"]),
        ({"country": "DE", "q": "nordwind"}, ["Nordwind PSIRT"]),
        ({"country": "PL", "q": "nordwind"}, []),
    ],
)
def test_facets_narrow_the_list(client, three_teams, query, found):
    assert names(client, **query) == found


def test_facets_count_what_the_other_choices_leave(client, three_teams):
    page = client.get("/teams/", {"country": "DE"}).content.decode()
    counts = dict(
        re.findall(
            r'<li><a href="[^"]*"[^>]*>(?:<span class="unseen">Remove: </span>)?([^<]+)</a> <span class="count">(\d+)<',
            page,
        )
    )
    assert counts == {"Germany": "2", "Poland": "1", "PSIRT": "1", "SOC": "1", "Health": "1", "Banking": "1"}


def test_a_chosen_facet_can_be_taken_back(client, three_teams):
    page = client.get("/teams/", {"country": "DE", "type": "soc"}).content.decode()
    assert '<a href="?type=soc" aria-current="true"><span class="unseen">Remove: </span>Germany</a>' in page


@pytest.mark.parametrize("key", [people.FINGERPRINT, people.FINGERPRINT.lower(), "0x" + people.FINGERPRINT[-16:],
                                 people.FINGERPRINT[-8:], " ".join(re.findall("....", people.FINGERPRINT))])  # fmt: skip
def test_the_one_box_finds_a_key_in_every_spelling_and_says_what_it_understood(client, three_teams, key):
    assert names(client, q=key) == ["EXAMPLE-CERT"]
    assert "is an OpenPGP" in client.get("/teams/", {"q": key}).content.decode()


def test_an_unknown_key_is_nobody_s(client, three_teams):
    page = client.get("/teams/", {"q": "F" * 40}).content.decode()
    assert "No team listed here uses it." in page


def test_the_same_characters_can_be_searched_as_words(client, three_teams):
    page = client.get("/teams/", {"q": people.FINGERPRINT[-8:], "as": "words"}).content.decode()
    assert "is an OpenPGP" not in page


@pytest.mark.parametrize(
    "query",
    [
        {"country": "ZZ"},
        {"type": "nonsense"},
        {"sector": "'; DROP TABLE"},
        {"country": "\x00"},
        {"q": "\x00"},
    ],
)
def test_a_choice_that_is_none_is_answered_by_a_sentence(client, three_teams, query):
    answer = client.get("/teams/", query)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize(
    "q",
    [
        '"',
        "*",
        "cert-",
        "NEAR(",
        "-x",
        "col:zz",
        ":*",
        "a AND",
        "🔑🔑",
        "x" * 20_000,
        "%",
        "_",
        "\\",
        "csirt.cz",
        "'",
    ],
)
def test_security_94_no_search_text_breaks_the_search(client, three_teams, q):
    assert client.get("/teams/", {"q": q}).status_code == 200


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "٣", "1e9", ""])
def test_a_page_that_is_none_shows_a_page_that_is(client, three_teams, page):
    assert len(names(client, page=page)) == 3


def test_long_lists_have_pages_that_keep_the_question(client, three_teams, settings):
    settings.TEAMS_PER_PAGE = 1
    page = client.get("/teams/", {"country": "DE", "page": "2"}).content.decode()
    assert names(client, country="DE", page="2") == ["Nordwind PSIRT"]
    assert 'href="?country=DE&amp;page=1"' in page


def test_what_a_visitor_typed_is_shown_as_text(client, three_teams):
    page = client.get("/teams/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
