"""The site's own name, logo, colours and texts: one row, which is made by saving it for the first time."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from directory import colours, pictures, texts
from directory.models import Appearance

from .one_row import OneRow


class AppearanceForm(forms.ModelForm):
    logo_file = forms.FileField(
        label="Logo",
        required=False,
        help_text=f"PNG, WebP or JPEG, at most {pictures.MAX_BYTES // 1000} kB; it stands 40 pixels high beside "
        "the name, so 80 or 120 pixels are enough, and must be readable on light and on dark paper. SVG is not taken, for it can hold programs.",
        widget=forms.FileInput(attrs={"accept": ",".join(pictures.MEDIA_TYPES)}),
    )
    no_logo = forms.BooleanField(label="Take the logo away", required=False)

    def clean_logo_file(self) -> UploadedFile | None:
        """Reads the picture into the row; the name and the type that come with the file are not asked."""
        file = self.cleaned_data.get("logo_file")
        if file is None:
            return None
        if file.size > pictures.MAX_BYTES:
            raise ValidationError(
                f"The file has {file.size:,} bytes; at most {pictures.MAX_BYTES:,} are taken."
            )
        try:
            self.instance.set_logo(file.read())
        except pictures.Refused as error:
            raise ValidationError(str(error)) from error
        return file

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("no_logo") and not given.get("logo_file"):
            self.instance.set_logo(b"")
        return given


@admin.register(Appearance)
class AppearanceAdmin(OneRow):
    heading = "Name, logo and texts"
    form = AppearanceForm
    save_on_top = True
    readonly_fields = ["logo_now", "preview", "default_texts"]
    fieldsets = [
        ("Name", {"fields": ["name", "tagline_en", "tagline_fr", "contact"]}),
        ("Logo", {"fields": ["logo_now", "logo_file", "no_logo", "logo_text"]}),
        ("Accent colours", {"fields": [("accent_light", "accent_dark"), "preview"]}),
        ("Foot of every page", {"fields": ["footer_en", "footer_fr"]}),
        (
            "Privacy and terms",
            {
                "description": "Markdown. Where you write nothing, the text that comes with the software stands; it "
                "says what is true of it. Where you write in one language, it stands on the pages in the other too.",
                "fields": ["default_texts", "privacy_en", "privacy_fr", "terms_en", "terms_fr"],
            },
        ),
    ]  # fmt: skip

    class Media:
        js = ["js/appearance.js"]

    @admin.display(description="Now")
    def logo_now(self, row: Appearance | None) -> str:
        if row is None or not row.logo_type:
            return "none"
        return format_html(
            '<img src="{}" width="{}" height="{}" alt="{}"> <br>{} × {} pixels',
            reverse("logo", args=[row.version]),
            round(40 * row.logo_width / row.logo_height),
            40,
            row.logo_text or "The logo",
            row.logo_width,
            row.logo_height,
        )

    @admin.display(description="Preview")
    def preview(self, row: Appearance | None) -> SafeString:
        row = row or Appearance()
        schemes = [
            _Sample("accent_light", "By day", colours.LIGHT, row.accent_light),
            _Sample("accent_dark", "By night", colours.DARK, row.accent_dark),
        ]
        return render_to_string("admin/directory/appearance/_preview.html", {"schemes": schemes})

    @admin.display(description="As they come")
    def default_texts(self, row: Appearance | None) -> SafeString:
        row = row or Appearance()
        found = [
            (
                name,
                language,
                texts.default(
                    name,
                    language,
                    site_name=row.shown_name,
                    contact=row.contact,
                    address_days=settings.AUDIT_ADDRESS_DAYS,
                ),
            )
            for name in texts.NAMES
            for language in texts.LANGUAGES
        ]
        return render_to_string("admin/directory/appearance/_default_texts.html", {"texts": found})


class _Sample:
    """What the preview draws of one scheme: a page, a card and a note with a link on each, and the contrast."""

    def __init__(self, field: str, title: str, scheme: colours.Scheme, accent: str) -> None:
        self.field, self.title, self.scheme = field, title, scheme
        self.ink, self.soft = scheme.texts[:2]
        self.accent = accent or scheme.accent
        self.wash = colours.wash(self.accent, scheme)
        self.contrast = int(colours.weakest(self.accent, scheme)[1] * 10) / 10
