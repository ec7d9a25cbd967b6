import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from directory.lookup import asking
from tests import people

pytestmark = pytest.mark.django_db


def run(*arguments) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_a_target_is_answered_for_a_person(published):
    said = run("lookup", "192.0.2.1")
    for words in ("192.0.2.1: an IPv4 address", "1. EXAMPLE-CERT: their network 192.0.2.0/24 holds it (not reviewed)",
                  "cert@example-cert.example", people.FINGERPRINT):  # fmt: skip
        assert words in said
    assert "nobody listed" in run("lookup", "example.com")


def test_json_gives_a_line_a_target(published):
    lines = [
        json.loads(line)
        for line in run("lookup", "192.0.2.1", "example.com", "AS64500", "--json").splitlines()
    ]
    assert [(line["target"], line["kind"], len(line["teams"])) for line in lines] == [
        ("192.0.2.1", "address", 1),
        ("example.com", "domain", 0),
        ("AS64500", "asn", 1),
    ]
    assert {"slug", "name", "short_name", "reason", "match", "contact"} <= lines[0]["teams"][0].keys()


def test_a_file_and_the_standard_input_are_read_in_bulk(published, tmp_path, monkeypatch):
    file = tmp_path / "list.txt"
    file.write_text("192.0.2.1\n\nnonsense\n8.8.8.8\n", encoding="utf-8")
    lines = [json.loads(line) for line in run("lookup", "--bulk", str(file), "--json").splitlines()]
    assert [line["target"] for line in lines] == ["192.0.2.1", "nonsense", "8.8.8.8"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"192.0.2.1\n")))
    assert "EXAMPLE-CERT" in run("lookup", "--bulk", "-")


def test_a_table_comes_out_and_a_column_or_a_log_goes_in(published, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("time,ip\n1,192.0.2.1\n", encoding="utf-8")
    rows = run("lookup", "--bulk", str(file), "--reading", "csv", "--column", "ip", "--csv").splitlines()
    assert rows[0].startswith('"target","kind","team"')
    assert rows[1].startswith('"192.0.2.1","address","example-cert"')
    assert len(run("lookup", "--bulk", str(file), "--reading", "log", "--json").splitlines()) == 1


def test_what_cannot_be_read_is_said_and_the_rest_is_answered(published):
    out = io.StringIO()
    with pytest.raises(CommandError, match="Not everything"):
        call_command("lookup", "010.0.0.1", "192.0.2.1", stdout=out)
    assert "begins with 0" in out.getvalue()
    assert "EXAMPLE-CERT" in out.getvalue()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Name something"),
        (["--bulk", "/nowhere/list"], "cannot be read"),
        (["--bulk", "x", "--reading", "csv"], "--column"),
    ],
)
def test_a_wrong_call_is_answered_by_a_sentence(db, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        run("lookup", *arguments)


def test_an_outage_is_not_nobody(published, monkeypatch):
    def broken(*args):
        raise OperationalError("away")

    monkeypatch.setattr(asking, "ask", broken)
    with pytest.raises(CommandError, match="cannot answer now"):
        run("lookup", "192.0.2.1")


def test_overlaps_are_listed_for_all_and_for_one(published):
    other = people.example_cert("Neighbour", "neighbour")
    people.published(other)
    said = run("overlaps")
    assert "192.0.2.0/24 is claimed by EXAMPLE-CERT and by Neighbour." in said
    assert "Overlaps: 2." in said
    assert "192.0.2.0/24 of EXAMPLE-CERT: 192.0.2.0/24 is kept for documentation" in said
    assert '"192.0.2.0/24","EXAMPLE-CERT","192.0.2.0/24","Neighbour"' in run(
        "overlaps", "--team", "neighbour", "--csv"
    )
    with pytest.raises(CommandError, match="No team is listed"):
        run("overlaps", "--team", "nobody")
