"""The document's body as the site's own page shows it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from directory.rfc2350 import parse, to_html
from directory.rfc2350.document import Document, Phone, Section, TeamFacts
from directory.rfc2350.to_reading import direction, is_web_address, to_reading
from tests import mischief
from tests.rfc2350 import meadow

PHONES = (
    Phone("+33199000000", "voice", "+33 (0)1 99 00 00 00"),
    Phone("+33199000009", "fax", "+33 1 99 00 00 09"),
    Phone("+33199000005", "emergency", "01 99 00 00 05"),
)


def of_text(text: str, title: str = "Mail", number: str | None = "2.7") -> LexborHTMLParser:
    document = Document(team=TeamFacts(phones=PHONES), sections=(Section("2.7", number, title, text),))
    return LexborHTMLParser(to_reading(document))


def links(text: str) -> list[tuple[str, str]]:
    """Where each link of the text leads, and what it says."""
    nodes = of_text(text).css("p a, pre a")
    assert all(node.attributes["rel"] == "nofollow noopener ugc" for node in nodes)
    return [(node.attributes["href"] or "", node.text()) for node in nodes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to cert@meadow.example.", [("mailto:cert@meadow.example", "cert@meadow.example")]),
        ("<cert+team@meadow.example>", [("mailto:cert+team@meadow.example", "cert+team@meadow.example")]),
        (
            "See https://meadow.example/a?b=c&d.",
            [("https://meadow.example/a?b=c&d", "https://meadow.example/a?b=c&d")],
        ),
        ("https://meadow.example/?to=a@b.example", [("https://meadow.example/?to=a@b.example",) * 2]),
        ("Call +33 (0)1 99 00 00 00, day and night", [("tel:+33199000000", "+33 (0)1 99 00 00 00")]),
        ("Call +33 1 99 00 00 00", [("tel:+33199000000", "+33 1 99 00 00 00")]),
        ("Call 01 99 00 00 05.", [("tel:+33199000005", "01 99 00 00 05")]),
        ("Fax +33 1 99 00 00 09", []),
        ("Somebody else's: +33 1 99 00 00 01", []),
        ("192.0.2.0/24, 2026-03-01, 8A3C 51D0 7E2B", []),
        ("cert AT meadow DOT example, cert@localhost, @cert@meadow.example", []),
        ("ftp://meadow.example javascript:alert(1) //meadow.example data:text/html,x", []),
        ("https://bank.example@evil.example/ https://", []),
        ("https://[::1 http://[x]/", []),
    ],
)
def test_addresses_and_the_team_s_numbers_lead_where_they_say(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert links(text) == expected


def test_a_heading_leads_to_its_own_place_by_its_number() -> None:
    link = of_text("x", "Mail").css_first("h3 a.here")
    assert (link.attributes["href"], link.text(), link.attributes["aria-label"]) == (
        "#s-2.7",
        "2.7",
        "Section 2.7",
    )


def test_a_heading_without_a_number_leads_there_by_a_sign_that_says_its_title() -> None:
    page = of_text("x", "Über “uns” <b>", None)
    link = page.css_first("a.here")
    assert (link.text(), link.attributes["aria-label"]) == ("§", "Section Über “uns” <b>")
    assert page.css_first("section").attributes["id"] == "s-über-uns-b"
    assert link.attributes["href"] == "#s-%C3%BCber-uns-b"


def test_the_words_are_those_of_the_document() -> None:
    document = parse(meadow.in_paragraphs())
    exported, shown = LexborHTMLParser(to_html(document)), LexborHTMLParser(to_reading(document))
    assert [p.text() for p in exported.css("p, pre")] == [p.text() for p in shown.css("p, pre")]
    assert [s.attributes["id"] for s in exported.css("section")] == [
        s.attributes["id"] for s in shown.css("section")
    ]


def test_the_export_has_nothing_of_the_page() -> None:
    exported = to_html(parse(meadow.in_paragraphs()))
    assert "mailto:" not in exported
    assert "here" not in {name for a in LexborHTMLParser(exported).css("a") for name in a.attributes.values()}
    assert 'dir="' not in exported


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "فريق نجم", "ltr"),
        ("he", "CERT", "rtl"),
        (None, "فريق نجم للاستجابة لطوارئ الحاسوب CERT", "rtl"),
        (None, "CERT Meadow فريق", "ltr"),
        (None, "192.0.2.0/24", "ltr"),
        (None, "", "ltr"),
    ],
)
def test_a_document_runs_in_its_own_direction(language: str | None, text: str, expected: str) -> None:
    document = Document(language=language, sections=(Section("7", "7", "Limits", text),))
    assert direction(document) == expected
    assert f'dir="{expected}"' in to_reading(document)


@pytest.mark.parametrize("address", mischief.ADDRESSES)
def test_security_36_no_address_that_misleads_is_one(address: str) -> None:
    assert not is_web_address(address)


@pytest.mark.parametrize("text", mischief.SCRIPTS)
def test_security_35_what_a_document_says_is_text(text: str) -> None:
    page = of_text(f"a {text} b", f"Mail {text}")
    allowed = {"html", "head", "body", "article", "section", "h3", "p", "pre", "a", "br", "-text"}
    nodes = list(page.root.traverse(include_text=True)) if page.root else []
    assert {node.tag for node in nodes} <= allowed
    assert {name for node in nodes for name in node.attributes} <= {
        "class", "dir", "id", "data-canonical", "href", "rel", "aria-label"
    }  # fmt: skip


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=30))
def test_security_35_any_text_is_text(text: str, title: str) -> None:
    document = Document(sections=(Section("7", "7", title, text),))
    page = LexborHTMLParser(to_reading(document))
    assert {node.tag for node in page.css("article *")} <= {"section", "h2", "p", "pre", "a", "br"}
    for link in page.css("a"):
        assert (link.attributes["href"] or "").startswith(("#s-", "http://", "https://", "mailto:", "tel:"))


def test_a_line_of_nothing_but_beginnings_is_read_once() -> None:
    """Nothing is asserted of time: a pattern that went back would not come to an end here."""
    for beginning in ("a", "a.", "a@", "1 ", "(1", "http://", "a@a.", "-"):
        assert len(of_text(beginning * 50_000).css("p, pre")) == 1
