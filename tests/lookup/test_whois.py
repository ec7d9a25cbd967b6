"""The whois server as clients meet it: one line in, text out, the server hangs up (RFC 3912)."""

import asyncio
import socket

import pytest

from directory.whois.server import Unavailable
from tests.lookup.whois import LIMITS, OUTAGE, echo, sent, served

HASTY = LIMITS._replace(seconds=0.5)


def said(data: bytes, answer=echo, limits=LIMITS) -> str:
    return served(lambda port, server: sent(port, data), answer, limits)


# The protocol


@pytest.mark.parametrize("line", [b"192.0.2.1\r\n", b"192.0.2.1\n", b"192.0.2.1\r\nAS64500\r\n"])
def test_one_line_is_one_question_and_the_server_hangs_up(line):
    assert said(line) == "% '192.0.2.1'\r\n"


def test_a_question_may_come_in_pieces_and_the_client_may_stop_sending_after_it():
    async def talk(port, server):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for piece in (b"192.0", b".2.1", b"\r", b"\n"):
            writer.write(piece)
            await asyncio.sleep(0.01)
        writer.write_eof()
        heard = await reader.read()
        writer.close()
        await writer.wait_closed()
        return heard

    assert served(talk) == b"% '192.0.2.1'\r\n"


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_question_has_as_many_bytes_as_the_limit_and_no_more(end):
    assert said(b"x" * 1024 + end) == f"% '{'x' * 1024}'\r\n"
    assert (
        said(b"x" * 1025 + end) == "% The question is longer than 1,024 bytes, and no address or name is.\r\n"
    )


def test_a_flood_without_a_line_break_is_refused_and_still_hears_why():
    assert "longer than 1,024 bytes" in said(b"x" * 3_000_000)


def test_bytes_that_are_no_text_are_refused():
    assert said(b"\xff\xfe\r\n") == "% The question is not text in UTF-8.\r\n"


def test_a_question_that_was_cut_off_is_not_answered():
    async def talk(port, server):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"192.0.2.1")
        writer.write_eof()
        heard = await reader.read()
        writer.close()
        await writer.wait_closed()
        return heard

    assert served(talk).startswith(b"% The question has no line break at its end")


def test_a_slow_client_is_cut_however_it_drips():
    async def talk(port, server):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        heard = asyncio.ensure_future(reader.read())
        while not heard.done():
            writer.write(b"x")
            await asyncio.sleep(0.01)
        writer.close()
        return await heard

    assert b"% No question came within 0.5 seconds" in served(talk, limits=HASTY)


def test_a_client_that_does_not_hang_up_is_cut():
    async def talk(port, server):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"192.0.2.1\n")
        heard = await reader.read()
        while server._served:
            await asyncio.sleep(0.01)
        writer.close()
        return heard

    assert served(talk, limits=HASTY) == b"% '192.0.2.1'\r\n"


def test_a_client_that_does_not_read_is_cut():
    async def endless(question: str) -> str:
        return "%" * 20_000_000

    async def talk(port, server):
        with socket.create_connection(("127.0.0.1", port)) as deaf:
            deaf.sendall(b"192.0.2.1\n")
            while not server._served:
                await asyncio.sleep(0.01)
            while server._served:
                await asyncio.sleep(0.01)

    served(talk, endless, HASTY)


# Many at once


def idle(port: int, number: int):
    return asyncio.gather(*(asyncio.open_connection("127.0.0.1", port) for _ in range(number)))


async def hang_up(connections) -> None:
    for _, writer in connections:
        writer.close()
    for _, writer in connections:
        await writer.wait_closed()


def test_sixty_who_say_nothing_do_not_keep_another_from_being_answered():
    async def talk(port, server):
        waiting = await idle(port, 60)
        heard = await sent(port, b"192.0.2.1\r\n")
        await hang_up(waiting)
        return heard

    assert served(talk) == "% '192.0.2.1'\r\n"


def test_beyond_the_limit_a_server_says_that_it_is_busy_and_serves_again_when_one_goes():
    async def talk(port, server):
        waiting = await idle(port, 3)
        busy = await sent(port, b"192.0.2.1\r\n")
        await hang_up(waiting[:1])
        while len(server._served) > 2:
            await asyncio.sleep(0.01)
        heard = await sent(port, b"192.0.2.1\r\n")
        await hang_up(waiting[1:])
        return busy, heard

    busy, heard = served(talk, limits=LIMITS._replace(connections=3))
    assert busy == "% Too many ask at once; try again in a minute.\r\n"
    assert heard == "% '192.0.2.1'\r\n"


def test_far_beyond_the_limit_connections_are_cut_and_not_kept():
    async def talk(port, server):
        waiting = await idle(port, 10)
        while len(server._served) + len(server._refused) != 4:
            await asyncio.sleep(0.01)
        await hang_up(waiting)

    served(talk, limits=LIMITS._replace(connections=2))


# An outage is not "nobody"


@pytest.mark.parametrize("error", [Unavailable(), ZeroDivisionError("secret.example")])
def test_where_no_answer_can_be_had_the_server_says_so(error, caplog):
    async def failing(question: str) -> str:
        raise error

    assert said(b"192.0.2.1\r\n", failing) == OUTAGE
    assert "secret.example" not in caplog.text
    assert ("ZeroDivisionError at" in caplog.text) == isinstance(error, ZeroDivisionError)


def test_where_an_answer_takes_too_long_the_server_says_so():
    async def stuck(question: str) -> str:
        await asyncio.Event().wait()
        return ""

    assert said(b"192.0.2.1\r\n", stuck, HASTY) == OUTAGE


# Stopping


def test_a_server_that_stops_gives_the_answer_under_way_and_sends_the_others_off():
    begun, finish = asyncio.Event(), asyncio.Event()

    async def slow(question: str) -> str:
        begun.set()
        await finish.wait()
        return "% found\r\n"

    async def talk(port, server):
        asked = asyncio.ensure_future(sent(port, b"192.0.2.1\r\n"))
        await begun.wait()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while len(server._served) < 2:
            await asyncio.sleep(0.01)
        stopped = asyncio.ensure_future(server.stop())
        sent_off = await reader.read()
        assert not stopped.done()
        finish.set()
        await stopped
        writer.close()
        return await asked, sent_off

    answered, sent_off = served(talk, slow)
    assert answered == "% found\r\n"
    assert sent_off == b"% The server is about to stop; try again in a minute.\r\n"
