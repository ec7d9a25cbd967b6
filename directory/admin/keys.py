"""Keys at the desk: what is known of a team's keys, and how one is given, renewed and taken away."""

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from directory import auditing, desk, keys, reviewing
from directory.accounts.sessions import confirmed_lately
from directory.models import Contact, Key, Team
from directory.openpgp import Refused
from directory.openpgp.limits import MAX_BYTES

from .rights import of_team, row_number
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
        "printed": _take_printed,
        "purpose": _set_purpose,
        "remove": _remove,
    }
    try:
        # Another host takes its time: it is asked before anything is held that others wait for.
        found = _fetched(request, team) if action == "fetch" else b""
        with auditing.change(team, auditing.Act.KEYS):
            if found:
                said = _taken(request, team, found)
            else:
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
    return _taken(request, team, given(request), typed)


def _fetched(request: HttpRequest, team: Team) -> bytes:
    """Of the team's own addresses alone: this site asks no host for a stranger's key."""
    own = team.contacts.filter(kind=Contact.Kind.EMAIL).values_list("value", flat=True)
    email = request.POST.get("email", "")
    if not email or email not in own:
        raise Refused("no-address", "This is none of the team's e-mail addresses.")
    return keys.fetched(email)


def _taken(request: HttpRequest, team: Team, material: bytes, typed: str = "") -> str:
    by = reviewing.voice(request.user, team)
    return " ".join(keys.take_in(team, material, typed=typed, by=by).said)


def _take_printed(request: HttpRequest, team: Team, which: str) -> str:
    printed = keys.printed(desk.assemble(team))
    if not which.isdecimal() or len(which) > 3 or int(which) >= len(printed):
        raise Refused("changed", "The document does not print this key any more.")
    armor = (printed[int(which)].armor or "").encode()
    return _taken(request, team, armor)


def _set_purpose(request: HttpRequest, team: Team, which: str) -> str:
    row = _row(team, which)
    keys.set_purpose(row, request.POST.get("purpose", ""))
    return f"The key {row} is there {row.get_purpose_display()}. The next revision says so."


def _remove(request: HttpRequest, team: Team, which: str) -> str:
    return keys.remove(_row(team, which))


def _row(team: Team, which: str) -> Key:
    return get_object_or_404(team.keys, pk=row_number(which))


PAGES = [("<int:pk>/keys/", team_keys, "team_keys")]
