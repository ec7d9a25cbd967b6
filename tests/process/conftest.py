"""A site of its own, served by the command of bin/serve, for tests that need the real server."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.serving import WITH_US, command

ROOT = Path(__file__).parents[2]
PATIENCE = 30  # seconds after which something hangs; nothing here is measured


class Server:
    """The running server; `process` is granian's main process, which starts the worker."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = log
        with log.open("wb") as told:
            self.process = subprocess.Popen(
                [*WITH_US, *command(self.port)],
                cwd=ROOT,
                env=environment,
                stdout=told,
                stderr=told,
                start_new_session=True,
            )

    def wait_until_it_answers(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            try:
                self.connect().close()
            except ConnectionRefusedError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError(self.log.read_text())

    def connect(self, *, receive_buffer: int = 0) -> socket.socket:
        client = socket.socket()
        if receive_buffer:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        client.settimeout(PATIENCE)
        try:
            client.connect(("127.0.0.1", self.port))
        except OSError:
            client.close()
            raise
        return client

    def ask(self, path: str, body: str | None = None) -> tuple[int, bytes]:
        """Status and content of one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("POST" if body is not None else "GET", path, body)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def memory(self) -> int:
        """Bytes that the worker holds."""
        main = self.process.pid
        workers = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        told = Path(f"/proc/{workers[-1]}/status").read_text()
        return int(re.search(r"^VmRSS:\s+(\d+) kB", told, re.MULTILINE)[1]) * 1024

    def kill(self) -> None:
        """Ends whatever is left of it; the group holds no process but granian's own."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait(PATIENCE)


def until(holds: Callable[[], bool]) -> bool:
    """Asks again and again, as long as patience lasts."""
    last = time.monotonic() + PATIENCE
    while not (held := holds()) and time.monotonic() < last:
        time.sleep(0.05)
    return held


@pytest.fixture(scope="session")
def environment() -> Iterator[dict[str, str]]:
    """The variables of a fresh site with the sample teams, on SQLite."""
    with tempfile.TemporaryDirectory(prefix="site") as folder:
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "HOME") if name in os.environ}
        made = {**kept, "DATA_DIR": folder, "STATIC_ROOT": f"{folder}/static"}
        for words in (["migrate"], ["collectstatic", "--no-input"], ["load_samples"]):
            manage = [sys.executable, "manage.py", *words]
            subprocess.run(manage, cwd=ROOT, env=made, check=True, capture_output=True, timeout=120)
        yield made


@pytest.fixture
def start(environment, tmp_path) -> Iterator[Callable[[], Server]]:
    started: list[Server] = []

    def start() -> Server:
        started.append(Server(environment, tmp_path / f"server-{len(started)}.log"))
        started[-1].wait_until_it_answers()
        return started[-1]

    yield start
    for server in started:
        server.kill()


@pytest.fixture
def server(start) -> Server:
    return start()
