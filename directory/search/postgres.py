"""The index in PostgreSQL: a weighted tsvector for each listing."""

from collections.abc import Iterable

from django.db import connection

CREATE = [
    "CREATE TABLE directory_search (listing_id bigint PRIMARY KEY, vector tsvector NOT NULL)",
    "CREATE INDEX directory_search_vector ON directory_search USING gin (vector)",
]
DROP = "DROP TABLE directory_search"

# Weights of D, C, B, A: a hit in a name says eight times what one in the prose says.
_RANKED = """
SELECT listing_id FROM directory_search, to_tsquery('simple', %s) AS asked WHERE vector @@ asked
ORDER BY ts_rank('{0.1, 0.12, 0.37, 1.0}', vector, asked) DESC, listing_id
"""
_WEIGHTS = {1: "A", 2: "AB", 3: "ABC"}


def put(listing_id: int, names: str, services: str, body: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO directory_search (listing_id, vector) VALUES (%s,"
            " setweight(to_tsvector('simple', %s), 'A') || setweight(to_tsvector('simple', %s), 'B')"
            " || setweight(to_tsvector('simple', %s), 'C'))",
            [listing_id, names, services, body],
        )


def remove(listing_id: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM directory_search WHERE listing_id = %s RETURNING tsvector_to_array(vector)",
            [listing_id],
        )
        row = cursor.fetchone()
    return row[0] if row else []


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM directory_search")


def holding(word: str, *, most: int) -> list[int]:
    # Words hold letters and digits only, so that quoting them is enough.
    match = f"'{word}':*{_WEIGHTS[most]}"
    return _keys("SELECT listing_id FROM directory_search WHERE vector @@ to_tsquery('simple', %s)", match)


def ranked(found: Iterable[str]) -> list[int]:
    return _keys(_RANKED, " & ".join(f"'{word}':*" for word in found))


def _keys(statement: str, match: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [match])
        return [key for (key,) in cursor.fetchall()]
