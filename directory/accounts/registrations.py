"""Requests to maintain a team, where the operator lets people ask: somebody with a confirmed address asks, an operator
answers, and both are written to."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from directory import auditing, desk
from directory.auditing import Act
from directory.models import Maintainer, Registration, Team, User

from . import letters
from .invitations import Refused

WAITING = "You have asked already. The operators answer by mail; then you may ask for another team."
ANSWERED = "This request was answered meanwhile."


def waiting(user: User) -> Registration | None:
    return user.registrations.filter(state=Registration.State.PENDING).first()


def ask(user: User, registration: Registration) -> Registration:
    """Keeps the request and tells the operators. A team of this name that the directory knows is named to them, and
    to nobody else: it may be a draft. Raises Refused where one waits already."""
    registration.user = user
    registration.team = named(registration.name).first()
    try:
        with transaction.atomic():
            registration.save()
            auditing.write(Act.ACCOUNT, f"Asked to maintain {registration.name}.")
            _tell_operators(registration)
    except IntegrityError as error:
        raise Refused(WAITING) from error
    return registration


def named(name: str) -> QuerySet[Team]:
    """Teams that are called so, short or long, in whatever case."""
    return Team.objects.filter(Q(name__iexact=name) | Q(short_name__iexact=name)).order_by("pk")


def approve(registration: Registration, team: Team | None, answer: str, by: User) -> Team:
    """The person maintains the team from now on; without a team, a draft is made for them. Raises Refused where the
    request was answered meanwhile, or no draft can be made of the name."""
    with transaction.atomic():
        _decide(registration, Registration.State.ACCEPTED, answer, by)
        team = team or _draft(registration.name)
        Maintainer.objects.get_or_create(team=team, user=registration.user)
        auditing.write(Act.ROLE, f"{registration.user} maintains the team, as asked for.", team=team)
        registration.team = team
        registration.save()
        link = reverse("admin:directory_team_change", args=[team.pk])
        _tell(registration, "approved", link)
    return team


def decline(registration: Registration, answer: str, by: User) -> None:
    with transaction.atomic():
        _decide(registration, Registration.State.DECLINED, answer, by)
        registration.save()
        told = f"Declined that {registration.user} maintains {registration.name}."
        auditing.write(Act.ROLE, told, team=registration.team)
        _tell(registration, "declined", reverse("registration"))


def _decide(registration: Registration, state: Registration.State, answer: str, by: User) -> None:
    locked = Registration.objects.select_for_update().get(pk=registration.pk)
    if locked.state != Registration.State.PENDING:
        raise Refused(ANSWERED)
    registration.state, registration.answer = state, answer
    registration.decided_by, registration.decided_at = by, timezone.now()


def _draft(name: str) -> Team:
    team = Team(name=name, slug=desk.slug_for(name))
    try:
        team.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    with auditing.change(team, Act.CREATED):
        team.save()
        desk.lay_out(team)
    return team


def _tell(registration: Registration, letter: str, path: str) -> None:
    words = {"name": registration.name, "answer": registration.answer, "link": f"{settings.SITE_URL}{path}"}
    letters.write(letter, registration.user.email, words, key=f"registration:{registration.pk}:{letter}")


def _tell_operators(registration: Registration) -> None:
    path = reverse("admin:directory_registration_change", args=[registration.pk])
    words = {
        "name": registration.name,
        "person": registration.user.get_username(),
        "link": f"{settings.SITE_URL}{path}",
    }
    operators = User.objects.filter(is_superuser=True, is_active=True).exclude(email="")
    for email in operators.values_list("email", flat=True):
        letters.write("asked", email, words, key=f"registration:{registration.pk}:asked:{email.lower()}")
