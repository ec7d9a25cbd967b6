import re
from datetime import timedelta

import pytest
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from directory import publishing
from directory.filters import FACETS, SORTS, VIEWS
from directory.models import Listing
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


def counts(page: str, facet: str) -> dict[str, int]:
    """The values of a facet on the page, and how many teams have them."""
    group = HTMLParser(page).css_first(f"section[aria-labelledby=f-{facet}]")
    rows = group.css("li") if group else []
    said = [
        (row.css_first("a").text().removeprefix("Remove: "), int(row.css_first(".count").text()))
        for row in rows
    ]
    return dict(said)


def links(page: str, selector: str) -> dict[str, str]:
    return {a.text().strip(): a.attributes["href"] for a in HTMLParser(page).css(f"{selector} a")}


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
    assert counts(page, "country") == {"Germany": 2, "Poland": 1}
    assert counts(page, "type") == {"PSIRT": 1, "SOC": 1}
    assert counts(page, "sector") == {"Health": 1, "Banking": 1}
    assert counts(page, "region") == {"Europe": 2}


def test_a_chosen_facet_can_be_taken_back(client, three_teams):
    page = client.get("/teams/", {"country": "DE", "type": "soc"}).content.decode()
    assert links(page, "[aria-labelledby=f-country]")["Remove: Germany"] == "?type=soc"
    assert links(page, ".chosen") == {
        "Remove: Germany ✕": "?type=soc",
        "Remove: SOC ✕": "?country=DE",
        "Remove all": "?",
    }


def test_several_values_of_a_facet_are_any_of_them(client, three_teams):
    assert names(client, country=["DE", "PL"]) == ["Banco SOC", "EXAMPLE-CERT", "Nordwind PSIRT"]
    assert names(client, type=["psirt", "csirt"]) == ["EXAMPLE-CERT", "Nordwind PSIRT"]


def test_a_tree_opens_under_what_is_chosen(client, example_cert):
    example_cert.served_sectors.create(sector="energy.oil")
    people.published(example_cert)
    closed = client.get("/teams/").content.decode()
    assert set(counts(closed, "sector")) == {"Energy", "Health"}
    opened = client.get("/teams/", {"sector": "energy"}).content.decode()
    assert counts(opened, "sector") == {"Energy": 1, "Oil": 1, "Health": 1}
    assert links(opened, "[aria-labelledby=f-sector]")["Oil"] == "?sector=energy.oil", (
        "the narrower takes its place"
    )
    inside = client.get("/teams/", {"sector": "energy.oil"}).content.decode()
    assert links(inside, "[aria-labelledby=f-sector]")["Remove: Oil"] == "?"


def test_a_list_that_is_empty_says_which_choice_to_drop(client, three_teams):
    page = client.get("/teams/", {"country": "DE", "type": "csirt"}).content.decode()
    assert "No team has all of this" in page
    assert links(page, ".nothing") == {
        "Without “CSIRT”": "?country=DE",
        "Without “Germany”": "?type=csirt",
        "Show all teams": "/teams/",
    }
    assert counts(page, "country") == {"Germany": 0, "Poland": 1}


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("name", ["Banco SOC", "EXAMPLE-CERT", "Nordwind PSIRT"]),
        ("country", ["Banco SOC", "Nordwind PSIRT", "EXAMPLE-CERT"]),
        ("confirmed", ["Nordwind PSIRT", "Banco SOC", "EXAMPLE-CERT"]),
    ],
)
def test_the_list_is_sorted_as_asked(client, three_teams, sort, order):
    for days, slug in enumerate(("example-cert", "banco", "nordwind"), start=1):
        team = Listing.objects.get(slug=slug).team
        publishing.confirm(team, means="by the team", at=timezone.now() + timedelta(days=days))
    assert names(client, sort=sort) == order


def test_a_typing_error_is_forgiven_and_told(client, three_teams):
    assert names(client, q="nordwnid") == ["Nordwind PSIRT"]
    page = client.get("/teams/", {"q": "nordwnid"}).content.decode()
    assert "No team has “<bdi>nordwnid</bdi>”" in page
    assert "<strong>nordwind</strong>" in page


def test_words_in_a_country_are_both(client, three_teams):
    assert sorted(names(client, q="forensics in Germany")) == ["Banco SOC", "Nordwind PSIRT"]
    assert names(client, q="forensics en Pologne") == ["EXAMPLE-CERT"]


def test_a_country_gives_its_national_team_first_and_all_that_sit_there(client, three_teams):
    national = people.example_cert("Zentrale", "zentrale", country="DE", scopes=["national"])
    national.served_countries.create(country="DE")
    people.published(national)
    assert names(client, q="Germany") == ["Zentrale", "Banco SOC", "Nordwind PSIRT"]
    assert names(client, q="allemagne") == names(client, q="Germany")


def test_a_line_says_where_the_words_stand(client, example_cert):
    example_cert.former_names = ["NL-SIRT"]
    example_cert.save()
    people.published(example_cert)

    def line(q: str) -> str:
        return HTMLParser(client.get("/teams/", {"q": q}).content.decode()).css_first(".line").html

    assert "<mark>NL</mark>-<mark>SIRT</mark>" in line("nl-sirt")
    assert "it does digital <mark>forensics</mark>." in line("forensics")
    assert "<mark>Łódź</mark>" in line("lodz")


def test_the_same_teams_stand_in_a_table_and_on_a_map(client, three_teams):
    table = HTMLParser(client.get("/teams/", {"country": "DE", "view": "table"}).content.decode())
    assert [row.text() for row in table.css(".teams-table tbody th")] == ["Banco SOC", "Nordwind PSIRT"]
    world = client.get("/teams/", {"type": "soc", "view": "map"}).content.decode()
    assert "Germany: 1 team" in world
    assert "/teams/?type=soc&amp;country=DE" in world
    assert "Poland: no team" in world


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
    assert links(page, ".pages") == {"Before": "?country=DE"}


def test_what_a_visitor_typed_is_shown_as_text(client, three_teams):
    page = client.get("/teams/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_security_4_no_filter_and_no_order_says_anything_of_a_draft(client, three_teams):
    asked = [{facet.name: list(facet.codes())} for facet in FACETS]
    asked += [{"sort": sort} for sort in SORTS] + [{"view": view} for view in VIEWS]
    asked += [{"team__name": people.SECRET}, {"revision__team__country": "SE"}, {"order_by": "team__country"}]
    before = [client.get("/teams/", query).content for query in asked]
    draft = people.example_cert(people.SECRET, "draft", type="isac", country="SE", languages=["sv"])
    draft.served_sectors.create(sector="energy")
    draft.memberships.create(level="first.full")
    assert [client.get("/teams/", query).content for query in asked] == before


@pytest.mark.parametrize("typed", ["%", "_", "n_rdwind", "nord%", "\\\\"])
def test_security_96_a_wildcard_is_a_letter_like_any_other(client, three_teams, typed):
    assert names(client, q=typed) == ([] if typed != "nord%" else ["Nordwind PSIRT"])
    assert client.get("/teams/", {"country": typed}).status_code == 400


def test_a_long_facet_shows_its_first_values_and_all_of_them_where_asked(client, db):
    countries = ("AT", "BE", "CH", "DE", "ES", "FR", "GB", "IT", "NL", "PT")
    for country in countries:
        people.published(people.example_cert(f"Team {country}", f"team-{country.lower()}", country=country))
    page = client.get("/teams/", {"type": "csirt"}).content.decode()
    assert len(counts(page, "country")) == 6
    assert links(page, ".more") == {"4 more": "?type=csirt&more=country#f-country"}
    unfolded = client.get("/teams/", {"type": "csirt", "more": "country"}).content.decode()
    assert len(counts(unfolded, "country")) == 10
    assert links(unfolded, "[aria-labelledby=f-country]")["Austria"] == "?type=csirt&country=AT"
    assert client.get("/teams/", {"more": "nonsense"}).status_code == 200
