"""Answers a second, as wrk counts them: so many connections that ask on and on, from a core of their own."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 8
SERVER, CLIENT = 0, 1  # cores
PATIENCE = 60  # seconds for one answer
_ASK = """local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local headers = { %s }
local n = 0
request = function() n = n + 1; return wrk.format("GET", paths[n %% #paths + 1], headers) end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """Answers a second, in each round."""

    name: str
    rounds: tuple[float, ...]

    @property
    def rate(self) -> float:
        return statistics.median(self.rounds)


def absent() -> str | None:
    """What is not there, as a sentence."""
    for program, package in (("wrk", "wrk"), ("taskset", "util-linux")):
        if shutil.which(program) is None:
            return f"{program} is not installed (apt-get install {package})."
    return None if len(os.sched_getaffinity(0)) > 1 else "it takes two cores."


def script(folder: Path, paths: Sequence[str], headers: Mapping[str, str] | None = None) -> Path:
    """What wrk reads: each path in its turn. The folder is this script's own."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "paths").write_text("\n".join(paths), encoding="utf-8")
    sent = {"Host": "localhost", **(headers or {})}
    written = ", ".join(f"[{_quoted(name)}] = {_quoted(value)}" for name, value in sent.items())
    asks = folder / "ask.lua"
    asks.write_text(_ASK % (folder / "paths", written), encoding="utf-8")
    return asks


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def asked(port: int, script: Path, seconds: int) -> float:
    """Answers a second."""
    wrk = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", f"--timeout={PATIENCE}s", "-s", str(script),
           f"http://127.0.0.1:{port}/"]  # fmt: skip
    done = subprocess.run(
        ["taskset", "--cpu-list", str(CLIENT), *wrk], check=True, capture_output=True, text=True
    )
    return rate(done.stdout)


def rate(told: str) -> float:
    """What wrk tells, unless some answers were not what was asked for."""
    if wrong := re.search(r"Non-2xx.*|Socket errors.*", told):
        raise RuntimeError(wrong[0])
    found = re.search(r"^Requests/sec:\s+([\d.]+)", told, re.MULTILINE)
    if found is None:
        raise RuntimeError(told)
    return float(found[1])
