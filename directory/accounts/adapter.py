"""What this site settles for django-allauth: who may make an account, where links lead and how mail goes out."""

import base64
import logging
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from directory.acting import address_of
from directory.models import Appearance, Rules

from . import invitations, letters
from .sealing import Unreadable, seal, unseal
from .sessions import is_fresh

logger = logging.getLogger(__name__)

NOBODY = "account/email/unknown_account"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed.",
        "email_password_mismatch": "The e-mail address or the password is wrong.",
        "incorrect_code": "This code is wrong, or was used already.",
        "incorrect_password": "The password is wrong.",
        "too_many_login_attempts": "Too many wrong attempts. Try again in five minutes; a passkey works at once.",
        "rate_limited": "Too many requests. Try again in a minute.",
    }

    # Who may

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """By invitation, unless the operator lets people ask."""
        return invitations.of_session(request) is not None or Rules.objects.all().in_force().open_to_requests

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Before passwords, addresses and second factors are changed; not right after somebody has logged in."""
        return not is_fresh(self.request, settings.CONFIRMED_SECONDS)

    def post_login(self, request: HttpRequest, user: Any, *, signup: bool, **kwargs: Any) -> HttpResponse:
        """Whoever has made the account by an invitation has accepted it: the link has proved the address. The password
        was chosen a moment ago, so it is not asked for again before the second factor is set up."""
        if signup:
            record_authentication(request, user, "password")
        response = super().post_login(request, user, signup=signup, **kwargs)
        invitation = invitations.of_session(request)
        if signup and invitation is not None and invitations.is_for(invitation, user):
            invitations.accept(request, invitation)
        return response

    # Where from, where to

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request) or "unknown"

    def is_safe_url(self, url: str) -> bool:
        """Of this very site: no other host, whatever is trusted for other ends (SECURITY 28)."""
        host = {self.request.get_host()}
        return url_has_allowed_host_and_scheme(url, host, require_https=self.request.is_secure())

    def get_reset_password_from_key_url(self, key: str) -> str:
        uidb36, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": token})
        return f"{settings.SITE_URL}{path}"

    # Mail: into the outbox

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        letters.write("confirm", emailconfirmation.email_address.email, {"code": emailconfirmation.key})

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        letters.write("reset", email, {"link": context["password_reset_url"]})

    def send_account_already_exists_mail(self, email: str) -> None:
        letters.write("exists", email, {"link": f"{settings.SITE_URL}{reverse('account_reset_password')}"})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """What else allauth writes: that an account was changed; and to an address without an account, which is
        written nothing here, though that costs as much as a letter (SECURITY 26)."""
        if template_prefix == NOBODY:
            self._write_in_vain(email)
        else:
            letters.changed(template_prefix, email, address_of(self.request))

    @staticmethod
    def _write_in_vain(email: str) -> None:
        with transaction.atomic():
            mail = letters.write("reset", email, {"link": settings.SITE_URL})
            if mail is not None:
                mail.delete()


class FactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code is wrong, or was used already.",
        "unverified_email": "Confirm your e-mail address first: open the link in the mail that we sent you.",
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Where the site has lost the key that it was sealed with, no code is right any more; the log says why."""
        try:
            return unseal(encrypted_text)
        except Unreadable:
            logger.error("A second factor was sealed with another SECRET_KEY; its owner sets up a new one.")
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def get_totp_issuer(self) -> str:
        return Appearance.objects.all().site_name()

    def get_totp_label(self, user: Any) -> str:
        return user.get_username()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys are for this site's own host: the browser gives them to no other."""
        return {**super().get_public_key_credential_rp_entity(), "name": Appearance.objects.all().site_name()}

    def generate_authenticator_name(self, user: AbstractUser, type: Any) -> str:
        return "Passkey"
