"""A whois client, and a server for as long as a test talks to it."""

import asyncio

from directory.whois.server import Limits, Server

LIMITS = Limits(bytes=1024, seconds=30, connections=100)
OUTAGE = "% The directory cannot answer now; try again later.\r\n"


async def echo(question: str) -> str:
    return f"% {question!r}\r\n"


async def sent(port: int, data: bytes) -> str:
    """Sends bytes, and reads until the server hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(data)
        return (await reader.read()).decode()
    finally:
        writer.close()
        await writer.wait_closed()


def served(talk, answer=echo, limits=LIMITS):
    """What `talk(port, server)` returns while a server answers."""

    async def whole():
        server = Server(answer, limits)
        port = await server.listen("127.0.0.1", 0)
        try:
            return await talk(port, server)
        finally:
            await server.stop()

    with asyncio.Runner(debug=False) as runner:
        return runner.run(whole())
