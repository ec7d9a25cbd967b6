"""What deriving the facts notes on its way: where each fact stands, and what is doubtful."""

from __future__ import annotations

from dataclasses import dataclass, field

from directory.rfc2350.document import Problem


@dataclass
class Report:
    """Collects problems and the source lines of facts, by their paths in the JSON (``team.emails.0``)."""

    problems: list[Problem] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    def error(self, code: str, line: int | None, message: str) -> None:
        self._add(Problem(code, "error", line, message))

    def warn(self, code: str, line: int | None, message: str) -> None:
        self._add(Problem(code, "warning", line, message))

    def note(self, code: str, line: int | None, message: str) -> None:
        self._add(Problem(code, "note", line, message))

    def place(self, path: str, line: int | None) -> None:
        """Remember where a fact stands."""
        if line is not None:
            self.lines[path] = line

    def _add(self, problem: Problem) -> None:
        if problem not in self.problems:
            self.problems.append(problem)
