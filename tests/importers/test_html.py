"""The document within a web page."""

from __future__ import annotations

import pytest

from directory.importers import Unreadable, html, read
from directory.rfc2350.source import Line

DOCUMENT = """
<h2>1. Document Information</h2><p>This document describes CERT-Example.</p>
<h3>1.1 Date of Last Update</h3><p>2024-01-02</p>
<h3>1.2 Distribution List for Notifications</h3><p>None.</p>
<h2>2. Contact Information</h2>
<h3>2.1 Name of the Team</h3><p>CERT-Example</p>
<h3>2.2 Address</h3><p>Example Street 1<br>1010 Example</p>
<h3>2.3 Time Zone</h3><p>UTC+1</p>
"""


def lines(body: str) -> list[Line]:
    return list(html.extract(f"<!doctype html><html><body>{body}</body></html>".encode()).lines)


def shown(body: str) -> list[str]:
    return [line.text for line in lines(body) if line.text]


def test_headings_paragraphs_and_breaks_become_lines():
    found = [(line.text, line.level) for line in lines(DOCUMENT) if line.text]
    assert found[0] == ("1. Document Information", 2)
    assert found[-4:-2] == [("Example Street 1", None), ("1010 Example", None)]


@pytest.mark.parametrize(
    "chrome",
    [
        "<nav><a href='/'>Home</a></nav>",
        "<header><h1>Ministry of Examples</h1></header>",
        "<footer>Copyright</footer>",
        "<aside><h2>News</h2></aside>",
        "<div class='cookie-banner'>We use cookies</div>",
        "<div id='main-menu'>Services</div>",
        "<script>var x = 1;</script><style>p {}</style>",
        "<div style='display: none'>hidden</div>",
        "<p hidden>hidden</p>",
        "<ul><li><a href='#a'>Document Information</a></li><li><a href='#b'>Contact Information</a></li>"
        "<li><a href='#c'>Charter</a></li></ul>",
    ],
)
def test_chrome_around_the_document_is_left_out(chrome):
    assert shown(f"{chrome}<div>{DOCUMENT}</div>{chrome}") == shown(DOCUMENT)


def test_the_part_with_the_headings_wins_over_its_neighbours():
    page = f"<div><div>Read also this</div><div class='x'>{DOCUMENT}</div><div>Last news: nothing</div></div>"
    assert shown(page) == shown(DOCUMENT)


def test_an_element_with_a_suspicious_name_stays_where_it_holds_the_headings():
    assert shown(f"<div class='sidebar-layout menu'>{DOCUMENT}</div>") == shown(DOCUMENT)


def test_a_page_without_the_headings_is_read_whole():
    assert shown("<div><p>One</p></div><div><p>Two</p></div>") == ["One", "Two"]


def test_lists_have_their_marks_restored():
    assert shown("<ol><li>a</li><li>b<ul><li>c</li></ul></li></ol><ol type=a start=3><li>d</li></ol>") == [
        "1. a",
        "2. b",
        "  - c",
        "c. d",
    ]


def test_a_paragraph_in_an_item_does_not_leave_its_mark():
    assert shown("<ul><li><p>a</p></li></ul>") == ["- a"]


def test_a_table_of_data_gives_rows_of_cells():
    found = lines("<table><tr><th>Version<td>1.0</tr><tr><th>Address<td>Street 1<br>1010 Town</tr></table>")
    assert [(line.text, line.cells) for line in found] == [
        ("Version  1.0", ("Version", "1.0")),
        ("Address  Street 1", ("Address", "Street 1")),
        ("1010 Town", ()),
    ]


def test_a_table_that_lays_out_the_page_is_read_as_blocks():
    assert shown(f"<table><tr><td>{DOCUMENT}</td><td></td></tr></table>") == shown(DOCUMENT)


def test_a_label_and_its_value_that_only_a_style_parts_are_not_glued():
    found = lines("<div><span class=label>Version</span><span class=value>1.2</span></div>")
    assert found[0].cells == ("Version", "1.2")


def test_words_that_a_page_splits_into_elements_stay_whole():
    assert shown("<p>CE<b>RT</b>-Ex<i>ample</i></p>") == ["CERT-Example"]


def test_preformatted_text_stays_as_it_is():
    assert [line.text for line in lines("<pre>\n1. A\n\n   two\n</pre>")] == ["1. A", "", "   two"]


def test_an_address_under_mail_protection_is_the_pages_own_text():
    code = "42" + "".join(f"{ord(c) ^ 0x42:02x}" for c in "cert@example.org")
    assert shown(
        f"<p>Write to <a class='__cf_email__' data-cfemail='{code}'>[email&#160;protected]</a>.</p>"
    ) == ["Write to cert@example.org."]
    assert shown(f"<p><a href='/cdn-cgi/l/email-protection#{code}'>[email protected]</a></p>") == [
        "cert@example.org"
    ]


def test_a_mail_link_whose_text_lacks_the_address_shows_it():
    assert shown("<p><a href='mailto:cert@example.org?subject=x'>Mail us</a></p>") == [
        "Mail us <cert@example.org>"
    ]
    assert shown("<p><a href='mailto:cert@example.org'>cert (at) example.org</a></p>") == [
        "cert (at) example.org"
    ]


def test_bold_paragraphs_are_bold():
    assert [
        line.bold for line in lines("<p><strong>2.1 Name</strong></p><p><b>Name:</b> x</p>") if line.text
    ] == [
        True,
        False,
    ]


def test_directives_of_a_template_are_no_text():
    page = f"@extends('layouts.app')\n<p>@section('content')</p>{DOCUMENT}"
    assert shown(page)[0] == "1. Document Information"


def test_a_fragment_without_a_head_is_a_page_too():
    assert read(DOCUMENT.encode()).format == "html"


def test_82_scripts_refreshes_and_bases_are_never_followed():
    page = "<head><base href='https://example.org/'><meta http-equiv=refresh content='0;url=https://example.org'></head>"
    assert shown(page + "<p onclick='x()'>text<script>document.write('no')</script></p>") == ["text"]


def test_82_twenty_thousand_nested_tags_are_read():
    page = b"<html>" + b"<div>" * 20_000 + b"<p>deep</p>"
    assert [line.text for line in read(page).lines] == ["deep"]


def test_82_five_megabytes_of_an_attribute_are_no_text():
    assert [line.text for line in read(b"<html><p class='" + b"a" * 5_000_000 + b"'>x</p>").lines] == ["x"]


def test_a_page_of_too_many_elements_is_refused():
    with pytest.raises(Unreadable):
        read(b"<html>" + b"<p>x" * 600_000)


@pytest.mark.parametrize("where", ["main", "article"])
def test_the_title_above_the_document_in_its_article_stays(where):
    page = f"<{where}><div class='page-header'><h2>CERT-Example RFC 2350</h2></div><div>{DOCUMENT}</div></{where}>"
    assert shown(page) == ["CERT-Example RFC 2350", *shown(DOCUMENT)]


def test_a_heading_above_the_document_that_names_no_team_is_left_out():
    assert shown(f"<main><div><h2>News</h2></div><div>{DOCUMENT}</div></main>") == shown(DOCUMENT)


def test_a_title_outside_the_article_is_the_sites_own():
    page = f"<div><h1>CERT-Example</h1></div><main><div>{DOCUMENT}</div></main>"
    assert shown(page) == shown(DOCUMENT)
