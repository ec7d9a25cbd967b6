"""A whois server: one line comes in, text goes out, the server hangs up (RFC 3912, 2).

It keeps nothing: no question, no address of who asks, also not in what is logged when something breaks. It knows
neither Django nor a database, only a way to be answered.
"""

import asyncio
import logging
import traceback
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple

logger = logging.getLogger(__name__)

OUTAGE = "% The directory cannot answer now; try again later.\r\n"
BUSY = "% Too many ask at once; try again in a minute.\r\n"
LATE = "% No question came within {seconds:g} seconds: one line is waited for, and its line break.\r\n"
TOO_LONG = "% The question is longer than {most:,} bytes, and no address or name is.\r\n"
UNFINISHED = "% The question has no line break at its end; it may have been cut off.\r\n"
UNDECODABLE = "% The question is not text in UTF-8.\r\n"
STOPPING = "% The server is about to stop; try again in a minute.\r\n"

Answer = Callable[[str], Coroutine[Any, Any, str]]
"""Answers a question (a line without its end) with whole lines. Raises Unavailable where it cannot look."""


class Unavailable(Exception):
    """That an answer cannot be had now, which is not the same as that nobody is listed."""


class Limits(NamedTuple):
    """`seconds` bound each of three waits: for the question, for the answer, and for the client to take it.
    As many `connections` are served; as many again are told that they are too many."""

    bytes: int
    seconds: float
    connections: int


class Server:
    """Serves from `listen` to `stop`."""

    def __init__(self, answer: Answer, limits: Limits) -> None:
        self.answer, self.limits = answer, limits
        self.stopping = False
        self._served: set[Connection] = set()
        self._refused: set[Connection] = set()
        self._one_is_gone = asyncio.Event()

    async def listen(self, host: str, port: int) -> int:
        """Opens the port, 0 for any, and returns its number. Raises OSError."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(_log_without_words)
        self._listening = await loop.create_server(lambda: Connection(self), host, port)
        return int(self._listening.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Takes nobody in any more, lets those who wait for an answer have it, and sends the others away."""
        self.stopping = True
        self._listening.close()
        for connection in self._served | self._refused:
            connection.send_away()
        try:
            async with asyncio.timeout(self.limits.seconds):
                while self._served or self._refused:
                    self._one_is_gone.clear()
                    await self._one_is_gone.wait()
        except TimeoutError:
            for connection in self._served | self._refused:
                connection.cut()
            await asyncio.sleep(0)

    def admit(self, connection: "Connection") -> bool:
        """Whether a new connection is served; one of far too many is cut without a word."""
        most = self.limits.connections
        if len(self._served) < most:
            self._served.add(connection)
            return True
        if len(self._refused) < most:
            self._refused.add(connection)
        else:
            connection.cut()
        return False

    def forget(self, connection: "Connection") -> None:
        self._served.discard(connection)
        self._refused.discard(connection)
        self._one_is_gone.set()


class Connection(asyncio.Protocol):
    """One question and its answer: it is read, then answered, then waits for the client to hang up.

    To hang up first, with bytes of the client unread, could take the answer away from it: the system would reset
    the connection. So the server ends its own side and reads on, within the limit, without keeping anything.
    """

    def __init__(self, server: Server) -> None:
        self._server, self._limits = server, server.limits
        self._loop = asyncio.get_running_loop()
        self._line = bytearray()
        self._reading = self._said = self._heard_all = False
        self._answering: asyncio.Task[str] | None = None
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 — what a stream's protocol is given
        self._transport = transport
        if self._server.admit(self):
            self._reading = True
            self._after_a_while(self._say, LATE.format(seconds=self._limits.seconds))
        else:
            self._say(BUSY)

    def data_received(self, data: bytes) -> None:
        if not self._reading:
            return
        self._line += data
        line, end, _ = self._line.partition(b"\n")
        line = line.removesuffix(b"\r") if end else line
        # Where no end has come, the last byte may be the CR of one.
        if len(line) > self._limits.bytes + (0 if end else 1):
            self._say(TOO_LONG.format(most=self._limits.bytes))
        elif end:
            self._ask(bytes(line))

    def eof_received(self) -> bool:
        """True keeps our side of the connection open: an answer is under way."""
        self._heard_all = True
        if self._reading:
            self._say(UNFINISHED if self._line else "")
        return not self._said

    def connection_lost(self, error: Exception | None) -> None:
        self._reading = False
        if self._timer:
            self._timer.cancel()
        if self._answering:
            self._answering.cancel()
        self._server.forget(self)

    def send_away(self) -> None:
        """The server stops: says so to who has not asked yet; who waits for an answer goes on waiting."""
        if self._reading:
            self._say(STOPPING)
        elif self._said:
            self._transport.close()

    def cut(self) -> None:
        self._transport.abort()

    def _ask(self, line: bytes) -> None:
        self._line.clear()
        try:
            question = line.decode()
        except UnicodeDecodeError:
            self._say(UNDECODABLE)
            return
        self._reading = False
        self._after_a_while(self._give_up)
        self._answering = self._loop.create_task(self._server.answer(question))
        self._answering.add_done_callback(self._tell)

    def _give_up(self) -> None:
        if self._answering:
            self._answering.cancel()
        self._say(OUTAGE)

    def _tell(self, task: "asyncio.Task[str]") -> None:
        if task.cancelled():
            return
        error = task.exception()
        if error is not None and not isinstance(error, Unavailable):
            _log_without_words(self._loop, {"exception": error})
        self._say(OUTAGE if error else task.result())

    def _say(self, text: str) -> None:
        """The last words. Then the client has its time to take them and to hang up."""
        if self._said:
            return
        self._said, self._reading = True, False
        self._line.clear()
        self._transport.write(text.encode())
        if self._heard_all or self._server.stopping:
            self._transport.close()
        else:
            self._transport.write_eof()
        self._after_a_while(self.cut)

    def _after_a_while(self, act: Callable[..., None], *arguments: Any) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = self._loop.call_later(self._limits.seconds, act, *arguments)


def _log_without_words(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Says what broke and where, never with which values: messages and arguments may hold a question or a peer."""
    error = context.get("exception")
    frames = traceback.extract_tb(error.__traceback__) if error else []
    places = ", ".join(f"{frame.filename}:{frame.lineno}" for frame in frames)
    logger.error("A connection broke: %s at %s", type(error).__name__, places or "no place")
