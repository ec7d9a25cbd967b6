"""Many questions in a row: lines in, answers out, in their order, with bounded memory.

All addresses between two borders of networks have one answer, so each answer is made once and kept for the lines
that follow. Knows neither Django nor a database.
"""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from socket import AF_INET, AF_INET6, inet_pton
from typing import Any, NamedTuple

from . import keys
from .answers import Answer, answers
from .memory import Memory
from .targets import NotATarget, Target
from .told import about, told

LINES_AT_A_TIME = 1_000
MOST_KEPT = 50_000

_as_json = json.JSONEncoder(ensure_ascii=False).encode

Details = Callable[[Iterable[int]], Mapping[int, Mapping[str, Any]]]
"""What `told` says of teams, by their numbers."""


class Result(NamedTuple):
    """What became of a line: a target and its teams, or a sentence why it is none."""

    target: str
    kind: str
    shown: "Shown | None"
    error: str = ""

    @property
    def teams(self) -> list[dict[str, Any]]:
        return self.shown.teams if self.shown else []


class Shown:
    """An answer as it is told: made once for all lines that share it."""

    __slots__ = ("_json", "found", "number", "teams")

    def __init__(self, found: list[Answer]) -> None:
        self.found = found
        self.teams: list[dict[str, Any]] = []
        self.number = 0  # among the answers of a stream that prints each once
        self._json = ""

    def json(self) -> str:
        self._json = self._json or _as_json(self.teams)
        return self._json


class Bulk:
    """Answers lines from an engine in memory. `read` turns a text into a Target, `at` is the moment of asking."""

    def __init__(self, engine: Memory, read: Callable[[str], Target], details: Details, at: datetime) -> None:
        self._engine, self._read, self._details, self._at = engine, read, details, at
        self._v4_place = engine.v4_place()
        self._v4: dict[object, Shown] = {}
        self._v6: dict[object, Shown] = {}
        self._teams: dict[int, Mapping[str, Any]] = {}

    def results(self, lines: Iterable[str]) -> Iterator[Result]:
        """A result for each line that is not blank."""
        rows = iter(lines)
        while chunk := list(islice(rows, LINES_AT_A_TIME)):
            found = [self._find(text) for line in chunk if (text := line.strip())]
            self._tell([result.shown for result in found if result.shown])
            yield from found
            if len(self._v4) + len(self._v6) > MOST_KEPT:
                for kept in (self._v4, self._v6, self._teams):
                    kept.clear()

    def _find(self, text: str) -> Result:
        try:
            value = int.from_bytes(inet_pton(AF_INET, text), "big")
        except (OSError, UnicodeEncodeError, ValueError):
            return self._find_any(text)
        return Result(text, "address", self._at_v4(value))

    def _find_any(self, text: str) -> Result:
        try:
            target = self._read(text)
        except NotATarget as error:
            return Result(text, "", None, str(error))
        if target.kind != "address":
            return Result(target.value, target.kind, Shown(answers(target, self._engine)))
        at_address = self._at_v4(target.first & 0xFFFFFFFF) if target.is_v4 else self._at_v6(target.first)
        return Result(target.value, target.kind, at_address)

    def _at_v4(self, value: int) -> Shown:
        place = self._v4_place(value)
        shown = self._v4.get(place)
        if shown is None:
            shown = self._v4[place] = self._answered(keys.MAPPED | value)
        return shown

    def _at_v6(self, value: int) -> Shown:
        place = self._engine.place(value)
        shown = self._v6.get(place)
        if shown is None:
            shown = self._v6[place] = self._answered(value)
        return shown

    def _answered(self, value: int) -> Shown:
        return Shown(answers(Target("address", "", value, value), self._engine))

    def _tell(self, new: Iterable[Shown]) -> None:
        """Completes what is shown: the details of all teams of a chunk are asked for at once."""
        waiting = {id(shown): shown for shown in new if shown.found and not shown.teams}
        wanted = {answer.team for shown in waiting.values() for answer in shown.found} - self._teams.keys()
        if wanted:
            self._teams.update({pk: about(team, self._at) for pk, team in self._details(wanted).items()})
        for shown in waiting.values():
            shown.teams = [
                told(answer, self._teams[answer.team]) for answer in shown.found if answer.team in self._teams
            ]


# Lines that come in ------------------------------------------------------------------------------

READINGS = ("plain", "csv", "log")

_V4_IN_TEXT = re.compile(r"(?<![\w.])(?:\d{1,3}(?:\.|\[\.\]|\(\.\))){3}\d{1,3}(?![\w]|\.\d)", re.ASCII)
_V6_IN_TEXT = re.compile(
    r"(?<![\w:.])(?=[0-9a-f.]{0,4}:)(?:[0-9a-f]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{1,4})?(?![\w:])",
    re.IGNORECASE | re.ASCII,
)


class NoSuchColumn(ValueError):
    """The column that was asked for is not in the head of the table, as a sentence."""


def picked(lines: Iterable[str], reading: str, column: str = "") -> Iterator[str]:
    """The targets in lines that are `plain` (one a line), `csv` (in one column: its number from 1, or its name
    in the first line), or a `log` (every address in it). Raises NoSuchColumn.

    A field of a CSV line ends with its line: quoted line breaks are not joined.
    """
    if reading == "csv":
        yield from _column(lines, column)
    elif reading == "log":
        for line in lines:
            yield from _addresses(line)
    else:
        yield from lines


def _addresses(line: str) -> list[str]:
    """The addresses in a line, in their order; one that ends in IPv4's spelling is one."""
    found = {match.start(): match for match in _V6_IN_TEXT.finditer(line) if _is_v6(match)}
    inside = [match.span() for match in found.values()]
    for match in _V4_IN_TEXT.finditer(line):
        if not any(start <= match.start() < end for start, end in inside):
            found[match.start()] = match
    return [found[place][0] for place in sorted(found)]


def _is_v6(match: re.Match[str]) -> bool:
    """False for the times of day and hardware addresses that logs are full of."""
    try:
        inet_pton(AF_INET6, match[0])
    except OSError:
        return False
    return True


def _column(lines: Iterable[str], column: str) -> Iterator[str]:
    rows = iter(lines)
    if column.isdigit():
        place = int(column) - 1
        if place < 0:
            raise NoSuchColumn("Columns are counted from 1.")
    else:
        head = _cells(next(rows, "").removeprefix("\ufeff"))
        names = [name.strip().casefold() for name in head]
        if column.strip().casefold() not in names:
            raise NoSuchColumn(f"There is no column “{column}” in the first line; it has: {', '.join(head)}.")
        place = names.index(column.strip().casefold())
    for line in rows:
        cells = _cells(line)
        if place < len(cells):
            yield cells[place]


def _cells(line: str) -> list[str]:
    """The fields of one line; the separator is the one of comma, semicolon and tab that it has most of."""
    separator = max(",;\t", key=line.count)
    try:
        return next(csv.reader([line.rstrip("\r\n")], delimiter=separator), [])
    except csv.Error:
        return [line]


# Lines that go out -------------------------------------------------------------------------------


def as_json(result: Result) -> str:
    """One line of JSON for a result."""
    if result.shown is None:
        return f'{{"target": {_as_json(result.target)}, "error": {_as_json(result.error)}}}'
    return f'{{"target": {_as_json(result.target)}, "kind": "{result.kind}", "teams": {result.shown.json()}}}'


def each_answer_once(results: Iterable[Result]) -> Iterator[str]:
    """Lines of JSON in which an answer stands whole where it comes first, with its number as `answer`, and later
    as that number alone: a third of the bytes, where many lines share an answer."""
    answers_so_far = 0
    for result in results:
        shown = result.shown
        if shown is None:
            yield as_json(result)
        elif shown.number:
            yield f'{{"target": {_as_json(result.target)}, "kind": "{result.kind}", "answer": {shown.number}}}'
        else:
            answers_so_far += 1
            shown.number = answers_so_far
            yield f'{as_json(result)[:-1]}, "answer": {shown.number}}}'
