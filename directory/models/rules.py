from django.db import models


def reviewed_by_default() -> list[str]:
    return ["name", "type", "memberships", "claims", "keys"]


class RulesQuerySet(models.QuerySet["Rules"]):
    def in_force(self) -> "Rules":
        return self.first() or Rules()


class Rules(models.Model):
    """What the operator has settled about the desk: one row, made by saving it for the first time."""

    reviewed = models.JSONField(
        default=reviewed_by_default,
        blank=True,
        help_text="What of a profile is looked at by a reviewer before it becomes public.",
    )
    open_to_requests = models.BooleanField(
        default=False,
        help_text="People may make an account by themselves and ask to maintain a team. Otherwise by invitation only.",
    )

    objects = RulesQuerySet.as_manager()

    class Meta:
        verbose_name = "rules of the desk"
        verbose_name_plural = "rules of the desk"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="rules_are_one")]

    def __str__(self) -> str:
        return "Rules of the desk"

    def save(self, *args, **kwargs) -> None:
        self.pk = 1
        super().save(*args, **kwargs)
