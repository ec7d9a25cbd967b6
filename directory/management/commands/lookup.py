import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from contextlib import nullcontext
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError
from django.utils import timezone

from directory.lookup import asking, bulk
from directory.lookup.bulk import Result
from directory.lookup.printing import PRINTERS, lines_of
from directory.lookup.rows import csv_row
from directory.lookup.told import COLUMNS

Printed = Iterable[tuple[Result, str]]


class Command(BaseCommand):
    help = (
        "Says who answers for an address, a network, an AS number, a domain, an e-mail or web address, or a country."
        " Nothing asked is stored or logged."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("targets", nargs="*", metavar="TARGET", help="what to look up")
        parser.add_argument(
            "--bulk", metavar="FILE", help="a file with a target a line; - is the standard input"
        )
        parser.add_argument(
            "--reading",
            choices=bulk.READINGS,
            default="plain",
            help="what FILE is; of a log every IP address",
        )
        parser.add_argument("--column", default="", help="with --reading csv: a number from 1, or a name")
        formats = parser.add_mutually_exclusive_group()
        for name, what in (("json", "a line of JSON a target"), ("csv", "a table")):
            formats.add_argument(
                f"--{name}", dest="format", action="store_const", const=name, help=f"print {what}"
            )

    def handle(self, *, targets: list[str], bulk: str | None, format: str | None, **options: Any) -> None:
        if not targets and not bulk:
            raise CommandError("Name something to look up, or a file of it with --bulk.")
        if options["reading"] == "csv" and not options["column"]:
            raise CommandError("Say with --column which column holds what you look up.")
        try:
            if format == "csv":
                self.stdout.write(csv_row(COLUMNS), ending="")
            unread = self.print(self.one_by_one(targets), format)
            if bulk:
                self.print(self.in_bulk(bulk, options["reading"], options["column"]), format)
        except DatabaseError as error:
            raise CommandError(f"The directory cannot answer now: {error}") from error
        if unread:
            raise CommandError("Not everything could be read as something to look up.")

    def one_by_one(self, targets: list[str]) -> Printed:
        for text in targets:
            yield asking.result(text, timezone.now())

    def in_bulk(self, name: str, reading: str, column: str) -> Printed:
        many = bulk.Bulk(asking.memory(), asking.read, asking.details, timezone.now())
        try:
            with (
                nullcontext(sys.stdin)
                if name == "-"
                else open(name, encoding="utf-8-sig", errors="replace") as source
            ):
                picked = bulk.picked(lines_of(source), reading, column)
                yield from ((result, "") for result in many.results(picked))
        except bulk.NoSuchColumn as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{name} cannot be read: {error.strerror}.") from error

    def print(self, results: Printed, format: str | None) -> int:
        """Prints each result as it comes; returns how many were not read."""
        unread = 0
        for result, about in results:
            unread += bool(result.error)
            for line in PRINTERS[format or "text"](result, about):
                self.stdout.write(line, ending="")
        return unread
