"""How long somebody stays logged in, and when they are asked again who they are."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from directory.access import Anybody
from directory.models import User

#: When the session of somebody who is logged in began, and when it was last used, in seconds since 1970.
BEGUN, SEEN = "begun", "seen"
TOUCH_SECONDS = 60  # the last use is written down no more often


class PersonMiddleware(AuthenticationMiddleware):
    """Django's own, and a session ends once it was not used for SESSION_IDLE_SECONDS, and SESSION_COOKIE_AGE seconds
    after the log-in in any case (SECURITY 30). Nothing is read unless somebody asks who it is."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = cast(Anybody, SimpleLazyObject(lambda: _person(request)))

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Pages of accounts show codes and addresses: nothing between the site and its reader keeps them, and neither
        does the browser (SECURITY 46). Those of the desk say so themselves."""
        if request.path_info.startswith("/accounts/"):
            add_never_cache_headers(response)
        return response


def _person(request: HttpRequest) -> Anybody:
    user = get_user(request)
    if not user.is_authenticated or not _has_ended(request.session, time.time()):
        return user
    request.session.flush()
    messages.info(
        request, "You were logged out, for it was long ago. Log in again to go on.", fail_silently=True
    )
    return AnonymousUser()


def _has_ended(session: SessionBase, now: float) -> bool:
    begun, seen = session.get(BEGUN, now), session.get(SEEN, now)
    if now - begun > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_SECONDS:
        return True
    if BEGUN not in session or now - seen > TOUCH_SECONDS:
        session.update({BEGUN: begun, SEEN: now})
    return False


def end_others(request: HttpRequest, user: User) -> None:
    """Ends every session of an account but the one that asks for it; that one gets a new key (SECURITY 27)."""
    user.generation += 1
    user.save(update_fields=["generation"])
    update_session_auth_hash(request, user)


# The second factor, and asking again -------------------------------------------------------------


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session was begun, or confirmed since, with a second factor that the account still has."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records) and is_mfa_enabled(request.user)


def is_fresh(request: HttpRequest, seconds: float) -> bool:
    """Whether a password, a code or a passkey was given within this time: at the log-in, or since."""
    records = get_authentication_records(request, request.user)
    return any(time.time() - record["at"] < seconds for record in records)


def confirmed_lately(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page on which something is changed that must not be changed at an unwatched screen: whoever opens it says
    again who they are, unless they did so a moment ago. Who has opened it may take four times as long to send it, so
    that what they typed is not lost."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reading = request.method in {"GET", "HEAD"}
        if is_fresh(request, settings.CONFIRMED_SECONDS * (1 if reading else 4)):
            return view(request, *args, **kwargs)
        if not reading:
            messages.warning(
                request, "Nothing was changed: please confirm that it is you, and send it again."
            )
        return ask_again(request, request.get_full_path())

    return checked


def ask_again(request: HttpRequest, then: str, *, with_factor: bool = False) -> HttpResponse:
    """Leads to where somebody confirms that it is them, and from there to `then`."""
    ways = get_adapter(request).get_reauthentication_methods(request.user)
    wanted = [way["url"] for way in ways if way["id"].startswith("mfa") or not with_factor]
    return redirect_to_login(then, wanted[0] if wanted else None)
