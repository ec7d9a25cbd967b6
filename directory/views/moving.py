"""What stands at the address of a team that is not there any more: where it went, or what became of it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.encoding import escape_uri_path, iri_to_uri

from directory.models import Kinship, Listing

PERMANENT = 308
MOST = 200  # teams that others are bound to; a page names fewer


@dataclass(frozen=True, slots=True)
class Relatives:
    """The teams that a team is bound to in one way. `how` is the kind of kinship, seen from this team ("parent") or
    from the others ("of parent")."""

    how: str
    teams: list[Listing]


#: In the order of the page; those that stay though they are in no list any more are marked.
WAYS = {
    "parent": False,
    "of parent": False,
    "successor": False,
    "of successor": True,
    "backup": False,
    "of backup": False,
    "of merged": True,
}


def relatives(listing: Listing) -> list[Relatives]:
    """How the team is bound to others and others to it. Costs a query, and one more where it is bound to any."""
    rows = list(Kinship.objects.of(listing.pk)[:MOST])
    others = Listing.objects.in_bulk([row.other_id for row in rows if row.listing_id == listing.pk])
    found: dict[str, list[Listing]] = {how: [] for how in WAYS}
    for row in rows:
        own = row.listing_id == listing.pk
        other = others.get(row.other_id) if own else row.listing
        how = row.kind if own else f"of {row.kind}"
        if other and how in found and (WAYS[how] or other.withdrawn_at is None):
            found[how].append(other)
    return [Relatives(how, sorted(teams, key=lambda t: t.sort_name)) for how, teams in found.items() if teams]


def gone(request: HttpRequest, listing: Listing) -> HttpResponse:
    """The answer for a team that is in no list any more: the same page of the team that it was merged into, or the
    page that says what became of it and leads on."""
    into = listing.merged_into
    if into:
        path = request.path.replace(f"/teams/{listing.slug}/", f"/teams/{into.slug}/", 1)
        return moved(request, path)
    ctx = {"listing": listing, "relatives": relatives(listing)}
    return render(request, "teams/withdrawn.html", ctx, status=410)


def moved(request: HttpRequest, path: str) -> HttpResponse:
    """Leads to another path of this site, with the question that was asked. Whoever keeps the answer asks whether it
    is still right: a team may come back."""
    query = request.META.get("QUERY_STRING", "")
    address = escape_uri_path(path) + (f"?{iri_to_uri(query)}" if query else "")
    response = HttpResponseRedirect(address, status=PERMANENT)
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response
