"""Results as commands print them: text for a person, JSON and CSV for programs. Knows neither Django nor a database."""

from collections.abc import Callable, Iterator
from typing import TextIO

from .bulk import Result, as_json
from .rows import csv_rows
from .targets import LONGEST, Target
from .told import lines


def json_lines(result: Result, _about: str = "") -> Iterator[str]:
    yield f"{as_json(result)}\n"


def table_lines(result: Result, _about: str = "") -> Iterator[str]:
    yield from csv_rows(result.target, result.kind, result.teams, result.error)


def text_lines(result: Result, about: str = "") -> Iterator[str]:
    """What a person reads. Nothing in it is for the terminal to obey: lines of logs can hold anything."""
    spoken_lines = lines(Target(result.kind, result.target), result.teams, about)
    if result.error:
        spoken_lines = [result.target, f"  {result.error}"]
    for line in spoken_lines:
        yield printable(line) + "\n"


def printable(text: str) -> str:
    """A text without what a terminal would obey: no controls, no marks that turn the direction."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


PRINTERS: dict[str, Callable[[Result, str], Iterator[str]]] = {
    "json": json_lines,
    "csv": table_lines,
    "text": text_lines,
}


def lines_of(source: TextIO) -> Iterator[str]:
    """The lines of a file. Of a line that is longer than any target comes its beginning, so that memory is bounded."""
    while line := source.readline(LONGEST + 2):
        yield line
        while line and not line.endswith("\n"):
            line = source.readline(LONGEST)
