"""The words of each language by which facts are recognised: one table a language, read once.

Documents mix languages (a Polish label in an English text, English headings over a Portuguese one), so
the words of all languages count in every document. Only abbreviations that mean something else in
another language ("mar", "so", "di") count in their own language alone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from directory.rfc2350.tables import language_tables

from .folding import fold, word_pattern

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")


@dataclass(frozen=True, eq=False)
class Words:
    """The words for one document: all tables, with the abbreviations of its language and of English.

    `months` and `days` give a folded word's number, counted from 1 and from 0 (Monday).
    """

    language: str
    months: Mapping[str, int]
    days: Mapping[str, int]
    countries: Mapping[str, str]
    zones: Mapping[str, str]
    sectors: Mapping[str, str]

    def phrases(self, group: str, name: str) -> tuple[str, ...]:
        """The phrases of all languages for one entry of the tables, such as ``document``, ``version``."""
        return _phrases(group, name)

    def pattern(self, group: str, *names: str) -> re.Pattern[str]:
        """A pattern for any phrase of these entries in a folded text."""
        return _word_pattern(group, names)

    def is_absent(self, text: str) -> bool:
        """Whether a text only says that there is nothing ("None available.", "Tidak ada", "-")."""
        return fold(text).strip(" .;:()[]*_|\n\t") in _absent_markers()


@functools.cache
def words_for(language: str | None) -> Words:
    """The words to read a document in this language with; None where the language is not known."""
    code = language.partition("-")[0] if language else "en"
    return Words(
        language=code,
        months=_numbered("dates", "months", code, 1),
        days=_numbered("hours", "weekdays", code, 0),
        countries=_inverted("countries"),
        zones=_inverted("zones"),
        sectors=_inverted("sectors"),
    )


@functools.cache
def day_names_of(language: str) -> Mapping[str, int]:
    """Every name that one language has for a day, short ones and letters too, with the day (0 is Monday)."""
    table = [language_tables().get(language, {})]
    entries = ("weekdays", "weekdays_plural", "weekdays_short", "weekdays_letters")
    names: dict[str, int] = {}
    for name, day in _entries(table, "hours", entries, 0):
        names.setdefault(name, day)
    return names


@functools.cache
def _phrases(group: str, name: str) -> tuple[str, ...]:
    found = [phrase for table in language_tables().values() for phrase in table.get(group, {}).get(name, ())]
    return tuple(dict.fromkeys(found))


@functools.cache
def _word_pattern(group: str, names: tuple[str, ...]) -> re.Pattern[str]:
    return word_pattern(phrase for name in names for phrase in _phrases(group, name))


@functools.cache
def _absent_markers() -> frozenset[str]:
    return frozenset(fold(phrase).strip(" .") for phrase in _phrases("absent", "markers")) | {
        "",
        "-",
        "--",
        "- -",
    }


def _numbered(group: str, entry: str, language: str, first: int) -> dict[str, int]:
    """Each folded name's number. Where languages disagree (listopad), the document's own one is right."""
    tables = language_tables()
    own = [tables[code] for code in (language, "en") if code in tables]
    numbers: dict[str, int] = {}
    for table in [*own, *tables.values()]:
        for name, number in _entries([table], group, (entry, f"{entry}_plural"), first):
            numbers.setdefault(name, number)
    for name, number in _entries(own, group, (f"{entry}_short",), first):
        numbers.setdefault(name, number)
    return numbers


def _entries(
    tables: Sequence[Mapping[str, Any]], group: str, entries: tuple[str, ...], first: int
) -> Iterator[tuple[str, int]]:
    for table in tables:
        for entry in entries:
            for number, row in enumerate(table.get(group, {}).get(entry, ()), first):
                for name in [row] if isinstance(row, str) else row:
                    yield fold(name), number
                    # "St" and "Št" are two days in Slovak: the accents count where they are written.
                    yield name.lower(), number


@functools.cache
def _inverted(group: str) -> dict[str, str]:
    """Folded phrase -> code, for groups that are written code = [phrases]."""
    return {
        fold(phrase): code
        for table in language_tables().values()
        for code, phrases in table.get(group, {}).items()
        for phrase in phrases
    }
