"""Tables of teams: from the bytes of a CSV file (RFC 4180) to records, by the mapping that fits its columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

from . import encoding, sniff
from .limits import MAX_BYTES, MEGABYTE, Unreadable
from .mapping import Mapping, Row
from .mapping_plain import PLAIN
from .mapping_ti_2012 import TI_2012
from .record import Record

MAPPINGS = {mapping.name: mapping for mapping in (TI_2012, PLAIN)}
SEPARATORS = ",;\t"


def read(data: bytes, mapping: str = "") -> list[Record]:
    """The teams of a table, in its order.

    `mapping` is a name in `MAPPINGS`; without one, the only one that fits the header is taken. Raises Unreadable
    with a sentence where the bytes are no table, or where a row has more or fewer cells than the header: from
    there on cells may stand in the wrong columns, so nothing is read.
    """
    text, code = _decoded(data)
    rows = _rows(text)
    header, _, _ = next(rows, ([], "", 1))
    chosen = _chosen([column.strip() for column in header], mapping)
    records = [_record(chosen, header, *row, code) for row in rows]
    if not records:
        raise Unreadable("The table has a header and no rows.")
    return records


def _decoded(data: bytes) -> tuple[str, str]:
    if len(data) > MAX_BYTES:
        raise Unreadable(f"The file is larger than {MAX_BYTES // MEGABYTE} MB.")
    if not data.strip():
        raise Unreadable("The file is empty.")
    if sniff.binary_kind(data) is not None:
        raise Unreadable("The file is a document, not a table.")
    decoded = encoding.decode(data)
    if "\0" in decoded.text:
        raise Unreadable("The file is not a text.")
    return decoded.text, decoded.encoding


def _rows(text: str) -> Iterator[tuple[list[str], str, int]]:
    """Each row that says something: its cells, the lines that it was read from and the number of the first."""
    first_line = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first_line.count)
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    reader = csv.reader(lines(), delimiter=separator, strict=True)
    number = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield cells, "".join(taken), number
            number = reader.line_num + 1
            taken.clear()
    except csv.Error as error:
        raise Unreadable(f"The row that begins in line {number} is not CSV: {error}.") from error


def _chosen(header: list[str], name: str) -> Mapping:
    twice = sorted({column for column in header if column and header.count(column) > 1})
    if twice:
        raise Unreadable(f"The header names {', '.join(twice)} more than once.")
    if not name:
        fitting = [mapping for mapping in MAPPINGS.values() if mapping.fits(header)]
        if len(fitting) != 1:
            raise Unreadable(
                f"No single mapping fits the columns of this table; name one with --mapping: {', '.join(MAPPINGS)}."
            )
        return fitting[0]
    if name not in MAPPINGS:
        raise Unreadable(f"There is no mapping “{name}”; there are {', '.join(MAPPINGS)}.")
    missing = sorted(MAPPINGS[name].required - set(header))
    if missing:
        raise Unreadable(f"The table lacks columns of the mapping “{name}”: {', '.join(missing)}.")
    return MAPPINGS[name]


def _record(
    mapping: Mapping, header: list[str], cells: list[str], lines: str, number: int, code: str
) -> Record:
    if len(cells) != len(header):
        raise Unreadable(
            f"The row in line {number} has {len(cells)} cells and the header {len(header)}: "
            "a separator or a quotation mark is missing or too many."
        )
    columns = [column.strip() for column in header]
    row = Row(dict(zip(columns, cells, strict=True)), mapping.separator)
    original, kept = _bytes(lines, code)
    return replace(mapping.record(row), original=original, encoding=kept, line=number)


def _bytes(lines: str, code: str) -> tuple[bytes, str]:
    """The bytes of a row in the encoding of its file; in UTF-8 where that one has no place for a mended character."""
    try:
        return lines.encode(code), code
    except UnicodeEncodeError:
        return lines.encode(), "utf-8"
