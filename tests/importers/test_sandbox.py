"""The process of its own for PDF, Word and HTML."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from directory.importers import Unreadable, read, sandbox
from directory.rfc2350.document import Problem
from directory.rfc2350.source import Line, Source

from .pdfs import lines, pdf

GOOD = pdf(lines("1. Document Information"))


def test_a_source_survives_the_way_between_the_processes():
    line = Line(
        "1. A", 3, page=2, level=1, bold=True, size=1.2, cells=("a", "b"), top=0.1, left=0.2, item=True
    )
    source = Source((line, Line("", 4)), "pdf", None, (Problem("x", "note", 3, "y"),))
    assert sandbox.unpack(sandbox.pack(source)) == source


def test_86_a_child_that_is_killed_leaves_a_sentence_and_the_next_import_works(monkeypatch):
    begun = subprocess.Popen

    def killed(*arguments, **options):
        child = begun(*arguments, **options)
        os.kill(child.pid, signal.SIGKILL)
        return child

    monkeypatch.setattr(sandbox.subprocess, "Popen", killed)
    with pytest.raises(Unreadable, match="more time or memory"):
        read(GOOD)
    monkeypatch.undo()
    assert read(GOOD).lines[0].text == "1. Document Information"


def test_86_a_child_that_does_not_end_is_killed_with_its_group(monkeypatch):
    monkeypatch.setattr(sandbox, "CHILD_WALL_SECONDS", 0.5)
    begun = subprocess.Popen
    children = []

    def sleeping(_, **options):
        children.append(begun([sys.executable, "-c", "import time; time.sleep(60)"], **options))
        return children[-1]

    monkeypatch.setattr(sandbox.subprocess, "Popen", sleeping)
    with pytest.raises(Unreadable):
        sandbox.read_apart("pdf", GOOD)
    assert children[0].poll() is not None


def test_80_the_parent_does_not_grow_with_what_the_child_unpacks():
    def resident() -> int:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    read(GOOD)
    before = highest = resident()
    done = threading.Event()

    def watch() -> None:
        nonlocal highest
        while not done.is_set():
            highest = max(highest, resident())
            time.sleep(0.01)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        read(pdf("BT /F1 9 Tf 72 700 Td " + "(a word of many) Tj 0 -1 Td " * 5_000 + "ET"))
    finally:
        done.set()
        watcher.join()
    assert highest - before < 50 * 1024 * 1024


def test_81_the_child_can_open_no_connection_and_write_no_file(tmp_path):
    tried = f"""
import sys, socket
sys.path.insert(0, {str(sandbox.ROOT)!r})
from directory.importers import child
child.confine()
for attempt in (lambda: socket.create_connection(("192.0.2.1", 9), 1), lambda: sys.modules["subprocess"].run(["true"])):
    try:
        attempt()
    except PermissionError:
        print("refused")
    except KeyError:
        import subprocess
try:
    with open({str(tmp_path / "file")!r}, "w") as file:
        file.write("x" * 10000)
except OSError:
    print("refused")
"""
    done = subprocess.run([sys.executable, "-c", tried], capture_output=True, text=True, check=False)
    assert done.stdout.split().count("refused") >= 2


def test_the_child_inherits_no_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x")
    assert "SECRET_KEY" not in sandbox.environment()
