"""What every page knows of the site it stands on."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from directory import prose
from directory.models import Appearance


@dataclass(frozen=True, slots=True)
class Logo:
    """The address of the picture, its size in pixels, and what it says to those who do not see it."""

    address: str
    width: int
    height: int
    text: str


@dataclass(frozen=True, slots=True)
class Look:
    """What the operator has set, in one language. `stylesheet` is the address of the accent colours, "" where they
    are those of the project; `footer` is HTML. Texts come with their language, which may be another one."""

    name: str
    tagline: str
    tagline_language: str
    contact: str
    logo: Logo | None
    stylesheet: str
    footer: SafeString
    footer_language: str


def site(request: HttpRequest) -> Mapping[str, object]:
    """The context of every page. Costs one query, on a page that shows any of it."""
    found = SimpleLazyObject(lambda: look(get_language() or settings.LANGUAGE_CODE))
    return {
        "appearance": found,
        "site_name": SimpleLazyObject(lambda: found.name),
        "site_url": settings.SITE_URL,
        "version": settings.VERSION,
    }


def look(language: str) -> Look:
    """How the site presents itself in a language. Where the database is out of reach it looks as it comes, for that
    has to be said on a page too."""
    try:
        row = Appearance.objects.on_every_page().first() or Appearance()
    except DatabaseError:
        row = Appearance()
    tagline, tagline_language = row.text("tagline", language)
    footer, footer_language = row.text("footer", language)
    return Look(
        name=row.shown_name,
        tagline=tagline,
        tagline_language=tagline_language,
        contact=row.contact,
        logo=_logo(row),
        stylesheet=reverse("accents", args=[row.version]) if row.accent_light or row.accent_dark else "",
        footer=html_of(footer),
        footer_language=footer_language,
    )


@lru_cache(maxsize=32)
def html_of(text: str) -> SafeString:
    """Markdown as HTML for a template. What `prose` makes is safe; a text is read once and not for every page."""
    return mark_safe(prose.to_html(text))  # noqa: S308


def _logo(row: Appearance) -> Logo | None:
    if not row.logo_type:
        return None
    return Logo(reverse("logo", args=[row.version]), row.logo_width, row.logo_height, row.logo_text)
