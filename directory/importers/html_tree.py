"""Walking a web page's tree without recursion: pages nest deeper than a stack does."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from .limits import MAX_HTML_NODES, Unreadable


class Walk:
    """Every node under `root` in order: text once, elements on entering and again on leaving."""

    def __init__(self, root: LexborNode) -> None:
        self.root = root
        self.pruned = False
        self.steps = 0

    def prune(self) -> None:
        """Called on entering an element: pass over what it holds, and do not leave it."""
        self.pruned = True

    def __iter__(self) -> Iterator[tuple[LexborNode, bool]]:
        node = self.root.first_child
        above: list[LexborNode] = []
        while node is not None:
            self.pruned = False
            self.steps += 1
            if self.steps > MAX_HTML_NODES:
                raise Unreadable("This web page has more elements than a document has.")
            if not node.is_comment_node:
                yield node, True
            child = node.first_child if node.is_element_node and not self.pruned else None
            if child is not None:
                above.append(node)
                node = child
                continue
            if node.is_element_node and not self.pruned:
                yield node, False
            while node.next is None and above:
                node = above.pop()
                yield node, False
            node = node.next


def some_text(root: LexborNode, most: int, steps: int = 48) -> str | None:
    """The text of a small element, collapsed; None for one with more than `most` characters or many parts."""
    parts: list[str] = []
    length = 0
    for count, (node, entering) in enumerate(Walk(root)):
        if count > steps:
            return None
        if entering and node.is_text_node:
            part = node.text_content or ""
            parts.append(part)
            length += len(part)
            if length > 4 * most:
                return None
    text = " ".join("".join(parts).split())
    return text if len(text) <= most else None
