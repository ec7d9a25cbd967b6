"""What the commands that load an operator's tables have in common: all but the table."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory.lookup import loading
from directory.lookup.tables import Tally, Unusable


class TableCommand(BaseCommand):
    table: loading.Table
    files: str

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE", help=self.files)
        parser.add_argument("--clear", action="store_true", help="empty the table")

    def handle(self, *, files: list[str], clear: bool, verbosity: int, **options: Any) -> None:
        if clear == bool(files):
            raise CommandError("Name the files to load, or --clear to empty the table.")
        if clear:
            loading.clear(self.table)
            self.stdout.write("The table is empty.")
            return
        progress = self.stderr.write if verbosity > 1 else _silent
        try:
            loaded, tally = loading.load(self.table, [Path(name) for name in files], progress)
        except Unusable as error:
            raise CommandError(f"{error} The table is what it was.") from error
        self.report(loaded, tally)

    def report(self, loaded: int, tally: Tally) -> None:
        self.stdout.write(f"Loaded: {loaded:,} rows from {tally.lines:,} lines.")
        for kind, count in sorted(tally.left_out.items()):
            self.stdout.write(f"Left out: {count:,} {kind}.")
        if tally.bad:
            self.stdout.write(f"Not read: {tally.bad:,} lines. The first:")
            for line in tally.quoted:
                self.stdout.write(f"    {line}")


def _silent(line: str) -> None:
    """Where nobody wants to see how far it is."""
