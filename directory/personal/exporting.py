"""Subject access: everything that is kept about somebody with an account, and nothing of anybody else."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q

from directory.accounts.trail import FACTORS
from directory.auditing import Act
from directory.models import AuditEntry, Invitation, Mail, Member, Proof, Proposal, Source, Team, User

#: What is told in these entries names somebody else: whoever was given a role, invited or vouched for.
ABOUT_OTHERS = {Act.ROLE, Act.PROVED, Act.SETTINGS}


def kept_about(user: User, at: datetime) -> dict[str, Any]:
    """person/1: one object of JSON. Dates are ISO 8601 in UTC. Of second factors it says which and since when, and no
    secret; of mails, that they were written, for their words were sent; of changes, what was changed and not to what,
    for that may speak of others."""
    # By the addresses that are known to be theirs: whoever types another's is told nothing of them.
    emails = {*EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)}
    to_them = _any_of("to", emails)
    return {
        "schema": "person/1",
        "site": settings.SITE_URL,
        "made_at": _moment(at),
        "account": _account(user),
        "addresses": [
            {"email": own.email, "verified": own.verified, "primary": own.primary}
            for own in EmailAddress.objects.filter(user=user).order_by("pk")
        ],
        "second_factors": [
            {
                "kind": FACTORS[Authenticator.Type(factor.type)],
                "since": _moment(factor.created_at),
                "last_used": _moment(factor.last_used_at),
            }
            for factor in Authenticator.objects.filter(user=user).order_by("pk")
        ],
        "teams": [
            {"team": role.team.name, "since": role.since.isoformat(), "proofs": [*map(_proof, role.proofs.all())]}
            for role in user.maintained.select_related("team").prefetch_related("proofs")
        ],
        "members": [
            {"team": own.team.name, "name": own.name, "role": own.role, "email": own.email, "phone": own.phone,
             "public": own.public}
            for own in Member.objects.filter(_any_of("email", emails)).select_related("team")
        ],
        "invitations": [*_invitations(user, emails)],
        "requests": [*_requests(user)],
        "proposals": [*_proposals(user)],
        "imports": [
            {"team": source.team.name, "file": source.name, "format": source.format, "sha256": source.sha256,
             "at": _moment(source.imported_at)}
            for source in Source.objects.filter(imported_by=user).select_related("team").defer("content")
        ],
        "mails": [
            {"subject": mail.subject, "written_at": _moment(mail.created_at), "sent_at": _moment(mail.sent_at)}
            for mail in Mail.objects.filter(to_them).defer("body")
        ],
        "audit": [*_audit(user)],
    }  # fmt: skip


def _account(user: User) -> dict[str, Any]:
    return {
        "username": user.get_username(),
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "made_at": _moment(user.date_joined),
        "last_login": _moment(user.last_login),
        "is_active": user.is_active,
        "is_reviewer": user.is_reviewer,
        "is_operator": user.is_superuser,
    }


def _proof(proof: Proof) -> dict[str, Any]:
    return {"kind": proof.get_kind_display(), "at": _moment(proof.at)}


def _invitations(user: User, emails: set[str]) -> Iterator[dict[str, Any]]:
    theirs = _any_of("email", emails) | Q(accepted_by=user)
    for invitation in Invitation.objects.filter(theirs).select_related("team"):
        yield {
            "email": invitation.email,
            "team": invitation.team.name if invitation.team else None,
            "invited_at": _moment(invitation.invited_at),
            "expires_at": _moment(invitation.expires_at),
            "accepted_at": _moment(invitation.accepted_at),
            "revoked_at": _moment(invitation.revoked_at),
        }


def _requests(user: User) -> Iterator[dict[str, Any]]:
    for asked in user.registrations.all():
        yield {
            "team": asked.name,
            "website": asked.website,
            "message": asked.message,
            "state": asked.get_state_display(),
            "asked_at": _moment(asked.asked_at),
            "decided_at": _moment(asked.decided_at),
            "answer": asked.answer,
        }


def _proposals(user: User) -> Iterator[dict[str, Any]]:
    for proposal in Proposal.objects.filter(asked_by=user).select_related("team"):
        yield {
            "team": proposal.team.name,
            "state": proposal.get_state_display(),
            "comment": proposal.comment,
            "override": proposal.override,
            "asked_at": _moment(proposal.asked_at),
            "decided_at": _moment(proposal.decided_at),
            "answer": proposal.answer,
        }


def _audit(user: User) -> Iterator[dict[str, Any]]:
    others = User.objects.exclude(pk=user.pk).values_list("username", "email")
    names_of_others = {name.lower() for pair in others.iterator() for name in pair if name}
    entries = AuditEntry.objects.by(user.pk).with_title().order_by("cursor")
    names = dict(Team.objects.filter(pk__in=entries.order_by().values("team_id")).values_list("pk", "name"))
    for entry in entries.iterator(chunk_size=500):
        yield {
            "entry": entry.cursor,
            "at": _moment(entry.at),
            "act": entry.get_act_display(),
            "team": names.get(entry.team_id) if entry.team_id else None,
            "from": entry.content.address,
            "told": _told(entry, names_of_others),
            "changed": [change["what"] for change in entry.content.changes],
        }


def _told(entry: AuditEntry, names_of_others: set[str]) -> str:
    """The sentence of an entry, "" where it is about somebody else or names them."""
    told: str = entry.content.told
    words = set(re.findall(r"[\w.+-]+(?:@[\w-]+(?:\.[\w-]+)*)?", told.lower()))
    named = {word.rstrip(".") for word in words} & names_of_others
    return "" if named or entry.act in ABOUT_OTHERS else told


def _any_of(name: str, emails: set[str]) -> Q:
    """An address of theirs, in whatever case it was typed."""
    found = Q(pk__in=[])
    for email in emails:
        found |= Q(**{f"{name}__iexact": email}) if email else Q()
    return found


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
