"""Which version a document may be given: the one that publishing proposes, or a higher one."""

import re

_NUMBERS = re.compile(r"\d{1,4}(?:\.\d{1,4}){0,3}", re.ASCII)


def problem_with(version: str, proposed: str, last: str | None) -> str:
    """A sentence on why a document whose last version was `last` cannot be given this one; "" where it can."""
    if version in ("", proposed):
        return ""
    if not _NUMBERS.fullmatch(version):
        return "Write a version as numbers with dots, such as 2.0."
    before = _NUMBERS.match(last or "")
    if before and _numbers(version) <= _numbers(before[0]):
        return f"Version {last} is published already; give a higher one than that."
    return ""


def _numbers(version: str) -> tuple[int, ...]:
    """1.0 and 1 are one version."""
    found = [int(part) for part in version.split(".")]
    while len(found) > 1 and not found[-1]:
        found.pop()
    return tuple(found)
