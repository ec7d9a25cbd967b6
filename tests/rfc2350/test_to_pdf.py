"""The PDF of a document: what it says, that it is always the same, and that nothing is fetched for it."""

from __future__ import annotations

import io
from datetime import date

import pypdf
import pytest

from directory.importers import read
from directory.rfc2350 import Document, parse
from directory.rfc2350.document import Section
from directory.rfc2350.to_pdf import NothingFetched, to_page, to_pdf
from tests.rfc2350.invented import TEXT, words

DAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def document() -> Document:
    return parse(TEXT)


@pytest.fixture(scope="module")
def made(document: Document) -> bytes:
    return to_pdf(document, made_on=DAY)


def test_every_word_reads_back_in_order(document: Document, made: bytes):
    found = iter(words(*(line.text for line in read(made).lines)))
    assert [word for word in words(TEXT) if word not in found] == []


def test_every_section_reads_back(document: Document, made: bytes):
    again = parse(read(made))
    assert [(s.canonical, s.number, s.title) for s in again.sections if s.title] == [
        (s.canonical, s.number, s.title) for s in document.sections if s.title
    ]


def test_88_the_same_document_gives_the_same_bytes(document: Document, made: bytes):
    assert to_pdf(document, made_on=DAY) == made


def test_another_day_gives_another_file(document: Document):
    assert "2026-03-01" in to_page(document, DAY)
    assert to_page(document, DAY) != to_page(document, date(2026, 3, 2))


def test_the_file_is_tagged_and_says_title_language_and_day(made: bytes):
    reader = pypdf.PdfReader(io.BytesIO(made))
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "RFC 2350 CERT-Example"
    assert reader.metadata["/CreationDate"] == "D:20260301000000Z"


def test_contents_and_pages_are_numbered(made: bytes):
    shown = pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert any("...." in line and line.startswith("1.1 Date of Last Update") for line in shown.splitlines())
    assert "1 / 2" in shown


def test_chapters_are_bookmarks(made: bytes):
    outline = pypdf.PdfReader(io.BytesIO(made)).outline
    assert [item.title for item in outline if not isinstance(item, list)][:2] == [
        "1. Document Information",
        "2. Contact Information",
    ]


HOSTILE = [
    '<img src="file:///etc/hostname">',
    '<a rel="attachment" href="file:///etc/hostname">x</a>',
    "<style>@import url(https://example.org/x.css)</style>",
    '<svg><image href="https://example.org/x.png"/></svg>',
    "<link rel=stylesheet href=https://example.org/x.css>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_87_markup_in_a_text_is_text(text: str):
    document = Document(sections=(Section("1", "1", text, text),))
    page = to_page(document, DAY)
    assert text not in page
    assert "<img" not in page
    reader = pypdf.PdfReader(io.BytesIO(to_pdf(document, made_on=DAY)))
    assert reader.attachments == {}


@pytest.mark.parametrize("address", ["file:///etc/hostname", "https://example.org/", "data:text/css,p{}"])
def test_87_nothing_is_fetched(address: str):
    with pytest.raises(ValueError, match="Nothing is fetched"):
        NothingFetched().fetch(address)


def test_web_addresses_are_links_and_other_schemes_are_not(document: Document):
    sections = (Section("1", "1", "Places", "see <https://example.org/a>, javascript:alert(1)"),)
    page = to_page(Document(sections=sections), DAY)
    assert '<a href="https://example.org/a">https://example.org/a</a>&gt;,' in page
    assert 'href="javascript' not in page


def test_89_every_script_long_words_and_five_hundred_prefixes_are_set():
    prefixes = (
        "\n".join(f"192.0.2.{i}/32" for i in range(250))
        + "\n"
        + "\n".join(f"2001:db8:{i:x}::/48" for i in range(250))
    )
    text = "日本語 한국어 العربية עברית 🙂 Ελληνικό " + "x" * 300
    document = Document(
        language="ja", sections=(Section("3.2", "3.2", "Constituency", f"{text}\n\n{prefixes}"),)
    )
    shown = " ".join(line.text for line in read(to_pdf(document, made_on=DAY)).lines)
    assert "2001:db8:f9::/48" in shown
    assert "日本語" in shown
    assert "Ελληνικό" in shown
    assert "العربية" in shown


def test_characters_that_no_file_can_hold_are_left_out():
    document = Document(sections=(Section("1", "1", "A\x00B", "c\x08d \ud800"),))
    assert "AB" in to_pdf_text(document)


def to_pdf_text(document: Document) -> str:
    return " ".join(line.text for line in read(to_pdf(document, made_on=DAY)).lines)


def test_an_empty_document_is_a_page():
    assert read(to_pdf(Document(), made_on=DAY)).lines[0].text == "RFC 2350"
