from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory import own_key
from directory.exports import folder

UNCHANGED = "Nothing was exported; a former export stands as it was. --unsigned exports without a signature."


class Command(BaseCommand):
    help = "Writes all that is published into a folder: lists, keys and documents, with their sums, signed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to", type=Path, metavar="DIR", help="the folder, of which the export takes the place (default: export in DATA_DIR)"
        )  # fmt: skip
        parser.add_argument(
            "--unsigned", action="store_true", help="without a signature, where the directory's key is away"
        )

    def handle(self, *, to: Path | None, unsigned: bool, **options: Any) -> None:
        into = to or folder.folder()
        sign = own_key.sign if own_key.is_made() and not unsigned else None
        try:
            made = folder.make(into, sign)
        except own_key.NotSigned as error:
            raise CommandError(f"{error.sentence} {UNCHANGED}") from error
        except folder.NotExported as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Exported to {into}: teams: {made.teams}, keys: {made.keys}.")
        if sign is None:
            self.stdout.write(own_key.MISSING if not unsigned else "It is not signed.")
