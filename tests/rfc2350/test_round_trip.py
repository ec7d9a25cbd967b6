"""Law 4 of the document format: what is written is read as the same document, in every format."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.importers import read
from directory.rfc2350 import Document, parse, to_html, to_json, to_markdown, to_text
from directory.rfc2350.body import normal_text
from directory.rfc2350.document import Section
from directory.rfc2350.sections import TITLES
from tests.rfc2350 import meadow

CORPUS = Path(
    os.environ.get("CSIRT_CORPUS", Path(__file__).parents[2] / ".." / "shared" / "corpus")
).resolve()
FILES = sorted(p for p in CORPUS.glob("*/*") if p.parent.name != "gold" and not p.name.endswith(".words.txt"))

lines = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=90
)
marks = st.sampled_from(
    [
        "- item",
        "1. one",
        "a) two",
        "# no",
        "**b**",
        "<i>x</i>",
        "  in",
        "a\tb",
        "2.1 Name",
        "> q",
        "[l](u)",
        "|a|b|",
        "===",
    ]
)
bodies = st.lists(st.one_of(lines, marks, st.just("")), max_size=8).map("\n".join)


def read_back(document: Document) -> list[Document]:
    return [
        parse(to_text(document)),
        parse(read(to_text(document).encode(), "document.txt")),
        parse(read(to_markdown(document).encode(), "document.md")),
        parse(read(to_html(document).encode(), "document.html")),
        Document.from_dict(json.loads(to_json(document))),
    ]


def assert_law(document: Document) -> None:
    for again in read_back(document):
        assert again.meaning() == document.meaning()


@pytest.mark.parametrize(
    "shape", [meadow.in_paragraphs, meadow.on_one_line, meadow.without_numbers, meadow.paginated]
)
def test_every_format_gives_the_document_back(shape) -> None:
    assert_law(parse(shape()))


@pytest.mark.skipif(not FILES, reason="the corpus of real documents is not here (CSIRT_CORPUS)")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_document_of_the_corpus_comes_back(path: Path) -> None:
    assert_law(parse(read(path.read_bytes(), path.name)))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(sorted(TITLES)), bodies), min_size=1, max_size=12))
def test_any_text_comes_back_from_plain_text(parts: list[tuple[str, str]]) -> None:
    source = "\n\n".join(f"{number} {TITLES[number]}\n\n{body}" for number, body in parts)
    document = parse(source)
    assert parse(to_text(document)).meaning() == document.meaning()


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=400))
def test_any_characters_come_back_from_plain_text(text: str) -> None:
    document = parse(text)
    assert parse(to_text(document)).meaning() == document.meaning()


@settings(deadline=None, max_examples=100)
@given(bodies)
def test_a_normal_text_is_normal(text: str) -> None:
    normal = normal_text(text)
    assert normal_text(normal) == normal
    assert not [line for line in normal.split("\n") if line != line.rstrip()]


def test_a_text_of_the_projects_own_layout_is_read_by_its_indentation_alone() -> None:
    body = "# no heading\n2.8 Public Keys and Encryption Information\n**stars** <b>tags</b>\n- -dash"
    sections = (
        Section("2.7", "2.7", "Electronic Mail Address", body),
        Section("7", "7", "Disclaimers", "None."),
    )
    text = to_text(Document(sections=sections))
    assert [(s.title, s.text) for s in parse(text).sections] == [(s.title, s.text) for s in sections]


def test_text_is_deterministic_and_plain() -> None:
    text = to_text(parse(meadow.in_paragraphs()))
    assert text == to_text(parse(text))
    assert text.endswith("\n")
    assert not [line for line in text.split("\n") if line != line.rstrip() or "\t" in line]


def test_the_rfc_layout_has_the_rfcs_outline() -> None:
    sections = (
        Section("2.7", "3.6", "Mail", "cert@meadow.example"),
        Section("5", "6.1", "Weed Watch", "Daily."),
    )
    text = to_text(Document(sections=sections), layout="rfc")
    assert "2.7  Electronic Mail Address\n\n   cert@meadow.example\n" in text
    assert "2.4  Telephone Number\n\n   None available.\n" in text
    assert "5.  Services\n\n   Weed Watch:\n\n   Daily.\n" in text


def test_html_shows_text_as_text() -> None:
    sections = (
        Section(
            "7", "7", "Disclaimers <b>", "<script>alert(1)</script> javascript:x https://meadow.example/a."
        ),
    )
    page = to_html(Document(sections=sections))
    assert "<script>" not in page
    assert '<a href="https://meadow.example/a" rel="nofollow noopener">https://meadow.example/a</a>.' in page
    assert page.count("<a ") == 1


def test_a_text_that_only_looks_like_our_own_keeps_its_numbers():
    text = "1. Document Information\n\n1.1. Date of Last Update\n\n   2 March 2026\n\n2. Contact\n\n2.1. Name of the Team\n\n   EXAMPLE-CERT\n"
    assert [section.number for section in parse(text).sections] == ["1", "1.1", "2", "2.1"]


def test_what_is_out_of_reach_is_kept_and_said():
    chapters = "1. Document Information\n2. Contact Information\n2.1 Name of the Team\nEXAMPLE-CERT\n"
    text = chapters + "A sentence of an annex that nobody will read.\n" * 8000 + "3. Charter\nlastword\n"
    document = parse(text)
    assert document.sections[-1].text.endswith("lastword")
    assert "structure-limit" in {problem.code for problem in document.problems}
    assert parse(to_text(document)).meaning() == document.meaning()


def test_a_key_block_without_an_end_is_lost_in_no_format() -> None:
    text = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEZxyz\n\nThe rest of it is on our site."
    document = Document(sections=(Section("2.8", "2.8", "Public Keys and Encryption Information", text),))
    assert to_html(document).count("The rest of it is on our site.") == 1
    assert to_markdown(document).count("mDMEZxyz") == 1
