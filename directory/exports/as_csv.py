"""Teams as a table: a line each, every cell guarded against spreadsheets that run what is written in it."""

from collections.abc import Iterable, Iterator

from directory.lookup.rows import csv_row
from directory.models import Listing

from .row import COLUMNS, row_of


def write(listings: Iterable[Listing]) -> Iterator[str]:
    yield csv_row(COLUMNS)
    for listing in listings:
        yield csv_row(_cell(value) for value in row_of(listing).values())


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)
