"""Who speaks for a team, how that is known, and how somebody comes to do so."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from directory import fields

from .team import Team


class Maintainer(models.Model):
    """Somebody who speaks for a team."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="maintainers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="maintained")
    since = models.DateField(auto_now_add=True)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["team", "user"], name="maintainer_once_a_team")]

    def __str__(self) -> str:
        return str(self.user)


class ProofQuerySet(models.QuerySet["Proof"]):
    def standing(self, team: Team) -> "ProofQuerySet":
        """Those of the people who maintain a team today, the newest first."""
        return self.filter(maintainer__team=team, maintainer__user__is_active=True)


class Proof(models.Model):
    """How it is known that a maintainer speaks for the team: written down once, and kept.

    `evidence` is a sentence for operators: which published address was written to, which published key signed, or
    what the operator says. `by` is who established it.
    """

    class Kind(models.TextChoices):
        MAIL = "mail", "mail to the published address"
        SIGNATURE = "signature", "signature with the published key"
        WORD = "word", "an operator's word"

    maintainer = models.ForeignKey(Maintainer, models.CASCADE, related_name="proofs")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=200)
    evidence = fields.TextField()

    objects = ProofQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, at: datetime) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)


class Invitation(models.Model):
    """That somebody with this address may become a maintainer of a team, or a reviewer where it names none.

    The link in the mail holds the token; here stands its SHA-256 alone, so that whoever reads the table can use none.
    """

    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="invitations")
    email = models.EmailField()
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]

    def __str__(self) -> str:
        return self.email


class Registration(models.Model):
    """That somebody with an account asks to maintain a team, where the operator lets people ask."""

    class State(models.TextChoices):
        PENDING = "pending"
        ACCEPTED = "accepted"
        DECLINED = "declined"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="registrations")
    name = fields.NameField("team", max_length=200, help_text="The team's official name.")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")
    website = models.URLField(blank=True, help_text="Where the team says who it is.")
    message = fields.TextField(blank=True, help_text="How we can know that you speak for it.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answer = fields.TextField(blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(state="pending"), name="registration_once_a_person"
            )
        ]

    def __str__(self) -> str:
        return self.name
