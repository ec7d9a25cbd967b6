"""The API of look-ups: one by GET, many by POST; and what it refuses."""

import json

import pytest
from django.db import OperationalError

from directory.lookup import asking
from tests import people

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/lookup"


def lines(response) -> list[dict]:
    return [json.loads(line) for line in b"".join(response.streaming_content).decode().splitlines()]


def post(client, body, content_type="text/plain", **query):
    return client.post(ADDRESS, body, content_type=content_type, query_params=query)


def test_one_is_answered_with_all_that_a_handler_needs(client, published):
    answer = client.get(ADDRESS, {"q": "192.0.2.1"})
    assert answer.headers["Cache-Control"] == "private, no-store"
    told = answer.json()
    assert (told["target"], told["kind"]) == ("192.0.2.1", "address")
    [team] = told["teams"]
    assert {name: team[name] for name in ("slug", "name", "short_name", "reason", "match", "contact", "key", "reviewed")} == {
        "slug": "example-cert", "name": "EXAMPLE-CERT", "short_name": "", "match": "192.0.2.0/24",
        "reason": "their network 192.0.2.0/24 holds it", "contact": "cert@example-cert.example",
        "key": people.FINGERPRINT, "reviewed": False,
    }  # fmt: skip


def test_nobody_is_an_answer(client, published):
    assert client.get(ADDRESS, {"q": "8.8.8.8"}).json()["teams"] == []


def test_many_are_answered_in_their_order(client, published):
    said = lines(post(client, "192.0.2.1\nAS64500\r\nnonsense\n\n8.8.8.8"))
    assert [line["target"] for line in said] == ["192.0.2.1", "AS64500", "nonsense", "8.8.8.8"]
    assert [len(line.get("teams", ())) for line in said] == [1, 1, 0, 0]


def test_lines_of_json_are_read_too(client, published):
    body = '{"target": "192.0.2.1", "seen": 1}\n"192.0.2.2"\n{"no": 1}\nbroken\n17\n'
    said = lines(post(client, body, "application/x-ndjson"))
    assert ["teams" in line for line in said] == [True, True, False, False, True]


def test_a_column_and_a_log_are_read(client, published):
    assert len(lines(post(client, "a,ip\n1,192.0.2.1\n", reading="csv", column="ip"))) == 1
    assert len(lines(post(client, "from 192.0.2.1 to 192.0.2.2", reading="log"))) == 2


def test_a_column_that_is_not_there_is_said(client, published):
    assert "no column “x”" in lines(post(client, "a,ip\n", reading="csv", column="x"))[0]["error"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [({"reading": "pdf"}, "reading is one of"), ({"reading": "csv"}, "column is missing")],
)
def test_a_wrong_wish_is_refused_before_the_body_is_read(client, query, sentence):
    answer = post(client, "192.0.2.1", **query)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert sentence in answer.json()["detail"]


@pytest.mark.parametrize("q", ["", "010.0.0.1", "x" * 10_000, "\x00", "192.0.2.1/24", "AS99999999999"])
def test_security_52_what_is_no_target_is_a_problem_with_a_sentence(client, q):
    answer = client.get(ADDRESS, {"q": q})
    assert answer.status_code == 400
    assert answer.json()["detail"].endswith(".")


def test_security_90_more_than_may_come_is_refused_unread(client, settings):
    settings.MAX_BULK_BYTES = 100
    assert post(client, "192.0.2.1\n" * 11).status_code == 413
    assert post(client, "192.0.2.1\n" * 9).status_code == 200


def test_a_body_of_unknown_length_is_refused(rf):
    from directory.api.lookup import lookup

    request = rf.post(ADDRESS, "192.0.2.1", content_type="text/plain")
    request.META["CONTENT_LENGTH"] = ""
    assert lookup(request).status_code == 411


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)(ADDRESS).status_code == 405


def test_an_outage_is_not_nobody(client, published, monkeypatch):
    def broken(*args):
        raise OperationalError("the database is away")

    monkeypatch.setattr(asking, "ask", broken)
    for answer in (client.get(ADDRESS, {"q": "192.0.2.1"}), post(client, "192.0.2.1")):
        assert answer.status_code == 503
        assert "nothing can be concluded" in answer.json()["detail"]
        assert "away" not in answer.content.decode()
    assert client.get("/lookup/", {"q": "192.0.2.1"}).status_code == 503
    assert (
        client.post(
            "/lookup/many/", {"lines": "192.0.2.1", "reading": "plain", "output": "table"}
        ).status_code
        == 503
    )


def test_an_outage_on_the_way_is_said_in_the_last_line(client, published, monkeypatch):
    def broken(ids):
        raise OperationalError("the database is away")

    monkeypatch.setattr(asking, "details", broken)
    assert lines(post(client, "8.8.8.8\n" * 1000 + "192.0.2.1\n"))[-1]["error"].startswith(
        "The directory cannot answer now"
    )


def test_nothing_that_is_asked_is_logged(client, published, caplog):
    caplog.set_level("DEBUG")
    client.get(ADDRESS, {"q": "192.0.2.251"})
    client.get(ADDRESS, {"q": "192.0.2.999"})
    client.get("/lookup/", {"q": "192.0.2.252"})
    client.get("/teams/", {"q": "192.0.2.253"})
    lines(post(client, "192.0.2.254"))
    said = caplog.text
    assert not [number for number in range(251, 255) if f"192.0.2.{number}" in said]
    assert "192.0.2.999" not in said
