from argparse import ArgumentParser
from typing import Any

from allauth.account import app_settings
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from directory import auditing
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
        admin = User.objects.filter(is_superuser=True).order_by("pk").first() or _made(username, email)
        _verify(admin)
        who = f"The administrator is {admin.username}, who logs in as {admin.email}"
        if admin.has_usable_password():
            self.stdout.write(f"{who}; the password is set.")
        else:
            self.stdout.write(f"{who}. Set the password at {_link(admin)}")


def _made(username: str, email: str) -> User:
    taken = User.objects.filter(username__iexact=username) | User.objects.filter(email__iexact=email)
    if taken.exists():
        raise CommandError(f"{username} or {email} is taken by somebody who is no administrator.")
    with transaction.atomic():
        admin = User.objects.create_superuser(username, email)
        auditing.write(auditing.Act.ROLE, f"Made {username} the first administrator.", by="bootstrap_admin")
    return admin


def _verify(admin: User) -> None:
    """Whoever runs commands on the host answers for the address: no mail is needed to log in by it."""
    if EmailAddress.objects.filter(user=admin, verified=True).exists():
        return
    rows = EmailAddress.objects.filter(email__iexact=admin.email)
    if rows.exclude(user=admin).filter(verified=True).exists():
        raise CommandError(f"{admin.email} belongs to another account.")
    EmailAddress.objects.update_or_create(
        user=admin, email=admin.email.lower(), defaults={"verified": True, "primary": True}
    )


def _link(admin: User) -> str:
    """Good once, for as long as PASSWORD_RESET_TIMEOUT says: three days."""
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(admin)
    words = {"uidb36": user_pk_to_url_str(admin), "key": token}
    return f"{settings.SITE_URL}{reverse('account_reset_password_from_key', kwargs=words)}"
