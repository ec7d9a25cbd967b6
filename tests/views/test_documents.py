import hashlib
import json

import jsonschema
import pytest

from directory import publishing, renderings, rfc2350
from directory.importers import read
from directory.models import Rendering
from directory.rfc2350.document import Document
from directory.rfc2350.writers import FORMATS, LAYOUTS
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


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_format_is_a_file_in_both_layouts(client, published, suffix, layout):
    answer = client.get(f"/teams/example-cert/rfc2350.{suffix}", {"layout": layout})
    assert answer.status_code == 200
    assert answer["Content-Type"] == FORMATS[suffix].media_type
    assert f'filename="example-cert-rfc2350-1.{suffix}"' in answer["Content-Disposition"]
    document = rfc2350.parse(read(answer.content, "example")) if suffix != "json" else None
    if document:
        assert document.team.name == "EXAMPLE-CERT"
        assert [key.fingerprint for key in document.team.keys] == [people.FINGERPRINT]


@pytest.mark.parametrize("suffix", ["txt", "md", "html"])
def test_a_file_reads_back_as_the_same_document(client, published, suffix):
    content = client.get(f"/teams/example-cert/rfc2350.{suffix}").content
    again = rfc2350.parse(read(content, f"example.{suffix}"))
    assert again.meaning() == Document.from_dict(published.content.document).meaning()


@pytest.mark.parametrize("suffix", FORMATS)
def test_security_88_the_same_revision_gives_the_same_bytes(client, published, suffix):
    first = client.get(f"/teams/example-cert/rfc2350.{suffix}").content
    Rendering.objects.all().delete()
    assert client.get(f"/teams/example-cert/rfc2350.{suffix}").content == first


def test_a_costly_format_is_made_once(client, published, monkeypatch):
    first = client.get("/teams/example-cert/rfc2350.pdf").content
    monkeypatch.setattr(renderings, "_made_apart", None)
    assert client.get("/teams/example-cert/rfc2350.pdf").content == first


def test_a_rendering_of_another_release_is_not_served(client, published, settings):
    Rendering.objects.create(revision=published, suffix="pdf", layout="team", release="0.0.0", content=b"old")
    assert client.get("/teams/example-cert/rfc2350.pdf").content.startswith(b"%PDF-")


def test_renderings_go_with_what_was_redacted(client, published):
    client.get("/teams/example-cert/rfc2350.docx")
    people.write(published.team, "3.1", "Harmless.")
    people.published(published.team)
    publishing.redact(published)
    assert not Rendering.objects.exists()


def test_a_format_that_cannot_be_made_says_so_and_leaves_nothing(client, published, monkeypatch):
    monkeypatch.setattr(renderings, "SECONDS", 0.001)
    answer = client.get("/teams/example-cert/rfc2350.pdf")
    assert answer.status_code == 503
    assert "The PDF of this document could not be made." in answer.content.decode()
    assert not Rendering.objects.exists()


def test_a_layout_that_is_none_is_answered_by_a_sentence(client, published):
    answer = client.get("/teams/example-cert/rfc2350.txt", {"layout": "mine"})
    assert answer.status_code == 400
    assert "A layout is one of team or rfc." in answer.content.decode()


def test_the_schema_stands_at_its_own_address_and_the_json_follows_it(client, published):
    schema = json.loads(client.get("/schemas/rfc2350-1.json").content)
    jsonschema.Draft202012Validator.check_schema(schema)
    document = json.loads(client.get("/teams/example-cert/rfc2350.json").content)
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(document)) == []
