"""Who maintains a team: a list for whoever may see it; operators invite, take invitations back, and remove."""

from typing import TypeVar, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from directory import access, proving
from directory.accounts import invitations
from directory.accounts.forms import InvitationForm
from directory.models import Invitation, Maintainer, Team, User

from .rights import of_team, row_number

Row = TypeVar("Row", Invitation, Maintainer)


@require_http_methods(["GET", "POST"])
@of_team(access.may_see)
def team_maintainers(request: HttpRequest, team: Team, team_admin: admin.ModelAdmin) -> HttpResponse:
    form = InvitationForm()
    if request.method == "POST":
        if not access.is_operator(request.user):
            raise PermissionDenied
        form = InvitationForm(request.POST)
        if _act(request, team, form):
            return redirect("admin:team_maintainers", pk=team.pk)
    ctx = {
        **team_admin.admin_site.each_context(request),
        "title": f"Maintainers of {team}",
        "opts": Team._meta,
        "team": team,
        "form": form,
        "maintainers": team.maintainers.select_related("user").prefetch_related("proofs"),
        "invitations": team.invitations.open(timezone.now()).select_related("invited_by"),
        "may_change": access.is_operator(request.user),
    }
    return TemplateResponse(request, "admin/directory/team/maintainers.html", ctx)


def _act(request: HttpRequest, team: Team, form: InvitationForm) -> bool:
    """Whether it was done; else the form says why not."""
    action, _, which = request.POST.get("action", "").partition(":")
    if action == "revoke":
        invitations.revoke(_row(team.invitations.all(), which))
        messages.success(request, "The invitation is taken back. Its link opens nothing any more.")
        return True
    if action == "remove":
        maintainer = _row(team.maintainers.select_related("user"), which)
        proving.remove_maintainer(maintainer)
        messages.success(request, f"{maintainer.user} maintains {team} no more.")
        return True
    return invite(request, form, team)


def invite(request: HttpRequest, form: InvitationForm, team: Team | None) -> bool:
    """Invites whom the form names; whether it was done."""
    if not form.is_valid():
        return False
    try:
        invitation = invitations.invite(form.cleaned_data["email"], team, cast(User, request.user))
    except invitations.Refused as refusal:
        form.add_error("email", refusal.sentence)
        return False
    messages.success(
        request, f"An invitation is on its way to {invitation.email}. It is good for a fortnight."
    )
    return True


def _row(rows: QuerySet[Row], which: str) -> Row:
    return get_object_or_404(rows, pk=row_number(which))


PAGES = [("<int:pk>/maintainers/", team_maintainers, "team_maintainers")]
