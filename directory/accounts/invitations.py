"""Invitations: an operator writes to an address; whoever opens the link and proves to own the address maintains the
team, or reviews. The link is good once, for a fortnight, and for that address alone (SECURITY 31)."""

import hashlib
import secrets
from datetime import timedelta
from typing import cast

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from directory import auditing
from directory.access import Anybody
from directory.auditing import Act
from directory.models import Invitation, Maintainer, Team, User
from directory.models.mail import LONGEST_LINK

from . import letters

GOOD_FOR: timedelta = LONGEST_LINK
SESSION_KEY = "invitation"

GONE = "This invitation is not good any more: it was used, taken back, or is older than a fortnight. Ask for another."
ANOTHER_S = (
    "This invitation was sent to an address that is none of your account’s. Log out, and open the link again."
)


class Refused(Exception):
    """`sentence` is for whoever asked."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def invite(email: str, team: Team | None, by: User) -> Invitation:
    """Writes to the address. An earlier invitation of the same kind to it is taken back: one link is good at a time.

    Raises Refused where the address is none, or has the role already.
    """
    email = email.strip()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused("This is no e-mail address.") from error
    if _has_role(email, team):
        raise Refused(f"{email} {'maintains the team' if team else 'reviews'} already.")
    token, now = secrets.token_urlsafe(32), timezone.now()
    with transaction.atomic():
        Invitation.objects.open(now).filter(team=team, email__iexact=email).update(revoked_at=now)
        invitation = Invitation.objects.create(
            team=team, email=email, token_sha256=_digest(token), invited_by=by, invited_at=now,
            expires_at=now + GOOD_FOR,
        )  # fmt: skip
        _write(invitation, token, by)
        auditing.write(Act.ROLE, f"Invited {email} to {_what(team)}.", team=team)
    return invitation


def revoke(invitation: Invitation) -> None:
    with transaction.atomic():
        if Invitation.objects.open(timezone.now()).filter(pk=invitation.pk).update(revoked_at=timezone.now()):
            told = f"Took back the invitation of {invitation.email} to {_what(invitation.team)}."
            auditing.write(Act.ROLE, told, team=invitation.team)


def found(token: str) -> Invitation | None:
    """The invitation that a link is for, None where it is good no more or never was."""
    return Invitation.objects.open(timezone.now()).filter(token_sha256=_digest(token)).first()


def hold(request: HttpRequest, invitation: Invitation) -> None:
    """Remembers in the session that this visitor has the link, so that it stands in no further address."""
    request.session[SESSION_KEY] = invitation.pk


def of_session(request: HttpRequest) -> Invitation | None:
    """The invitation whose link this visitor has opened, as long as it is good."""
    pk = request.session.get(SESSION_KEY)
    return Invitation.objects.open(timezone.now()).filter(pk=pk).first() if pk else None


def is_for(invitation: Invitation, user: Anybody) -> bool:
    """Whether it is known that the invited address is the user's own."""
    own = EmailAddress.objects.filter(user_id=user.pk, email__iexact=invitation.email, verified=True)
    return user.is_active and own.exists()


def has_account(invitation: Invitation) -> bool:
    """Whether somebody has an account with the invited address. Only the holder of its link is told so."""
    return EmailAddress.objects.filter(email__iexact=invitation.email, verified=True).exists()


def make_way(invitation: Invitation) -> None:
    """Whoever has the link has shown the address to be theirs: an account that only claims it, and was never more than
    made, gives it up."""
    EmailAddress.objects.filter(email__iexact=invitation.email, verified=False).delete()
    never_in = User.objects.filter(is_active=True, is_superuser=False, last_login=None, maintained=None)
    for user in never_in.filter(email__iexact=invitation.email, emailaddress=None):
        auditing.write(
            Act.ACCOUNT, f"The account {user}, which was never used, gave way to the owner of its address."
        )
        user.delete()


def accept(request: HttpRequest, invitation: Invitation) -> None:
    """Gives the role to whoever is logged in. Raises Refused where the invitation is another's, or was used meanwhile."""
    user = cast(User, request.user)
    with transaction.atomic():
        row = Invitation.objects.select_for_update().open(timezone.now()).filter(pk=invitation.pk).first()
        if row is None:
            raise Refused(GONE)
        if not is_for(row, user):
            raise Refused(ANOTHER_S)
        _give_role(row, User.objects.get(pk=user.pk))
        row.accepted_by_id, row.accepted_at = user.pk, timezone.now()
        row.save(update_fields=["accepted_by", "accepted_at"])
    request.session.pop(SESSION_KEY, None)
    request.session.cycle_key()  # of a session that may do more now


def _give_role(invitation: Invitation, user: User) -> None:
    if invitation.team is None:
        user.is_reviewer = True
        user.save(update_fields=["is_reviewer"])
    else:
        Maintainer.objects.get_or_create(team=invitation.team, user=user)
    told = f"{user} accepted the invitation to {_what(invitation.team)}."
    auditing.write(Act.ROLE, told, team=invitation.team)


def _has_role(email: str, team: Team | None) -> bool:
    owners = EmailAddress.objects.filter(email__iexact=email, verified=True).values("user_id")
    if team is None:
        return User.objects.filter(pk__in=owners, is_reviewer=True).exists()
    return Maintainer.objects.filter(team=team, user_id__in=owners).exists()


def _write(invitation: Invitation, token: str, by: User) -> None:
    link = f"{settings.SITE_URL}{reverse('open_invitation', args=[token])}"
    words = {
        "by": by.get_username(),
        "what": _what(invitation.team),
        "until": invitation.expires_at,
        "link": link,
    }
    letters.write("invitation", invitation.email, words, key=f"invitation:{invitation.pk}")


def _what(team: Team | None) -> str:
    return f"maintain {team}" if team else "review"


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
