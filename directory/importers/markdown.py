"""Markdown: CommonMark and tables, as lines with their levels; marks of emphasis go, list marks stay.

The marks of a list stay as they were written, so that a list reads as it did and can be read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from directory.rfc2350 import door, source
from directory.rfc2350.source import Line, Source

from .limits import MAX_MARKDOWN_CHARACTERS, MAX_TABLE_COLUMNS, MAX_TABLE_ROWS
from .plain import clean, without_markup
from .rows import joined

#: What a page's front matter says of the document itself.
TOLD = frozenset({"title", "date", "version", "updated", "last_updated", "expires"})
#: The fences of front matter in YAML and in TOML; what parts name and value, what other lines begin with.
FENCES = {"---": (":", " -#"), "+++": ("=", " #[]")}
SIGNED = "BEGIN PGP SIGNED MESSAGE"
LONGEST_FRONT = 60

_FIELD = re.compile(r"([A-Za-z_]+)(?::[ \t]+|[ \t]*=[ \t]*)(\S.*)")
_BREAK = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)


def read_markdown(text: str) -> Source:
    """The lines of a Markdown text, numbered as in the text."""
    if len(text) > MAX_MARKDOWN_CHARACTERS:
        return source.from_text(text)
    text = unsigned(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    front, body = split_front(text)
    tokens = parser(body).parse("\n".join(body))
    composer = Composer(len(text.split("\n")) - len(body))
    composer.lines += front
    composer.compose(tokens)
    return Source(tuple(composer.lines), "markdown")


def unsigned(text: str) -> str:
    """The text without the armour of a clear signature, whose dash escapes would be lists; no line moves."""
    if SIGNED not in text:
        return text
    lines = text.split("\n")
    kept = door.without_clear_signature([door.Raw(line, place, 1) for place, line in enumerate(lines)])
    shown = {raw.number: raw.text for raw in kept}
    return "\n".join(shown.get(place, "") for place in range(len(lines)))


def parser(body: Sequence[str]) -> MarkdownIt:
    """CommonMark with tables, these only where they are small: their parser is quadratic."""
    bars = [line.count("|") for line in body if "|" in line]
    small = len(bars) <= MAX_TABLE_ROWS and max(bars, default=0) <= MAX_TABLE_COLUMNS + 1
    markdown = MarkdownIt("commonmark")
    return markdown.enable("table") if small else markdown


def split_front(text: str) -> tuple[list[Line], list[str]]:
    """The front matter's fields that tell of the document, as lines, and the lines of the rest."""
    lines = text.split("\n")
    fence = lines[0].rstrip()
    if fence not in FENCES:
        return [], lines
    parting, beginnings = FENCES[fence]
    end = next((i for i, line in enumerate(lines[1:LONGEST_FRONT], 1) if line.rstrip() == fence), None)
    if end is None or not all(parting in line or line[:1] in beginnings for line in lines[1:end]):
        return [], lines
    told = [
        Line(f"{found[1]}: {clean(found[2]).strip(chr(34) + chr(39))}", number)
        for number, line in enumerate(lines[1:end], 2)
        if (found := _FIELD.match(line)) and found[1].lower() in TOLD
    ]
    return told, lines[end + 1 :]


@dataclass(slots=True)
class Composer:
    """Writes the lines of a token stream; `offset` is the number of source lines before it."""

    offset: int
    lines: list[Line] = field(default_factory=list)
    indents: list[str] = field(default_factory=list)
    mark: str = ""
    row: list[str] | None = None
    row_number: int = 0
    level: int | None = None

    def compose(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            act = ACTIONS.get(token.type)
            if act is not None:
                act(self, token)
        while self.lines and not self.lines[-1].text:
            self.lines.pop()

    def add(self, text: str, token: Token, step: int = 0, bold: bool = False) -> None:
        number = self.line(token) + step
        text = clean(text)
        item, indent = bool(self.mark), "".join(self.indents)
        if item:
            indent = "".join(self.indents[:-1])
            text = f"{self.mark} {text}"
            self.mark = ""
        self.lines.append(Line(indent + text if text else "", number, level=self.level, bold=bold, item=item))

    def room(self, token: Token) -> None:
        if self.lines and self.lines[-1].text and not self.mark and not token.hidden:
            self.lines.append(Line("", max(self.line(token) - 1, 1)))

    def line(self, token: Token) -> int:
        """The source line that a token begins on."""
        return self.offset + (token.map[0] if token.map else 0) + 1

    # tokens

    def heading(self, token: Token) -> None:
        self.room(token)
        self.level = int(token.tag[1])

    def no_heading(self, token: Token) -> None:
        self.level = None

    def inline(self, token: Token) -> None:
        children = token.children or []
        texts = list(spoken(children))
        if self.row is not None:
            self.row.append(clean(" ".join(texts)))
            return
        for step, text in enumerate(texts):
            self.add(text, token, step, bold=is_strong(children))

    def item(self, token: Token) -> None:
        self.mark = f"{token.info}{token.markup}"
        self.indents.append(" " * (len(self.mark) + 1))

    def no_item(self, token: Token) -> None:
        if self.mark:
            self.add("", token)
        self.mark = ""
        if self.indents:
            self.indents.pop()

    def code(self, token: Token) -> None:
        self.room(token)
        fenced = token.type == "fence"
        for step, line in enumerate(token.content.removesuffix("\n").split("\n")):
            self.add(line, token, step + fenced)

    def html(self, token: Token) -> None:
        self.room(token)
        for step, line in enumerate(without_markup(token.content).split("\n")):
            if line.strip():
                self.add(line.strip(), token, step)

    def begin_row(self, token: Token) -> None:
        self.row, self.row_number = [], self.line(token)

    def end_row(self, token: Token) -> None:
        cells, self.row = tuple(self.row or ()), None
        text = joined([cell for cell in cells if cell])
        if text:
            self.lines.append(Line("".join(self.indents) + text, self.row_number, cells=cells))


ACTIONS = {
    "heading_open": Composer.heading,
    "heading_close": Composer.no_heading,
    "paragraph_open": Composer.room,
    "bullet_list_open": Composer.room,
    "ordered_list_open": Composer.room,
    "table_open": Composer.room,
    "inline": Composer.inline,
    "list_item_open": Composer.item,
    "list_item_close": Composer.no_item,
    "fence": Composer.code,
    "code_block": Composer.code,
    "html_block": Composer.html,
    "tr_open": Composer.begin_row,
    "tr_close": Composer.end_row,
}


def spoken(children: Sequence[Token]) -> Iterator[str]:
    """The lines of an inline token: its words, and the address of a link that does not show it."""
    words: list[str] = []
    links: list[tuple[str, int]] = []
    for token in children:
        if token.type in ("softbreak", "hardbreak") or (
            token.type == "html_inline" and _BREAK.match(token.content)
        ):
            yield "".join(words)
            words, links = [], [(address, 0) for address, _ in links]
        elif token.type in ("text", "code_inline", "text_special") or token.type == "image":
            words.append(token.content)
        elif token.type == "html_inline":
            words.append(without_markup(token.content))
        elif token.type == "link_open":
            links.append((str(token.attrs.get("href", "")), len(words)))
        elif token.type == "link_close" and links:
            address, start = links.pop()
            words.append(unshown(address, "".join(words[start:])))
    yield "".join(words)


def unshown(address: str, text: str) -> str:
    """ " <address>" where a link's text does not say where it leads."""
    bare = address.removeprefix("mailto:").rstrip("/")
    if address.startswith("#") or bare.lower() in text.lower() or not bare:
        return ""
    return f" <{address.removeprefix('mailto:')}>"


def is_strong(children: Sequence[Token]) -> bool:
    """Whether all words stand within strong emphasis."""
    depth = 0
    for token in children:
        depth += token.nesting if token.type in ("strong_open", "strong_close") else 0
        if token.type in ("text", "code_inline") and token.content.strip() and not depth:
            return False
    return any(token.type == "strong_open" for token in children)
