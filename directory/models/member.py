from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models

from directory import fields

from .team import Team


class Member(models.Model):
    """Somebody of the team (section 2.9): optional, and public only where the team says so."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="members")
    position = models.PositiveSmallIntegerField(default=0)
    name = fields.NameField(max_length=200)
    role = fields.NameField(max_length=200, blank=True, help_text="Such as team representative.")
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField(max_length=40, blank=True, help_text="With its country code.")
    public = models.BooleanField(default=False, help_text="Shown to everybody. Otherwise only at the desk.")

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "team member"

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.email:
            self.email = fields.email(self.email)
            try:
                validate_email(self.email)
            except ValidationError as error:
                raise ValidationError({"email": f"“{self.email}” is not an e-mail address."}) from error
        if self.phone:
            try:
                self.phone = fields.phone(self.phone)
            except ValidationError as error:
                raise ValidationError({"phone": error.messages}) from error
