from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import In

from directory import fields

from .team import Team


def has_length(field: str, *lengths: int) -> In:
    return In(Length(field), lengths)


class Key(models.Model):
    """An OpenPGP key as the team's document names it: a fingerprint, or the key ID where there is no more; and the
    certificate itself, once it was given and read (`openpgp.read`)."""

    class Purpose(models.TextChoices):
        TEAM = "team", "to write to the team, and to sign"
        SIGNING = "signing", "to sign only"
        FORMER = "former", "no longer used"

    team = models.ForeignKey(Team, models.CASCADE, related_name="keys")
    position = models.PositiveSmallIntegerField(default=0)
    fingerprint = fields.FingerprintField(
        max_length=64, blank=True, help_text="40 hexadecimal digits, or 64."
    )
    key_id = fields.KeyIdField(
        "key ID", max_length=16, blank=True, help_text="Left empty: the fingerprint's own."
    )
    expires_on = models.DateField(
        null=True, blank=True, help_text="The key's last day, where it has one and the team has told it."
    )
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.TEAM)
    certificate = models.BinaryField(blank=True, default=bytes, editable=False)
    facts = models.JSONField(null=True, blank=True, editable=False)
    note = fields.NameField(max_length=300, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "fingerprint"], condition=~models.Q(fingerprint=""), name="key_once_a_team"
            ),
            models.CheckConstraint(
                condition=has_length("fingerprint", 0, 40, 64), name="key_fingerprint_is_whole"
            ),
            models.CheckConstraint(condition=has_length("key_id", 0, 8, 16), name="key_id_is_whole"),
            models.CheckConstraint(
                condition=~models.Q(fingerprint="") | ~models.Q(key_id=""),
                name="key_is_named",
                violation_error_message="Give the key's fingerprint.",
            ),
        ]

    def __str__(self) -> str:
        return self.fingerprint or f"0x{self.key_id}"

    def clean(self) -> None:
        """A certificate belongs to the key that it was read as."""
        if self.facts and self.fingerprint != self.facts["fingerprint"]:
            raise ValidationError(
                {
                    "fingerprint": f"The certificate of {self.facts['fingerprint']} is kept here. Another key is another row."
                }
            )
