"""A person's account, and what was written to and about it."""

from collections.abc import Iterator
from functools import partial

from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session

from directory import publishing
from directory.models import (
    Appearance,
    Invitation,
    Mail,
    Maintainer,
    Proof,
    Proposal,
    Registration,
    Team,
    User,
)

from .person import Person
from .place import Place, masking

NOBODY = "somebody whose account is erased"


def of_account(person: Person) -> Iterator[Place]:
    user = person.user
    if user is None:
        return
    if is_the_only_operator(user):
        yield Place(f"The account {user}", remedy="It is the only operator's: make another operator first.")
        return
    for session in _sessions(user):
        yield Place(f"A session of {user}", session.delete)
    yield Place(f"The account {user}, with its addresses, factors and roles", partial(_remove, user))


def _remove(user: User) -> None:
    """A team that nobody of its own maintains any more is told to be so in public."""
    teams = list(Team.objects.filter(maintainers__user=user))
    user.delete()
    for team in teams:
        publishing.settle(team)


def is_the_only_operator(user: User) -> bool:
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    return user.is_superuser and not others.exists()


def _sessions(user: User) -> Iterator[Session]:
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            yield session


def of_letters(person: Person) -> Iterator[Place]:
    """Mails to the person are taken out of the outbox; of those to others, the person's name is."""
    for mail in Mail.objects.order_by("pk").iterator():
        if mail.to.lower() in person.emails:
            yield Place(f"A mail to them, “{mail.subject}”", mail.delete)
        elif person.is_in([mail.subject, mail.body, mail.last_error]):
            yield Place(
                f"The mail {mail.pk} to somebody else", masking(mail, person, "subject", "body", "last_error")
            )
    for invitation in Invitation.objects.order_by("pk"):
        if invitation.email.lower() in person.emails:
            yield Place(f"An invitation of {invitation.invited_at:%Y-%m-%d}", invitation.delete)
    for registration in Registration.objects.exclude(user=person.user).order_by("pk"):
        if person.is_in([registration.message, registration.answer, registration.website]):
            place = f"The request {registration.pk} of somebody else to maintain a team"
            yield Place(place, masking(registration, person, "message", "answer", "website"))


def of_roles(person: Person) -> Iterator[Place]:
    """What others asked and established, as far as it names the person."""
    for proof in Proof.objects.exclude(maintainer__in=_maintained_by(person)).select_related(
        "maintainer__team"
    ):
        place = f"A proof for {proof.maintainer.team}"
        if person.username and proof.by == person.username:
            yield Place(place, partial(_unnamed, proof))
        if person.is_in([proof.evidence, proof.by]):
            yield Place(place, masking(proof, person, "evidence", "by"))
    for proposal in Proposal.objects.select_related("team"):
        if person.is_in([proposal.comment, proposal.override, proposal.answer]):
            place = f"What was said when {proposal.team} asked for review on {proposal.asked_at:%Y-%m-%d}"
            yield Place(place, masking(proposal, person, "comment", "override", "answer"))


def _unnamed(proof: Proof) -> None:
    Proof.objects.filter(pk=proof.pk).update(by=NOBODY)


def _maintained_by(person: Person) -> list[int]:
    return (
        list(Maintainer.objects.filter(user=person.user).values_list("pk", flat=True)) if person.user else []
    )


def of_site(person: Person) -> Iterator[Place]:
    for entry in LogEntry.objects.exclude(user=person.user).order_by("pk"):
        if person.is_named_in(f"{entry.object_repr} {entry.change_message}"):
            yield Place(f"An old log entry of {entry.action_time:%Y-%m-%d}", entry.delete)
    for appearance in Appearance.objects.all():
        told = {field.name: field.value_from_object(appearance) for field in appearance._meta.concrete_fields}
        if person.is_in([value for value in told.values() if isinstance(value, str)]):
            remedy = "Change it under “Name, logo and texts”."
            yield Place("The site's own contact or texts", remedy=remedy)
