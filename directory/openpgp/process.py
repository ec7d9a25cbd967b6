"""gpg as a child: in a home that is thrown away, within limits of time, memory and output, killed as a group.

What goes in and out stands in files of that home, so that the limit on the size of files bounds gpg's output, and no
thread has to pump it. gpg's status lines come through a pipe of their own: what it says to people is not read.
"""

from __future__ import annotations

import os
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import limits
from .limits import Refused

GPG, GPGCONF = "gpg", "gpgconf"
#: The socket of an agent stands in the home, and the path of a socket holds 107 characters: homes are short.
HOMES = "/tmp"  # noqa: S108  mkdtemp makes each one, for its owner alone
#: No terminal, no configuration of the machine, no network, no agent, and trust that is asked of nobody.
_QUIETLY = ("--batch", "--no-tty", "--quiet", "--no-options", "--disable-dirmngr", "--no-auto-key-retrieve",
            "--trust-model", "direct", "--no-greeting", "--no-permission-warning", "--lock-never")  # fmt: skip
_STATUS = b"[GNUPG:] "

UNAVAILABLE = "Keys and signatures cannot be checked at the moment. Try again later."
_TOO_MUCH = "This takes more time or memory to check than a key or signature may."


@dataclass(frozen=True, slots=True)
class Answer:
    """How gpg ended, its status lines as (keyword, rest), and what it wrote."""

    code: int
    status: tuple[tuple[str, str], ...]
    output: bytes

    def values(self, keyword: str) -> list[str]:
        return [rest for name, rest in self.status if name == keyword]


@dataclass(frozen=True, slots=True)
class Home:
    """A GNUPGHOME for one piece of work. With `agent`, gpg may start its agent here, which holds secret keys."""

    path: Path
    agent: bool = False

    def put(self, name: str, data: bytes) -> Path:
        """A file in the home. Raises Refused where the disk does not take it."""
        try:
            (self.path / name).write_bytes(data)
        except OSError:
            raise Refused("unavailable", UNAVAILABLE) from None
        return self.path / name

    def gpg(self, *arguments: str, given: bytes | Path = b"") -> Answer:
        """Run gpg; `given` is its standard input. Raises Refused where it is missing or goes over a limit."""
        source = given if isinstance(given, Path) else self.put("in", given)
        start = () if self.agent else ("--no-autostart",)
        try:
            with source.open("rb") as taken, (self.path / "out").open("wb") as out:
                code, status = _run(
                    [GPG, *_QUIETLY, *start], arguments, self.path, taken.fileno(), out.fileno()
                )
            output = self._output()
        except OSError:
            raise Refused("unavailable", UNAVAILABLE) from None
        return Answer(code, status, output)

    def _output(self) -> bytes:
        if (self.path / "out").stat().st_size > limits.GPG_FILE_BYTES:
            raise Refused("too-expensive", _TOO_MUCH)
        return (self.path / "out").read_bytes()


@contextmanager
def throwaway(*, agent: bool = False) -> Iterator[Home]:
    """An empty home, removed in every case; with `agent`, after the agent that was started in it has ended."""
    try:
        path = Path(tempfile.mkdtemp(prefix="gpg", dir=HOMES))
    except OSError:
        raise Refused("unavailable", UNAVAILABLE) from None
    try:
        yield Home(path, agent)
    finally:
        if agent:
            _end_agents(path)
        _remove(path)


def _end_agents(home: Path) -> None:
    try:
        subprocess.run(  # noqa: S603  the path is our own
            [GPGCONF, "--homedir", str(home), "--kill", "all"],
            env=_environment(home),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=limits.GPG_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        pass  # an agent ends by itself when its home is gone


def _remove(path: Path) -> None:
    """Remove a home; an agent that is just ending may take its sockets away at the same time."""
    for _ in range(3):
        shutil.rmtree(path, ignore_errors=True)
        if not path.exists():
            return
        time.sleep(0.01)


def _environment(home: Path) -> dict[str, str]:
    """Nothing of ours but where programs are: no secrets, no language, no time zone, no home."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "GNUPGHOME": str(home),
        "LC_ALL": "C",
        "TZ": "UTC",
    }


def _run(
    program: Sequence[str], arguments: Sequence[str], home: Path, taken: int, out: int
) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Run to the end, or kill. The exit code and the status lines; raises OSError where it cannot be started."""
    deadline = time.monotonic() + limits.GPG_SECONDS
    ours, theirs = os.pipe()
    try:
        try:
            child = subprocess.Popen(  # noqa: S603  what comes from outside is in files, or a checked fingerprint
                [*program, "--homedir", str(home), "--status-fd", str(theirs), *arguments],
                stdin=taken,
                stdout=out,
                stderr=subprocess.DEVNULL,
                env=_environment(home),
                cwd=home,
                pass_fds=(theirs,),
                start_new_session=True,
            )
        finally:
            os.close(theirs)
        return _attend(child, ours, deadline)
    finally:
        os.close(ours)


def _attend(
    child: subprocess.Popen[bytes], pipe: int, deadline: float
) -> tuple[int, tuple[tuple[str, str], ...]]:
    try:
        _limit(child.pid)
        told = _listen(pipe, deadline)
        code = child.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise Refused("too-expensive", _TOO_MUCH) from None
    finally:
        _end(child)
    if code < 0:
        raise Refused("too-expensive", _TOO_MUCH)
    return code, tuple(_status_lines(told))


def _limit(pid: int) -> None:
    """Limits for a child that runs already: code between fork and exec is not safe in a server with threads.

    Core dumps are left to gpg, which turns them off as it starts, and gives up if the limit changes meanwhile.
    """
    if sys.platform != "linux":
        return
    wanted = {
        resource.RLIMIT_CPU: limits.GPG_CPU_SECONDS,
        resource.RLIMIT_AS: limits.GPG_MEMORY,
        resource.RLIMIT_FSIZE: limits.GPG_FILE_BYTES,
    }
    try:
        for what, most in wanted.items():
            hard = resource.prlimit(pid, what)[1]
            least = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.prlimit(pid, what, (least, least))
    except ProcessLookupError:
        pass  # it has ended already


def _listen(pipe: int, deadline: float) -> bytes:
    """What comes through the pipe until the child closes it. Raises TimeoutExpired at the deadline, or at a flood."""
    told = bytearray()
    poll = select.poll()
    poll.register(pipe, select.POLLIN | select.POLLHUP)
    while (left := deadline - time.monotonic()) > 0 and len(told) <= limits.GPG_STATUS_BYTES:
        if poll.poll(left * 1000):
            chunk = os.read(pipe, 65536)
            if not chunk:
                return bytes(told)
            told += chunk
    raise subprocess.TimeoutExpired(GPG, limits.GPG_SECONDS)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left of the child's group, and wait for it."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    child.wait()


def _status_lines(told: bytes) -> Iterator[tuple[str, str]]:
    for line in told.split(b"\n"):
        if line.startswith(_STATUS):
            keyword, _, rest = line[len(_STATUS) :].decode("utf-8", "replace").strip().partition(" ")
            yield keyword, rest
