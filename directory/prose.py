"""Markdown that people wrote, as HTML that is safe to put into a page: CommonMark without raw HTML and without
pictures, links to absolute addresses alone, and nothing that is not in a list below."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

MAX_BYTES = 65_536  # of UTF-8; what is longer is shown as it is typed

#: What tells where a link leads, by its scheme. Userinfo (`https://bank.example@evil.example`) only misleads.
_HOST = r"(?:[a-z0-9](?:[a-z0-9_.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?"
_REST = r"[!#-;=?-\[\]_a-z~]*"
_LINK = re.compile(
    rf"https?://{_HOST}(?:[/?#]{_REST})?"
    rf"|mailto:[!#-'*+./0-9=?^_`{{|}}~a-z-]+@[a-z0-9.-]+(?:\?{_REST})?"
    r"|tel:\+?[0-9().-]+",
    re.IGNORECASE | re.ASCII,
)
_REL = "nofollow noopener ugc"

#: Tokens that become tags, and the attributes that each may keep.
_TAGS = {
    "p": (), "h2": (), "h3": (), "h4": (), "h5": (), "h6": (), "ul": (), "ol": ("start",), "li": (), "em": (),
    "strong": (), "blockquote": (), "hr": (), "a": ("href",), "code": (), "br": (), "": (),
}  # fmt: skip
_BLOCKS = {"p", "h2", "h3", "h4", "h5", "h6", "li", "blockquote"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+.!|&~-])")


def may_link(address: str) -> bool:
    """True where a link may lead there: an absolute http, https, mailto or tel address, and nothing hidden in it."""
    return _LINK.fullmatch(address) is not None


def to_html(text: str) -> str:
    """HTML of a Markdown text. Its first level of headings is h2, for the page has a title of its own."""
    if len(text.encode(errors="replace")) > MAX_BYTES:
        return f"<pre>{html.escape(text)}</pre>\n"
    tokens = list(_allowed(_MARKDOWN.parse(text)))
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def escaped(text: str) -> str:
    """The text as Markdown that shows it and nothing else."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        return may_link(url)


_MARKDOWN = _Markdown("commonmark", {"html": False})
_MARKDOWN.disable(["image", "html_block", "html_inline"])


def _allowed(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens that may be shown. Whatever a rule of Markdown makes, no other tag or attribute passes here."""
    dropped = 0
    for token in tokens:
        if token.type == "link_open" and not may_link(str(token.attrs.get("href", ""))):
            dropped += 1
            continue
        if token.type == "link_close" and dropped:
            dropped -= 1
            continue
        if token.type.startswith("heading_"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
        if token.tag in _TAGS and not token.type.startswith("html_"):
            yield _shown(token)


def _shown(token: Token) -> Token:
    token.attrs = {name: value for name, value in token.attrs.items() if name in _TAGS[token.tag]}
    token.info = ""
    if token.type == "link_open":
        token.attrs["rel"] = _REL
    elif token.nesting == 1 and token.tag in _BLOCKS:
        token.attrs["dir"] = "auto"
    if token.children is not None:
        token.children = list(_allowed(token.children))
    return token
