"""Cells that spreadsheets take for text."""

import csv
import io

import pytest

from directory.lookup.rows import csv_row, csv_rows, guarded


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+48 22", "-1", "@SUM(A1)", "\t=1", "\rx", "\nx", "  =1", "\u00a0=1", "\u3000=1", "＝1", "＋1", "－1", "＠a", " ＝1", "﹦1"],
)  # fmt: skip
def test_what_looks_like_a_formula_gets_an_apostrophe(cell):
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["", " ", "192.0.2.1", "cert@example.org", "a=1", "'=1", "Ł", "2001:db8::1", "  x"]
)
def test_everything_else_stays_as_it_is(cell):
    assert guarded(cell) == cell


def test_every_cell_is_in_quotes():
    assert csv_row(["a", 'say "b"', ""]) == '"a","say ""b""",""\r\n'


def test_nobody_is_a_row_too_and_an_error_its_reason():
    rows = list(csv.reader(io.StringIO("".join(csv_rows("x", "", [], "Why.")), newline="")))
    assert rows == [["x", "", "", "", "Why.", "", "", "", "", "", ""]]
