"""The letters about accounts. They hold links and codes with which somebody gets in, so that their bodies are erased once they
were sent, or once the links have run out (`Mail.objects.erase_links`)."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from directory.models import Appearance, Mail
from directory.models.mail import ACCOUNT

#: What letters of `templates/emails/account/` are called in the recipient's list of mails.
SUBJECTS = {
    "confirm": "Confirm your address",
    "reset": "A new password",
    "exists": "You have an account already",
    "changed": "Your account was changed",
    "invitation": "You are invited to {what}",
    "asked": "{name}: somebody asks to maintain it",
    "approved": "You maintain {name} now",
    "declined": "Your request to maintain {name}",
}

#: What was changed in an account, by allauth's name of the letter that tells it.
CHANGES = {
    "account/email/password_changed": "The password was changed.",
    "account/email/password_set": "A password was set.",
    "account/email/password_reset": "The password was set anew, by a link sent to you.",
    "account/email/email_changed": "The main e-mail address was changed.",
    "account/email/email_deleted": "An e-mail address was removed.",
    "account/email/email_confirm": "An e-mail address was confirmed.",
    "mfa/email/totp_activated": "An authenticator app was added.",
    "mfa/email/totp_deactivated": "The authenticator app was removed.",
    "mfa/email/recovery_codes_generated": "New recovery codes were made; the old ones are void.",
    "mfa/email/webauthn_added": "A passkey or security key was added.",
    "mfa/email/webauthn_removed": "A passkey or security key was removed.",
}


def write(letter: str, to: str, words: Mapping[str, Any], key: str = "") -> Mail | None:
    """Puts a letter into the outbox; None where one with the same `key` was put there before. Without a key it is one
    of its own."""
    told = {"site": Appearance.objects.all().site_name(), "site_url": settings.SITE_URL, "to": to, **words}
    return Mail.objects.enqueue(
        key=f"{ACCOUNT}{key or secrets.token_hex(16)}",
        to=to,
        subject=f"{told['site']}: {SUBJECTS[letter].format(**told)}",
        body=render_to_string(f"emails/account/{letter}.txt", told),
    )


def changed(letter: str, to: str, address: str) -> Mail | None:
    """Tells the owner what was changed, and from which network address."""
    return write("changed", to, {"change": CHANGES[letter], "address": address, "at": timezone.now()})
