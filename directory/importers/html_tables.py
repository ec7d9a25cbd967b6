"""Tables: which of them are data, and which only lay out the page."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from .html_tree import Walk

#: What a cell of data does not hold, how much it holds at most, and how many parts a table has.
LAYOUT = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "table", "pre", "ul", "ol", "dl", "section", "article"}
)
LONGEST_CELL = 600
MOST_PARTS = 20_000


def data_rows(table: LexborNode) -> list[list[LexborNode]] | None:
    """The rows of a table of data, each its cells; None for one that only lays out the page."""
    rows: list[list[LexborNode]] = []
    letters = 0
    for count, (node, entering) in enumerate(Walk(table)):
        if not entering:
            continue
        if count > MOST_PARTS or node.tag in LAYOUT:
            return None
        if node.tag == "tr":
            rows.append([])
        elif node.tag in ("td", "th", "caption"):
            if node.tag == "caption" or not rows:
                rows.append([])
            rows[-1].append(node)
            letters = 0
        elif node.is_text_node:
            letters += len((node.text_content or "").strip())
            if letters > LONGEST_CELL:
                return None
    rows = [row for row in rows if row]
    return rows if any(len(row) > 1 for row in rows) else None
