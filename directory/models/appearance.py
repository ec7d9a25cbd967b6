"""How the site presents itself: public by nature, and the operator's to set without touching code."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from directory import colours, pictures, prose, texts
from directory.fields import NameField, NormalisedField, TextField


def colour(value: str) -> str:
    """A CSS colour as # and six small hexadecimal digits."""
    try:
        return colours.normal(value)
    except ValueError as error:
        raise ValidationError(
            _("“%(value)s” is not a colour such as #0b5a54."), code="colour", params={"value": value}
        ) from error


def check_prose(value: str) -> None:
    size = len(value.encode())
    if size > prose.MAX_BYTES:
        raise ValidationError(
            _("The text has %(size)s bytes; at most %(most)s are taken."),
            code="long",
            params={"size": size, "most": prose.MAX_BYTES},
        )


def check_by_day(value: str) -> None:
    _check_accent(value, colours.LIGHT, _("Take a darker one."))


def check_by_night(value: str) -> None:
    _check_accent(value, colours.DARK, _("Take a lighter one."))


def _check_accent(value: str, scheme: colours.Scheme, remedy: str) -> None:
    """Links in this colour can be read on every ground of the scheme; so can text of a ground's colour on it."""
    ground, ratio = colours.weakest(value, scheme)
    if ratio < colours.LEAST:
        raise ValidationError(
            _(
                "On %(ground)s (%(colour)s) it has a contrast of %(ratio)s to 1; at least %(least)s to 1 is asked, "
                "so that everybody can read links. %(remedy)s"
            ),
            code="contrast",
            params={
                "ground": {"paper": _("the paper"), "card": _("cards")}[ground],
                "colour": getattr(scheme, ground),
                "ratio": int(ratio * 10) / 10,
                "least": colours.LEAST,
                "remedy": remedy,
            },
        )


class ColourField(NormalisedField):
    normalise = staticmethod(colour)


class ProseField(TextField):
    """Markdown (directory/prose.py)."""

    default_validators = [check_prose]


class AppearanceQuerySet(models.QuerySet):
    def on_every_page(self) -> "AppearanceQuerySet":
        """Without what only its own address shows."""
        return self.defer("logo", *(f"{name}_{code}" for name in texts.NAMES for code in texts.LANGUAGES))

    def site_name(self) -> str:
        """The site's name, for what is no page."""
        return self.values_list("name", flat=True).first() or settings.SITE_NAME

    def with_logo(self) -> "AppearanceQuerySet":
        return self.exclude(logo_type="")


class Appearance(models.Model):
    """One row; without it, and where a field of it is empty, the site looks as it comes.

    `version` moves with every save, so that whatever carries it in its address can be kept for ever.
    """

    name = NameField(
        max_length=80, blank=True, help_text="The site's name. Empty: that of the setting SITE_NAME."
    )
    tagline_en = NameField(
        "tagline, English",
        max_length=200,
        blank=True,
        help_text="One sentence: whose teams are these, and for whom is the list.",
    )
    tagline_fr = NameField("tagline, French", max_length=200, blank=True)
    contact = models.EmailField(
        blank=True,
        help_text="Your public e-mail address. Every page names it, and the privacy text says to ask there.",
    )
    footer_en = TextField(
        "footer, English",
        max_length=1_000,
        blank=True,
        help_text="At the foot of every page. Markdown: [a link](https://csirts.example/).",
    )
    footer_fr = TextField("footer, French", max_length=1_000, blank=True)

    logo = models.BinaryField(blank=True, default=b"", max_length=pictures.MAX_BYTES)
    logo_type = models.CharField(max_length=20, blank=True, editable=False)
    logo_width = models.PositiveSmallIntegerField(default=0, editable=False)
    logo_height = models.PositiveSmallIntegerField(default=0, editable=False)
    logo_text = NameField(
        "what the logo says",
        max_length=200,
        blank=True,
        help_text="For those who do not see it. Leave it empty if the logo says no more than the name beside it.",
    )

    accent_light = ColourField(
        "accent by day",
        max_length=7,
        blank=True,
        validators=[check_by_day],
        help_text="The colour of links on light paper, such as #0b5a54: dark enough to be read there.",
    )
    accent_dark = ColourField(
        "accent by night",
        max_length=7,
        blank=True,
        validators=[check_by_night],
        help_text="The same on dark paper, such as #6fc7bb: light enough to be read there.",
    )

    privacy_en = ProseField("privacy, English", blank=True)
    privacy_fr = ProseField("privacy, French", blank=True)
    terms_en = ProseField("terms, English", blank=True)
    terms_fr = ProseField("terms, French", blank=True)

    version = models.PositiveBigIntegerField(default=0, editable=False)

    objects = AppearanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "appearance"
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="appearance_is_one"),
            models.CheckConstraint(
                condition=models.Q(logo_type__in=("", *pictures.MEDIA_TYPES)), name="appearance_logo_type"
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "version"}
        with transaction.atomic():
            rows = type(self).objects.select_for_update().filter(pk=1)
            self.version = 1 + (rows.values_list("version", flat=True).first() or 0)
            super().save(*args, **kwargs)

    def set_logo(self, content: bytes) -> None:
        """Keeps the picture, or none of b"". Raises pictures.Refused."""
        picture = pictures.read(content) if content else None
        self.logo = picture.content if picture else b""
        self.logo_type = picture.media_type if picture else ""
        self.logo_width = picture.width if picture else 0
        self.logo_height = picture.height if picture else 0

    @property
    def shown_name(self) -> str:
        return self.name or settings.SITE_NAME

    def text(self, name: str, language: str) -> tuple[str, str]:
        """What the operator wrote as "tagline", "footer", "privacy" or "terms", and its language: that which is
        asked for, or the other where nothing else is written. ("", language) where neither is."""
        for code in sorted(texts.LANGUAGES, key=lambda code: code != language):
            if written := getattr(self, f"{name}_{code}").strip():
                return written, code
        return "", language
