"""Loading an operator's tables: a table is replaced as a whole, or stays as it is.

The rows are gathered in a temporary table first, which may take minutes and holds up nobody; then one short
transaction puts them in the place of the old ones. A lost connection leaves nothing behind.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.db import connection, models, transaction

from directory.models import Delegation, LookupState, Origin

from . import keys, tables
from .tables import Row, RowsOf, Tally

ROWS_AT_A_TIME = 400  # two values each: SQLite takes 999 in one statement
LINES_BETWEEN_SIGNS = 100_000
STAGE = "directory_loading"

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Table:
    """`column` holds the value of a row; `lengths` is the field of LookupState that tells which networks there are."""

    model: type[models.Model]
    column: str
    lengths: str
    rows_of: RowsOf


ORIGINS = Table(Origin, "asn", "origins", tables.origins)
DELEGATIONS = Table(Delegation, "country", "delegations", tables.delegations)


def load(table: Table, paths: Sequence[Path], progress: Progress) -> tuple[int, Tally]:
    """Puts the rows of all the files in the place of the table's; the number of rows, and what the lines were.

    `progress` is told about every 100,000 lines. Raises tables.Unusable, and the table is what it was.
    """
    tally = Tally()
    lengths: set[int] = set()
    _open_stage(table)
    signs = 1
    for path in paths:
        rows = tables.rows(path, table.rows_of, tally)
        while batch := list(islice(rows, ROWS_AT_A_TIME)):
            _put_on_stage(batch)
            lengths.update(row.key[1] for row in batch if row.key[:1] == b"n")
            if tally.lines >= signs * LINES_BETWEEN_SIGNS:
                progress(f"{path}: {tally.lines:,} lines read")
                signs = tally.lines // LINES_BETWEEN_SIGNS + 1
    with transaction.atomic():
        # A table of AS numbers alone has no lengths, and would look empty without one (sql.py).
        _empty(table, lengths or {keys.TOP})
        loaded = _take_from_stage(table)
        _ask(f"DROP TABLE {STAGE}")
    return loaded, tally


def clear(table: Table) -> None:
    """Empties the table."""
    with transaction.atomic():
        _empty(table, set())


def _empty(table: Table, lengths: set[int]) -> None:
    """Removes the rows, and notes the lengths of those that come instead. Loads wait for each other here."""
    state, _ = LookupState.objects.select_for_update().get_or_create(pk=1)
    setattr(state, table.lengths, bytes(sorted(lengths)))
    state.loads += 1
    state.save(update_fields=[table.lengths, "loads"])
    table.model._default_manager.all().delete()


def _open_stage(table: Table) -> None:
    _ask(f"DROP TABLE IF EXISTS {STAGE}")
    types = (table.model._meta.get_field(name).db_type(connection) for name in ("key", table.column))
    _ask("CREATE TEMPORARY TABLE {} (key {} NOT NULL, value {} NOT NULL)".format(STAGE, *types))


def _put_on_stage(batch: Sequence[Row]) -> None:
    marks = ", ".join(["(%s, %s)"] * len(batch))
    statement = f"INSERT INTO {STAGE} (key, value) VALUES {marks}"  # noqa: S608 — a constant and marks
    _ask(statement, [value for row in batch for value in row])


def _take_from_stage(table: Table) -> int:
    """Each row once, in the order of the index, which grows at its end then."""
    return _ask(
        f"INSERT INTO {table.model._meta.db_table} (key, {table.column}) "  # noqa: S608 — our own names
        f"SELECT DISTINCT key, value FROM {STAGE} ORDER BY key, value"
    )


def _ask(statement: str, values: Sequence[bytes | int | str] = ()) -> int:
    """Runs a statement; how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return cursor.rowcount
