"""Look-ups on the directory's own database: which engine answers, and what is told of a team."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from threading import Lock
from typing import Any

from django.db import connection
from django.utils.translation import get_language

from directory.models import Listing
from directory.vocabularies import COUNTRIES

from . import keys, targets
from .answers import answers
from .bulk import Result, Shown
from .claims import spelled
from .memory import Memory
from .sql import CLAIMS, Sql
from .targets import Target
from .told import about, told

ROWS_AT_A_TIME = 10_000
# The end of the record's chain is another after every publication, and another on every site.
VERSION = (
    "SELECT (SELECT chain FROM directory_head WHERE id = 1),"
    " (SELECT loads FROM directory_lookupstate WHERE id = 1)"
)

# Codes that people write for countries whose own is another.
_ALSO = {"uk": "GB", "el": "GR"}


@cache
def country_names() -> dict[str, str]:
    return {code: COUNTRIES.name_of(code) for code in COUNTRIES}


@cache
def countries() -> Mapping[str, str]:
    """Codes and names of countries, folded, and the code that each stands for."""
    named = {
        targets.folded_name(name): entry.code
        for entry in COUNTRIES.entries
        for name in (entry.name, *entry.names.values())
    }
    return {**named, **{code.casefold(): code for code in COUNTRIES}, **_ALSO}


def read(text: str) -> Target:
    """What a text asks about. Raises targets.NotATarget with a sentence."""
    return targets.read(text, countries())


def teams_for(target: Target, at: datetime) -> list[dict[str, Any]]:
    """The teams that answer for a target, as `told` gives them, the most fitting first."""
    return list(answers_for(target, at).values())


def answers_for(target: Target, at: datetime) -> dict[int, dict[str, Any]]:
    """The same by the teams' numbers, in the same order."""
    found = answers(target, Sql(ask, country_names()))
    teams = details(answer.team for answer in found)
    return {
        answer.team: told(answer, about(teams[answer.team], at)) for answer in found if answer.team in teams
    }


def result(text: str, at: datetime) -> tuple[Result, str]:
    """What a text is answered, and what it was understood to be; or a sentence why it is nothing to look up."""
    try:
        target = read(text)
    except targets.NotATarget as error:
        return Result(text, "", None, str(error)), ""
    shown = Shown([])
    shown.teams = teams_for(target, at)
    return Result(target.value, target.kind, shown), f": {targets.described(target)}"


def details(team_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What is told of listed teams, by their numbers."""
    rows = Listing.objects.listed().filter(pk__in=list(team_ids))
    return {
        pk: {
            "slug": slug,
            "name": name,
            "short_name": short_name,
            "published": at.date().isoformat(),
            "card": card,
        }
        for pk, slug, name, short_name, at, card in rows.values_list(
            "pk", "slug", "name", "short_name", "published_at", "card"
        )
    }


def ask(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return cursor.fetchall()


# In memory, for many at once ----------------------------------------------------------------------


class _Kept:
    """The one Memory of this process, and the version of the tables that it was read from."""

    lock = Lock()
    version: tuple[Any, ...] | None = None
    memory: Memory | None = None


def memory() -> Memory:
    """An engine for many questions: the process's own, read again where anything was published since."""
    version = ask(VERSION, ())[0]
    with _Kept.lock:
        if _Kept.memory is None or _Kept.version != version:
            _Kept.memory = None  # what is outdated makes room first
            _Kept.memory = Memory(stream, country_names())
            _Kept.version = version
        return _Kept.memory


def stream(statement: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """The rows one by one, a chunk at a time in memory, on either database."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, list(values))
        while rows := cursor.fetchmany(ROWS_AT_A_TIME):
            yield from rows


# Examples ----------------------------------------------------------------------------------------

_KINDS = ((b"n", "An address"), (b"n", "A network"), (b"a", "An AS number"), (b"d", "A domain"), (b"m", "An e-mail address"),
          (b"c", "A country"))  # fmt: skip


def examples() -> list[tuple[str, str]]:
    """(kind, something to ask), each of which a listed team answers for."""
    found = []
    for start, kind in _KINDS:
        rows = ask(
            f"{CLAIMS} WHERE key >= %s AND key < %s ORDER BY key DESC LIMIT 1", [start, bytes([start[0] + 1])]
        )
        found += [(kind, _example(bytes(row[0]), kind)) for row in rows]
    return found


def _example(key: bytes, kind: str) -> str:
    if kind == "An address":
        first, length = keys.network_at(key)
        return str(keys.address(first + (length < keys.TOP)))
    if kind == "A country":
        return COUNTRIES.name_of(spelled(key), get_language() or "en")
    return f"www.{spelled(key)}" if kind == "A domain" else spelled(key)
