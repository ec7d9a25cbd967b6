"""The index in SQLite: an FTS5 table whose rowid is the listing's key."""

from collections.abc import Iterable

from django.db import connection

CREATE = (
    "CREATE VIRTUAL TABLE directory_search USING fts5"
    "(names, services, body, tokenize = 'unicode61 remove_diacritics 0')"
)
DROP = "DROP TABLE directory_search"

# A hit in a name says eight times what one in the prose says.
_RANKED = """
SELECT rowid FROM directory_search WHERE directory_search MATCH %s
ORDER BY bm25(directory_search, 8.0, 3.0, 1.0), rowid
"""
_COLUMNS = {1: "names", 2: "names services", 3: "names services body"}


def put(listing_id: int, names: str, services: str, body: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO directory_search (rowid, names, services, body) VALUES (%s, %s, %s, %s)",
            [listing_id, names, services, body],
        )


def remove(listing_id: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT names, services, body FROM directory_search WHERE rowid = %s", [listing_id])
        texts = cursor.fetchone() or ()
        cursor.execute("DELETE FROM directory_search WHERE rowid = %s", [listing_id])
    return " ".join(texts).split()


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM directory_search")


def holding(word: str, *, most: int) -> list[int]:
    # Words hold letters and digits only, so that quoting them is enough.
    match = f'{{{_COLUMNS[most]}}} : "{word}"*'
    return _keys("SELECT rowid FROM directory_search WHERE directory_search MATCH %s", match)


def ranked(found: Iterable[str]) -> list[int]:
    return _keys(_RANKED, " ".join(f'"{word}"*' for word in found))


def _keys(statement: str, match: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [match])
        return [key for (key,) in cursor.fetchall()]
