"""What a team published: append-only. The rows say that and when; the content stands in a row of its own,
so that erasing personal data destroys the content and its salt, and the chain still verifies."""

from typing import Any, NoReturn

from django.db import models
from django.db.models.functions import Cast, Substr

from .team import Team


class AppendOnlyQuerySet(models.QuerySet):
    """The past is not rewritten: neither in bulk nor by a slip."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{self.model.__name__} rows are never changed.")

    def delete(self) -> NoReturn:
        raise TypeError(f"{self.model.__name__} rows are never deleted.")

    def by_month(self) -> models.QuerySet:
        """(a month such as "2026-04", how many entries it saw), in no order. Both databases write a moment in UTC
        and as ISO 8601 begins; to cut it there is ten times as fast as to truncate it where Python has to."""
        month = Substr(Cast("at", models.TextField()), 1, 7)
        return self.order_by().values_list(month).annotate(entries=models.Count("pk"))


class Entry(models.Model):
    """A row of the public record. `cursor` orders revisions and notices of all teams in one sequence without
    gaps: it is the data version. `digest` is SHA-256 over salt and content; `chain` links it to the entry before."""

    cursor = models.PositiveBigIntegerField(unique=True)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    chain = models.CharField(max_length=64)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError(f"{type(self).__name__} rows are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{type(self).__name__} rows are never deleted.")

    @property
    def spoken_kind(self) -> str:
        """What the chain calls this entry."""
        raise NotImplementedError


class RevisionQuerySet(AppendOnlyQuerySet):
    def of(self, team_id: int) -> "RevisionQuerySet":
        """A team's revisions, the newest first."""
        return self.filter(team_id=team_id).order_by("-number")

    def with_content(self) -> "RevisionQuerySet":
        return self.select_related("content")

    def with_title(self) -> "RevisionQuerySet":
        """With what a list of revisions says of each, without the documents themselves."""
        return self.with_content().defer("content__document", "content__profile", "content__text")

    def newest(self) -> "RevisionQuerySet":
        return self.order_by("-cursor")

    def arrivals(self) -> "RevisionQuerySet":
        """The first revision of each team: with it the team came into the directory."""
        return self.filter(number=1)


class Revision(Entry):
    """One published state of a team: its document, its profile and the exact text, for ever."""

    number = models.PositiveIntegerField(help_text="Counts from 1 within a team.")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-cursor"]
        constraints = [
            models.UniqueConstraint(fields=["team", "number"], name="revision_number_once_a_team"),
            models.CheckConstraint(condition=models.Q(number__gt=0), name="revision_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"Revision {self.number}"

    @property
    def spoken_kind(self) -> str:
        return f"revision {self.number}"

    @property
    def redacted(self) -> bool:
        """True where the content was erased; what is left says only that there was a revision, and when."""
        return not hasattr(self, "content")


class Content(models.Model):
    """What an entry's digest speaks of. The salt keeps a digest of few possible values from being guessed."""

    salt = models.CharField(max_length=64)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Published content is never changed; it can only be redacted.")
        super().save(*args, **kwargs)


class RevisionContent(Content):
    """`document` is rfc2350/1, `profile` is profile/1, `text` the exact bytes (UTF-8), `sha256` theirs."""

    revision = models.OneToOneField(Revision, models.PROTECT, primary_key=True, related_name="content")
    author = models.CharField(max_length=200, blank=True)
    comment = models.CharField(max_length=500, blank=True)
    document = models.JSONField()
    profile = models.JSONField()
    text = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.sha256


class Head(models.Model):
    """The end of a chain, locked while an entry is added, so that cursors follow commits: that of the public record,
    and that of the audit trail."""

    RECORD, AUDIT = 1, 2

    cursor = models.PositiveBigIntegerField(default=0)
    chain = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk__in=[1, 2]), name="head_is_of_a_chain")]

    def __str__(self) -> str:
        return str(self.cursor)
