"""The Word file of a document."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from directory.importers import read
from directory.rfc2350 import Document, parse
from directory.rfc2350.document import Information, Section
from directory.rfc2350.to_docx import to_docx
from tests.rfc2350.invented import TEXT, words


@pytest.fixture(scope="module")
def document() -> Document:
    return parse(TEXT)


def test_every_word_and_section_reads_back(document: Document):
    source = read(to_docx(document))
    found = iter(words(*(line.text for line in source.lines)))
    assert [word for word in words(TEXT) if word not in found] == []
    assert [(s.canonical, s.number, s.title) for s in parse(source).sections] == [
        (s.canonical, s.number, s.title) for s in document.sections
    ]


def test_headings_are_words_own(document: Document):
    word = docx.Document(io.BytesIO(to_docx(document)))
    styled = {p.text: p.style.name for p in word.paragraphs if p.style is not None}
    assert styled["RFC 2350 CERT-Example"] == "Title"
    assert styled["1. Document Information"] == "Heading 1"
    assert styled["2.1 Name of the Team"] == "Heading 2"


def test_rows_are_a_table_and_keys_keep_their_lines(document: Document):
    word = docx.Document(io.BytesIO(to_docx(document)))
    assert [cell.text for cell in word.tables[0].rows[0].cells] == ["Red", "for the team"]
    (key,) = (p.text for p in word.paragraphs if p.style is not None and p.style.name == "Key")
    assert key.count("\n") == 4


def test_88_the_same_document_gives_the_same_bytes(document: Document):
    first = to_docx(document)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert to_docx(document) == first


def test_the_file_bears_the_documents_day_and_language():
    document = Document(
        language="de", document=Information(date="2026-03-01"), sections=(Section("1", "1", "A", "b"),)
    )
    properties = docx.Document(io.BytesIO(to_docx(document))).core_properties
    assert (properties.language, properties.created.date().isoformat()) == ("de", "2026-03-01")


def test_characters_that_no_file_can_hold_are_left_out():
    document = Document(sections=(Section("1", "1", "A\x00B", "c\x08d \ud800"),))
    assert "AB" in " ".join(line.text for line in read(to_docx(document)).lines)
