"""Whoever sends slowly waits alone."""

import socket
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings

from .conftest import until

HEAD = "Host: localhost\r\n"
FORM = "application/x-www-form-urlencoded"
BODIES = [
    ("/api/v1/lookup", "text/plain", "192.0.2.1\n192.0"),
    ("/lookup/many/", FORM, "reading=plain&text=192.0"),
    ("/admin/login/", FORM, "username=alice&pass"),
]
HALF_A_HEAD = f"GET / HTTP/1.1\r\n{HEAD}User-Agent: half a bro"


def half_a_body(n: int, *, size: int = 100_000) -> str:
    path, kind, begun = BODIES[n % len(BODIES)]
    return f"POST {path} HTTP/1.1\r\n{HEAD}Content-Type: {kind}\r\nContent-Length: {size}\r\n\r\n{begun}"


@pytest.fixture
def send(server) -> Iterator[Callable[[str], socket.socket]]:
    """Sends what is given on a connection of its own and leaves that open."""
    clients: list[socket.socket] = []

    def send(text: str) -> socket.socket:
        clients.append(server.connect())
        clients[-1].sendall(text.encode())
        return clients[-1]

    yield send
    for client in clients:
        client.close()


def is_waiting(client: socket.socket) -> bool:
    """True where the server has neither answered nor hung up."""
    client.setblocking(False)
    try:
        client.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return True
    except ConnectionResetError:
        return False
    return False


def asked_by_others(server, times: int) -> list[int]:
    questions = [
        ("/", None),
        ("/api/v1/lookup?q=192.0.2.1", None),
        ("/api/v1/lookup", "192.0.2.1\nAS64500\n"),
    ]
    return [server.ask(*questions[n % len(questions)])[0] for n in range(times)]


def test_security_111_fifty_slow_heads_and_fifty_slow_bodies_keep_nobody_waiting(server, send):
    slow = [send(HALF_A_HEAD) for _ in range(50)]
    slow += [send(half_a_body(n)) for n in range(50)]
    assert asked_by_others(server, 10) == [200] * 10
    assert [is_waiting(client) for client in slow] == [True] * 100


def test_security_111_more_bodies_than_there_is_room_for_are_refused_and_pages_are_served(server, send):
    slow = [send(half_a_body(n)) for n in range(settings.BODIES_AT_ONCE + 3)]
    assert until(lambda: [is_waiting(client) for client in slow].count(False) == 3)
    assert server.ask("/api/v1/lookup", "192.0.2.1\n")[0] == 503
    assert server.ask("/")[0] == 200
    for client in slow:
        client.close()
    assert until(lambda: server.ask("/api/v1/lookup", "192.0.2.1\n")[0] == 200)


def test_security_111_a_slow_body_is_answered_once_it_is_there(server, send):
    client = send("POST /api/v1/lookup HTTP/1.1\r\n" + HEAD + "Content-Length: 10\r\n\r\n192.")
    assert asked_by_others(server, 3) == [200] * 3
    client.sendall(b"0.2.1\n")
    assert client.recv(12) == b"HTTP/1.1 200"


def test_bodies_in_memory_stay_below_their_limit(server, send):
    """Clients that send most of what they may: some are refused before all of it is in memory."""
    server.ask("/")
    before = server.memory()
    size = settings.MAX_BULK_BYTES
    slow = [send(half_a_body(n, size=size)) for n in range(20)]
    for client in slow:
        try:
            client.sendall(b"." * (size - 1000))
        except OSError:
            pass  # refused and hung up
    fitting = settings.BODY_BYTES_AT_ONCE // (size - 65_536)
    assert until(lambda: [is_waiting(client) for client in slow].count(False) >= 20 - fitting)
    assert server.ask("/")[0] == 200
    assert server.memory() - before < 1.5 * settings.BODY_BYTES_AT_ONCE
