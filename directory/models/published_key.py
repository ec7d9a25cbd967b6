"""The keys and signatures of what is published. Derived by the door from revisions and notices, never edited."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from django.db import models
from django.db.models import Q
from django.urls import reverse

from directory.openpgp import PublicKey

from .listing import Listing
from .revision import Revision


class PublishedKeyQuerySet(models.QuerySet):
    def current(self) -> "PublishedKeyQuerySet":
        """Without those that a team has left behind."""
        return self.exclude(purpose="former")

    def named(self, kind: str, value: str) -> "PublishedKeyQuerySet":
        """Those with this fingerprint, key ID or address of a team's own contact; of a subkey too."""
        return self.filter(pk__in=KeyName.objects.filter(kind=kind, value=value).values("key_id"))

    def of_teams_called(self, words: list[str]) -> "PublishedKeyQuerySet":
        """Those of teams whose name or short name has each of these folded words in it; without words none."""
        found = self if words else self.none()
        for word in words:
            found = found.filter(
                Q(listing__sort_name__contains=word) | Q(listing__short_name__icontains=word)
            )
        return found

    def of_a_team_named(self, name: str) -> "PublishedKeyQuerySet":
        return self.filter(listing__name=name)

    def with_copies(self) -> "PublishedKeyQuerySet":
        """Together with the same keys as other teams have them: the newer copy may know of a revocation."""
        return PublishedKey.objects.filter(fingerprint__in=self.order_by().values("fingerprint"))

    def weak(self) -> "PublishedKeyQuerySet":
        """Those of a kind or size that can be broken, whatever else is true of them."""
        return self.filter(strength="weak")

    def newest_first(self) -> "PublishedKeyQuerySet":
        return self.order_by("-known_at", "pk")

    def in_order(self) -> "PublishedKeyQuerySet":
        return self.select_related("listing").order_by("listing__sort_name", "listing_id", "position")


class PublishedKey(models.Model):
    """A certificate that a listed team is written to with, as it is known last.

    `facts` is `openpgp.PublicKey.as_dict()`, `strength` what follows from it ("good", "short" or "weak");
    `certificate` the packets of the minimal certificate (RFC 9580, 10.1) with the user ids that name an address of
    the team, or the first where none does.
    """

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="published_keys")
    fingerprint = models.CharField(max_length=64, db_index=True)
    purpose = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField(default=0)
    facts = models.JSONField()
    strength = models.CharField(max_length=5)
    certificate = models.BinaryField()
    known_at = models.DateTimeField()

    objects = PublishedKeyQuerySet.as_manager()

    class Meta:
        ordering = ["listing", "position"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "fingerprint"], name="published_key_once_a_listing")
        ]

    def __str__(self) -> str:
        return self.fingerprint

    def get_absolute_url(self) -> str:
        return reverse("key", args=[self.fingerprint])

    @cached_property
    def key(self) -> PublicKey:
        return PublicKey.from_dict(self.facts)

    def state(self, at: datetime) -> str:
        return self.key.state(at)


def foremost(copies: Iterable[PublishedKey]) -> PublishedKey:
    """Of the copies that teams have of one key, the one that speaks: it knows of a revocation, or is the newest."""
    return max(copies, key=lambda copy: (copy.key.revoked, copy.known_at, -copy.pk))


class KeyNameQuerySet(models.QuerySet):
    def addresses_in(self, domain: str) -> "KeyNameQuerySet":
        """The addresses in a domain that a team is written to at, with a key that it has not left behind."""
        addresses = self.filter(kind="email", value__endswith=f"@{domain}")
        return addresses.exclude(key__purpose="former")


class KeyName(models.Model):
    """What a published key is asked for by: its fingerprints and key IDs (subkeys too), and the published
    addresses of the team that its user ids name."""

    key = models.ForeignKey(PublishedKey, models.CASCADE, related_name="names")
    kind = models.CharField(max_length=12)
    value = models.CharField(max_length=254)

    objects = KeyNameQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "value"], name="key_name")]
        constraints = [models.UniqueConstraint(fields=["key", "kind", "value"], name="key_name_once_a_key")]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class DocumentSignatureQuerySet(models.QuerySet):
    def of(self, revision: Revision) -> "DocumentSignatureQuerySet":
        return self.filter(revision=revision).newest_first()

    def of_all(self, revisions: Iterable[Revision]) -> "DocumentSignatureQuerySet":
        return self.filter(revision__in=[revision.pk for revision in revisions])

    def of_number(self, team_id: int, number: int) -> "DocumentSignatureQuerySet":
        """Those of a team's revision, by its number."""
        return self.filter(revision__team_id=team_id, revision__number=number).newest_first()

    def newest_first(self) -> "DocumentSignatureQuerySet":
        return self.order_by("-at", "-pk")

    def oldest_first(self) -> "DocumentSignatureQuerySet":
        return self.order_by("at", "pk")

    def made_with(self, fingerprint: str, team_ids: Iterable[int]) -> "DocumentSignatureQuerySet":
        """Those that these teams made with the key, the newest first, each with its revision."""
        made = self.filter(fingerprint=fingerprint, revision__team_id__in=team_ids)
        return made.select_related("revision").newest_first()


class DocumentSignature(models.Model):
    """A signature of a revision's exact text, verified when it came (the notice "signed"). `fingerprint` is that of
    the whole key, whichever part of it signed."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="signatures")
    fingerprint = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    at = models.DateTimeField()
    armor = models.TextField()

    objects = DocumentSignatureQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.revision} by {self.fingerprint}"

    @property
    def is_clear(self) -> bool:
        """Whether the text stands in it, signed in the clear (RFC 9580, 7); else it is detached from the text."""
        return self.armor.startswith("-----BEGIN PGP SIGNED MESSAGE-----")
