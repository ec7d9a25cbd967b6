"""A title and its value on one line: the value is never taken into the title, nor the title into the value."""

from __future__ import annotations

import pytest

from directory.rfc2350 import parse
from directory.rfc2350.values import is_empty_answer, titled_value

HEADINGS = (
    ("1", "Document Information", ""),
    ("1.1", "Date of Last Update", "5 March 2024"),
    ("2", "Contact Information", ""),
    ("2.1", "Name of the Team", "CERT Meadow"),
    ("2.4", "Telephone Number", "+33 1 99 00 00 00"),
    ("2.5", "Facsimile Number", None),
    ("2.6", "Other Telecommunication", None),
    ("2.7", "Electronic Mail Address", "cert@meadow.example"),
    ("3", "Charter", ""),
    ("3.3", "Sponsorship and/or Affiliation", None),
    ("5", "Services", ""),
    ("5.1", "Incident Response", None),
)


def document(separator: str, value: str, *, numbered: bool) -> str:
    lines = ["RFC 2350 CERT Meadow"]
    for number, title, own in HEADINGS:
        text = separator + value if own is None else own and f": {own}"
        lines.append((f"{number} " if numbered else "") + title + text)
    return "\n\n".join(lines)


@pytest.mark.parametrize("numbered", [True, False], ids=["numbered", "unnumbered"])
@pytest.mark.parametrize("separator", [": ", "   ", "\t", " - ", " – ", " | "])
@pytest.mark.parametrize("value", ["None", "n/a", "not offered", "To help.", "Triage and resolution for all"])
def test_a_value_behind_a_sign_or_a_gap_is_no_title(numbered: bool, separator: str, value: str) -> None:
    sections = parse(document(separator, value, numbered=numbered)).sections
    found = {section.canonical: (section.title, section.text) for section in sections}
    for canonical, title, own in HEADINGS:
        assert found[canonical] == (title, value if own is None else own)


@pytest.mark.parametrize("value", ["None", "None.", "N/A", "not offered", "Not available", "Tidak ada"])
@pytest.mark.parametrize("numbered", [True, False], ids=["numbered", "unnumbered"])
def test_an_empty_answer_after_one_blank_is_no_title(numbered: bool, value: str) -> None:
    found = {s.canonical: s.text for s in parse(document(" ", value, numbered=numbered)).sections}
    assert [found[c] for c in ("2.5", "2.6", "3.3", "5.1")] == [value] * 4


@pytest.mark.parametrize(
    "text",
    [
        "Address of the team",
        "Adresse / Address",
        "Adresse: Address",
        "Adresse   Address",
        "Mission Statement and values",
        "Telephone No.",
        "Public   Keys   and   Encryption   Information",
    ],
)
def test_a_title_that_goes_on_holds_no_value(text: str) -> None:
    assert titled_value(text, 0) is None


@pytest.mark.parametrize("text", ["None.", "N/A", "not offered to the public", "Tidak ada", "Néant", "brak"])
def test_an_empty_answer_is_told_in_any_language(text: str) -> None:
    assert is_empty_answer(text)


@pytest.mark.parametrize("text", ["No. 7", "No.", "Not every member of the team may be reached here by mail"])
def test_another_answer_is_not_empty(text: str) -> None:
    assert not is_empty_answer(text)


def test_a_paragraph_that_wraps_before_a_title_begins_no_section() -> None:
    text = document(": ", "None", numbered=False).replace(
        "5 March 2024",
        "5 March 2024\n\nThis profile names the people, the hours, the rooms, and further the\n"
        "Address   and Name - none of which is told to the press",
    )
    assert "2.2" not in {section.canonical for section in parse(text).sections}
