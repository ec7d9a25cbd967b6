"""The lobby before Django: bodies are collected in bounded memory, and places are given back."""

import io
from threading import Event, Thread

import pytest

from directory import lobby as lobbies

BLOCK = lobbies.BLOCK


class Answer(list):
    """What Django returns: parts, and something to close."""

    closed = False

    def close(self) -> None:
        self.closed = True


class Reader:
    """An application that answers with the body of its request."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []

    def __call__(self, environ, start_response):
        start_response("200 OK", [])
        self.answers.append(Answer([environ["wsgi.input"].read()]))
        return self.answers[-1]


class Unread(io.BytesIO):
    def read(self, *size):
        raise AssertionError("this must not be read")


@pytest.fixture
def lobby(settings):
    settings.BODIES_AT_ONCE, settings.BODY_BYTES_AT_ONCE, settings.REQUESTS_AT_WORK = 2, BLOCK, 1
    settings.MAX_BULK_BYTES = 4 * BLOCK
    return lobbies.Lobby(Reader())


def ask(lobby, body=b"", *, length=None, stream=None):
    """Status and answer; the answer is left open."""
    said = []
    environ = {"CONTENT_LENGTH": str(len(body) if length is None else length)}
    environ["wsgi.input"] = stream or io.BytesIO(body)
    answer = lobby(environ, lambda status, headers: said.append((status, dict(headers))))
    return said[0][0], answer


def test_a_body_reaches_django_whole(lobby):
    status, answer = ask(lobby, b"x" * (2 * BLOCK))
    assert (status, b"".join(answer)) == ("200 OK", b"x" * (2 * BLOCK))


@pytest.mark.parametrize("length", ["", "0", "-1", "none", "²"])
def test_where_no_body_is_announced_none_is_read(lobby, length):
    status, answer = ask(lobby, length=length, stream=Unread())
    assert (status, b"".join(answer)) == ("200 OK", b"")


def test_too_much_is_left_unread_for_the_view_to_refuse(lobby):
    assert ask(lobby, length=4 * BLOCK + 1, stream=Unread())[0] == "200 OK"


def test_a_body_that_breaks_off_is_not_answered_by_django(lobby):
    assert ask(lobby, b"192.0", length=10)[0] == "400 Bad Request"


def test_a_place_is_held_until_the_answer_is_closed(lobby):
    first, second = ask(lobby, b"a")[1], ask(lobby, b"b")[1]
    assert ask(lobby, b"c")[0] == "503 Service Unavailable"
    first.close()
    assert ask(lobby, b"c")[0] == "200 OK"
    second.close()
    assert all(answer.closed for answer in lobby._application.answers[:2])


def test_memory_is_counted_beyond_the_first_block_and_given_back(lobby):
    large = ask(lobby, b"x" * 2 * BLOCK)[1]
    status, refusal = ask(lobby, b"x" * (BLOCK + 1))
    assert (status, refusal) == ("503 Service Unavailable", [b"Too much is being sent. Try again later.\n"])
    assert ask(lobby, b"x" * BLOCK)[0] == "200 OK"
    large.close()
    assert ask(lobby, b"x" * (BLOCK + 1))[0] == "200 OK"


@pytest.mark.parametrize("length", [1, 10])
def test_places_are_given_back_where_no_answer_comes(settings, lobby, length):
    def fails(environ, start_response):
        raise ValueError(environ)

    failing = lobbies.Lobby(fails)
    for _ in range(settings.BODIES_AT_ONCE + 1):
        if length == 1:
            with pytest.raises(ValueError, match="CONTENT_LENGTH"):
                ask(failing, b"x")
        else:
            assert ask(failing, b"x", length=length)[0] == "400 Bad Request"


def test_only_so_many_requests_are_worked_on_at_once(lobby):
    entered, leave = Event(), Event()

    def slow(environ, start_response):
        entered.set()
        leave.wait(30)
        start_response("200 OK", [])
        return Answer()

    lobby = lobbies.Lobby(slow)
    first = Thread(target=ask, args=(lobby,))
    first.start()
    assert entered.wait(30)
    entered.clear()
    second = Thread(target=ask, args=(lobby,))
    second.start()
    assert not entered.wait(0.2)
    leave.set()
    assert entered.wait(30)
    first.join(30)
    second.join(30)


def test_some_threads_are_always_left_for_requests_without_a_body(settings):
    serve = (settings.BASE_DIR / "bin/serve").read_text(encoding="utf-8")
    threads = int(serve.partition("--blocking-threads ")[2].split()[0])
    assert threads >= settings.BODIES_AT_ONCE + settings.REQUESTS_AT_WORK
