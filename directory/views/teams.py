from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from directory.filters import ListingFilter, clean_page, facets
from directory.lookup.about import about
from directory.models import Listing
from directory.rfc2350.document import Document
from directory.rfc2350.writers import FORMATS

from .pages import kept_nowhere, revalidated


@require_safe
@revalidated
def team_list(request: HttpRequest) -> HttpResponse:
    filtered = ListingFilter(request.GET, Listing.objects.listed().by_name())
    valid = filtered.is_valid()
    listings = filtered.qs if valid else Listing.objects.none()
    page = Paginator(listings, settings.TEAMS_PER_PAGE).get_page(clean_page(request.GET.get("page", "")))
    for listing in page:
        listing.answer = filtered.answers.get(listing.pk)
    others = request.GET.copy()
    others.pop("page", None)
    query = filtered.query
    ctx = {
        "filter": filtered,
        "page": page,
        "facets": facets(request.GET, filtered) if valid else [],
        "q": request.GET.get("q", ""),
        "query": query,
        "about": about(query.target) if query.target else None,
        "address": others.urlencode(),
    }
    response = render(request, "teams/list.html", ctx, status=200 if valid else 400)
    return kept_nowhere(response) if query.target or query.refused else response


@require_safe
@revalidated
def team(request: HttpRequest, slug: str) -> HttpResponse:
    listing = get_object_or_404(Listing.objects.select_related("revision__content"), slug=slug)
    if listing.withdrawn_at:
        return render(request, "teams/withdrawn.html", {"listing": listing}, status=410)
    content = listing.revision.content
    ctx = {
        "listing": listing,
        "team": content.profile,
        "document": Document.from_dict(content.document),
        "revision": listing.revision,
        "formats": FORMATS.values(),
    }
    return render(request, "teams/team.html", ctx)
