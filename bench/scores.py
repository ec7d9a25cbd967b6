"""What is right of what was read, by the published score's own functions, added up by group."""

from __future__ import annotations

import importlib.util
import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

_READABLE = (".txt", ".md")


def load(path: Path) -> ModuleType:
    """The score as a module: a file beside the corpus, and no part of this project."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is not a Python file.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(slots=True)
class Tally:
    """The sums of some documents, and the figures that they give: each between 0 and 1."""

    documents: int = 0
    alive: int = 0
    hit: int = 0
    extra: int = 0
    missed: int = 0
    right: int = 0
    labelled: int = 0
    kept: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for name in ("documents", "alive", "hit", "extra", "missed", "right", "labelled", "kept", "own"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def figures(self) -> dict[str, float | None]:
        """Fields (F1), sections, lossless and clean; None where nothing of the kind was labelled."""
        values = 2 * self.hit + self.extra + self.missed
        return {
            "fields": 2 * self.hit / values if values else None,
            "sections": self.right / self.labelled if self.labelled else None,
            "lossless": statistics.fmean(self.kept) if self.kept else None,
            "clean": statistics.fmean(self.own) if self.own else None,
        }


def score(
    judge: ModuleType, gold: Mapping[str, Any], found: Mapping[str, Any], path: Path
) -> tuple[Tally, list[str]]:
    """One document's tally, and in words what was missed."""
    misses: list[str] = []
    tally = Tally(documents=1, alive=int(bool(found["sections"])))
    tally.hit, tally.extra, tally.missed = judge.score_fields(gold, found, misses)
    tally.right, tally.labelled = judge.score_sections(gold, found, misses)
    kept, wanted, printed = judge.score_lossless(gold, found, _words_of(path))
    if wanted:
        tally.kept.append(kept / wanted)
        tally.own.append(kept / printed if printed else 0.0)
        if min(tally.kept[0], tally.own[0]) < 0.995:
            misses.append(
                f"{kept} words came back in order, of {wanted} in the source; {printed} were printed"
            )
    return tally, misses


def _words_of(path: Path) -> str:
    """The document as a person reads it: its companion where it is no text itself."""
    companion = path.with_name(f"{path.name}.words.txt")
    plain = companion if companion.exists() else path
    return plain.read_text(encoding="utf-8", errors="replace") if plain.suffix in _READABLE else ""
