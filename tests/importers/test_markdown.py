"""Markdown to lines."""

from __future__ import annotations

from directory.importers.limits import MAX_MARKDOWN_CHARACTERS, MAX_TABLE_ROWS
from directory.importers.markdown import read_markdown


def shown(text: str) -> list[str]:
    return [line.text for line in read_markdown(text).lines if line.text]


def test_headings_have_levels_and_no_marks():
    source = read_markdown("# 1. Document *Information*\n\nText\n\n2.1 Name\n---\n")
    assert [(line.text, line.level) for line in source.lines if line.text] == [
        ("1. Document Information", 1),
        ("Text", None),
        ("2.1 Name", 2),
    ]


def test_lines_keep_the_numbers_of_the_source():
    source = read_markdown("---\ntitle: X\n---\n# A\n\none\ntwo\n")
    assert {line.text: line.number for line in source.lines if line.text} == {
        "title: X": 2,
        "A": 4,
        "one": 6,
        "two": 7,
    }


def test_front_matter_keeps_what_it_says_of_the_document():
    assert shown('---\ntitle: "RFC 2350"\nlayout: page\ndate: 2024-01-02\n---\nBody') == [
        "title: RFC 2350",
        "date: 2024-01-02",
        "Body",
    ]


def test_front_matter_in_toml_is_read_like_that_in_yaml():
    text = '+++\ntitle = "RFC 2350"\ndraft = false\n\n[extra]\nlayout = "page"\n+++\nBody'
    assert shown(text) == ["title: RFC 2350", "Body"]


def test_a_rule_at_the_start_is_no_front_matter():
    assert shown("---\nJust words between two rules\n---\nBody")[0] == "Just words between two rules"


def test_a_link_keeps_its_address_unless_the_text_shows_it():
    assert shown(
        "[the page](https://example.org/p), <cert@example.org>, [x@example.org](mailto:x@example.org)"
    ) == ["the page <https://example.org/p>, cert@example.org, x@example.org"]


def test_a_list_keeps_its_marks_and_its_depth():
    assert shown("- one\n- two\n  more\n  1. in\n  2. inn\n") == [
        "- one",
        "- two",
        "  more",
        "  1. in",
        "  2. inn",
    ]
    assert [line.item for line in read_markdown("1. a\n2. b").lines] == [True, True]


def test_a_table_gives_rows_of_cells():
    source = read_markdown("| Date | Version |\n|---|---|\n| 2022-05-10 | 0.1 |\n")
    assert [line.cells for line in source.lines] == [("Date", "Version"), ("2022-05-10", "0.1")]


def test_bold_is_the_whole_line_or_not_at_all():
    source = read_markdown("**Address**\n\n**Name:** x\n")
    assert [line.bold for line in source.lines if line.text] == [True, False]


def test_html_within_it_is_text_and_an_invented_tag_stays():
    assert shown("<div>hello <b>you</b></div>\n\nsend <name> a<br>note") == [
        "hello you",
        "send <name> a",
        "note",
    ]


def test_a_key_block_keeps_its_lines():
    block = [
        "-----BEGIN PGP PUBLIC KEY BLOCK-----",
        "mDMEZxyz",
        "=abcd",
        "-----END PGP PUBLIC KEY BLOCK-----",
    ]
    assert shown("```\n" + "\n".join(block) + "\n```") == block


def test_a_clear_signature_goes_and_its_dash_escapes_are_undone():
    signed = [
        "-----BEGIN PGP SIGNED MESSAGE-----",
        "Hash: SHA512",
        "",
        "# Charter",
        "",
        "- - to help",
        "-----BEGIN PGP SIGNATURE-----",
        "",
        "iQIzBAEBCgAdFiEE",
        "-----END PGP SIGNATURE-----",
    ]
    found = [(line.text, line.number) for line in read_markdown("\n".join(signed)).lines if line.text]
    assert found[-2:] == [("Charter", 4), ("- to help", 6)]


def test_a_long_table_is_read_as_lines_since_its_parser_is_quadratic():
    table = "|a|b|\n|-|-|\n" + "|1|2|\n" * MAX_TABLE_ROWS
    assert not any(line.cells for line in read_markdown(table).lines)


def test_a_text_beyond_the_cap_is_read_as_plain_text():
    text = "# A\n" + "word " * (MAX_MARKDOWN_CHARACTERS // 5 + 1)
    assert shown(text)[1].startswith("word word")
