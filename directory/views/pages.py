import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from directory.figures.counting import rows
from directory.figures.drawing import figure
from directory.language import others_than
from directory.lookup import asking
from directory.models import Listing, SearchWord
from directory.search.shelf import shelf

from .moving import moved

Response = TypeVar("Response", bound=HttpResponseBase)
View = Callable[..., HttpResponseBase]

#: A path of this site, of a team: what stands before the address, the address, and the page below it.
BELOW_A_TEAM = re.compile("((?:/[a-z]{2})?/teams/)([^/]+)(/.*)", re.DOTALL)
NEWEST = 6
WORDS = ("forensics", "malware", "phishing")  # examples, of which the one is shown that most teams use


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


@dataclass(frozen=True)
class Pages:
    """Where a visitor is in a long list: pages of `size` of `count`, counted from 1; past the end is the last."""

    asked: int
    count: int
    size: int

    @property
    def last(self) -> int:
        return max(1, -(-self.count // self.size))

    @property
    def number(self) -> int:
        return min(self.asked, self.last)

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.last else None


@require_safe
@revalidated
def home(request: HttpRequest) -> HttpResponse:
    """The box, what can be typed into it, and what there is: in one screen."""
    now = shelf()
    fresh = rows("freshness", now.counts("fresh"), now.total, get_language() or "en")
    ctx = {
        "count": now.total,
        "newest": Listing.objects.listed().newest().select_related("revision")[:NEWEST],
        "ways": [example for way, example in asking.examples() if way != "A network"],
        "words": SearchWord.objects.filter(word__in=WORDS).order_by("-teams")[:1],
        "fresh": figure("freshness", fresh, now.total),
        "recent": now.having("fresh", "4-months").bit_count(),
        "keys": now.total - now.having("key", "none").bit_count(),
        "ending": now.having("key", "soon").bit_count(),
        "expired": now.having("key", "expired").bit_count(),
        "countries": now.counts("country"),
    }
    return render(request, "home.html", ctx)


@require_safe
@revalidated
def robots(request: HttpRequest) -> HttpResponse:
    closed = ["Disallow: /admin/", "Disallow: /accounts/"]
    lines = ["User-agent: *", *closed, f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


class TeamSitemap(Sitemap):
    """Every published team's page, and its document."""

    limit = 10_000
    i18n = True
    alternates = True

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
    # Nor does the page stand in another language, and it is the same whatever was asked for.
    here = get_language() or settings.LANGUAGE_CODE
    return _leads_on(request) or render(
        request, "404.html", {"other_languages": others_than(here, reverse("home"))}, status=404
    )


def _leads_on(request: HttpRequest) -> HttpResponse | None:
    """A team's address has small letters alone; in capitals or wide letters it leads there, and so does an address
    that the team had before (SECURITY 41). Of drafts it knows nothing."""
    asked = BELOW_A_TEAM.fullmatch(request.path.lower())
    if asked is None:
        return None
    teams, slug, page = asked.groups()
    slug = unicodedata.normalize("NFKC", slug).lower()
    if f"{teams}{slug}{page}" != request.path and Listing.objects.at(slug).exists():
        return moved(request, f"{teams}{slug}{page}")
    team = Listing.objects.formerly_at(slug).first()
    if team is None:
        return None
    return moved(request, f"{teams}{(team.merged_into or team).slug}{page}")


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
