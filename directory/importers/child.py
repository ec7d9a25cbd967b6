"""The process that opens PDF, DOCX and HTML: `python -m directory.importers.child KIND`, bytes in, JSON out."""

from __future__ import annotations

import importlib
import json
import resource
import sys
from typing import Any

from .limits import CHILD_CPU_SECONDS, CHILD_MEMORY, Unreadable
from .sandbox import pack

#: Only the reader that is asked for is loaded: the others would cost more than the document.
READERS = {kind: f"directory.importers.{kind}" for kind in ("pdf", "docx", "html")}
#: What a reader of documents has no business with; a hook stays for the life of the process (PEP 578).
FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "ctypes.")


def main() -> int:
    reader = importlib.import_module(READERS[sys.argv[1]])
    confine()
    try:
        answer = pack(reader.extract(sys.stdin.buffer.read()))
    except Unreadable as refusal:
        answer = {"unreadable": str(refusal)}
    json.dump(answer, sys.stdout, ensure_ascii=True, separators=(",", ":"))
    return 0


def confine() -> None:
    """Limit memory, time and files, and refuse what goes out of the process."""
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY, CHILD_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CHILD_CPU_SECONDS, CHILD_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(refuse)


def refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(FORBIDDEN):
        raise PermissionError(f"A reader of documents may not do this: {event}")


if __name__ == "__main__":
    sys.exit(main())
