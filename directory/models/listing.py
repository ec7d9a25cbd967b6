"""Derived: made by the door from revisions and notices, rebuilt by `reindex`, never edited."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.urls import reverse

from .revision import Revision
from .team import Team


class ListingQuerySet(models.QuerySet):
    def listed(self) -> "ListingQuerySet":
        """Those that answer: a withdrawn team keeps its address and its revisions, and stands in no list."""
        return self.filter(withdrawn_at=None)

    def withdrawn(self) -> "ListingQuerySet":
        return self.exclude(withdrawn_at=None)

    def at(self, slug: str) -> "ListingQuerySet":
        return self.filter(slug=slug)

    def formerly_at(self, slug: str) -> "ListingQuerySet":
        """The team that had this address before."""
        return self.filter(former_addresses__slug=slug)

    def others_at(self, slug: str, team_id: int | None) -> "ListingQuerySet":
        """Teams but this one that have the address, or had it before: their links point there for ever."""
        there = models.Q(slug=slug) | models.Q(former_addresses__slug=slug)
        return self.exclude(pk=team_id).filter(there)

    def identified_by(self, kind: str, value: str) -> "ListingQuerySet":
        """Those that an identifier names exactly, such as ("fingerprint", "A1F2…")."""
        return self.filter(pk__in=Identifier.objects.filter(kind=kind, value=value).values("listing_id"))

    def marked(self, kind: str, values: Sequence[str]) -> "ListingQuerySet":
        """Those that have an identifier of this kind with one of these values."""
        return self.filter(pk__in=Identifier.objects.filter(kind=kind, value__in=values).values("listing_id"))

    def with_revision(self) -> "ListingQuerySet":
        """With the published revision and its content."""
        return self.select_related("revision__content")

    def in_this_order(self, keys: Sequence[int], at_once: int = 500) -> "Iterator[Any]":
        """The listings with these primary keys, in their order, a few hundred at a time in memory."""
        for start in range(0, len(keys), at_once):
            some = self.in_bulk(keys[start : start + at_once])
            yield from (some[key] for key in keys[start : start + at_once] if key in some)

    def by_name(self) -> "ListingQuerySet":
        return self.order_by("sort_name", "pk")

    def newest(self) -> "ListingQuerySet":
        return self.order_by("-published_at", "-pk")


class Listing(models.Model):
    """One row a published team: what lists, filters and sorting need.

    `card` is what a list shows of it: {"email": str, "phone": str, "fingerprint": str, "host": str, "type": str,
    "country": str, "scopes": [str], "names": [str], "services": [str]}, and for look-ups {"emergency": str,
    "voice": str, "hours": [opening], "timezone": str}; of a withdrawn team {"withdrawn": why}.
    `facets` are its values as words: "country=NO type=csirt …" (`search.facets`). `shelved` is the cursor of the
    entry that it was derived after, so that what has changed since can be told.
    `standing` is what stands beside the profile, mostly by notices: {"memberships": [as in profile/1], "marks":
    [{"code", "label"}], "former_names": [str], "maintained": {"means": how it is known, "at": day in ISO 8601} or
    None, "merged_into": team id or None}.
    """

    team = models.OneToOneField(Team, models.PROTECT, primary_key=True, related_name="+")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    sort_name = models.CharField(max_length=200, db_index=True)
    country = models.CharField(max_length=2, blank=True, db_index=True)
    type = models.CharField(max_length=20, blank=True, db_index=True)
    published_at = models.DateTimeField(db_index=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, db_index=True)
    confirmed_at = models.DateTimeField(null=True, db_index=True)
    shelved = models.PositiveBigIntegerField(default=0, db_index=True)
    facets = models.TextField(blank=True)
    card = models.JSONField(default=dict)
    standing = models.JSONField(default=dict)

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("team", args=[self.slug])

    @property
    def merged_into(self) -> "Listing | None":
        """The team that it was merged into. Costs a query where it was."""
        into = self.standing.get("merged_into")
        return Listing.objects.filter(pk=into).first() if into else None

    @property
    def last_said(self) -> datetime:
        """When it was last confirmed, or published since."""
        return max(self.published_at, self.confirmed_at or self.published_at)


class Identifier(models.Model):
    """Something that names a team exactly: a fingerprint, a key ID (16 digits or its last 8); and by what its names are
    known again, the folded "name" and the "look" (`directory.lookalikes`)."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=254)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "value", "listing"], name="identifier_once_a_listing")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class FormerAddress(models.Model):
    """An address that a team had before: it leads to where the team is now."""

    slug = models.SlugField(max_length=80, unique=True)
    listing = models.ForeignKey(Listing, models.CASCADE, related_name="former_addresses")

    def __str__(self) -> str:
        return self.slug


class KinshipQuerySet(models.QuerySet["Kinship"]):
    def of(self, team_id: int) -> "KinshipQuerySet":
        """Those of a team with others, and of others with it; each with its listing."""
        return self.filter(models.Q(listing_id=team_id) | models.Q(other_id=team_id)).select_related(
            "listing"
        )

    def merged_into(self, team_id: int) -> "KinshipQuerySet":
        return self.filter(kind=Kinship.Kind.MERGED, other_id=team_id).select_related("listing")

    def targets_of_mergers(self) -> list[int]:
        """The teams that others were merged into."""
        return list(
            self.filter(kind=Kinship.Kind.MERGED).order_by().values_list("other_id", flat=True).distinct()
        )

    def parents_of(self, team_id: int) -> "KinshipQuerySet":
        return self.filter(kind=Kinship.Kind.PARENT, listing_id=team_id)


class Kinship(models.Model):
    """How a team is bound to another one, as the newest notice says: `other` is the parent, successor or backup of
    the listing's team, or what it was merged into."""

    class Kind(models.TextChoices):
        PARENT = "parent", "parent"
        SUCCESSOR = "successor", "successor"
        BACKUP = "backup", "backup"
        MERGED = "merged", "merged into"

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="kin")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    other = models.ForeignKey(Team, models.CASCADE, related_name="+")

    objects = KinshipQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "kind", "other"], name="kinship_once_a_pair")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.other_id}"
