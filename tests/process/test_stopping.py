"""A server that is told to stop finishes what it has begun."""

import http.client
import signal

from .conftest import PATIENCE

LINES = 60_000  # their answer is many times what the two sockets hold
SMALL = 65_536


def test_security_112_sigterm_lets_the_answer_under_way_finish(server):
    body = "192.0.2.1\n" * LINES
    with server.connect(receive_buffer=SMALL) as client:
        head = f"POST /api/v1/lookup HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n"
        client.sendall(f"{head}{body}".encode())
        response = http.client.HTTPResponse(client, method="POST")
        response.begin()
        first = response.readline()
        server.process.send_signal(signal.SIGTERM)
        rest = response.read()
        response.close()
    assert first.startswith(b'{"target": "192.0.2.1"')
    assert rest.count(b"\n") == LINES - 1
    assert rest.endswith(b"]}\n")
    assert server.process.wait(PATIENCE) == 0


def test_security_112_sigterm_ends_a_server_that_keeps_idle_visitors(server):
    with server.connect() as idle, server.connect():  # browsers connect before they ask
        idle.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert idle.recv(12) == b"HTTP/1.1 200"
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(PATIENCE) == 0
    assert "refused to gracefully stop" not in server.log.read_text()
