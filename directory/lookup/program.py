"""Whom to call about an address, a network, an AS number, a domain, an e-mail or web address, or a country.

Answers from a copy of a directory of CSIRTs, on this machine alone: no server sees the question, and nothing is
sent, written or logged. It needs Python 3.10 or newer, nothing else, and the data file of the directory.

    python3 csirt-lookup.py 192.0.2.7 AS64500 example.org     who answers for each
    python3 csirt-lookup.py --bulk addresses.txt              for each line of a file; - is the standard input
    python3 csirt-lookup.py --json 192.0.2.7                  a line of JSON a target, for programs
    python3 csirt-lookup.py --csv --bulk addresses.txt        a table, for spreadsheets

Exit status: 0 where at least one target has a team, 1 where none has, 2 where the command, the data file, the file
of --bulk or a TARGET cannot be read. A line of --bulk that cannot be read is told about in its place and changes
nothing else.
"""

import argparse
import io
import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from .answers import answers
from .bulk import Bulk, Result, Shown
from .memory import Memory
from .printing import PRINTERS, lines_of, printable
from .rows import csv_row
from .sql import Sql
from .targets import NotATarget, Target, described, read
from .told import COLUMNS, about, told

DATA = "csirt-lookup.sqlite3"
SCHEMA = "1"
"""How the data file is laid out; another number is another layout, and not for this program."""

OLD = timedelta(days=7)
FOUND, NOBODY, FAILED = 0, 1, 2
INTERRUPTED = 130  # what a shell says of a program that ended by Ctrl-C


class Unusable(Exception):
    """Why a file cannot be read, as a sentence."""


# The data file -------------------------------------------------------------------------------------


class Bundle:
    """A data file, opened for reading alone. Raises Unusable where it is none; `made_at` is when it was made."""

    def __init__(self, path: Path) -> None:
        if not os.path.isfile(path):
            raise Unusable(
                f"There is no data file {path}: put {DATA} beside this program, or name it with --data."
            )
        try:
            self._store = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        except sqlite3.Error as error:
            raise Unusable(f"{path} cannot be opened: {error}.") from None
        try:
            self._begin(path)
        except Unusable:
            self.close()
            raise

    def _begin(self, path: Path) -> None:
        try:
            self._store.execute("PRAGMA temp_store = MEMORY")  # what is sorted stays off the disk as well
            self.meta = dict(self._store.execute("SELECT name, value FROM meta"))
            schema = self.meta["schema"]
            self.made_at = datetime.fromisoformat(self.meta["made_at"]).astimezone()
            self.names = dict(self._store.execute("SELECT code, name FROM country"))
            self._spellings = dict(self._store.execute("SELECT folded, code FROM country_name"))
        except (sqlite3.Error, KeyError, TypeError, ValueError):
            raise Unusable(f"{path} is not the data file of a directory, or it is damaged.") from None
        if schema != SCHEMA:
            raise Unusable(
                f"{path} is laid out as version {schema}, and this program reads version {SCHEMA}: "
                "take the program and the data file anew, both of one day."
            )

    def close(self) -> None:
        self._store.close()

    def stream(self, statement: str, values: Sequence[Any]) -> Iterable[tuple[Any, ...]]:
        return self._store.execute(statement.replace("%s", "?"), list(values))

    def ask(self, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        return list(self.stream(statement, values))

    def read(self, text: str) -> Target:
        """What a text asks about. Raises NotATarget."""
        return read(text, self._spellings)

    def details(self, team_ids: Iterable[int]) -> dict[int, Mapping[str, Any]]:
        """What `told` says of teams, by their numbers."""
        found: dict[int, Mapping[str, Any]] = {}
        statement = "SELECT slug, name, short_name, published, card FROM team WHERE id = %s"
        for team_id in team_ids:
            for slug, name, short_name, published, card in self.ask(statement, [team_id]):
                team = {"slug": slug, "name": name, "short_name": short_name, "published": published}
                found[team_id] = {**team, "card": json.loads(card)}
        return found

    def answer(self, target: Target, at: datetime) -> list[dict[str, Any]]:
        """The teams that answer for a target, as `told` gives them, the most fitting first."""
        found = answers(target, Sql(self.ask, self.names))
        teams = self.details(answer.team for answer in found)
        return [told(answer, about(teams[answer.team], at)) for answer in found if answer.team in teams]


# Questions -----------------------------------------------------------------------------------------


def _asked(bundle: Bundle, texts: Iterable[str], at: datetime) -> Iterator[tuple[Result, str]]:
    """A result for each text, and what the target was understood to be."""
    for text in texts:
        try:
            target = bundle.read(text)
        except NotATarget as error:
            yield Result(text, "", None, str(error)), ""
            continue
        shown = Shown([])
        shown.teams = bundle.answer(target, at)
        yield Result(target.value, target.kind, shown), f": {described(target)}"


def _asked_in_bulk(bundle: Bundle, name: str, at: datetime) -> Iterator[tuple[Result, str]]:
    """A result for each line of a file that is not blank."""
    bulk = Bulk(Memory(bundle.stream, bundle.names), bundle.read, bundle.details, at)
    standard = name == "-"
    try:
        with open(
            0 if standard else name, encoding="utf-8-sig", errors="replace", closefd=not standard
        ) as source:
            for result in bulk.results(lines_of(source)):
                yield result, ""
    except OSError as error:
        raise Unusable(f"{name} cannot be read: {error.strerror}.") from None


# The command ---------------------------------------------------------------------------------------


def _now() -> datetime:
    return datetime.now().astimezone()


def main(arguments: Sequence[str] | None = None, now: Callable[[], datetime] = _now) -> int:
    """Answers on the standard output and returns the exit status. `now` is the moment of asking: it decides
    which number answers, and whether the data file is old."""
    options = _options(arguments)
    try:
        with closing(Bundle(options.data)) as bundle:
            return _answer(bundle, options, now())
    except Unusable as error:
        return _fail(str(error))
    except (sqlite3.Error, json.JSONDecodeError) as error:
        return _fail(f"{options.data} is damaged ({error}): take it anew.")
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FOUND
    except KeyboardInterrupt:
        return INTERRUPTED


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="csirt-lookup.py",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="what to look up, defanged or not")
    parser.add_argument("--bulk", metavar="FILE", help="look up each line of a file; - is the standard input")
    parser.add_argument(
        "--data", type=Path, metavar="FILE", default=Path(__file__).with_name(DATA),
        help=f"the data file (default: {DATA} beside this program)",
    )  # fmt: skip
    formats = parser.add_mutually_exclusive_group()
    for name, what in (("json", "one line of JSON a target"), ("csv", "a table, one line a team")):
        formats.add_argument(f"--{name}", dest="format", action="store_const", const=name, help=what)
    options = parser.parse_args(arguments)
    if bool(options.targets) == bool(options.bulk):
        parser.error("name one TARGET or more, or --bulk FILE")
    return options


def _answer(bundle: Bundle, options: argparse.Namespace, at: datetime) -> int:
    _warn_of_age(bundle, at)
    format_name = options.format or "text"
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Programs read UTF-8 whatever the terminal speaks; a terminal gets what it can show.
        encoding = None if format_name == "text" else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace", newline="")
    if format_name == "csv":
        sys.stdout.write(csv_row(COLUMNS))
    status = NOBODY
    asked = _asked_in_bulk(bundle, options.bulk, at) if options.bulk else _asked(bundle, options.targets, at)
    for result, understood in asked:
        sys.stdout.writelines(PRINTERS[format_name](result, understood))
        if result.error and not options.bulk:
            status = FAILED
        elif result.teams and status == NOBODY:
            status = FOUND
    sys.stdout.flush()
    return status


def _warn_of_age(bundle: Bundle, at: datetime) -> None:
    age = at - bundle.made_at
    if age > OLD:
        where = bundle.meta.get("site_url", "the directory")
        made = bundle.meta["made_at"][:10]
        _say(f"Warning: the data is {age.days} days old, of {made}. Take it anew from {where}")


def _fail(sentence: str) -> int:
    _say(sentence)
    return FAILED


def _say(sentence: str) -> None:
    sys.stderr.write(f"csirt-lookup.py: {printable(sentence)}\n")
