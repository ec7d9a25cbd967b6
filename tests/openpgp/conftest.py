import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from directory import openpgp
from directory.openpgp import Certificate, process
from tests.conftest import CORPUS

from .rings import Ring, fill

KEYS = CORPUS.parent / "datasets" / "keys"


@pytest.fixture(scope="session")
def ring() -> Iterator[Ring]:
    """Keys that gpg made, in a home of their own; its path is short, since the agent's socket lies in it."""
    home = Path(tempfile.mkdtemp(prefix="ring", dir="/tmp"))
    try:
        made = Ring(home)
        fill(made)
        yield made
    finally:
        subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=False)
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def valid(ring: Ring) -> Certificate:
    return openpgp.read(ring.public("valid"))


@pytest.fixture(scope="session")
def revocation(ring: Ring) -> bytes:
    """The revocation certificate of the key that is called "revoked"."""
    return ring.revocation("revoked", 1, "stolen laptop")


@pytest.fixture(scope="session")
def directory_home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The directory's own signing key: its home, whose path is too long for a socket, and its fingerprint."""
    home = tmp_path_factory.mktemp("data") / ("long-" * 20) / "signing"
    return home, openpgp.make_signing_key(home, "Example Directory", "directory@example.org")


@pytest.fixture
def homes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where throw-away homes are made, watched: nothing may stay in it, and no process may work there."""
    place = Path(tempfile.mkdtemp(prefix="h", dir="/tmp"))
    monkeypatch.setattr(process, "HOMES", str(place))
    yield place
    left = list(place.iterdir())
    shutil.rmtree(place)
    assert left == []
    assert at_work_in(place) == []


def at_work_in(place: Path) -> list[bytes]:
    """Command lines of processes that name the place; one that has ended and is not yet buried has none."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if os.fsencode(place) in words:
            found.append(words)
    return found


@pytest.fixture
def no_gpg(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever starts a process in this test fails it."""

    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("gpg must not be asked")

    monkeypatch.setattr(process.subprocess, "Popen", refuse)
    monkeypatch.setattr(process.subprocess, "run", refuse)


@pytest.fixture
def real_keys() -> Path:
    """Keys of real teams; they are not part of the project."""
    if not KEYS.is_dir():
        pytest.skip(f"there are no keys at {KEYS}; CSIRT_CORPUS names the corpus whose sibling holds them")
    return KEYS
