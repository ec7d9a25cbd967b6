"""The layer before the lobby and Django: visitors whom nobody has to know are answered from memory
(docs/decisions/0008)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.http import HttpResponse

from directory import edition as editions

from .page import Form, Header, Page, finished
from .store import Rack, Store

#: Host, path and query string exactly as they came: an odd order of the parameters is another page.
Key = tuple[str, str, str]
NO_BODY = ("", "0")
CONDITIONS = {"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"}


class FinishedPages:
    """Answers GET and HEAD as Django answered the same before, for as long as the edition stays; all else, and
    whatever could be answered differently for anyone, is Django's."""

    def __init__(self, application: WSGIApplication, clock: Callable[[], float] = time.time) -> None:
        self._application, self._clock = application, clock
        self._keeps, self._store = settings.FINISHED_PAGES_BYTES > 0, Store(settings.FINISHED_PAGES_BYTES)
        self._hosts = frozenset({*settings.ALLOWED_HOSTS, urlsplit(settings.SITE_URL).netloc})
        self._static = settings.STATIC_URL  # these are streamed, and never kept
        self._session, self._https = settings.SESSION_COOKIE_NAME, settings.HTTPS
        self._longest_key, self._largest = (
            settings.FINISHED_KEY_CHARACTERS,
            settings.LARGEST_FINISHED_PAGE_BYTES,
        )

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        key = self._key(environ)
        if key is None:
            return self._application(environ, start_response)
        try:
            edition = editions.current(self._clock())
        except editions.Unknown:  # Django says what is to be said then
            return self._application(environ, start_response)
        rack = self._store.at(edition)
        page = rack.find(key)
        if page is not None:
            return _sent(page, rack, key, environ, start_response)
        if environ["REQUEST_METHOD"] == "HEAD":
            return self._application(environ, start_response)
        return self._made(rack, key, environ, start_response)

    def _key(self, environ: WSGIEnvironment) -> Key | None:
        """What the page is kept under; None where the request is not for this layer."""
        get = environ.get
        host, path, query = get("HTTP_HOST", ""), get("PATH_INFO", ""), get("QUERY_STRING", "")
        if (
            not self._keeps
            or path.startswith(self._static)
            or environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or host not in self._hosts
            or (self._https and get("HTTP_X_FORWARDED_PROTO") != "https")
            # Also where the name stands within another's, or in a value: Django reads it properly.
            or self._session in get("HTTP_COOKIE", "")
            or "HTTP_AUTHORIZATION" in environ
            or "HTTP_HX_REQUEST" in environ
            or "HTTP_IF_MATCH" in environ
            or "HTTP_IF_UNMODIFIED_SINCE" in environ
            or "HTTP_TRANSFER_ENCODING" in environ
            or get("CONTENT_LENGTH", "") not in NO_BODY
            or len(path) + len(query) > self._longest_key
        ):
            return None
        return host, path, query

    def _made(
        self, rack: Rack, key: Key, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Django's answer; kept, if it may be, under the edition that was current before Django began, and only
        where it still is: a page made while something was published may be of either."""
        heard = Heard()
        answer = self._application(_without_conditions(environ), heard)
        page = None
        if isinstance(answer, HttpResponse) and len(answer.content) <= self._largest:
            page = finished(heard.status, heard.headers, answer.content)
        if page is None:
            if _would_matter(environ, heard.headers):  # Django has to answer to the visitor's own conditions
                _close(answer)
                return self._application(environ, start_response)
            start_response(heard.status, heard.headers)
            return answer
        if self._is_still(rack):
            rack.put(key, page)
        _close(answer)
        return _sent(page, rack, key, environ, start_response)

    def _is_still(self, rack: Rack) -> bool:
        try:
            return editions.confirmed(self._clock()) == rack.edition
        except editions.Unknown:
            return False


def _without_conditions(environ: WSGIEnvironment) -> WSGIEnvironment:
    """So that Django makes the page, also for a visitor who has it."""
    if CONDITIONS.isdisjoint(environ):
        return environ
    return {name: value for name, value in environ.items() if name not in CONDITIONS}


def _would_matter(environ: WSGIEnvironment, headers: list[Header]) -> bool:
    names = {name.lower() for name, _ in headers}
    return not CONDITIONS.isdisjoint(environ) and not names.isdisjoint({"etag", "last-modified"})


def _close(answer: Iterable[bytes]) -> None:
    """The server closes only what it is given."""
    if close := getattr(answer, "close", None):
        close()


class Heard:
    """What an application begins its answer with."""

    def __init__(self) -> None:
        self.status = ""
        self.headers: list[Header] = []

    def __call__(
        self, status: str, headers: list[Header], error: object = None, /
    ) -> Callable[[bytes], object]:
        self.status, self.headers = status, headers
        return _unwritten


def _unwritten(part: bytes) -> None:
    """Django returns what it answers; it never writes it beside."""
    raise NotImplementedError


def _sent(
    page: Page, rack: Rack, key: Key, environ: WSGIEnvironment, start_response: StartResponse
) -> list[bytes]:
    form = page.plain
    if "HTTP_ACCEPT_ENCODING" in environ and accepts_gzip(environ["HTTP_ACCEPT_ENCODING"]):
        if page.zipped is None:
            page.compress()
            rack.weigh_again(key, page)
        form = page.zipped or form
    if _is_known(form, page.modified, environ):
        start_response("304 Not Modified", form.unchanged.copy())
        return []
    start_response("200 OK", form.headers.copy())  # a copy, for servers add to what they are given
    return [form.body] if environ["REQUEST_METHOD"] == "GET" else []


def _is_known(form: Form, modified: str | None, environ: WSGIEnvironment) -> bool:
    """Whether the visitor has this very page. Tags are compared weakly; quotes end each, so that one is found
    wherever it stands in the list."""
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        return form.etag in tags or tags.strip() == "*"
    return modified is not None and environ.get("HTTP_IF_MODIFIED_SINCE") == modified


def accepts_gzip(accepted: str) -> bool:
    """By the value of Accept-Encoding: named, and not with q=0."""
    if "gzip" not in accepted:
        return False
    if "=" not in accepted:
        return True
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() in ("gzip", "x-gzip"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
