from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from directory.models import Listing

revalidated = cache_control(public=True, max_age=0, must_revalidate=True)


@require_safe
@revalidated
def home(request: HttpRequest) -> HttpResponse:
    ctx = {
        "count": Listing.objects.count(),
        "newest": Listing.objects.newest().select_related("revision")[:6],
        "examples": Listing.objects.newest()[:1],
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
        return Listing.objects.order_by("pk")

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
