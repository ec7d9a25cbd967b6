"""The teams that a visitor asks for: as a list, a table or a map, and as files."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from directory.cards import shown
from directory.choices import Choices
from directory.exports import FORMATS
from directory.exports.keyring import KEYRINGS
from directory.filters import ListingFilter, clean_page
from directory.lookup.about import about
from directory.models import Listing
from directory.selection import Selection
from directory.vocabularies import COUNTRIES

from .pages import Pages, kept_nowhere, revalidated
from .selected import of_selected_teams


@require_safe
@revalidated
def team_list(request: HttpRequest) -> HttpResponse:
    filtered = ListingFilter(request.GET, Listing.objects.none())
    query = filtered.query
    if not filtered.is_valid():
        errors = [(filtered.form[name].label, sentences) for name, sentences in filtered.errors.items()]
        ctx = {"errors": errors, "q": request.GET.get("q", ""), "query": query}
        return render(request, "teams/list.html", ctx, status=400)
    selection = Selection(filtered, timezone.now())
    pages = Pages(clean_page(request.GET.get("page", "")), selection.count, settings.TEAMS_PER_PAGE)
    country = query.value if query.target and query.target.kind == "country" else query.country
    ctx = {
        "q": request.GET.get("q", ""),
        "query": query,
        "selection": selection,
        "choices": Choices(request.GET, selection),
        "pages": pages,
        "teams": shown(selection, pages.number, settings.TEAMS_PER_PAGE)
        if filtered.shown_as != "map"
        else (),
        "view": filtered.shown_as,
        "countries": selection.counts("country") if filtered.shown_as == "map" else {},
        "country": COUNTRIES.name_of(country, get_language() or "en") if country else "",
        "about": about(query.target) if query.target else None,
        "formats": FORMATS.values(),
        "keyrings": KEYRINGS.values(),
    }
    response = render(request, "teams/list.html", ctx)
    return kept_nowhere(response) if query.target or query.refused else response


@require_safe
@revalidated
@of_selected_teams
def teams_file(request: HttpRequest, selection: Selection, suffix: str) -> StreamingHttpResponse:
    """All teams that the page's query string selects, in its order, in one of `exports.FORMATS`."""
    file = FORMATS[suffix]
    lines = file.write(Listing.objects.in_this_order(selection.keys()))
    response = StreamingHttpResponse(lines, content_type=file.media_type)
    response["Content-Disposition"] = f'attachment; filename="teams.{suffix}"'
    return response


@require_safe
def team_suggestions(request: HttpRequest) -> HttpResponse:
    """What the box finds while somebody types: a part of a page, kept nowhere. On its own it is the list."""
    if not request.headers.get("HX-Request"):
        return redirect(f"{reverse('team_list')}?{urlencode({'q': request.GET.get('q', '')})}")
    filtered = ListingFilter({"q": request.GET.get("q", "")}, Listing.objects.none())
    query = filtered.query
    selection = Selection(filtered, timezone.now()) if filtered.is_valid() and query.value else None
    is_words = selection is not None and query.kind == "words"
    ctx = {
        "q": request.GET.get("q", ""),
        "query": query,
        "selection": selection,
        "teams": selection.first_by_name(settings.SUGGESTIONS) if selection and is_words else [],
        "most": settings.SUGGESTIONS,
        "corrected": selection is not None and is_words and not selection.is_a_name and selection.corrected,
    }
    response = kept_nowhere(render(request, "teams/_suggestions.html", ctx))
    response["Vary"] = "HX-Request"
    return response
