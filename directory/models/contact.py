from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import models

from directory import fields

from .team import Team


class Contact(models.Model):
    """One way to reach a team. `value` is normalised by its kind; `text` is how the team writes it."""

    class Kind(models.TextChoices):
        EMERGENCY = "emergency", "emergency telephone"
        VOICE = "voice", "telephone"
        MOBILE = "mobile", "mobile telephone"
        SMS = "sms", "text message"
        FAX = "fax", "fax"
        EMAIL = "email", "e-mail"
        WEBSITE = "website", "website"
        KEY_URL = "key-url", "address of the key"
        CHANNEL = "channel", "other channel"

    PHONES = (Kind.EMERGENCY, Kind.VOICE, Kind.MOBILE, Kind.SMS, Kind.FAX)
    ADDRESSES = (Kind.WEBSITE, Kind.KEY_URL)

    team = models.ForeignKey(Team, models.CASCADE, related_name="contacts")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    channel = fields.NameField(
        max_length=20, blank=True, help_text="For another channel, which: x, mastodon, matrix, signal, form …"
    )
    value = fields.NameField(
        max_length=500, blank=True, help_text="A number with its country code, an e-mail, an https address."
    )
    text = fields.NameField(
        max_length=200, blank=True, help_text="As the team writes it, where that differs."
    )
    note = fields.NameField(max_length=300, blank=True, help_text="What it is for, and when.")
    public = models.BooleanField(
        default=True, help_text="Untick for “available on request”: it is shown nowhere."
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "kind", "value"], condition=~models.Q(value=""), name="contact_once_a_team"
            ),
            models.CheckConstraint(
                condition=~models.Q(value="") | ~models.Q(text=""),
                name="contact_says_something",
                violation_error_message="Give the contact's value.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value or self.text}"

    def save(self, *args, **kwargs) -> None:
        self.value = normal_value(self.kind, self.value or "")
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.value = normal_value(self.kind, self.value or "")


def normal_value(kind: str, value: str) -> str:
    """The one spelling of a contact's value. Raises ValidationError with a sentence."""
    value = fields.normal_text(value)
    if not value:
        return value
    if kind in Contact.PHONES:
        value = fields.phone(value)
    if kind == Contact.Kind.EMAIL:
        value = fields.email(value)
        try:
            validate_email(value)
        except ValidationError as error:
            raise ValidationError({"value": f"“{value}” is not an e-mail address."}) from error
    if kind in Contact.ADDRESSES:
        try:
            URLValidator(schemes=["https", "http"])(value)
        except ValidationError as error:
            raise ValidationError(
                {"value": f"“{value}” is not a web address such as https://cert.example/."}
            ) from error
        if "@" in value.split("/")[2]:
            raise ValidationError({"value": "A web address must not hide its host behind an @."})
    return value


class Opening(models.Model):
    """Weekly hours in which a team answers, in the team's first time zone unless `timezone` says another."""

    class Kind(models.TextChoices):
        OFFICE = "office", "office hours"
        EMERGENCY = "emergency", "emergency line"

    team = models.ForeignKey(Team, models.CASCADE, related_name="openings")
    days = fields.DaysField(help_text="mo, tu, we, th, fr, sa, su")
    opens = fields.ClockField(max_length=5, help_text="HH:MM")
    closes = fields.ClockField(max_length=5, help_text="HH:MM; 24:00 is the day's end")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.OFFICE)
    timezone = models.CharField(max_length=60, blank=True, validators=[fields.check_timezone])
    note = fields.NameField(max_length=200, blank=True)

    class Meta:
        ordering = ["kind", "pk"]
        verbose_name = "hours"
        verbose_name_plural = "hours"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(opens=models.F("closes")),
                name="opening_lasts",
                violation_error_message="Opening and closing are the same; around the clock is 00:00 to 24:00.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days} {self.opens}–{self.closes}"
