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
        """The notices that took a team out of the lists, with `returned_at`, when it published again after it; None
        where it has not."""
        later = Revision.objects.filter(
            team_id=models.OuterRef("team_id"), cursor__gt=models.OuterRef("cursor")
        )
        returned = later.order_by("cursor").values("at")[:1]
        return self.filter(kind__in=Notice.ENDINGS).annotate(returned_at=models.Subquery(returned))

    def since(self, revision: Revision) -> "NoticeQuerySet":
        """Those of the revision's team that came after it."""
        return self.of(revision.team_id).filter(cursor__gt=revision.cursor)

    def told(self) -> "NoticeQuerySet":
        """Those with a content, together with it."""
        return self.exclude(content=None).select_related("content")


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

    #: After these a team is in no list until it publishes again.
    ENDINGS = (Kind.WITHDRAWN, Kind.MERGED)

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
    "signatures": [cursor of a notice whose content went with it]}, or {"notices": [cursor likewise]}; withdrawn:
    {"reason": sentence}; confirmed: {"means": how it is known}; reviewed: {"claims": [spelling]}, all that are
    reviewed from now on; key: {"fingerprint", "certificate": packets in base64, "facts": PublicKey.as_dict()};
    signed: {"revision": number, "fingerprint", "made_at": ISO 8601, "armor": the detached signature};
    renamed: {"slug": [old, new], "name": [old, new]}, each where it differs; merged: {"into": other, "reason":
    sentence}; related: {"relations": [other and "kind": "parent", "successor" or "backup"]}, all that there are from
    now on; membership: {"memberships": [as in profile/1], "marks": [{"code", "label"}]}, all likewise; maintained:
    {"means": how that is known, "at": day in ISO 8601}, taken back where "means" is empty). An other team is {"team":
    id, "slug", "name"}, as it was called that day."""

    notice = models.OneToOneField(Notice, models.PROTECT, primary_key=True, related_name="content")
    by = models.CharField(max_length=200, blank=True)
    payload = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.payload)
