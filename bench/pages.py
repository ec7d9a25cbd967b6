"""Markdown as the measurements write it: tables, and sections of a page that others write too."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

_CHAPTER = re.compile(r"^(?=## )", re.MULTILINE)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column is words and whose others are figures, set to the right."""
    marks = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (head, marks, *rows))


def put_chapter(path: Path, title: str, chapter: str) -> None:
    """Put a chapter ("## …") in the place of the one with the same heading; the page's others stay.

    A page that is not there yet begins with `title`.
    """
    page = path.read_text(encoding="utf-8") if path.exists() else f"# {title}\n"
    head, *chapters = _CHAPTER.split(page)
    heading = chapter.split("\n", 1)[0]
    places = [place for place, old in enumerate(chapters) if old.split("\n", 1)[0] == heading]
    if places:
        chapters[places[0]] = chapter
    else:
        chapters.append(chapter)
    parts = [part.strip() for part in (head, *chapters)]
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def deliver(path: Path | None, title: str, chapter: str) -> None:
    """Put the chapter into the page, or print it where no page is named."""
    if path:
        put_chapter(path, title, chapter)
    else:
        sys.stdout.write(chapter)
