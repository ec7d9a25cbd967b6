from django.db import models

from directory import fields

from .team import Team


class Service(models.Model):
    """A service that a team offers: in its own words, on the FIRST CSIRT Services Framework, or both."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="services")
    position = models.PositiveSmallIntegerField(default=0)
    title = fields.NameField(max_length=200, help_text="As section 5 names it.")
    canonical = models.CharField(
        "RFC 2350 section", max_length=8, default="5", help_text="5.1, 5.1.1 … or 5 for a service of its own."
    )
    depth = models.PositiveSmallIntegerField(default=1, help_text="1 for 5.1, 2 for 5.1.1.")
    framework = models.CharField(
        "FIRST service",
        max_length=20,
        blank=True,
        choices=fields.service_choices,
        help_text="Its place in the FIRST CSIRT Services Framework.",
    )

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title
