from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from directory.models import User


class Command(BaseCommand):
    help = "Makes the first administrator and prints a link to set the password; safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", default="admin@localhost.localdomain")
        parser.add_argument("--username", default="admin")

    def handle(self, *, email: str, username: str, **options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email} is not an e-mail address.") from error
        admin = User.objects.filter(is_superuser=True).order_by("pk").first()
        if admin is None:
            if (
                User.objects.filter(username=username).exists()
                or User.objects.filter(email__iexact=email).exists()
            ):
                raise CommandError(f"{username} or {email} is taken by somebody who is no administrator.")
            admin = User.objects.create_superuser(username, email)
        if admin.has_usable_password():
            self.stdout.write(f"The administrator is {admin.username}; the password is set.")
            return
        link = reverse(
            "set_password",
            args=[urlsafe_base64_encode(force_bytes(admin.pk)), default_token_generator.make_token(admin)],
        )
        self.stdout.write(
            f"The administrator is {admin.username}. Set the password at {settings.SITE_URL}{link}"
        )
