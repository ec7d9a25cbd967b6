from django.conf import settings
from django.db import models
from django.utils import timezone

from directory import fields

from .team import Team


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def pending(self) -> "ProposalQuerySet":
        """What waits for a reviewer, the oldest first."""
        return self.filter(state=Proposal.State.PENDING).order_by("asked_at", "pk")

    def answered(self) -> "ProposalQuerySet":
        """What does not wait any more, the latest first."""
        return self.exclude(state=Proposal.State.PENDING).order_by("-decided_at", "-pk")


class Proposal(models.Model):
    """A draft that its maintainer wants to publish and that needs review: one a team at a time.

    `reasons` are the codes of what needs it (`reviewing.REASONS`). `digest` is that of the draft as the maintainer saw
    it: what is accepted is that, and nothing that was edited since.
    """

    class State(models.TextChoices):
        PENDING = "pending", "waiting for review"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        TAKEN_BACK = "taken-back", "taken back"

    team = models.ForeignKey(Team, models.CASCADE, related_name="proposals")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    reasons = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    version = fields.NameField(
        max_length=40, blank=True, help_text="The document's version; empty for the next one."
    )
    comment = fields.NameField(
        max_length=500, blank=True, help_text="What changed (public with the revision)."
    )
    override = fields.TextField(blank=True, help_text="Why it is to be published with errors.")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = fields.TextField(blank=True, help_text="What the reviewer says to the maintainer.")
    revision = models.ForeignKey("Revision", models.PROTECT, null=True, blank=True, related_name="+")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team"], condition=models.Q(state="pending"), name="proposal_once_a_team"
            )
        ]

    def __str__(self) -> str:
        return f"{self.team}, {self.get_state_display()}"
