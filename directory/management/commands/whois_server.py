import asyncio
import signal
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from directory.whois.answering import Threads
from directory.whois.server import Limits, Server


class Command(BaseCommand):
    help = "Answers look-ups by whois (RFC 3912) until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen at (127.0.0.1)")
        parser.add_argument("--port", type=port, default=4343, help="the port (4343); 0 takes a free one")

    def handle(self, *, host: str, port: int, **options: Any) -> None:
        if settings.DEBUG:
            raise CommandError("DEBUG keeps and logs what is asked; the whois server promises not to.")
        threads = Threads(settings.WHOIS_THREADS)
        try:
            # asyncio's own debug mode would log who connects, whatever the environment says of it.
            with asyncio.Runner(debug=False) as runner:
                runner.run(self.serve(threads, host, port))
        finally:
            threads.close()

    async def serve(self, threads: Threads, host: str, port: int) -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        limits = Limits(settings.WHOIS_MAX_BYTES, settings.WHOIS_SECONDS, settings.WHOIS_CONNECTIONS)
        server = Server(threads, limits)
        try:
            port = await server.listen(host, port)
        except OSError as error:
            raise CommandError(f"Port {port} at {host} cannot be used: {error.strerror or error}.") from error
        self.stdout.write(f"Whois answers at {host}, port {port}.")
        self.stdout.flush()
        await stop.wait()
        await server.stop()


def port(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= number < 65536:
        raise ArgumentTypeError("A port is a number up to 65535.")
    return number
