"""Typing errors: words that listed teams use, and which of them somebody may have meant."""

from collections.abc import Iterable

from django.db import connection
from rapidfuzz.distance import OSA

from directory.models import SearchWord

SHORTEST, LONGEST = 4, 24
_LEARN = """
INSERT INTO directory_searchword (word, length, teams) VALUES {rows}
ON CONFLICT (word) DO UPDATE SET teams = directory_searchword.teams + 1
"""
_AT_ONCE = 300  # words a statement


def learn(words: Iterable[str]) -> None:
    """One more team uses each of these folded words."""
    new = sorted({word for word in words if _can_be_meant(word)})
    with connection.cursor() as cursor:
        for start in range(0, len(new), _AT_ONCE):
            some = new[start : start + _AT_ONCE]
            values = [value for word in some for value in (word, len(word), 1)]
            cursor.execute(_LEARN.format(rows=", ".join(["(%s, %s, %s)"] * len(some))), values)


def forget(words: Iterable[str]) -> None:
    """One team less uses each of these; a word that nobody uses is gone, and nobody can tell that it was here."""
    old = sorted({word for word in words if _can_be_meant(word)})
    with connection.cursor() as cursor:
        for start in range(0, len(old), _AT_ONCE):
            some = old[start : start + _AT_ONCE]
            these = f"WHERE word IN ({', '.join(['%s'] * len(some))})"
            cursor.execute(f"DELETE FROM directory_searchword {these} AND teams <= 1", some)  # noqa: S608
            cursor.execute(f"UPDATE directory_searchword SET teams = teams - 1 {these}", some)  # noqa: S608


def forget_all() -> None:
    SearchWord.objects.all().delete()


def meant(word: str) -> str:
    """The word that this one, which no team uses, is most likely meant to be; "" where nothing is near.

    One error (a letter wrong, missing, too many, or two changed places) in four to six letters, two in more.
    Of words equally near the one that more teams use.
    """
    if not _can_be_meant(word):
        return ""
    errors = 1 if len(word) <= 6 else 2
    near = SearchWord.objects.filter(length__range=(len(word) - errors, len(word) + errors))
    best: tuple[int, int, str] | None = None
    for known, teams in near.values_list("word", "teams").iterator(chunk_size=5000):
        distance = OSA.distance(word, known, score_cutoff=errors)
        if distance <= errors and (best is None or (distance, -teams, known) < best):
            best = (distance, -teams, known)
    return best[2] if best else ""


def _can_be_meant(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()
