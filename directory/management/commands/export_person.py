import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from directory import personal


class Command(BaseCommand):
    help = "Prints what is kept about somebody with an account, as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="an e-mail address of the account")

    def handle(self, *, email: str, **options: Any) -> None:
        user = personal.account_of(email)
        if user is None:
            raise CommandError(f"Nobody has an account with the address {email}.")
        told = personal.kept_about(user, timezone.now())
        self.stdout.write(json.dumps(told, indent=2, ensure_ascii=False))
