"""Markdown marks in a plain text: what converters leave of a document's typography.

Headings become evidence (`Line.level`), emphasis and inline tags go. Only a text with several headings
of Markdown's is taken for one; elsewhere a star is a star.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*)$")
_STRONG = re.compile(r"\*\*(?=\S)([^*\n]{1,400})(?<=\S)\*\*|__(?=\S)([^_\n]{1,400})(?<=\S)__")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,400})(?<=\S)\*(?![\w*])")
_TAG = re.compile(r"</?(?:a|b|br|em|font|i|p|span|strong|su[bp]|u)(?:\s[^<>\n]{0,300})?/?>", re.IGNORECASE)
_BREAK = re.compile(r"[ \t]?\{BR\}", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\]\[\n]{1,300})\]\(([^()\s]{1,500})\)")

# Three headings are no accident; a single "# " may be a comment in a listing.
_ENOUGH_HEADINGS = 3


def is_markdown(texts: Sequence[str]) -> bool:
    """Whether these lines are Markdown, by their headings."""
    return sum(1 for text in texts if _HEADING.match(text)) >= _ENOUGH_HEADINGS


def heading_level(text: str) -> tuple[int | None, str]:
    """The level of a Markdown heading and its text; None and the line where it is no heading."""
    if not (heading := _HEADING.match(text)):
        return None, text
    return len(heading[1]), heading[2].rstrip().rstrip("#").rstrip()


def without_marks(text: str) -> str:
    """A line of Markdown without emphasis; a link keeps its address behind its text."""
    text = _LINK.sub(_link, text)
    text = _STRONG.sub(lambda found: found[1] or found[2], text)
    return _EMPHASIS.sub(r"\1", text)


def is_strong(text: str) -> bool:
    """Whether the whole line is set in bold."""
    bare = text.strip()
    found = _STRONG.match(bare)
    return found is not None and found.end() == len(bare)


def without_tags(text: str) -> str:
    """A line without the inline HTML tags and the ``{BR}`` that converters leave behind."""
    if "<" in text:
        text = _TAG.sub("", text)
    return _BREAK.sub("", text) if "{" in text else text


def _link(found: re.Match[str]) -> str:
    text, address = found[1], found[2]
    return text if text == address or address.startswith("#") else f"{text} <{address}>"
