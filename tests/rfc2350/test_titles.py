"""Titles of sections: exact, misspelt, shortened, glued, in two languages, with a team's name in them."""

from __future__ import annotations

import pytest

from directory.rfc2350.language import language_of, languages
from directory.rfc2350.sections import TITLES
from directory.rfc2350.titles import matches, prefix


@pytest.mark.parametrize(("canonical", "title"), TITLES.items())
def test_the_rfcs_own_titles_are_known(canonical: str, title: str) -> None:
    assert canonical in {match.canonical for match in matches(title) if match.likeness == 1}


@pytest.mark.parametrize("language", languages(), ids=lambda language: language.code)
def test_every_language_has_a_title_for_every_section(language) -> None:
    assert {*TITLES, "0"} - {"1.5"} <= set(language.titles)


@pytest.mark.parametrize(
    ("title", "canonical"),
    [
        ("TELEPHONE NUMBER", "2.4"),
        ("Time-zone", "2.3"),
        ("E-Mail Adresse", "2.7"),
        ("Telephne Number", "2.4"),
        ("Fascimilie number", "2.5"),
        ("Points of MEADOW-CSIRT Contact", "2.11"),
        ("Mengenai MEADOW-CSIRT", "3"),
        ("Zielgruppe (Constituency)", "3.2"),
        ("Adresse / Address", "2.2"),
        ("Types of incidents and the level of support", "4.1"),
    ],
)
def test_a_variant_is_told(title: str, canonical: str) -> None:
    assert matches(title)[0].canonical == canonical
    assert matches(title)[0].likeness > 0.8


@pytest.mark.parametrize(
    "text", ["19 Meadow Street", "CERT Meadow", "cert@meadow.example", "Weed Watch", "75999 Example"]
)
def test_what_is_no_title_is_like_none(text: str) -> None:
    assert [match for match in matches(text) if match.likeness > 0.75] == []


def test_a_title_ends_where_a_glued_value_begins() -> None:
    found = prefix("Facsimile NumberN/A")
    assert found is not None
    assert (found.matches[0].canonical, "Facsimile NumberN/A"[: found.end]) == ("2.5", "Facsimile Number")


def test_a_word_that_only_begins_like_a_title_is_none() -> None:
    assert prefix("Addressees are members") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The team is a part of the institute and it will help with all of this and that.", "en"),
        (
            "Das Team ist ein Teil des Instituts und wird bei allem helfen, das nicht zu den Aufgaben von der Zentrale gehört.",
            "de",
        ),
        (
            "Tim ini adalah bagian dari institut dan akan membantu dengan semua yang tidak dapat dilakukan oleh instansi.",
            "id",
        ),
        ("Тимот е дел од институтот и ќе помага со сите работи кои не се на централата за да се реши.", "mk"),
        ("x", None),
    ],
)
def test_the_language_is_told_by_its_frequent_words(text: str, code: str | None) -> None:
    assert language_of([text]) == code
