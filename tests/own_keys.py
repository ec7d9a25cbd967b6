"""The directory's own key in tests: made once, copied for whoever signs; and plain gpg, as a reader has it."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.keyholders import short_home

NAME, EMAIL = "Example Directory", "directory@csirts.example"


@dataclass(frozen=True)
class Reader:
    """Somebody with an empty GNUPGHOME."""

    home: Path

    def gpg(self, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        words = [
            "gpg",
            "--homedir",
            str(self.home),
            "--batch",
            "--no-tty",
            "--no-autostart",
            "--status-fd",
            "1",
        ]
        return subprocess.run([*words, *arguments], input=given, capture_output=True, timeout=60, check=False)

    def takes(self, key: bytes) -> None:
        done = self.gpg("--import", given=key)
        assert done.returncode == 0, done.stderr.decode()

    def verifies(self, *files: Path) -> str:
        """The fingerprint of the key that made the signature; "" where it is not good."""
        done = self.gpg("--verify", "--", *map(str, files))
        good = [line.split() for line in done.stdout.decode().splitlines() if " VALIDSIG " in line]
        return good[0][-1] if done.returncode == 0 and good else ""


@contextmanager
def reader() -> Iterator[Reader]:
    with short_home() as home:
        yield Reader(home)


def copied(made: Path, into: Path) -> Path:
    """A DATA_DIR with a copy of the key."""
    shutil.copytree(made / "gnupg", into / "gnupg")
    return into
