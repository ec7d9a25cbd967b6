from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from directory.lookup import asking
from directory.models import Listing

Response = TypeVar("Response", bound=HttpResponseBase)
View = Callable[..., HttpResponseBase]


def revalidated(view: View) -> View:
    """Caches may keep the page and ask whether it is still right; unless the view has said otherwise."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if "Cache-Control" not in response:
            patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        return response

    return wrapped


def kept_nowhere(response: Response) -> Response:
    """What somebody looked up stays between them and the page: no cache keeps it."""
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@revalidated
def home(request: HttpRequest) -> HttpResponse:
    ctx = {
        "count": Listing.objects.listed().count(),
        "newest": Listing.objects.listed().newest().select_related("revision")[:6],
        "examples": Listing.objects.listed().newest()[:1],
        "ways": asking.examples(),
    }
    return render(request, "home.html", ctx)


@require_safe
@revalidated
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


class TeamSitemap(Sitemap):
    """Every published team's page, and its document."""

    limit = 10_000

    def items(self):
        return Listing.objects.listed().order_by("pk")

    def lastmod(self, listing: Listing):
        return listing.published_at

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


# Django calls these by name; they draw their own page so that a broken template cannot break them.


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
