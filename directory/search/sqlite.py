"""The index in SQLite: an FTS5 table whose rowid is the listing's key."""

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

CREATE = (
    "CREATE VIRTUAL TABLE directory_search USING fts5"
    "(names, services, body, tokenize = 'unicode61 remove_diacritics 0')"
)
DROP = "DROP TABLE directory_search"

# A hit in a name says eight times what one in the prose says. All hits are ranked once, and kept for the time of the
# query: asked for one listing after another, each would rank all of them again.
_RANK = """
(WITH hits AS MATERIALIZED (
    SELECT rowid AS listing_id, bm25(directory_search, 8.0, 3.0, 1.0) AS rank
    FROM directory_search WHERE directory_search MATCH %s
 )
 SELECT rank FROM hits WHERE hits.listing_id = directory_listing.team_id)
"""


def put(listing_id: int, names: str, services: str, body: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO directory_search (rowid, names, services, body) VALUES (%s, %s, %s, %s)",
            [listing_id, names, services, body],
        )


def remove(listing_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM directory_search WHERE rowid = %s", [listing_id])


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM directory_search")


def matching(listings: QuerySet, found: list[str]) -> QuerySet:
    # Words hold letters and digits only, so that quoting them is enough.
    match = " ".join(f'"{word}"*' for word in found)
    hits = RawSQL("SELECT rowid FROM directory_search WHERE directory_search MATCH %s", [match])
    rank = RawSQL(_RANK, [match])  # noqa: S611
    return listings.filter(pk__in=hits).annotate(rank=rank).order_by("rank", "sort_name", "pk")
