"""A harness for atheris: FUZZ_SECONDS=600 python -m tests.fuzz.fuzz_parser [FOLDER OF DOCUMENTS].

Coverage-guided bytes go through reading, parsing, checking and writing; only a refusal with a sentence may
come out.
"""

from __future__ import annotations

import datetime
import os
import sys

import atheris

with atheris.instrument_imports(include=["directory"]):
    from directory import importers
    from directory.rfc2350 import parse, to_text
    from directory.rfc2350.lint import completeness, lint

TODAY = datetime.date(2026, 6, 15)


def one(data: bytes) -> None:
    """What must hold for any bytes."""
    if data.startswith((b"%PDF", b"PK")):  # these are read by a process of their own
        return
    try:
        document = parse(importers.read(data))
    except importers.Unreadable:
        return
    lint(document, TODAY)
    completeness(document)
    if parse(to_text(document)).meaning() != document.meaning():
        raise AssertionError("what was written is not read back the same")


if __name__ == "__main__":
    seconds = os.environ.get("FUZZ_SECONDS", "60")
    atheris.Setup(
        [sys.argv[0], f"-max_total_time={seconds}", "-timeout=20", "-max_len=65536", *sys.argv[1:]], one
    )
    atheris.Fuzz()
