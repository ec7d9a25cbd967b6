"""Files that are whole or not there: written beside their place, on the disk, then renamed into it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def put(path: Path, content: bytes, mode: int = 0o644) -> None:
    """The file with this content, in the place of the one that is there. Raises OSError; then that one stays."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        fresh.write_bytes(content)
        fresh.chmod(mode)
        to_disk(fresh)
        fresh.replace(path)
        to_disk(path.parent)
    finally:
        fresh.unlink(missing_ok=True)


def to_disk(path: Path) -> None:
    """Waits until a file, or the names in a folder, would survive a loss of power."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def alone_in(place: Path) -> Iterator[None]:
    """Waits until no other process works in this folder."""
    handle = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
