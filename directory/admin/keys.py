"""Keys at the desk: what is known of a team's keys, and how one is given, renewed and taken away."""

from django.conf import settings
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from directory import auditing, desk, keys
from directory.accounts.sessions import confirmed_lately
from directory.models import Contact, Key, Team
from directory.openpgp import Refused
from directory.openpgp.limits import MAX_BYTES

from .rights import of_team
from .uploads import given, kept_in_memory


@require_http_methods(["GET", "POST"])
@kept_in_memory(MAX_BYTES)
@of_team()
@confirmed_lately
def team_keys(request: HttpRequest, team: Team, team_admin: admin.ModelAdmin) -> HttpResponse:
    if request.method == "POST":
        return _act(request, team)
    now = timezone.now()
    document = desk.assemble(team)
    ctx = {
        **team_admin.admin_site.each_context(request),
        "title": f"Keys of {team}",
        "opts": Team._meta,
        "team": team,
        "keys": keys.told(team, now),
        "disagreements": keys.disagreements(document, team.keys.all(), now),
        "printed": keys.printed(document),
        "purposes": Key.Purpose.choices,
        "emails": team.contacts.filter(kind=Contact.Kind.EMAIL).exclude(value="")
        if settings.WKD_FETCH
        else (),
    }
    return TemplateResponse(request, "admin/directory/team/keys.html", ctx)


def _act(request: HttpRequest, team: Team) -> HttpResponse:
    action, _, which = request.POST.get("action", "").partition(":")
    acts = {
        "add": _add,
        "fetch": _fetch,
        "printed": _take_printed,
        "purpose": _set_purpose,
        "remove": _remove,
    }
    try:
        with auditing.change(team, auditing.Act.KEYS):
            said = acts[action](request, team, which) if action in acts else ""
    except Refused as refusal:
        # The sentence is all that is kept: what was sent is neither shown again nor written down (SECURITY 66).
        messages.error(request, refusal.sentence)
    else:
        if said:
            messages.success(request, said)
    return redirect("admin:team_keys", pk=team.pk)


def _add(request: HttpRequest, team: Team, which: str) -> str:
    typed = request.POST.get("fingerprint", "")[:200]
    return " ".join(keys.take_in(team, given(request), typed=typed, by=request.user.get_username()).said)


def _fetch(request: HttpRequest, team: Team, which: str) -> str:
    """Of the team's own addresses alone: this site asks no host for a stranger's key."""
    contact = team.contacts.filter(kind=Contact.Kind.EMAIL, value=request.POST.get("email", "")).first()
    if contact is None:
        raise Refused("no-address", "This is none of the team's e-mail addresses.")
    return " ".join(keys.take_fetched(team, contact.value, by=request.user.get_username()).said)


def _take_printed(request: HttpRequest, team: Team, which: str) -> str:
    printed = keys.printed(desk.assemble(team))
    if not which.isdecimal() or int(which) >= len(printed):
        raise Refused("changed", "The document does not print this key any more.")
    armor = (printed[int(which)].armor or "").encode()
    return " ".join(keys.take_in(team, armor, by=request.user.get_username()).said)


def _set_purpose(request: HttpRequest, team: Team, which: str) -> str:
    row = _row(team, which)
    keys.set_purpose(row, request.POST.get("purpose", ""))
    return f"The key {row} is there {row.get_purpose_display()}. The next revision says so."


def _remove(request: HttpRequest, team: Team, which: str) -> str:
    return keys.remove(_row(team, which))


def _row(team: Team, which: str) -> Key:
    if not which.isdecimal():
        raise Http404("A key is named by its number.")
    return get_object_or_404(team.keys, pk=int(which))


PAGES = [("<int:pk>/keys/", team_keys, "team_keys")]
