from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory import personal


class Command(BaseCommand):
    help = "Finds a person wherever they stand and, with --yes, erases them: account, texts, history, old revisions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "email", nargs="?", default="", help="an e-mail address of theirs, with an account or not"
        )
        parser.add_argument(
            "--words",
            action="append",
            default=[],
            metavar="NAME",
            help="words that name them in texts, found whole and in any case; may be given more than once",
        )
        parser.add_argument("--yes", action="store_true", help="erases; without it, nothing is changed")

    def handle(self, *, email: str, words: list[str], yes: bool, **options: Any) -> None:
        try:
            person = personal.person(email, words)
        except personal.Unknown as error:
            raise CommandError(str(error)) from error
        erasure = personal.erase(person, do=yes)
        self.stdout.write("Erased:" if yes else "To be erased:")
        for place in erasure.gone:
            self.stdout.write(f"  {place.where}")
        self.stdout.write(f"  Entries of the audit trail: {erasure.entries}")
        self.stdout.write("Left for you to do:")
        for place in erasure.left:
            self.stdout.write(f"  {place.where}. {place.remedy}")
        if not yes:
            self.stdout.write("Nothing was changed. With --yes it is erased, and nothing brings it back.")
