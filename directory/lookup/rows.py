"""Answers as rows of a table: CSV that spreadsheets open without running what is written in it.

A team's name or a line of somebody's log can begin like a formula. Knows neither Django nor a database.
"""

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .told import COLUMNS


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before what begins, after any blanks,
    with = + - @ or one of their wide and small forms, and before what begins with a tab or a line break."""
    bare = cell.lstrip()
    blanks = cell[: len(cell) - len(bare)]
    starts = unicodedata.normalize("NFKC", bare[:1]) in {"=", "+", "-", "@"}
    return f"'{cell}" if starts or not {"\t", "\r", "\n"}.isdisjoint(blanks) else cell


def csv_row(cells: Iterable[str]) -> str:
    """One line of CSV (RFC 4180), every cell guarded and in quotes."""
    line: str = _WRITER.writerow([guarded(cell) for cell in cells])
    return line


def csv_rows(target: str, kind: str, teams: Iterable[Mapping[str, Any]], error: str = "") -> Iterator[str]:
    """A line for each team as `told` gives it; one line without a team where there is none, whose reason is the
    sentence why the target could not be read, if that is so."""
    nobody = True
    for team in teams:
        nobody = False
        yield csv_row([target, kind, *(_cell(team, column) for column in COLUMNS[2:])])
    if nobody:
        cells = dict.fromkeys(COLUMNS, "") | {"target": target, "kind": kind, "reason": error}
        yield csv_row(cells.values())


def _cell(team: Mapping[str, Any], column: str) -> str:
    value = team["slug" if column == "team" else column]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


class _Line:
    """What the writer of the csv module writes to: it gives each line back."""

    def write(self, line: str) -> str:
        return line


_WRITER = csv.writer(_Line(), quoting=csv.QUOTE_ALL)
