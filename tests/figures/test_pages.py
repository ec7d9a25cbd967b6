"""The page of the figures and its files."""

import csv
import io

import pytest
from django.template import Context, Template
from django.utils.translation import override

from directory.figures.counting import FACETS
from directory.vocabularies import Entry, Vocabulary
from tests import people

pytestmark = pytest.mark.django_db

FILES = ["growth", *FACETS]


@pytest.fixture
def cast(published):
    """EXAMPLE-CERT and a Norwegian PSIRT, public; a draft, not."""
    psirt = people.example_cert("NORD-PSIRT", "nord-psirt", country="NO", type="psirt")
    psirt.served_sectors.all().delete()
    people.published(psirt)
    people.example_cert("DRAFT-CERT", "draft-cert", country="SE", type="soc", host_organisation=people.SECRET)


def table(client, name: str) -> dict[str, str]:
    text = client.get(f"/figures/{name}.csv").content.decode()
    head, *lines = csv.reader(io.StringIO(text, newline=""))
    assert head[-1] == "teams"
    return {line[0]: line[-1] for line in lines}


def test_the_page_counts_what_is_published(client, cast):
    page = client.get("/figures/").content.decode()
    assert "2 teams are listed" in page
    assert "Norway: 1 team</title>" in page
    assert '<a href="/teams/?type=psirt">PSIRT</a>' in page
    assert '<a href="/teams/?sector=health">Health</a>' in page


def test_the_files_hold_the_same_numbers(client, cast):
    assert table(client, "countries") == {"NO": "1", "PL": "1"}
    assert table(client, "types") == {"csirt": "1", "psirt": "1"}
    assert table(client, "sectors") == {"health": "1"}
    assert sum(map(int, table(client, "keys").values())) == 2
    assert table(client, "freshness")["4-months"] == "2"
    assert list(table(client, "growth").values()) == ["0", "2"]


def test_every_figure_has_its_chart_its_table_and_its_file(client, cast):
    page = client.get("/figures/").content.decode()
    assert page.count('role="img"') == len(FILES) - 1  # the map is a group of links
    assert page.count("<table>") == len(FILES)
    for name in FILES:
        assert f'href="/figures/{name}.csv"' in page


def test_security_2_no_draft_is_counted(client, cast):
    page = client.get("/figures/").content.decode()
    assert "Sweden: no team" in page
    assert people.SECRET not in page
    assert "SE" not in table(client, "countries")
    assert "soc" not in table(client, "types")


@pytest.mark.parametrize("name", ["nothing", "country", "Growth", "..", "growth.csv"])
def test_an_unknown_file_is_not_found(client, name):
    assert client.get(f"/figures/{name}.csv").status_code == 404


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_an_empty_directory_has_its_head(client, name):
    answer = client.get(f"/figures/{name}.csv")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.decode().splitlines()[0].endswith('"teams"')


def test_an_empty_directory_says_so(client):
    page = client.get("/figures/").content.decode()
    assert "No team is published here yet." in page
    assert 'role="img"' not in page


def test_security_43_no_cell_of_a_file_is_taken_for_a_formula(client, cast, monkeypatch):
    evil = Entry(code="csirt", name="=HYPERLINK(A1)")
    words = Vocabulary("Evil", "1", "", "", "", (evil,))
    monkeypatch.setattr("directory.figures.counting.WORDS", {"types": ("type", words)})
    assert '"csirt","\'=HYPERLINK(A1)","1"' in client.get("/figures/types.csv").content.decode()


@pytest.mark.parametrize("address", ["/figures/", "/figures/countries.csv"])
def test_what_has_not_changed_is_not_sent_again(client, cast, address):
    answer = client.get(address)
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_the_page_speaks_french_and_its_files_do_not(client, cast):
    page = client.get("/fr/figures/").content.decode()
    assert "Norvège" in page
    assert 'href="/fr/teams/?country=NO"' in page
    assert 'href="/figures/countries.csv"' in page
    assert client.get("/fr/figures/countries.csv").status_code == 404
    assert (
        "Norway" in client.get("/figures/countries.csv", headers={"Accept-Language": "fr"}).content.decode()
    )


def test_any_page_can_draw_the_map_and_keep_its_own_filters():
    words = Template("{% load figures %}{% world_map counts 'q=a%26b&type=csirt' %}")
    page = words.render(Context({"counts": {"NO": 3}}))
    assert 'href="/teams/?q=a%26b&amp;type=csirt&amp;country=NO"' in page


def test_the_legend_says_each_shade_in_words():
    page = Template("{% load figures %}{% world_map counts %}").render(Context({"counts": {"NO": 3000}}))
    for words in ("no team", "1 to 4", "5 to 19", "20 to 99", "100 to 499", "500 and more"):
        assert f"</svg> {words}</li>" in page
    with override("fr"):
        assert "/fr/teams/?country=NO" in Template("{% load figures %}{% world_map counts %}").render(
            Context({"counts": {"NO": 3}})
        )
