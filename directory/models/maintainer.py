from django.conf import settings
from django.db import models

from .team import Team


class Maintainer(models.Model):
    """Somebody who speaks for a team."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="maintainers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="maintained")
    since = models.DateField(auto_now_add=True)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["team", "user"], name="maintainer_once_a_team")]

    def __str__(self) -> str:
        return str(self.user)
