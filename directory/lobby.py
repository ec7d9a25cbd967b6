"""Where the bodies of requests arrive before Django sees them, in bounded memory (docs/decisions/0007)."""

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from http import HTTPStatus
from threading import BoundedSemaphore, Lock
from types import TracebackType
from wsgiref.types import InputStream, StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings

BLOCK = 65_536


class Crowded(Exception):
    """There is no room for another body, or for more of this one."""


class Room:
    """How many bodies are here, and how many bytes of them, neither ever above its limit."""

    def __init__(self, most_bodies: int, most_bytes: int) -> None:
        self._most_bodies, self._most_bytes = most_bodies, most_bytes
        self._bodies = self._bytes = 0
        self._lock = Lock()

    def take(self, *, bodies: int = 0, size: int = 0) -> None:
        """Raises Crowded, and takes nothing, where there is not enough."""
        with self._lock:
            if self._bodies + bodies > self._most_bodies or self._bytes + size > self._most_bytes:
                raise Crowded
            self._bodies += bodies
            self._bytes += size

    def give_back(self, *, bodies: int, size: int) -> None:
        with self._lock:
            self._bodies -= bodies
            self._bytes -= size


class Visit:
    """One body's place in the room, from before its first byte until its request is answered."""

    def __init__(self, room: Room) -> None:
        self._room, self._size = room, 0

    def __enter__(self) -> "Visit":
        self._room.take(bodies=1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._room.give_back(bodies=1, size=self._size)

    def collect(self, stream: InputStream, length: int) -> bytes:
        """The body, once it is here; less where the client has gone. Raises Crowded on the way."""
        blocks: list[bytes] = []
        missing = length
        while missing and (block := stream.read(min(BLOCK, missing))):
            if blocks:  # the first block is free: a small list is answered however much others send
                self._room.take(size=len(block))
                self._size += len(block)
            blocks.append(block)
            missing -= len(block)
        return b"".join(blocks)


class Held:
    """An answer that keeps its visit's place until it is sent, so that slow readers are counted too."""

    def __init__(self, answer: Iterable[bytes], leave: Callable[[], None]) -> None:
        self._answer, self._leave = answer, leave

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._answer)

    def close(self) -> None:
        try:
            self._answer.close()  # type: ignore[attr-defined]  # Django's answers have one
        finally:
            self._leave()


class Lobby:
    """Lets a request in once its body is here. A thread waits for each body, so there are many threads; but only
    so many bodies may be on their way that some threads stay for other visitors, and only a few requests
    are worked on at once, for Python works on one at a time anyway."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._room = Room(settings.BODIES_AT_ONCE, settings.BODY_BYTES_AT_ONCE)
        self._at_work = BoundedSemaphore(settings.REQUESTS_AT_WORK)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        length = _announced(environ)
        if not 0 < length <= settings.MAX_BULK_BYTES:  # nothing comes; or too much, which no view reads
            environ["wsgi.input"] = io.BytesIO()
            return self._answer(environ, start_response)
        with ExitStack() as stay:
            try:
                body = stay.enter_context(Visit(self._room)).collect(environ["wsgi.input"], length)
            except Crowded:
                return _refused(start_response, HTTPStatus.SERVICE_UNAVAILABLE, "Too much is being sent.")
            if len(body) < length:
                return _refused(start_response, HTTPStatus.BAD_REQUEST, "The rest of the request is missing.")
            environ["wsgi.input"] = io.BytesIO(body)
            answer = self._answer(environ, start_response)
            return Held(answer, stay.pop_all().close)

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with self._at_work:
            return self._application(environ, start_response)


def _announced(environ: WSGIEnvironment) -> int:
    """The length of the body, 0 where none is announced: Django reads no other."""
    length = environ.get("CONTENT_LENGTH", "")
    return int(length) if length.isascii() and length.isdigit() else 0


def _refused(start_response: StartResponse, status: HTTPStatus, sentence: str) -> list[bytes]:
    """A plain answer, for which no more of the body is read."""
    text = f"{sentence} Try again later.\n".encode()
    headers = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(text)),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Retry-After": "30",
        "Connection": "close",
    }
    start_response(f"{status.value} {status.phrase}", list(headers.items()))
    return [text]
