"""A visitor of a WSGI application, without a server between; and the whole site behind its finished pages."""

from __future__ import annotations

import io
from dataclasses import dataclass
from wsgiref.types import WSGIApplication

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import HttpResponse

from directory.finished.layer import FinishedPages
from directory.lobby import Lobby

ETAG = '"0123456789abcdef"'
PUBLIC = "max-age=0, public, must-revalidate"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(
    application: WSGIApplication, address: str = "/", *, method: str = "GET", body: bytes = b"", **headers
) -> Answer:
    """Asks as a visitor of http://localhost:8000; `headers` as WSGI names them, without HTTP_."""
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body), "HTTP_HOST": "localhost:8000",
        **{f"HTTP_{name}": value for name, value in headers.items()},
    }  # fmt: skip
    if body:
        environ["CONTENT_LENGTH"] = str(len(body))
    said: list[tuple[str, list[tuple[str, str]]]] = []
    parts = application(environ, lambda status, headers: said.append((status, headers)))
    content = b"".join(parts)
    if hasattr(parts, "close"):
        parts.close()
    ((status, above),) = said
    assert len({name for name, _ in above}) == len(above), above
    return Answer(int(status[:3]), dict(above), content)


class Maker:
    """An application in Django's place: it counts, and answers a page that says how often it was made."""

    def __init__(self) -> None:
        self.made = 0
        self.closed = 0
        self.headers: dict[str, str] = {}
        self.status = 200
        self.size = 2_000
        self.meanwhile = lambda: None
        self.seen: dict = {}

    def __call__(self, environ, start_response):
        self.made += 1
        self.seen = environ
        page = Counted(
            self, f"page {self.made} of {environ['PATH_INFO']}\n".ljust(self.size, "."), status=self.status
        )
        given = {
            "Cache-Control": PUBLIC,
            "ETag": ETAG,
            "Content-Length": str(len(page.content)),
            **self.headers,
        }
        for name, value in given.items():
            if value:
                page[name] = value
        self.meanwhile()
        start_response(f"{page.status_code} {page.reason_phrase}", list(page.items()))
        return page


class Counted(HttpResponse):
    def __init__(self, maker: Maker, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._maker = maker

    def close(self) -> None:
        self._maker.closed += 1


@pytest.fixture
def django():
    """The whole site; it leaves the connection open, in whose transaction the test stands."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Lobby(WSGIHandler())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def site(django):
    return FinishedPages(django)
