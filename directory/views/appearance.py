"""What makes the site the operator's own: its accent colours, its logo, and the texts on privacy and terms."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from directory import colours, pictures, texts
from directory.models import Appearance
from directory.site import html_of

from .pages import revalidated

YEAR = 365 * 24 * 3600
#: The desk lets people choose a scheme, and says so in data-theme.
SCHEMES = """\
:root {{ --accent: {light}; --wash: {light_wash}; }}
@media (prefers-color-scheme: dark) {{
  html:root:not([data-theme="light"]) {{ --accent: {dark}; --wash: {dark_wash}; }}
}}
html:root[data-theme="dark"] {{ --accent: {dark}; --wash: {dark_wash}; }}
"""


@require_safe
@revalidated
def accents(request: HttpRequest, version: int) -> HttpResponse:
    """The style sheet of the operator's colours: custom properties and nothing else."""
    row = get_object_or_404(Appearance.objects.on_every_page())
    light = row.accent_light or colours.LIGHT.accent
    dark = row.accent_dark or colours.DARK.accent
    sheet = SCHEMES.format(
        light=light,
        light_wash=colours.wash(light, colours.LIGHT),
        dark=dark,
        dark_wash=colours.wash(dark, colours.DARK),
    )
    return _kept(HttpResponse(sheet, content_type="text/css; charset=utf-8"), version, row)


@require_safe
@revalidated
def logo(request: HttpRequest, version: int) -> HttpResponse:
    """The picture. Opened by itself it is shown in a page that may do nothing."""
    row = get_object_or_404(Appearance.objects.with_logo())
    response = HttpResponse(bytes(row.logo), content_type=row.logo_type)
    name = f"logo.{pictures.SUFFIXES[row.logo_type]}"
    response["Content-Disposition"] = content_disposition_header(False, name) or ""
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return _kept(response, version, row)


def _kept(response: HttpResponse, version: int, row: Appearance) -> HttpResponse:
    """Caches keep it for ever at the address of its version. An older address, on a page somebody has still open,
    gives what there is now; one that is yet to come gives nothing, or it would be kept under a wrong address."""
    if version > row.version:
        raise Http404("There is no such version yet.")
    if version == row.version:
        patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    return response


@require_safe
@revalidated
def privacy(request: HttpRequest) -> HttpResponse:
    return _text(request, "privacy")


@require_safe
@revalidated
def terms(request: HttpRequest) -> HttpResponse:
    return _text(request, "terms")


def _text(request: HttpRequest, name: str) -> HttpResponse:
    """The operator's own text; where there is none, what is true of this software wherever it runs."""
    asked = get_language() or settings.LANGUAGE_CODE
    row = Appearance.objects.defer("logo").first() or Appearance()
    text, language = row.text(name, asked)
    if not text:
        text = texts.default(
            name,
            language,
            site_name=row.shown_name,
            contact=row.contact,
            address_days=settings.AUDIT_ADDRESS_DAYS,
        )
    ctx = {"text": html_of(text), "text_language": language, "is_other_language": language != asked}
    return render(request, f"appearance/{name}.html", ctx)
