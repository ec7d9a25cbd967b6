from django.conf import settings
from django.db import models

from .team import Team


class Source(models.Model):
    """A document as it was brought in: its exact bytes (none of a file that held a private key), their SHA-256 and
    where they came from."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="sources")
    name = models.CharField(max_length=300, help_text="The file's name.")
    address = models.URLField(max_length=500, blank=True, help_text="Where it was fetched from.")
    format = models.CharField(max_length=20)
    encoding = models.CharField(max_length=40, blank=True)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField(auto_now_add=True)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)

    class Meta:
        ordering = ["-imported_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["team", "sha256"], name="source_once_a_team")]

    def __str__(self) -> str:
        return self.name
