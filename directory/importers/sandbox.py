"""A process of its own for formats whose readers can be made to eat memory and time.

The parent sends the bytes and gets lines back; it never imports the readers. The child limits itself before
it looks at a byte, and the parent kills it, with all that it started, when its time is over.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from directory.rfc2350.document import Problem
from directory.rfc2350.source import Line, Source

from .limits import CHILD_WALL_SECONDS, Unreadable

ROOT = Path(__file__).resolve().parents[2]
NAMES = {"pdf": "PDF", "docx": "Word document", "html": "web page"}
_EMPTY = {f.name: f.default for f in fields(Line)}


def read_apart(kind: str, data: bytes) -> Source:
    """What the child makes of `data`. Raises Unreadable with the child's sentence, or where it dies."""
    answer = ask(kind, data)
    try:
        reply = json.loads(answer) if answer else None
    except ValueError:
        reply = None
    if not isinstance(reply, dict):
        raise Unreadable(f"This {NAMES[kind]} takes more time or memory to open than a document may.")
    if "unreadable" in reply:
        raise Unreadable(str(reply["unreadable"]))
    return unpack(reply)


def ask(kind: str, data: bytes) -> bytes:
    """Run the child; its answer, or nothing where it was killed or fell."""
    child = subprocess.Popen(  # noqa: S603  our own interpreter and module, no part of it from outside
        [sys.executable, "-m", "directory.importers.child", kind],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=environment(),
        start_new_session=True,
    )
    try:
        answer, _ = child.communicate(data, timeout=CHILD_WALL_SECONDS)
    except subprocess.TimeoutExpired:
        answer = b""
    finally:
        end(child)
    return answer if child.returncode == 0 else b""


def environment() -> dict[str, str]:
    """Nothing of the parent's environment: it holds secrets, and the child needs none of it."""
    return {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath}


def end(child: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left of the child's group, and wait for it."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()
    child.wait()


# the message between the two


def pack(source: Source) -> dict[str, Any]:
    """A source as JSON's own types; a line's defaults are left out."""
    lines = [{f: value for f in _EMPTY if (value := getattr(line, f)) != _EMPTY[f]} for line in source.lines]
    return {"format": source.format, "lines": lines, "problems": [asdict(p) for p in source.problems]}


def unpack(reply: dict[str, Any]) -> Source:
    lines = tuple(Line(**{**line, "cells": tuple(line.get("cells", ()))}) for line in reply["lines"])
    return Source(lines, reply["format"], None, tuple(Problem(**p) for p in reply["problems"]))
