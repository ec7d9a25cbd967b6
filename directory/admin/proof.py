"""Proof that a maintainer speaks for the team, and the word that all is still right."""

from typing import Any, cast

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from directory import access, proving, publishing, reviewing
from directory.models import Listing, Maintainer, Team, User
from directory.openpgp import Refused
from directory.openpgp.limits import MAX_BYTES
from directory.openpgp.words import day

from .rights import of_team
from .uploads import given, kept_in_memory


@require_http_methods(["GET", "POST"])
@kept_in_memory(MAX_BYTES)
@of_team()
def team_proof(request: HttpRequest, team: Team, team_admin: admin.ModelAdmin) -> HttpResponse:
    me = team.maintainers.filter(user_id=_user(request).pk).select_related("user", "team").first()
    act = request.POST.get("action", "")
    if act in ACTS:
        try:
            said = ACTS[act](request, team, me)
        except Refused as refusal:
            messages.error(request, f"Not done: {refusal.sentence}")
        else:
            messages.success(request, said)
            return redirect("admin:team_proof", pk=team.pk)
    ctx = {
        **team_admin.admin_site.each_context(request),
        "title": f"Who speaks for {team}",
        "opts": Team._meta,
        "team": team,
        "listing": Listing.objects.listed().filter(pk=team.pk).first(),
        "maintainers": team.maintainers.select_related("user").prefetch_related("proofs"),
        "me": me,
        "kept": request.POST,
        "act": act,
        **_ways(request, team, me),
    }
    return TemplateResponse(request, "admin/directory/team/proof.html", ctx)


def _ways(request: HttpRequest, team: Team, me: Maintainer | None) -> dict[str, Any]:
    """What a maintainer can show that they speak for the team with: the link that they came by, the addresses that
    can be written to, and the text to sign with the keys that can sign it."""
    found: dict[str, Any] = {"link": request.POST.get("link") or request.GET.get("link", "")}
    if found["link"]:
        try:
            found["link_address"] = proving.address_of(found["link"], me)
        except Refused as refusal:
            found["link_refused"] = refusal.sentence
    if me is None:
        return found
    try:
        found["challenge"] = _challenge(request, me)
    except Refused:
        return found  # the team is not public, which the page says
    ring = proving.keys_to_sign_with(team)
    return found | {"addresses": proving.addresses(team), "keys": [certificate.key for certificate in ring]}


def _challenge(request: HttpRequest, me: Maintainer) -> proving.Challenge:
    """The text that was signed and not taken, as long as it is good, so that nobody signs twice; else a new one."""
    token = request.POST.get("challenge", "")
    if token:
        try:
            return proving.read_challenge(token, me)
        except Refused:
            pass  # the message says why
    return proving.challenge(me)


def _mail(request: HttpRequest, team: Team, me: Maintainer | None) -> str:
    address = request.POST.get("address", "")
    proving.write_to(_maintainer(me), address)
    return f"A mail is on its way to {address}. Open its link within three days, logged in as you are now."


def _link(request: HttpRequest, team: Team, me: Maintainer | None) -> str:
    proving.take_link(request.POST.get("link", ""), _maintainer(me))
    return "Thank you. It is known now that you speak for the team, by a mail to its published address."


def _signature(request: HttpRequest, team: Team, me: Maintainer | None) -> str:
    proving.take_signature(request.POST.get("challenge", ""), _maintainer(me), given(request))
    return "Thank you. It is known now that you speak for the team, by a signature with its published key."


def _word(request: HttpRequest, team: Team, me: Maintainer | None) -> str:
    if not access.is_operator(request.user):
        raise Refused("not-allowed", "This word is for the directory's operators to give.")
    pk = request.POST.get("maintainer", "")
    maintainer = team.maintainers.filter(pk=int(pk) if pk.isdecimal() and len(pk) < 18 else 0).first()
    if maintainer is None:
        raise Refused("nobody", "Say of whom: choose one of those who maintain the team.")
    proving.take_word(maintainer, request.POST.get("sentence", "").replace("\x00", ""), _user(request))
    return f"It is written down that {maintainer.user} speaks for the team."


def _user(request: HttpRequest) -> User:
    """Who is at the desk has an account."""
    return cast(User, request.user)


def _maintainer(me: Maintainer | None) -> Maintainer:
    if me is None:
        raise Refused("no-maintainer", "You do not maintain this team, so there is nothing to show.")
    return me


ACTS = {"mail": _mail, "link": _link, "signature": _signature, "word": _word}


@require_POST
@of_team()
def confirm_team(request: HttpRequest, team: Team, team_admin: admin.ModelAdmin) -> HttpResponse:
    """Keeps that all of the published profile is still right, without a change."""
    own = access.maintains(request.user, team)
    means = "by the team, at the desk" if own else "by the directory"
    try:
        notice = publishing.confirm(team, means=means, by=reviewing.voice(request.user, team))
    except ValueError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{team} is confirmed as of {day(notice.at)}. Everybody sees it at once.")
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(back)
    return redirect("admin:index")


PAGES = [
    ("<int:pk>/proof/", team_proof, "team_proof"),
    ("<int:pk>/confirm/", confirm_team, "confirm_team"),
]
