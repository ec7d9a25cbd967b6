from django.db import models

from directory import fields

from .team import Team


class RegistryId(models.Model):
    """What a team is called in another directory, so that the two can be told to speak of one team."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="registry_ids")
    registry = models.CharField(max_length=20, choices=fields.registry_choices)
    value = fields.NameField(max_length=100, help_text="Its name, number or UUID there.")

    class Meta:
        ordering = ["pk"]
        verbose_name = "name in another directory"
        verbose_name_plural = "names in other directories"
        constraints = [
            models.UniqueConstraint(fields=["team", "registry"], name="registry_id_once_a_registry"),
        ]

    def __str__(self) -> str:
        return f"{self.get_registry_display()}: {self.value}"
