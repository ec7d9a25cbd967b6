"""What happens to accounts is written into the audit trail (SECURITY 102).

These are the house's only signal receivers: allauth and Django offer nothing else to hear of a log-in, a wrong password
or a changed factor by. No password, code or address that was typed is written down.
"""

from typing import Any

from allauth.account import signals as account
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

from directory import auditing
from directory.acting import Actor, address_of
from directory.auditing import Act
from directory.models import User

from .sessions import end_others

FACTORS = {
    Authenticator.Type.TOTP: "an authenticator app",
    Authenticator.Type.WEBAUTHN: "a passkey",
    Authenticator.Type.RECOVERY_CODES: "recovery codes",
}
METHODS = {"totp": "a code", "webauthn": "a passkey", "recovery_codes": "a recovery code"}


def connect() -> None:
    for signal, receiver in (
        (account.user_logged_in, logged_in),
        (user_login_failed, login_failed),
        (mfa.authentication_failed, code_refused),
        (account.user_signed_up, signed_up),
        (account.password_changed, password_changed),
        (account.password_set, password_changed),
        (account.password_reset, password_reset),
        (account.email_confirmed, email_confirmed),
        (account.email_changed, email_changed),
        (account.email_removed, email_removed),
        (mfa.authenticator_added, factor_added),
        (mfa.authenticator_removed, factor_removed),
        (mfa.authenticator_reset, codes_renewed),
    ):
        signal.connect(receiver, dispatch_uid=f"trail:{receiver.__name__}")


# In and out ---------------------------------------------------------------------------------------


def logged_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    records = get_authentication_records(request, user)
    used = [METHODS.get(record.get("type", ""), "a password") for record in records]
    told = f"Logged in with {' and '.join(dict.fromkeys(used))}." if used else "Logged in."
    auditing.write(Act.LOGIN, told, who=_by(request, user))


def login_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Whose password was wrong is said by the account's name; what was typed for an account that is none is not."""
    email = credentials.get("email") or ""
    known = EmailAddress.objects.filter(email__iexact=email).select_related("user").first() if email else None
    told = f"Wrong password for {known.user}." if known else "Wrong password for an unknown account."
    auditing.write(Act.LOGIN_FAILED, told, who=_stranger(request))


def code_refused(request: HttpRequest, user: User, **kwargs: Any) -> None:
    told = f"Wrong code, or a passkey that is none, for {user}."
    auditing.write(Act.LOGIN_FAILED, told, who=_stranger(request))


# The account itself -------------------------------------------------------------------------------


def signed_up(request: HttpRequest, user: User, **kwargs: Any) -> None:
    auditing.write(Act.ACCOUNT, "Made the account.", who=_by(request, user))


def password_changed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Other sessions end by it, for they were begun with the old one (SECURITY 27)."""
    auditing.write(Act.ACCOUNT, "Changed the password.", who=_by(request, user))


def password_reset(request: HttpRequest, user: User, **kwargs: Any) -> None:
    auditing.write(Act.ACCOUNT, "Set the password anew by a link sent by mail.", who=_by(request, user))


def email_confirmed(request: HttpRequest, email_address: EmailAddress, **kwargs: Any) -> None:
    told = f"Confirmed the address {email_address.email}."
    auditing.write(Act.ACCOUNT, told, who=_by(request, email_address.user))


def email_changed(request: HttpRequest, user: User, to_email_address: EmailAddress, **kwargs: Any) -> None:
    told = f"Made {to_email_address.email} the main address."
    auditing.write(Act.ACCOUNT, told, who=_by(request, user))


def email_removed(request: HttpRequest, user: User, email_address: EmailAddress, **kwargs: Any) -> None:
    auditing.write(Act.ACCOUNT, f"Removed the address {email_address.email}.", who=_by(request, user))


# Second factors -----------------------------------------------------------------------------------


def factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Other sessions of the account end. This one has shown the new factor just now, so it counts as confirmed by it."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return  # they come with the first factor
    end_others(request, user)
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
    auditing.write(Act.ACCOUNT, f"Added {FACTORS[_type(authenticator)]}.", who=_by(request, user))


def factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return  # they go with the last factor
    end_others(request, user)
    auditing.write(Act.ACCOUNT, f"Removed {FACTORS[_type(authenticator)]}.", who=_by(request, user))


def codes_renewed(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    end_others(request, user)
    auditing.write(Act.ACCOUNT, "Made new recovery codes.", who=_by(request, user))


def _type(authenticator: Authenticator) -> Authenticator.Type:
    return Authenticator.Type(authenticator.type)


def _by(request: HttpRequest, user: User) -> Actor:
    return Actor(user.get_username(), user.pk, address_of(request))


def _stranger(request: HttpRequest | None) -> Actor:
    return Actor("somebody who is not logged in", None, address_of(request) if request else "")
