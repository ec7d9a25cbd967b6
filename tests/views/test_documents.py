import hashlib
import json

import pytest

from directory.rfc2350.document import Document
from tests import people

pytestmark = pytest.mark.django_db


def test_the_text_is_the_exact_published_bytes(client, published):
    answer = client.get("/teams/example-cert/rfc2350.txt")
    assert answer.content == bytes(published.content.text)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["ETag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'


def test_the_json_is_the_document(client, published):
    answer = client.get("/teams/example-cert/rfc2350.json")
    assert answer["Content-Type"] == "application/json"
    document = Document.from_dict(json.loads(answer.content))
    assert document == Document.from_dict(published.content.document)


def test_the_page_shows_every_section(client, published):
    page = client.get("/teams/example-cert/rfc2350").content.decode()
    for section in published.content.document["sections"]:
        assert section["title"] in page
    assert published.content.sha256 in page


def test_every_revision_stays_at_its_own_address(client, published):
    first = client.get("/teams/example-cert/revisions/1/rfc2350.txt").content
    people.write(published.team, "3.1", "A new mission.")
    people.published(published.team)
    assert client.get("/teams/example-cert/revisions/1/rfc2350.txt").content == first
    assert b"A new mission." in client.get("/teams/example-cert/revisions/2/rfc2350.txt").content
    assert b"older revision" in client.get("/teams/example-cert/revisions/1/").content


@pytest.mark.parametrize("number", ["0", "2", "-1", "01", "1e3", "99999999999999999999", "x"])
def test_a_revision_that_never_was_is_not_found(client, published, number):
    assert client.get(f"/teams/example-cert/revisions/{number}/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/teams/",
        "/teams/example-cert/",
        "/teams/example-cert/rfc2350.txt",
        "/teams/example-cert/rfc2350.json",
    ],
)
def test_an_unchanged_page_is_304_and_a_changed_one_is_200(client, published, address):
    etag = client.get(address)["ETag"]
    unchanged = client.get(address, headers={"if-none-match": etag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    published.team.name = "EXAMPLE-CERT of Łódź"
    published.team.save()
    people.published(published.team)
    assert client.get(address, headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_documents_are_read_only(client, published, method):
    assert getattr(client, method)("/teams/example-cert/rfc2350.txt").status_code == 405
