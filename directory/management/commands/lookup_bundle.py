from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from directory import own_key
from directory.lookup import bundle

UNCHANGED = "No bundle was made; the former one stands as it was. --unsigned makes one without a signature."


class Command(BaseCommand):
    help = "Makes the offline bundle: the data of look-ups, its SHA-256, signed, and a program that answers from it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to",
            type=Path,
            metavar="DIR",
            help="the folder (default: bundle in DATA_DIR, which the site serves)",
        )
        parser.add_argument(
            "--unsigned", action="store_true", help="without a signature, where the directory's key is away"
        )

    def handle(self, *, to: Path | None, unsigned: bool, **options: Any) -> None:
        into = to or bundle.folder()
        sign = own_key.sign if own_key.is_made() and not unsigned else None
        try:
            made = bundle.make(into, timezone.now(), sign)
        except own_key.NotSigned as error:
            raise CommandError(f"{error.sentence} {UNCHANGED}") from error
        except bundle.NotMade as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Bundle made in {into}: teams: {made.teams}, claims: {made.claims}, "
            f"data version {made.version}, {made.size:,} bytes."
        )
        if sign is None:
            self.stdout.write(own_key.MISSING if not unsigned else "It is not signed.")
