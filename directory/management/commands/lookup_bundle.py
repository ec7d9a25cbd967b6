from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from directory.lookup import bundle


class Command(BaseCommand):
    help = "Makes the offline bundle: the data of look-ups, its SHA-256, and a program that answers from it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to",
            type=Path,
            metavar="DIR",
            help="the folder (default: bundle in DATA_DIR, which the site serves)",
        )

    def handle(self, *, to: Path | None, **options: Any) -> None:
        into = to or bundle.folder()
        try:
            made = bundle.make(into, timezone.now())
        except bundle.NotMade as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Bundle made in {into}: teams: {made.teams}, claims: {made.claims}, "
            f"data version {made.version}, {made.size:,} bytes."
        )
