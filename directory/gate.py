"""The gate of the desk: an account with something to do there, and a second factor in this very session."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import unquote

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from directory import access, home
from directory.accounts.sessions import ask_again, has_second_factor
from directory.models import Rules, User


class Desk(admin.AdminSite):
    """Passwords, codes and passkeys are asked for in one place, which counts wrong ones: allauth's pages. Django's own
    log-in form is never shown."""

    site_header = "The desk"
    site_title = "CSIRT Directory"
    index_title = "Your teams"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return access.has_a_place(request.user) and has_second_factor(request)

    def get_urls(self) -> list[Any]:
        """Without Django's way from a row's number to its page: it asks for no right, and told the address of any
        draft (SECURITY 1, 11)."""
        return [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site"]

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """No question at the desk holds a NUL, which PostgreSQL takes in no text."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if "\x00" in unquote(request.META.get("QUERY_STRING", "")):
                raise BadRequest("The address holds a character that no text can hold.")
            return guarded(request, *args, **kwargs)

        return checked

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Where whoever may not enter is led: to log in, to set up a second factor, to give it, or to be told that
        there is nothing here for them."""
        there = _safe(request, request.GET.get("next", "")) or reverse("admin:index")
        if self.has_permission(request):
            return HttpResponseRedirect(there)
        if not request.user.is_authenticated:
            return redirect_to_login(there, reverse("account_login"))
        if not access.has_a_place(request.user):
            may_ask = Rules.objects.all().in_force().open_to_requests
            return render(request, "accounts/no_place.html", {"may_ask": may_ask}, status=403)
        if is_mfa_enabled(request.user):
            return ask_again(request, there, with_factor=True)
        return redirect("mfa_index")

    def index(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        user = cast(User, request.user)  # whom `has_permission` has let in
        return super().index(request, {**home.page(user), **(extra_context or {})})

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]
        return redirect("account_logout")

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")


def _safe(request: HttpRequest, address: str) -> str:
    """The address where it is one of this site's, "" otherwise (SECURITY 28)."""
    here = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if here else ""
