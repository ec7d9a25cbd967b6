"""What a list selects, as a file."""

import csv
import io
import json

import pytest

from directory import publishing
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def teams(published):
    people.published(
        people.example_cert("=HYPERLINK(1)", "formula", country="NO", host_organisation="@SUM(1)")
    )
    people.published(people.example_cert("Łódź Team, Poland", "lodz"))


def read(client, suffix: str, **query) -> str:
    answer = client.get(f"/teams.{suffix}", query)
    assert answer.status_code == 200
    return answer.getvalue().decode()


def test_a_file_has_the_teams_of_the_page_in_its_order(client, teams):
    rows = list(csv.DictReader(io.StringIO(read(client, "csv", sort="country"))))
    assert [row["slug"] for row in rows] == ["formula", "example-cert", "lodz"]
    assert [team["slug"] for team in json.loads(read(client, "json", country="PL"))] == [
        "example-cert",
        "lodz",
    ]
    assert [team["slug"] for team in json.loads(read(client, "json", q="192.0.2.7"))] == [
        "example-cert",
        "formula",
        "lodz",
    ]


def test_a_line_says_what_the_team_published(client, published):
    (team,) = json.loads(read(client, "json"))
    assert team | {"published": "", "url": ""} == {
        "slug": "example-cert", "name": "EXAMPLE-CERT", "other_names": [], "country": "PL", "type": "csirt", "host": "",
        "email": "cert@example-cert.example", "phone": "+48221234567", "emergency": "",
        "fingerprint": people.FINGERPRINT, "scope": [], "sector": ["health"], "constituency": [], "service": [],
        "incident": [], "membership": [], "language": [], "published": "", "confirmed": None, "url": "",
    }  # fmt: skip
    assert team["url"] == "http://localhost:8000/teams/example-cert/"


def test_security_43_no_spreadsheet_runs_a_name_and_json_keeps_it(client, teams):
    rows = {row["slug"]: row for row in csv.DictReader(io.StringIO(read(client, "csv")))}
    assert rows["formula"]["name"] == "'=HYPERLINK(1)"
    assert rows["formula"]["host"] == "'@SUM(1)"
    assert rows["formula"]["phone"] == "'+48221234567"
    names = {team["slug"]: team["name"] for team in json.loads(read(client, "json"))}
    assert names["formula"] == "=HYPERLINK(1)"


def test_a_mail_list_can_be_pasted_into_a_mail(client, teams):
    assert read(client, "txt").splitlines() == [
        '"=HYPERLINK(1)" <cert@formula.example>',
        "EXAMPLE-CERT <cert@example-cert.example>",
        '"Łódź Team, Poland" <cert@lodz.example>',
    ]


def test_no_team_is_an_empty_file(client, teams):
    assert json.loads(read(client, "json", country="SE")) == []
    assert read(client, "txt", country="SE") == ""
    assert len(read(client, "csv", country="SE").splitlines()) == 1


def test_a_withdrawn_team_is_in_no_file(client, teams, published):
    publishing.withdraw(published.team, reason="It has ended.")
    assert "example-cert" not in read(client, "csv") + read(client, "json") + read(client, "txt")


def test_a_choice_that_is_none_is_a_sentence(client, teams):
    answer = client.get("/teams.csv", {"country": "ZZ"})
    assert answer.status_code == 400
    assert "ZZ" in answer.content.decode()


def test_what_is_looked_up_is_kept_by_no_cache(client, teams):
    assert client.get("/teams.csv", {"q": "192.0.2.7"}).headers["Cache-Control"] == "private, no-store"


def test_security_48_a_file_is_a_download_of_its_own_type(client, teams):
    for suffix, media_type in (("csv", "text/csv"), ("json", "application/json"), ("txt", "text/plain")):
        answer = client.get(f"/teams.{suffix}")
        assert answer.headers["Content-Type"].startswith(media_type)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="teams.{suffix}"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
