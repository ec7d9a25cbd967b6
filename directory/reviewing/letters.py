"""Mail about review: to those who may answer when a team asks, and to whoever asked when it is answered. It is put into
the outbox with what it tells of, so that nothing is sent of what did not come to be (SECURITY 44)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse

from directory import access
from directory.models import Appearance, Mail, Proposal, User

from .reasons import reason_named


def asked(proposal: Proposal) -> None:
    """To everybody who may answer, once each."""
    page = reverse("admin:proposal", args=[proposal.pk])
    for user in User.objects.filter(is_active=True).order_by("pk"):
        if access.may_answer(user, proposal.team) and user != proposal.asked_by:
            _put(proposal, user, "asked", f"{proposal.team} asks for review", page)


def answered(proposal: Proposal) -> None:
    """To whoever asked, while they have an account."""
    if proposal.asked_by and proposal.asked_by.is_active:
        page = reverse("admin:publish_team", args=[proposal.team_id])
        said = "is published" if proposal.revision_id else "was not accepted"
        _put(proposal, proposal.asked_by, "answered", f"{proposal.team}: what you proposed {said}", page)


def _put(proposal: Proposal, user: User, letter: str, subject: str, page: str) -> None:
    named = [reason_named(code) for code in proposal.reasons]
    words = {
        "proposal": proposal,
        "team": proposal.team,
        "reasons": [reason.sentence for reason in named if reason],
        "page": f"{settings.SITE_URL}{page}",
        "site_name": Appearance.objects.site_name(),
        "site": settings.SITE_URL,
    }
    body = render_to_string(f"emails/proposal_{letter}.txt", words)
    key = f"proposal {proposal.pk} {letter} {user.email}"
    try:
        Mail.objects.enqueue(key=key, to=user.email, subject=subject, body=body)
    except ValidationError:
        return  # an account without an address that can be written to sees it in the queue
