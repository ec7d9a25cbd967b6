import hashlib
import json

import jsonschema
import pytest
from django.db.models import F
from selectolax.lexbor import LexborHTMLParser

from directory import publishing, renderings, rfc2350
from directory.importers import read
from directory.models import Rendering
from directory.rfc2350.document import Document
from directory.rfc2350.writers import FORMATS, LAYOUTS
from directory.views import documents
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


# The page ----------------------------------------------------------------------------------------


def page(client, address="/teams/example-cert/rfc2350") -> LexborHTMLParser:
    answer = client.get(address)
    assert answer.status_code == 200
    return LexborHTMLParser(answer.content)


def test_the_contents_lead_to_every_section_that_has_a_heading(client, published):
    dom = page(client)
    titles = [section["title"] for section in published.content.document["sections"] if section["title"]]
    assert [link.css_first("bdi").text() for link in dom.css(".contents li a")] == titles
    for link in dom.css(".contents li a, .rfc2350 a.here"):
        assert dom.css_first(f'[id="{link.attributes["href"][1:]}"]') is not None


def test_the_text_says_its_language_and_its_direction(client, published):
    article = page(client).css_first("article.rfc2350")
    assert article.attributes["lang"] == published.content.document["language"] == "en"
    assert article.attributes["dir"] == "ltr"


def test_a_document_in_another_language_than_the_page_says_so(client, published):
    assert "in English" not in page(client).css_first(".who").text()
    assert page(client, "/fr/teams/example-cert/rfc2350").css_first("article").attributes["lang"] == "en"


def test_the_team_s_mail_and_telephone_are_links_on_the_page_and_not_in_the_file(client, published):
    hrefs = [link.attributes["href"] for link in page(client).css(".rfc2350 p a")]
    assert "mailto:cert@example-cert.example" in hrefs
    assert "tel:+48221234567" in hrefs
    assert b"mailto:" not in client.get("/teams/example-cert/rfc2350.html").content


def test_the_page_leads_to_every_format_and_to_the_outline_of_the_rfc(client, published):
    hrefs = {link.attributes["href"] for link in page(client).css(".formats a")}
    for suffix in FORMATS:
        assert f"/teams/example-cert/revisions/1/rfc2350.{suffix}" in hrefs
    assert "/teams/example-cert/revisions/1/rfc2350.txt?layout=rfc" in hrefs


def test_a_revision_leads_to_those_before_and_after_it(client, published):
    for n in range(2):
        people.write(published.team, "3.1", f"Mission {n}.")
        people.published(published.team)
    middle = page(client, "/teams/example-cert/revisions/2/")
    assert middle.css_first("[rel=prev]").attributes["href"] == "/teams/example-cert/revisions/1/"
    assert middle.css_first("[rel=next]").attributes["href"] == "/teams/example-cert/revisions/3/"
    assert page(client).css("[rel=next]") == []
    assert page(client, "/teams/example-cert/revisions/1/").css("[rel=prev]") == []


def test_the_sum_is_that_of_the_file_with_the_name_that_the_page_says(client, published):
    about = page(client).css_first(".about")
    file = client.get(about.css_first(".note a").attributes["href"])
    name = about.css_first("code").text().removeprefix("sha256sum ")
    assert f'filename="{name}"' in file["Content-Disposition"]
    assert about.css_first(".mono").text() == hashlib.sha256(file.content).hexdigest()


def test_of_signatures_the_page_says_what_it_knows_and_no_more(client, published):
    assert page(client).css_first(".about dd").text() == "No signature of this text is kept here."
    team = published.team
    team.signature_locations = ["https://example-cert.example/rfc2350.txt.asc"]
    team.save()
    team.sections.update(position=F("position") * 2)
    place = team.sections.get(canonical="1.3").position + 1
    authenticating = {"canonical": "1.4", "number": "1.4", "title": "Authenticating this Document"}
    team.sections.create(position=place, mode="generated", **authenticating)
    people.published(team)
    said = page(client).css_first(".about dd")
    assert said.text() == (
        "No signature of this text is kept here. "
        "The team names its signature at https://example-cert.example/rfc2350.txt.asc."
    )
    assert [link.attributes["rel"] for link in said.css("a")] == ["nofollow noopener ugc"]


def test_a_withdrawn_team_s_revisions_stay_readable(client, published):
    publishing.withdraw(published.team, reason="Merged.")
    dom = page(client, "/teams/example-cert/revisions/1/")
    assert "The team was withdrawn on" in dom.css_first(".who").text()
    assert dom.css(".rfc2350 section")
    assert "The team was withdrawn on" in client.get("/teams/example-cert/revisions/").content.decode()


# Files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    "address", ["/teams/example-cert/rfc2350.", "/teams/example-cert/revisions/1/rfc2350."]
)
def test_security_48_a_file_has_its_own_type_and_a_name_in_ascii(client, example_cert, address, suffix):
    example_cert.name = 'Łódź"; filename="x.exe'
    example_cert.save()
    people.published(example_cert)
    answer = client.get(address + suffix)
    assert answer["Content-Type"] == FORMATS[suffix].media_type
    assert answer["X-Content-Type-Options"] == "nosniff"
    kind = "attachment" if suffix in ("html", "docx") else "inline"
    assert answer["Content-Disposition"] == f'{kind}; filename="example-cert-rfc2350-1.{suffix}"'


def test_security_48_html_is_never_shown_as_a_page_of_the_site_and_could_run_nothing(client, example_cert):
    people.write(example_cert, "7", "<script>alert(1)</script> <img src=x onerror=alert(1)>")
    people.published(example_cert)
    for layout in LAYOUTS:
        answer = client.get("/teams/example-cert/rfc2350.html", {"layout": layout})
        assert answer["Content-Disposition"].startswith("attachment;")
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        dom = LexborHTMLParser(answer.content)
        assert dom.css("script, img, style, link, iframe, object, base") == []
        assert [name for node in dom.css("*") for name in node.attributes if name.startswith("on")] == []


def test_security_48_no_format_is_one_that_browsers_run(client):
    for suffix, row in FORMATS.items():
        runs = row.media_type.startswith(
            ("text/html", "image/svg", "application/xhtml", "text/xml", "application/xml")
        )
        assert not runs or suffix in documents.TAKEN
