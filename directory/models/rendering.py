from django.db import models

from .revision import Revision


class Rendering(models.Model):
    """A revision's document in a format that is costly to make: kept since it was first asked for.

    Derived: it can be dropped at any time, is never served by another release than the one that made it, and
    goes when its revision is redacted.
    """

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="renderings")
    suffix = models.CharField(max_length=8)
    layout = models.CharField(max_length=8)
    release = models.CharField(max_length=40)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "suffix", "layout", "release"], name="rendering_once_a_release"
            )
        ]

    def __str__(self) -> str:
        return f"{self.suffix}, {self.layout} layout"
