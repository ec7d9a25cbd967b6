"""Claims at the desk: what a team answers for, what overlaps with others, and which of it operators have checked."""

from itertools import islice

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from directory import publishing
from directory.lookup import reports
from directory.models import Listing, Team

MAY_REVIEW = "directory.review_claims"
MOST_ROWS = 1_000


@require_http_methods(["GET", "POST"])
def team_claims(request: HttpRequest, pk: int, team_admin: admin.ModelAdmin) -> HttpResponse:
    team = get_object_or_404(Team, pk=pk)
    if not team_admin.has_change_permission(request, team):
        raise PermissionDenied
    may_review = request.user.has_perm(MAY_REVIEW)
    if request.method == "POST":
        if not may_review:
            raise PermissionDenied
        return _review(request, team)
    ctx = {
        **team_admin.admin_site.each_context(request),
        "title": f"What {team} answers for",
        "opts": Team._meta,
        "team": team,
        "listed": Listing.objects.listed().filter(pk=pk).exists(),
        "claims": reports.claims_of_team(pk),
        "may_review": may_review,
    }
    return TemplateResponse(request, "admin/directory/team/claims.html", ctx)


def _review(request: HttpRequest, team: Team) -> HttpResponse:
    try:
        notice = publishing.review(team, request.POST.getlist("claim"), by=request.user.get_username())
    except ValueError as error:
        messages.error(request, str(error))
    else:
        said = "Kept what is reviewed; look-ups follow it at once." if notice else "Nothing has changed."
        messages.success(request, said)
    return redirect("admin:team_claims", pk=team.pk)


@require_safe
def overlaps(request: HttpRequest, team_admin: admin.ModelAdmin) -> HttpResponse:
    """The report for operators: what overlaps among all teams, and what nobody can answer for."""
    if not request.user.has_perm(MAY_REVIEW):
        raise PermissionDenied
    ctx = {
        **team_admin.admin_site.each_context(request),
        "title": "Overlapping and special claims",
        "opts": Team._meta,
        "overlaps": list(islice(reports.all_overlaps(), MOST_ROWS)),
        "special": list(islice(reports.special_claims(), MOST_ROWS)),
        "most": MOST_ROWS,
    }
    return TemplateResponse(request, "admin/directory/team/overlaps.html", ctx)
