"""What only the reader of the source can see; the importers and the parser report these themselves."""

from __future__ import annotations

from .rule import seen_while_reading

seen_while_reading(
    "not-rfc2350",
    "error",
    title="The text is no RFC 2350 document.",
    why="Too few of its headings are those of the outline (RFC 2350, appendix D).",
    remedy="Check that it is the right file, and that its headings came through the conversion.",
)
