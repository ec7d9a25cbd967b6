from django.db import models

from .revision import AppendOnlyQuerySet, Content, Entry, Revision


class NoticeQuerySet(AppendOnlyQuerySet):
    def of(self, team_id: int) -> "NoticeQuerySet":
        return self.filter(team_id=team_id).order_by("-cursor")

    def signatures_of(self, number: int) -> "NoticeQuerySet":
        """The notices that keep signatures of a revision, by its number."""
        return self.of_kind(Notice.Kind.SIGNED).filter(content__payload__revision=number)

    def of_kind(self, kind: str) -> "NoticeQuerySet":
        return self.filter(kind=kind)

    def withdrawals(self) -> "NoticeQuerySet":
        """With `returned_at`, when the team published again after it; None where it has not."""
        later = Revision.objects.filter(
            team_id=models.OuterRef("team_id"), cursor__gt=models.OuterRef("cursor")
        )
        returned = later.order_by("cursor").values("at")[:1]
        return self.of_kind(Notice.Kind.WITHDRAWN).annotate(returned_at=models.Subquery(returned))


class Notice(Entry):
    """What became true of a team without a new text: confirmed, reviewed, signed, withdrawn, redacted …"""

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed"
        REVIEWED = "reviewed", "claims reviewed"
        SIGNED = "signed"
        KEY = "key", "key revoked or renewed"
        MEMBERSHIP = "membership"
        WITHDRAWN = "withdrawn"
        MERGED = "merged"
        RENAMED = "renamed"
        RELATED = "related", "bound to other teams"
        MAINTAINED = "maintained", "maintained by the team"
        REDACTED = "redacted"

    kind = models.CharField(max_length=20, choices=Kind.choices)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-cursor"]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def spoken_kind(self) -> str:
        return f"notice {self.kind}"


class NoticeContent(Content):
    """`by` is who said it; `payload` depends on the kind (redacted: {"revision": number,
    "signatures": [cursor of a notice whose content went with it]}; withdrawn:
    {"reason": sentence}; confirmed: {"means": how it is known}; reviewed: {"claims": [spelling]}, all that are
    reviewed from now on; key: {"fingerprint", "certificate": packets in base64, "facts": PublicKey.as_dict()};
    signed: {"revision": number, "fingerprint", "made_at": ISO 8601, "armor": the detached signature})."""

    notice = models.OneToOneField(Notice, models.PROTECT, primary_key=True, related_name="content")
    by = models.CharField(max_length=200, blank=True)
    payload = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.payload)
