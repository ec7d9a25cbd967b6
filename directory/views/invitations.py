"""How somebody comes to the desk: by an invitation, or by asking for a team where the operator lets people ask."""

from typing import cast

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from directory import access
from directory.accounts import invitations, registrations
from directory.accounts.forms import RegistrationForm
from directory.models import Rules, User


@require_safe
@never_cache
def open_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail. What it proves is kept in the session, and the visitor is led to an address without it, so
    that it is in no history and no Referer."""
    invitation = invitations.found(token)
    if invitation is None:
        return _refused(request, invitations.GONE, 404)
    invitations.hold(request, invitation)
    if not request.user.is_authenticated:
        get_adapter(request).stash_verified_email(request, invitation.email)
    return redirect("invitation")


@require_http_methods(["GET", "POST"])
@never_cache
def invitation(request: HttpRequest) -> HttpResponse:
    held = invitations.of_session(request)
    if held is None:
        return _refused(request, invitations.GONE, 404)
    if not request.user.is_authenticated:
        ctx = {"invitation": held, "has_account": invitations.has_account(held)}
        return render(request, "accounts/invitation.html", ctx)
    if not invitations.is_for(held, request.user):
        return _refused(request, invitations.ANOTHER_S, 403)
    if request.method == "GET":
        return render(request, "accounts/invitation.html", {"invitation": held})
    try:
        invitations.accept(request, held)
    except invitations.Refused as refusal:
        return _refused(request, refusal.sentence, 403)
    return redirect("admin:index")


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def registration(request: HttpRequest) -> HttpResponse:
    """Ask to maintain a team."""
    if not Rules.objects.all().in_force().open_to_requests:
        raise Http404("Nobody may ask here.")
    user = cast(User, request.user)
    form = RegistrationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            registrations.ask(user, form.save(commit=False))
        except invitations.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "The operators have your request. They answer by mail.")
            return redirect("registration")
    ctx = {
        "form": form,
        "waiting": registrations.waiting(user),
        "answered": user.registrations.exclude(decided_at=None),
        "has_a_place": access.has_a_place(user),
    }
    return render(request, "accounts/registration.html", ctx)


def _refused(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return render(request, "accounts/refused.html", {"sentence": sentence}, status=status)
