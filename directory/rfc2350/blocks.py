"""A section's text in the blocks that a page shows: running lines, and lines whose spacing matters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .document import Section
from .numbering import spoken_heading
from .sections import TITLES

# A shorter line ends where its writer ended it: an address, a list of values. A longer one was wrapped.
_WRAPPED = 58
_BEGIN, _END = "-----BEGIN PGP ", "-----END PGP "


@dataclass(frozen=True, slots=True)
class Block:
    """Lines without a blank one between them; `verbatim` where their spaces must stay as they are."""

    lines: tuple[str, ...]
    verbatim: bool

    def soft(self, index: int) -> bool:
        """Whether the line's end is only where it was wrapped, so that a page may let the text flow."""
        return len(self.lines[index]) >= _WRAPPED and self.lines[index][-1] not in ":;"


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a section's text. A key is one block, blank lines included; one without an end goes on to
    the text's end."""
    lines: list[str] = []
    in_key = False
    for line in text.split("\n"):
        in_key = (in_key or line.lstrip().startswith(_BEGIN)) and not line.lstrip().startswith(_END)
        if line or in_key:
            lines.append(line)
            continue
        if lines:
            yield Block(tuple(lines), _is_verbatim(lines))
        lines = []
    if lines:
        yield Block(tuple(lines), _is_verbatim(lines))


def _is_verbatim(lines: list[str]) -> bool:
    return any(line.startswith((" ", "-----")) or "  " in line or not line for line in lines)


def heading(section: Section) -> str:
    """A heading as a page shows it: "1. Charter", "1.1 Mission", or the title alone."""
    return spoken_heading(section.number, section.title)


def level(section: Section) -> int:
    """The level of a section's heading, from 2: the document's own title is none of its sections."""
    if section.number and section.number[0].isdigit():
        depth = section.number.count(".")
    else:
        depth = section.canonical.count(".") if section.canonical in TITLES else 0
    return min(2 + depth, 6)
