"""Who may do what at the desk. Everything that is not said here is not allowed.

An operator (a superuser) may do everything. A reviewer sees every team and answers what waits for review. A maintainer
sees and changes the teams that a `Maintainer` row gives them. The rows are asked at every request, so that a right that
is taken away is gone with the next one (SECURITY 13).
"""

from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from directory.models import Maintainer, Team, User

Anybody: TypeAlias = User | AnonymousUser


def is_operator(user: Anybody) -> bool:
    return user.is_active and user.is_superuser


def is_reviewer(user: Anybody) -> bool:
    """True of operators too."""
    return isinstance(user, User) and user.is_active and (user.is_superuser or user.is_reviewer)


def maintains(user: Anybody, team: Team) -> bool:
    return user.is_active and Maintainer.objects.filter(team=team, user_id=user.pk).exists()


def has_a_place(user: Anybody) -> bool:
    """Whether somebody has anything to do at the desk."""
    if not user.is_active:
        return False
    return is_reviewer(user) or Maintainer.objects.filter(user_id=user.pk).exists()


def teams_seen_by(user: Anybody) -> QuerySet[Team]:
    if is_reviewer(user):
        return Team.objects.all()
    return teams_of(user)


def teams_of(user: Anybody) -> QuerySet[Team]:
    """The teams that somebody maintains."""
    if not user.is_active:
        return Team.objects.none()
    return Team.objects.filter(pk__in=Maintainer.objects.filter(user_id=user.pk).values("team_id"))


def may_see(user: Anybody, team: Team) -> bool:
    return is_reviewer(user) or maintains(user, team)


def may_edit(user: Anybody, team: Team) -> bool:
    return is_operator(user) or maintains(user, team)


def may_answer(user: Anybody, team: Team) -> bool:
    """Whether somebody may accept or decline what a team wants to publish: nobody looks after themselves."""
    return is_operator(user) or (is_reviewer(user) and not maintains(user, team))
