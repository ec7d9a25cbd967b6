from django.db import models

from directory import fields

from .team import Team


class Membership(models.Model):
    """That a team belongs to a community of teams, on one of its levels (section 3.3)."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    level = models.CharField(max_length=40, choices=fields.membership_choices)
    since = models.DateField(null=True, blank=True, help_text="The first day, as far as it is known.")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["team", "level"], name="membership_once_a_team")]

    def __str__(self) -> str:
        return self.get_level_display()
