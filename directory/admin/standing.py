"""How a team stands among others, as operators say it: withdrawn, merged, renamed, bound to others, a member."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from directory import access, auditing, publishing, reviewing
from directory.models import Listing, Team

from .rights import of_team
from .standing_forms import Confirmed, Marks, Memberships, Merge, Relate, Rename, Withdraw, memberships_of

#: The sections of the page, in its order, each with its form.
FORMS: dict[str, Any] = {
    "rename": Rename,
    "relate": Relate,
    "memberships": Memberships,
    "marks": Marks,
    "merge": Merge,
    "withdraw": Withdraw,
}


def _operator(user: Any, team: Team) -> bool:
    return access.is_operator(user)


@require_http_methods(["GET", "POST"])
@of_team(_operator)
def team_standing(request: HttpRequest, team: Team, team_admin: admin.ModelAdmin) -> HttpResponse:
    act = request.POST.get("action", "")
    forms = {name: _form(name, team, request.POST if name == act else None) for name in FORMS}
    sure = Confirmed(request.POST if act == "memberships" else None, prefix="memberships")
    if act in FORMS:
        # Both are asked, so that all that is wrong is said at once.
        if all([forms[act].is_valid(), act != "memberships" or sure.is_valid()]):
            answer = _done(request, team, act, forms[act])
            if answer:
                return answer
        else:
            messages.error(request, "Nothing was done: see what is wrong below.")
    ctx = {
        **team_admin.admin_site.each_context(request),
        "title": f"Standing of {team}",
        "opts": Team._meta,
        "team": team,
        "listing": Listing.objects.filter(pk=team.pk).first(),
        "relations": publishing.relations_of(team),
        "forms": forms,
        "sure": sure,
        "act": act,
    }
    return TemplateResponse(request, "admin/directory/team/standing.html", ctx)


def _form(name: str, team: Team, data: Any) -> Any:
    form = FORMS[name]
    if name == "rename":
        # A row of its own: what was typed and not taken stands nowhere but in the form.
        return form(data, instance=Team.objects.get(pk=team.pk), prefix=name)
    initial = {
        "relate": lambda: Relate.initial_of(team),
        "memberships": lambda: memberships_of(team),
        "marks": lambda: {"marks": team.marks},
    }.get(name, dict)
    return form(data, initial=initial(), prefix=name)


def _done(request: HttpRequest, team: Team, act: str, form: Any) -> HttpResponse | None:
    """Does it and leads on; None where the door has refused, with its sentence."""
    by = reviewing.voice(request.user, team)
    try:
        said, page = ACTS[act](team, form, by)
    except ValueError as error:
        messages.error(request, f"Nothing was done. {error}")
        return None
    messages.success(request, said)
    return redirect(f"admin:{page}", pk=team.pk)


HERE = "team_standing"


def _withdraw(team: Team, form: Withdraw, by: str) -> tuple[str, str]:
    told = form.cleaned_data
    publishing.withdraw(team, reason=told["reason"], successor=told["successor"], by=by)
    return f"{team} is withdrawn: it stands in no list any more.", HERE


def _merge(team: Team, form: Merge, by: str) -> tuple[str, str]:
    told = form.cleaned_data
    publishing.merge(team, told["into"], reason=told["reason"], by=by)
    return f"{team} is merged into {told['into']}: its pages lead there.", HERE


def _rename(team: Team, form: Rename, by: str) -> tuple[str, str]:
    """The draft's alone: what is public changes with the next revision, and the door tells that it was renamed."""
    with auditing.change(team, auditing.Act.EDITED, "Renamed."):
        former, team.name, team.slug = team.name, form.cleaned_data["name"], form.cleaned_data["slug"]
        names = [name for name in team.former_names if name != team.name]
        if former != team.name and former not in names:
            names.append(former)
        team.former_names = names
        team.save()
    return "The draft has the new name and address. They become public when you publish it.", "publish_team"


def _relate(team: Team, form: Relate, by: str) -> tuple[str, str]:
    notice = publishing.relate(team, form.relations(), by=by)
    return "The relations are public." if notice else "Nothing has changed.", HERE


def _set_memberships(team: Team, form: Any, by: str) -> tuple[str, str]:
    notice = publishing.set_standing(team, form.rows(), team.marks, by=by)
    return _told("The memberships", notice, team), HERE


def _set_marks(team: Team, form: Marks, by: str) -> tuple[str, str]:
    levels = list(team.memberships.values_list("level", "since"))
    notice = publishing.set_standing(team, levels, form.cleaned_data["marks"], by=by)
    return _told("The marks", notice, team), HERE


def _told(what: str, notice: Any, team: Team) -> str:
    if notice:
        return f"{what} are public."
    if Listing.objects.listed().filter(pk=team.pk).exists():
        return "Nothing has changed in public."
    return f"{what} are kept. They become public with the next revision."


ACTS: dict[str, Callable[[Team, Any, str], tuple[str, str]]] = {
    "rename": _rename,
    "relate": _relate,
    "memberships": _set_memberships,
    "marks": _set_marks,
    "merge": _merge,
    "withdraw": _withdraw,
}
PAGES = [("<int:pk>/standing/", team_standing, "team_standing")]
