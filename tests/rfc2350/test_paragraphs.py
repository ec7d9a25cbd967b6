"""A section's text as a word processor sees it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from directory.rfc2350.body import normal_text
from directory.rfc2350.document import Document, Section
from directory.rfc2350.paragraphs import Item, Paragraph, Rows, Verbatim, paragraphs, title_and_sections

PROSE = """\
This document describes the team in a paragraph that was wrapped at
seventy-two columns and flows on from line to line until it ends."""


def test_prose_flows_on():
    assert paragraphs(PROSE) == [Paragraph((PROSE.replace("\n", " "),))]


def test_prose_that_was_set_wider_and_wrapped_again_flows_on():
    wide = [
        "This line of prose was set at eighty-four columns in the source that it came from, x",
        "and so was this one, which is why each of them was broken once more by our own wrap,",
        "and here it ends.",
    ]
    text = normal_text("\n".join(wide))
    assert paragraphs(text) == [Paragraph((" ".join(wide),))]


def test_an_address_keeps_its_lines():
    assert paragraphs("Example Street 1\n1010 Example") == [Paragraph(("Example Street 1", "1010 Example"))]


def test_items_take_what_hangs_under_them():
    assert paragraphs("- one\n  more\n- two\n  a. three") == [
        Item("-", ("one", "more")),
        Item("-", ("two",)),
        Item("a.", ("three",), 1),
    ]


def test_rows_with_the_same_cells_are_a_table():
    assert paragraphs("Red    for us\nGreen  for you") == [Rows((("Red", "for us"), ("Green", "for you")))]
    assert paragraphs("Red    for us") == [Paragraph(("Red    for us",))]


def test_a_key_block_is_one_with_its_empty_lines():
    key = ("-----BEGIN PGP PUBLIC KEY BLOCK-----", "", "mDMEZ", "-----END PGP PUBLIC KEY BLOCK-----")
    assert paragraphs("before\n" + "\n".join(key) + "\nafter") == [
        Paragraph(("before",)),
        Verbatim(key),
        Paragraph(("after",)),
    ]


@given(st.text(alphabet="ab1.-• \n", max_size=200))
def test_no_word_is_added_or_lost(text: str):
    text = normal_text(text)
    said: list[str] = []
    for block in paragraphs(text) if text else ():
        if isinstance(block, Rows):
            said += [cell for row in block.rows for cell in row]
        else:
            said += [block.mark] if isinstance(block, Item) else []
            said += block.lines
    assert " ".join(said).split() == text.split()


def test_a_title_in_the_front_matter_is_not_said_twice():
    sections = (Section("0", None, "", "RFC 2350 CERT-Example\n\nA preface."), Section("1", "1", "A", "b"))
    title, rest = title_and_sections(Document(sections=sections))
    assert title == "RFC 2350 CERT-Example"
    assert [section.text for section in rest] == ["A preface.", "b"]


def test_a_preface_is_no_title():
    sections = (Section("0", None, "", PROSE),)
    assert title_and_sections(Document(sections=sections)) == ("RFC 2350", list(sections))
