"""Claims at the desk: what a team answers for, what overlaps with others, and which of it operators have checked."""

from itertools import islice

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from directory import access, publishing, reviewing
from directory.lookup import reports
from directory.models import Listing, Team

from .rights import of_team, only

MOST_ROWS = 1_000


@require_http_methods(["GET", "POST"])
@of_team(access.may_see)
def team_claims(request: HttpRequest, team: Team, team_admin: admin.ModelAdmin) -> HttpResponse:
    may_review = access.may_answer(request.user, team)
    if request.method == "POST":
        if not may_review:
            raise PermissionDenied
        return _review(request, team)
    ctx = {
        **team_admin.admin_site.each_context(request),
        "title": f"What {team} answers for",
        "opts": Team._meta,
        "team": team,
        "listed": Listing.objects.listed().filter(pk=team.pk).exists(),
        "claims": reports.claims_of_team(team.pk),
        "may_review": may_review,
    }
    return TemplateResponse(request, "admin/directory/team/claims.html", ctx)


def _review(request: HttpRequest, team: Team) -> HttpResponse:
    try:
        by = reviewing.voice(request.user, team)
        notice = publishing.review(team, request.POST.getlist("claim"), by=by)
    except ValueError as error:
        messages.error(request, str(error))
    else:
        said = "Kept what is reviewed; look-ups follow it at once." if notice else "Nothing has changed."
        messages.success(request, said)
    return redirect("admin:team_claims", pk=team.pk)


@require_safe
@only(access.is_reviewer)
def overlaps(request: HttpRequest, team_admin: admin.ModelAdmin) -> HttpResponse:
    """The report for operators: what overlaps among all teams, and what nobody can answer for."""
    ctx = {
        **team_admin.admin_site.each_context(request),
        "title": "Overlapping and special claims",
        "opts": Team._meta,
        "overlaps": list(islice(reports.all_overlaps(), MOST_ROWS)),
        "special": list(islice(reports.special_claims(), MOST_ROWS)),
        "most": MOST_ROWS,
    }
    return TemplateResponse(request, "admin/directory/team/overlaps.html", ctx)


PAGES = [
    ("<int:pk>/claims/", team_claims, "team_claims"),
    ("overlaps/", overlaps, "overlaps"),
]
