"""The audit trail of the desk: append-only, chained, private. What the public sees of the past is the record."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NoReturn

from django.db import models

from .revision import AppendOnlyQuerySet, Content
from .team import Team


class AuditQuerySet(AppendOnlyQuerySet):
    def of(self, team_id: int) -> "AuditQuerySet":
        """What was done to a team, the newest first."""
        return self.filter(team_id=team_id).order_by("-cursor")

    def of_act(self, act: str) -> "AuditQuerySet":
        return self.filter(act=act)

    def by(self, user_id: int) -> "AuditQuerySet":
        """What an account did."""
        return self.filter(content__user_id=user_id)

    def by_somebody_called(self, name: str) -> "AuditQuerySet":
        return self.filter(content__by__icontains=name)

    def of_teams_called(self, name: str) -> "AuditQuerySet":
        """Those about teams with this in their name or address; about a draft that was deleted, by its number."""
        called = Team.objects.filter(models.Q(name__icontains=name) | models.Q(slug__icontains=name))
        found = models.Q(team_id__in=called.order_by().values("pk"))
        if name.isascii() and name.isdecimal() and len(name) < 19:
            found |= models.Q(team_id=int(name))
        return self.filter(found)

    def on_days(self, first: date | None, last: date | None) -> "AuditQuerySet":
        """From the beginning of the first day to the end of the last, in UTC; without bounds where they are None."""
        found = self
        if first is not None:
            found = found.filter(at__gte=datetime.combine(first, time.min, UTC))
        if last is not None and last < date.max:
            found = found.filter(at__lt=datetime.combine(last + timedelta(days=1), time.min, UTC))
        return found

    def with_content(self) -> "AuditQuerySet":
        return self.select_related("content")

    def with_title(self) -> "AuditQuerySet":
        """With what a list says of each entry, without the snapshots."""
        return self.with_content().defer("content__snapshot")

    def with_versions(self) -> "AuditQuerySet":
        """With `has_version`: whether a state of the draft stands with the entry."""
        return self.annotate(has_version=models.Q(content__snapshot__isnull=False))


class AuditEntry(models.Model):
    """That something was done: its kind, its team if it was about one, and when. Who, from where and what stands in
    the content, so that personal data can be erased and the chain still verifies (decision 0002)."""

    class Act(models.TextChoices):
        CREATED = "created", "team made"
        EDITED = "edited"
        IMPORTED = "imported", "document imported"
        REVERTED = "reverted", "earlier state brought back"
        DELETED = "deleted", "draft deleted"
        KEYS = "keys", "keys changed"
        PROPOSED = "proposed", "review asked for"
        REVIEWED = "reviewed", "review answered"
        PUBLISHED = "published"
        NOTED = "noted", "notice published"
        ROLE = "role", "roles changed"
        PROVED = "proved", "proof written down"
        SETTINGS = "settings", "settings changed"
        LOGIN = "login", "logged in"
        LOGIN_FAILED = "login-failed", "log-in refused"
        ACCOUNT = "account", "account changed"
        ERASED = "erased", "personal data erased"

    cursor = models.PositiveBigIntegerField(unique=True)
    # A draft that was deleted keeps its history.
    team = models.ForeignKey(Team, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    act = models.CharField(max_length=20, choices=Act.choices)
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    chain = models.CharField(max_length=64)

    has_version: bool  # of `with_versions`

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-cursor"]
        verbose_name_plural = "audit trail"
        indexes = [models.Index(fields=["team", "-cursor"], name="audit_of_a_team")]

    def __str__(self) -> str:
        return f"{self.get_act_display().capitalize()} ({self.cursor})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("Audit entries are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit entries are never deleted.")

    @property
    def spoken_kind(self) -> str:
        return f"audit {self.act}"

    @property
    def redacted(self) -> bool:
        return not hasattr(self, "content")


class AuditContent(Content):
    """`by` is the name of who did it and `user_id` their account, None for a command; `told` says what in a sentence;
    `changes` are [{"what", "before", "after"}]; `snapshot` is the team afterwards (`desk.snapshot`; of one that was
    deleted, as it was last), None where it is not about a draft. `address` is where from; it stands outside the digest
    and is blanked in time."""

    entry = models.OneToOneField(AuditEntry, models.PROTECT, primary_key=True, related_name="content")
    by = models.CharField(max_length=200, blank=True)
    user_id = models.BigIntegerField(null=True, db_index=True)
    address = models.CharField(max_length=45, blank=True)
    told = models.TextField(blank=True)
    changes = models.JSONField(default=list)
    snapshot = models.JSONField(null=True)

    def __str__(self) -> str:
        return self.told
