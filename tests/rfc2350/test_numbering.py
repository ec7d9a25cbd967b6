"""Section numbers, read as documents write them and written as the project does."""

from __future__ import annotations

import pytest

from directory.rfc2350.numbering import (
    heading_line,
    is_successor,
    read_number,
    split_heading,
    split_spoken,
    spoken_heading,
)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("2.1 A", "2.1"),
        ("2.1. A", "2.1"),
        ("2 .1. A", "2.1"),
        ("2. 1. A", "2.1"),
        ("3.1: A", "3.1"),
        ("1.1 - A", "1.1"),
        ("2.A", "2"),
        ("IV. A", "IV"),
        ("5.1.2 A", "5.1.2"),
    ],
)
def test_a_number_is_read_however_it_is_written(written: str, number: str) -> None:
    found, rest = read_number(written)
    assert (found, written[rest:]) == (number, "A")


@pytest.mark.parametrize("text", ["2024 A", "00 420 A", "A 2.1", "075 A"])
def test_years_and_dialling_codes_are_no_section_numbers(text: str) -> None:
    assert read_number(text)[0] is None


@pytest.mark.parametrize(
    ("number", "title"), [(None, "Charter"), ("3", "Charter"), ("2.10", "24x7"), ("IV", "A. B"), ("5", "1 A")]
)
def test_a_heading_is_split_as_it_was_written(number: str | None, title: str) -> None:
    assert split_heading(heading_line(number, title)) == (number, title)
    assert split_spoken(spoken_heading(number, title)) == (number, title)


def test_successors_are_children_siblings_and_next_parents() -> None:
    assert is_successor((2, 1), (2, 2))
    assert is_successor((2, 1), (2, 1, 1))
    assert is_successor((2, 11), (3,))
    assert not is_successor((2, 1), (2, 3))
    assert not is_successor((2, 1), (1, 2))
