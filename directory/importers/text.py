"""Plain text: clear-signed, paginated, wrapped, or a web page that somebody copied."""

from __future__ import annotations

from directory.rfc2350 import source
from directory.rfc2350.source import Source

#: Marks that turn the direction of what follows; a text that needs none of them can hide words with them.
OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def read_text(text: str) -> Source:
    """The lines of a plain text."""
    return source.from_text(text.translate(OVERRIDES))
