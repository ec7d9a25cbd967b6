"""The pages that say whom to call."""

import csv
import hashlib
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from directory import publishing
from directory.lookup import bundle
from tests import people

pytestmark = pytest.mark.django_db
MANY = "/lookup/many/"


def page(client, address, **query) -> str:
    return client.get(address, query).content.decode()


def test_the_page_says_what_can_be_asked_and_each_example_is_answered(client, published):
    import re

    examples = re.findall(r'href="(/lookup/\?q=[^"]+)"', page(client, "/lookup/"))
    assert len(examples) == 5
    for example in examples:
        assert "EXAMPLE-CERT" in client.get(example.replace("&amp;", "&")).content.decode()


def test_the_page_stands_without_a_team(client):
    assert client.get("/lookup/").status_code == 200


@pytest.mark.parametrize("address", ["/lookup/", "/teams/"])
def test_an_answer_gives_team_reason_contact_and_review(client, published, address):
    text = page(client, address, q="192.0.2.1")
    for said in ("is an IPv4 address", "One team answers", "EXAMPLE-CERT", "Their network 192.0.2.0/24 holds it.",
                 "Not reviewed by this directory", "cert@example-cert.example", "Nothing that you look up here is stored",
                 "kept for documentation (RFC 5737)", "as=words"):  # fmt: skip
        assert said in text
    publishing.review(published.team, ["192.0.2.0/24"], by="bob")
    assert "Not reviewed" not in page(client, address, q="192.0.2.1")


@pytest.mark.parametrize("address", ["/lookup/", "/teams/"])
def test_nobody_is_said_plainly_with_the_registry_s_record(client, published, address):
    text = page(client, address, q="8.8.8.8")
    assert "Nobody listed here answers for it" in text
    assert "https://rdap.org/ip/8.8.8.8" in text
    assert "EXAMPLE-CERT" not in text


@pytest.mark.parametrize("address", ["/lookup/", "/teams/"])
def test_what_is_looked_up_is_kept_by_no_cache(client, published, address):
    assert client.get(address, {"q": "192.0.2.1"}).headers["Cache-Control"] == "private, no-store"
    assert "public" in client.get(address).headers["Cache-Control"]


def test_words_that_look_like_an_address_say_why_they_are_none(client, published):
    assert "begins with 0" in page(client, "/teams/", q="010.0.0.1")
    assert client.get("/lookup/", {"q": "010.0.0.1"}).status_code == 400


def test_an_answer_in_the_list_narrows_by_facets(client, published):
    people.published(people.example_cert("Other", "other", country="DE"))
    assert "EXAMPLE-CERT" not in page(client, "/teams/", q="192.0.2.1", country="DE")
    assert "Other" in page(client, "/teams/", q="192.0.2.1", country="DE")


@pytest.mark.parametrize("q", ["no", "at", "de", "forensics", "rfc 2350"])
def test_small_words_are_words(client, published, q):
    assert "is a country" not in page(client, "/teams/", q=q)


def test_the_same_characters_are_searched_as_words_on_demand(client, published):
    assert "is an autonomous system" not in page(client, "/teams/", q="AS64500", **{"as": "words"})
    assert "EXAMPLE-CERT" in page(client, "/teams/", q="AS64500", **{"as": "words"})


# Many --------------------------------------------------------------------------------------------


def ask(client, lines="", output="table", reading="plain", **fields):
    return client.post(MANY, {"lines": lines, "output": output, "reading": reading, **fields})


def body(answer) -> str:
    return b"".join(answer.streaming_content).decode()


def test_a_pasted_list_comes_back_by_team_with_the_draft_of_a_mail(client, published):
    text = ask(client, "192.0.2.1\n192.0.2.2\n8.8.8.8\nnonsense").content.decode()
    for said in ("4 entries: 1 team, nobody listed for 1, 1 not understood.", "Send 2 to", "mailto:cert@example-cert.example",
                 "Subject: 2 entries in your constituency", "192.0.2.1\n192.0.2.2", "nonsense"):  # fmt: skip
        assert said in text


def test_a_file_is_looked_up_whatever_windows_wrote_it_in(client, published):
    file = SimpleUploadedFile("list.txt", "192.0.2.1\r\n192.0.2.2\r\n".encode("utf-16"))
    assert "Send 2 to" in ask(client, file=file).content.decode()


def test_a_file_never_becomes_a_temporary_one(client, published, monkeypatch):
    from django.core.files import uploadhandler

    def on_disk(*args, **kwargs):
        raise AssertionError("an upload went to a temporary file")

    monkeypatch.setattr(uploadhandler, "TemporaryUploadedFile", on_disk)
    file = SimpleUploadedFile("list.txt", b"192.0.2.1\n" * 400_000)
    assert "400,000 entries" in ask(client, file=file).content.decode()


def test_the_answer_comes_as_csv_that_no_spreadsheet_runs(client, published):
    publishing.withdraw(published.team, reason="Renamed.")
    published.team.name = "=cmd|' /C calc'!A0"
    published.team.save()
    people.published(published.team)
    text = body(ask(client, "192.0.2.1\n=1+1\n", output="csv"))
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[0]["name"].startswith("'=cmd")
    assert rows[1]["target"] == "'=1+1"
    assert (rows[0]["match"], rows[0]["reviewed"]) == ("192.0.2.0/24", "no")


def test_the_answer_comes_as_json_lines(client, published):
    answer = ask(client, "192.0.2.1\nAS1\n", output="json")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert [json.loads(line)["target"] for line in body(answer).splitlines()] == ["192.0.2.1", "AS1"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "nothing to look up yet"),
        ({"lines": " \n "}, "nothing to look up yet"),
        ({"lines": "a,b", "reading": "csv"}, "Say which column"),
        ({"lines": "a,b", "reading": "csv", "column": "c"}, "no column “c”"),
        ({"lines": "x", "reading": "pdf"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_looked_up_comes_back_with_a_sentence(client, fields, sentence):
    answer = ask(client, **fields)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_security_90_more_than_twelve_megabytes_are_refused_with_a_sentence(client, settings):
    settings.MAX_BULK_BYTES = 1000
    answer = ask(client, "192.0.2.1\n" * 200)
    assert answer.status_code == 413
    assert "in pieces" in answer.content.decode()


def test_looking_up_sets_no_cookie_and_is_kept_nowhere(client, published):
    for answer in (client.get(MANY), ask(client, "192.0.2.1"), client.get("/lookup/", {"q": "192.0.2.1"})):
        assert not answer.cookies
    assert ask(client, "192.0.2.1").headers["Cache-Control"] == "private, no-store"


# Offline -----------------------------------------------------------------------------------------


def test_the_bundle_is_offered_with_its_sum_once_it_is_made(client, published, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert "No bundle is made here yet" in page(client, "/lookup/offline/")
    call_command("lookup_bundle", verbosity=0, stdout=io.StringIO())
    text = page(client, "/lookup/offline/")
    files = {
        name: body(client.get(f"/lookup/offline/{name}")) for name in bundle.NAMES if name != bundle.DATA
    }
    data = b"".join(client.get(f"/lookup/offline/{bundle.DATA}").streaming_content)
    assert all(f"/lookup/offline/{name}" in text for name in bundle.NAMES)
    assert files[bundle.SUM].split()[0] == hashlib.sha256(data).hexdigest()
    assert "def main(" in files[bundle.PROGRAM]


@pytest.mark.parametrize("name", ["secret-key", "..%2fsecret-key", "directory.sqlite3"])
def test_nothing_but_the_bundle_is_given_away(client, settings, tmp_path, name):
    settings.DATA_DIR = tmp_path
    (tmp_path / "secret-key").write_text("secret", encoding="utf-8")
    assert client.get(f"/lookup/offline/{name}").status_code == 404
