"""Runs the coverage-guided harness for FUZZ_SECONDS, where atheris is installed."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed"),
    pytest.mark.skipif("FUZZ_SECONDS" not in os.environ, reason="FUZZ_SECONDS says how long to fuzz"),
]


def test_no_bytes_break_the_parser(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.fuzz_parser", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
