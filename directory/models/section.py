from django.core.validators import RegexValidator
from django.db import models

from directory import fields

from .team import Team


class Section(models.Model):
    """A section of a team's document, in the document's order: written by the team or made from the fields."""

    class Mode(models.TextChoices):
        WRITTEN = "written", "as written here"
        GENERATED = "generated", "made from the fields"

    team = models.ForeignKey(Team, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    canonical = models.CharField(
        "RFC 2350 section",
        max_length=8,
        validators=[RegexValidator(r"^\d{1,2}(\.\d{1,2}){0,3}$")],
        help_text="What it is by its meaning: 2.7 is the e-mail address, whatever number stands before it.",
    )
    number = fields.NameField(max_length=20, blank=True, help_text="The number that the document prints.")
    title = fields.NameField(max_length=300, blank=True)
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.WRITTEN)
    text = fields.TextField(blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip() or "Opening words"
