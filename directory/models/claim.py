"""What look-ups read. Claims are derived by the door; the two tables of an operator are loaded as a whole."""

from django.db import models

from .listing import Listing


class Claim(models.Model):
    """That a listed team answers for something: a key of `directory.lookup.keys`. Derived, never edited."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="claims")
    key = models.BinaryField()
    reviewed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "listing"], name="claim_once_a_listing")]
        permissions = [("review_claims", "Can review claims")]

    def __str__(self) -> str:
        return bytes(self.key).hex()


class Origin(models.Model):
    """That an AS announces a network, by a table that the operator has loaded."""

    key = models.BinaryField()
    asn = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "asn"], name="origin_once")]

    def __str__(self) -> str:
        return f"AS{self.asn}"


class Delegation(models.Model):
    """That a registry has given a network or an AS number to somebody in a country, by its statistics file."""

    key = models.BinaryField()
    country = models.CharField(max_length=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "country"], name="delegation_once")]

    def __str__(self) -> str:
        return self.country


class LookupState(models.Model):
    """One row: which lengths of networks the three tables hold (a byte each; more than there are is harmless),
    how often the operator's tables were loaded or the reading room made anew, and in which shape it was made
    (`publishing.SHAPE`)."""

    claims = models.BinaryField(default=bytes)
    origins = models.BinaryField(default=bytes)
    delegations = models.BinaryField(default=bytes)
    loads = models.PositiveIntegerField(default=0)
    shape = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="lookup_state_is_one")]

    def __str__(self) -> str:
        return str(self.loads)
