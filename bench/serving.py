"""The site as it is shipped, for measurements: a database of its own, the server by the command of bin/serve."""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
SITE = "directory.wsgi:application"
HELLO = "bench.hello:application"
CONSTANT = "bench.constant:application"
STARTED_WITHIN = 60  # seconds
#: What is started with this ends with whoever has started it, even where that is killed.
WITH_US = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
_FILL = "import django, sys; django.setup(); from bench.synthetic import fill; fill(int(sys.argv[1]), int(sys.argv[2]))"


def command(port: int, application: str = SITE) -> list[str]:
    """How bin/serve starts the server, on another port."""
    serve = (ROOT / "bin/serve").read_text(encoding="utf-8")
    flags = serve[serve.index("granian --interface") :].partition("&")[0].replace("\\\n", " ")
    words = shlex.split(flags.replace('"$port"', str(port)).replace(SITE, application))
    return [str(Path(sys.executable).with_name("granian")), *words[1:]]


def synthetic_site(folder: Path, teams: int, prefixes: int) -> dict[str, str]:
    """Makes a site in an empty folder; returns the variables that name it."""
    made = {
        **os.environ,
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/directory.sqlite3",
        "STATIC_ROOT": str(folder / "static"),
        "DJANGO_SETTINGS_MODULE": "directory.settings",
    }
    for words in (
        ["manage.py", "migrate", "--verbosity", "0"],
        ["manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
        ["-c", _FILL, str(teams), str(prefixes)],
    ):
        subprocess.run([sys.executable, *words], cwd=ROOT, env=made, check=True)
    return made


@contextmanager
def served(
    environment: Mapping[str, str], application: str = SITE, *, core: int | None = None
) -> Iterator[int]:
    """Runs the server for as long as it is measured; its port. `core` is the one that it has for itself."""
    port = free_port()
    with running([*command(port, application), "--no-log"], port, environment, core=core):
        yield port


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    words: Sequence[str], port: int, environment: Mapping[str, str], *, core: int | None = None
) -> Iterator[None]:
    """Runs a program, from when it answers on its port."""
    pinned = [] if core is None else ["taskset", "--cpu-list", str(core)]
    process = subprocess.Popen(
        [*WITH_US, *pinned, *words], cwd=ROOT, env=dict(environment), start_new_session=True
    )
    try:
        _wait(process, port)
        yield
    finally:
        process.terminate()
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + STARTED_WITHIN
    while process.poll() is None and time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("The server did not start.")
