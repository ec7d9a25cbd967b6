from argparse import ArgumentParser
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from directory import own_key
from directory.models import Appearance
from directory.openpgp.words import groups


class Command(BaseCommand):
    help = "Makes the key that the directory signs its exports with, and prints its fingerprint."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", help="whose key it is (default: the site's name)")
        parser.add_argument("--email", help="its address (default: the sender of the site's mail)")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="make another key in the place of the one that signs now; that one stays in the ring",
        )

    def handle(self, *, name: str | None, email: str | None, replace: bool, **options: Any) -> None:
        name = name or Appearance.objects.site_name()
        email = email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        try:
            made = own_key.make(name, email, replace=replace)
        except own_key.NotSigned as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(f"{name} <{email}> signs from now on. The fingerprint of the key:")
        self.stdout.write(made)
        self.stdout.write(groups(made))
        self.stdout.write(f"Keep a copy of {own_key.home()} where nobody else reads it.")
        try:
            call_command("sign_security_txt", stdout=self.stdout)
        except CommandError as error:
            self.stdout.write(str(error))
