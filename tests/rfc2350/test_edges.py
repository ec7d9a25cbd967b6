"""What stands around a document: title pages stay, the page that a text was copied from goes."""

from __future__ import annotations

import pytest

from directory.rfc2350 import parse
from tests.rfc2350 import meadow


def front(head: str) -> list[str]:
    found = parse(f"{head}\n\n{meadow.in_paragraphs()}").sections[0]
    return [line for line in found.text.split("\n") if line] if found.canonical == "0" else []


@pytest.mark.parametrize(
    "lines",
    [
        ("Ministry of Meadows", "CERT Meadow", "RFC 2350"),
        ("Meadow Holding", "Computer Security Incident Response Team", "RFC 2350"),
        ("Version 1.0", "2 May 2023", "CERT Meadow, RFC 2350"),
        ("Meadow Holding", "-----", "RFC 2350 profile"),
    ],
)
def test_a_title_page_stays(lines: tuple[str, ...]) -> None:
    assert front("\n\n".join(lines)) == [line for line in lines if line != "-----"]


def test_what_stands_alone_below_a_pages_own_words_is_navigation() -> None:
    assert front("Skip to content\n\nHay and straw\n\nCERT Meadow, RFC 2350") == ["CERT Meadow, RFC 2350"]


def test_the_blank_of_an_empty_paragraph_shows_a_web_page() -> None:
    assert front("Hay and straw\n\n\u00a0\n\nCERT Meadow, RFC 2350") == ["CERT Meadow, RFC 2350"]


def test_a_block_that_is_navigation_for_the_most_part_goes_whole() -> None:
    head = "Skip to content\nSearch\nMenu\nHay\nStraw\nAbout us\n\nCERT Meadow, RFC 2350"
    assert front(head) == ["CERT Meadow, RFC 2350"]


@pytest.mark.parametrize(
    "trail", ["Home › Security › RFC 2350", "Home / RFC 2350", "Hay > Barn > CERT Meadow"]
)
def test_the_way_to_a_page_is_no_title(trail: str) -> None:
    assert front(f"{trail}\n\nProfile of CERT Meadow") == ["Profile of CERT Meadow"]


def test_a_title_with_a_stroke_is_no_way_to_a_page() -> None:
    assert front("CERT Meadow / RFC 2350 / edition 4") == ["CERT Meadow / RFC 2350 / edition 4"]


def last(foot: str) -> str:
    return parse(f"{meadow.on_one_line()} {foot}").sections[-1].text


def test_the_foot_of_a_page_that_is_one_line_goes() -> None:
    assert last("Follow us on Barn © 2019 Meadow Privacy Cookies") == "The team takes care, and no liability."


def test_a_copyright_without_a_pages_words_stays_with_its_text() -> None:
    assert last("The text is © 2019 CERT Meadow.").endswith("© 2019 CERT Meadow.")
