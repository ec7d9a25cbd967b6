"""The index in PostgreSQL: a weighted tsvector for each listing."""

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

CREATE = [
    "CREATE TABLE directory_search (listing_id bigint PRIMARY KEY, vector tsvector NOT NULL)",
    "CREATE INDEX directory_search_vector ON directory_search USING gin (vector)",
]
DROP = "DROP TABLE directory_search"

# Weights of D, C, B, A: a hit in a name says eight times what one in the prose says.
_RANK = """
(SELECT -ts_rank('{0.1, 0.12, 0.37, 1.0}', vector, to_tsquery('simple', %s)) FROM directory_search
 WHERE directory_search.listing_id = directory_listing.team_id)
"""


def put(listing_id: int, names: str, services: str, body: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO directory_search (listing_id, vector) VALUES (%s,"
            " setweight(to_tsvector('simple', %s), 'A') || setweight(to_tsvector('simple', %s), 'B')"
            " || setweight(to_tsvector('simple', %s), 'C'))",
            [listing_id, names, services, body],
        )


def remove(listing_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM directory_search WHERE listing_id = %s", [listing_id])


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM directory_search")


def matching(listings: QuerySet, found: list[str]) -> QuerySet:
    # Words hold letters and digits only, so that quoting them is enough.
    match = " & ".join(f"'{word}':*" for word in found)
    hits = RawSQL("SELECT listing_id FROM directory_search WHERE vector @@ to_tsquery('simple', %s)", [match])
    rank = RawSQL(_RANK, [match])  # noqa: S611
    return listings.filter(pk__in=hits).annotate(rank=rank).order_by("rank", "sort_name", "pk")
