"""Who is at work, and from where: what the audit trail says of whoever does something, wherever in the code it is.

A request is served in one context from its beginning to its end, so that no function has to hand on who asked for it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


@dataclass(frozen=True, slots=True)
class Actor:
    """`address` is the network address that the request came from, "" where it came from none."""

    name: str
    user_id: int | None = None
    address: str = ""


MACHINE = Actor("this machine")

_now: ContextVar[Callable[[], Actor]] = ContextVar("actor", default=lambda: MACHINE)


def actor() -> Actor:
    return _now.get()()


@contextmanager
def acting(who: Actor) -> Iterator[None]:
    token = _now.set(lambda: who)
    try:
        yield
    finally:
        _now.reset(token)


class ActorMiddleware:
    """Whoever has sent the request is at work while it is served. Nothing is asked of the database for it until
    something is written down."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = _now.set(lambda: of_request(request))
        try:
            return self.get_response(request)
        finally:
            _now.reset(token)


def of_request(request: HttpRequest) -> Actor:
    user = request.user
    name = user.get_username() if user.is_authenticated else "somebody without an account"
    return Actor(name, user.pk, address_of(request))


def address_of(request: HttpRequest) -> str:
    """The address that the request came from. What a header says of it is believed as far as the operator's own
    proxies have written it (TRUSTED_PROXIES), counted from the end."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    count = settings.TRUSTED_PROXIES
    if count and len(hops) >= count:
        return hops[-count][:45]
    return request.META.get("REMOTE_ADDR", "")[:45]
