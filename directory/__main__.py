"""The document tool: ``python -m directory parse|lint|render FILE…``.

It needs neither Django nor a database. A FILE of ``-`` is the standard input.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from directory import importers, terminal
from directory.importers.limits import MAX_BYTES
from directory.rfc2350 import Document, parse, to_json
from directory.rfc2350.document import Problem
from directory.rfc2350.lint import RULES, completeness, lint, markdown, remedy
from directory.rfc2350.source import Source
from directory.rfc2350.writers import FORMATS, LAYOUTS, write

FINE, PROBLEMS, FAILED = 0, 1, 2
#: What `render --to` takes: a format by its suffix or by its name.
TARGETS = {name: row.suffix for row in FORMATS.values() for name in (row.suffix, row.name.lower())}


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read; one that could not be is an empty document with an error, and has no source."""

    name: str
    document: Document
    source: Source | None


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where all went well, 1 where `lint` found an error, 2 where a file or the command could not be read."""
    options = _parser().parse_args(arguments)
    if options.command == "lint" and options.rules_markdown:
        sys.stdout.write(markdown(RULES))
        return FINE
    if not options.files:
        _parser().error("name a FILE, or - for the standard input")
    try:
        return _COMMANDS[options.command](options, sys.stdout)
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m directory", description="Read, check and rewrite RFC 2350 documents."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="parse|lint|render")
    reads = commands.add_parser("parse", help="show what a document says")
    checks = commands.add_parser("lint", help="say what is missing, outdated, contradictory or left over")
    writes = commands.add_parser("render", help="write a document in another format")
    for command in (reads, checks):
        command.add_argument("--json", action="store_true", help="one line of JSON a file, for programs")
    checks.add_argument("--on", type=datetime.date.fromisoformat, metavar="DATE", help="check as of this day")
    checks.add_argument("--rules-markdown", action="store_true", help="print the page about the rules")
    writes.add_argument("--to", choices=TARGETS, default="text", help="the format (default: text)")
    writes.add_argument("--layout", choices=LAYOUTS, default="team", help="whose order and titles")
    writes.add_argument(
        "--made-on", type=datetime.date.fromisoformat, metavar="DATE", help="the day a PDF bears"
    )
    for command in (reads, checks, writes):
        command.add_argument("files", nargs="*", metavar="FILE", help="a document; - is the standard input")
    return parser


def _today() -> datetime.date:
    return datetime.datetime.now(tz=datetime.UTC).date()


# The commands ------------------------------------------------------------------------------------


def _parse(options: argparse.Namespace, out: TextIO) -> int:
    status, ink = FINE, _ink(out)
    for reading in _readings(options.files):
        status = status if reading.source else FAILED
        if options.json:
            out.write(to_json(reading.document) + "\n")
        elif reading.source:
            document = reading.document
            _print(out, terminal.summary(document, ink), [""], terminal.outline(document, ink), [""])
            _print(out, terminal.report(document, document.problems, reading.source, ink))
    return status


def _lint(options: argparse.Namespace, out: TextIO) -> int:
    status, ink = FINE, _ink(out)
    today = options.on or _today()
    for reading in _readings(options.files):
        found = (*reading.document.problems, *(lint(reading.document, today) if reading.source else ()))
        erroneous = any(problem.severity == "error" for problem in found)
        status = max(status, PROBLEMS if erroneous else FINE, FINE if reading.source else FAILED)
        if options.json:
            out.write(json.dumps(_findings(reading, found), ensure_ascii=False) + "\n")
        elif reading.source:
            heading = [ink("strong", terminal.printable(reading.name)), ""]
            _print(out, heading, terminal.report(reading.document, found, reading.source, ink))
            _print(out, terminal.verdict(reading.document, found, ink), [""])
    return status


def _render(options: argparse.Namespace, out: TextIO) -> int:
    status = FINE
    for reading in _readings(options.files):
        if reading.source is None:
            status = FAILED
            continue
        made = write(
            reading.document, TARGETS[options.to], options.layout, made_on=options.made_on or _today()
        )
        _write_bytes(out, made)
    return status


def _write_bytes(out: TextIO, data: bytes) -> None:
    """Bytes as they are, whatever the terminal's encoding; as text where a test has put another stream."""
    buffer = getattr(out, "buffer", None)
    if buffer is None:
        out.write(data.decode())
    else:
        out.flush()
        buffer.write(data)
        buffer.flush()


_COMMANDS = {"parse": _parse, "lint": _lint, "render": _render}


def _findings(reading: Reading, found: Iterable[Problem]) -> dict[str, Any]:
    problems = [{**dataclasses.asdict(problem), "remedy": remedy(problem.code)} for problem in found]
    score = dataclasses.asdict(completeness(reading.document))
    return {"file": reading.name, "problems": problems, "completeness": score}


# Files and terminals -----------------------------------------------------------------------------


def _readings(names: Iterable[str]) -> Iterator[Reading]:
    """The files in the order given. One that cannot be read is told on the standard error, and comes as an
    empty document with the error."""
    for name in names:
        try:
            source = importers.read(_bytes(name), "" if name == "-" else Path(name).name)
        except OSError as error:
            yield _unread(name, f"The file cannot be opened: {error.strerror or error}.")
        except importers.Unreadable as error:
            yield _unread(name, str(error))
        else:
            yield Reading(name, parse(source), source)


def _bytes(name: str) -> bytes:
    """The file's bytes; of one beyond the limit only so many that the reader can refuse it."""
    if name == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with Path(name).open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _unread(name: str, sentence: str) -> Reading:
    sys.stderr.write(f"{terminal.printable(name)}: {sentence}\n")
    return Reading(name, Document(problems=(Problem("unreadable", "error", None, sentence),)), None)


def _print(out: TextIO, *parts: Iterable[str]) -> None:
    for part in parts:
        out.writelines(f"{line}\n" for line in part)


def _ink(out: TextIO) -> terminal.Ink:
    """Colours on a terminal that can show them, unless the reader asks for none (https://no-color.org)."""
    return terminal.Ink(out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")


if __name__ == "__main__":
    sys.exit(main())
