"""From an element to lines, as a browser would lay them out: blocks, lists with their marks, tables, <pre>."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from directory.rfc2350.source import Line

from .html_chrome import HEADINGS, is_directive
from .html_links import protected_address, unseen_address
from .html_tables import data_rows
from .html_tree import Walk
from .limits import CHILD_MAX_LINES, Unreadable
from .lists import ordinal
from .plain import clean
from .rows import side_by_side

#: Blocks with room above and below, and those that only begin a line.
PARAGRAPHS = frozenset({"p", "ul", "ol", "dl", "pre", "table", "blockquote", "address", "figure"} | HEADINGS)
BLOCKS = PARAGRAPHS | {
    "article", "aside", "body", "caption", "center", "dd", "details", "div", "dt", "fieldset", "figcaption",
    "footer", "form", "header", "hr", "html", "legend", "li", "main", "section", "summary", "tbody", "td",
    "tfoot", "th", "thead", "tr",
}  # fmt: skip
BOLD = frozenset({"b", "strong", "th"})
#: Elements within a line; a block of nothing but these, none parted from the next, sets them side by side.
PAIRED = frozenset({"span", "b", "strong", "em", "label", "small", "time"})
DEEPEST_LIST = 6
MOST_PAIRED = 6

_SPACES = re.compile(r"[ \t\n\r\f]+")


@dataclass(slots=True)
class Listing:
    """An open list: the style of its marks, "" for bullets, and the next number."""

    style: str
    next: int = 1


@dataclass(slots=True)
class Composer:
    """Writes the lines of an element; `chrome` is what to pass over."""

    chrome: set[int] = field(default_factory=set)
    lines: list[Line] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    letters: int = 0
    bold: int = 0
    strong: int = 0
    level: int | None = None
    lists: list[Listing] = field(default_factory=list)
    mark: str = ""

    def compose(self, root: LexborNode) -> list[Line]:
        walk = Walk(root)
        for node, entering in walk:
            if node.is_text_node:
                self.say(node.text_content or "")
            elif not entering:
                self.leave(node)
            elif node.mem_id in self.chrome or self.whole(node):
                walk.prune()
            else:
                self.enter(node)
        self.flush()
        while self.lines and not self.lines[-1].text:
            self.lines.pop()
        return self.lines

    def whole(self, node: LexborNode) -> bool:
        """Write at once what is not walked through: tables, <pre>, protected addresses, pairs."""
        address = protected_address(node)
        if address is not None:
            self.say(address)
            return True
        if node.tag == "pre":
            return self.verbatim(node)
        if node.tag == "table":
            rows = data_rows(node)
            return rows is not None and self.table(rows)
        if node.tag in ("div", "li", "p"):
            return self.pair(node)
        return False

    # elements

    def enter(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in BLOCKS or tag == "br":
            self.flush()
        if tag in PARAGRAPHS and not self.mark and not (tag in ("ul", "ol") and self.lists):
            self.room()
        if tag in ("ul", "ol"):
            self.lists.append(listing(node))
        elif tag in HEADINGS:
            self.level = int(tag[1])
        elif tag == "li":
            self.mark = self.next_mark(node)
        elif tag in BOLD:
            self.strong += 1

    def leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "a" and (address := unseen_address(node)):
            self.say(f" <{address}>")
        if tag in BLOCKS:
            self.flush()
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag in HEADINGS:
            self.level = None
        elif tag == "li":
            self.mark = ""
        elif tag in BOLD:
            self.strong = max(self.strong - 1, 0)
        if tag in PARAGRAPHS and not self.lists:
            self.room()

    def verbatim(self, node: LexborNode) -> bool:
        self.flush()
        self.room()
        text = (node.text() or "").strip("\n")
        self.lines += [Line(clean(line), 0) for line in text.expandtabs().splitlines()]
        self.room()
        return True

    def table(self, rows: list[list[LexborNode]]) -> bool:
        self.flush()
        self.room()
        for row in rows:
            self.lines += side_by_side([Composer(self.chrome).compose_cell(cell) for cell in row])
        self.room()
        return True

    def compose_cell(self, cell: LexborNode) -> list[Line]:
        self.strong = int(cell.tag == "th")
        return self.compose(cell)

    def pair(self, node: LexborNode) -> bool:
        """A label and its value as two elements with nothing between them: the page's style sets them apart."""
        parts = list(node.iter(include_text=True))[: MOST_PAIRED + 1]
        if not 2 <= len(parts) <= MOST_PAIRED or any(part.tag not in PAIRED for part in parts):
            return False
        if not any(part.attributes.get("class") for part in parts):
            return False
        cells = [Composer(self.chrome).compose(part) for part in parts]
        if any(len(cell) != 1 for cell in cells):
            return False
        self.flush()
        self.lines += side_by_side(cells)
        return True

    # text

    def say(self, text: str) -> None:
        self.words.append(text)
        inked = len("".join(text.split()))
        self.letters += inked
        self.bold += inked if self.strong else 0

    def flush(self) -> None:
        """End the line: its text collapsed, behind the list's mark where it is an item's first."""
        text = clean(_SPACES.sub(" ", "".join(self.words)).strip(" "))
        bold = bool(self.letters) and self.bold >= 0.9 * self.letters
        self.words, self.bold, self.letters = [], 0, 0
        if not text or is_directive(text):
            return
        indent = "  " * min(max(len(self.lists) - 1, 0), DEEPEST_LIST)
        item = bool(self.mark)
        if self.lists:
            text = f"{indent}{self.mark} {text}" if item else f"{indent}  {text}"
        self.mark = ""
        self.lines.append(Line(text, 0, level=self.level, bold=bold, item=item))
        if len(self.lines) > CHILD_MAX_LINES:
            raise Unreadable(f"The web page has more than {CHILD_MAX_LINES:,} lines.")

    def room(self) -> None:
        if self.lines and self.lines[-1].text:
            self.lines.append(Line("", 0))

    def next_mark(self, node: LexborNode) -> str:
        if not self.lists or not self.lists[-1].style:
            return "-"
        current = self.lists[-1]
        value = node.attributes.get("value") or ""
        if value.isdecimal() and len(value) < 7:
            current.next = int(value)
        current.next += 1
        return ordinal(current.next - 1, current.style) + "."


def listing(node: LexborNode) -> Listing:
    if node.tag == "ul":
        return Listing("")
    start = node.attributes.get("start") or ""
    first = int(start) if start.isdecimal() and len(start) < 7 else 1
    return Listing(node.attributes.get("type") or "1", first)
