"""Finding the document within a web page: what is surely chrome goes, what holds the headings stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from directory.rfc2350 import numbering, titles

from .html_tree import Walk, some_text
from .plain import clean

#: Elements that never hold a document's words.
NEVER = frozenset(
    {"script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "audio",
     "video", "select", "input", "textarea", "button", "dialog", "head", "title", "nav", "menu"}
)  # fmt: skip
#: Elements that hold them seldom.
SELDOM = frozenset({"header", "footer", "aside", "form"})
ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu"}
)
#: Words of a class or an id that name chrome; compared with whole words of it.
NAMES = frozenset(
    {"nav", "navbar", "navigation", "menu", "submenu", "breadcrumb", "breadcrumbs", "cookie", "cookies",
     "cookiebar", "consent", "gdpr", "footer", "sidebar", "share", "sharing", "social", "skip", "skiplink",
     "pagination", "toolbar", "newsletter", "comments", "toc", "advert"}
)  # fmt: skip
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: Elements that a heading may be.
LINES = HEADINGS | {"p", "li", "dt", "dd", "td", "th", "strong", "b", "span", "div", "summary", "legend"}
#: Elements whose parts belong together: the document is never only one of them.
WHOLE = frozenset({"ol", "ul", "dl", "table", "tbody", "tr", "td", "li", "p", "pre"} | HEADINGS)
LONGEST_HEADING = 160
#: The document is the innermost element with this share of the headings, where a page has so many.
ENOUGH = 0.9
LEAST_HEADINGS = 4
#: A list of so many links into its own page, and of hardly anything else, is a table of contents.
CONTENTS_LINKS = 3
CONTENTS_SHARE = 0.85
#: A title stands among the first so many nodes of its element.
TITLE_STEPS = 48

_TITLE = re.compile(r"rfc[ _-]?2350|cert\b|s?irt\b|\bsoc\b|response team", re.IGNORECASE)
_WORDS = re.compile(r"[a-z]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_DIRECTIVE = re.compile(r"@[a-zA-Z]+(?:\([^\n]*\))?|\{%[^\n]*%\}|\{#[^\n]*#\}|<\?[^\n]*\?>")


@dataclass(slots=True)
class Share:
    """What one element holds: RFC 2350 headings, letters, and those of links into the page itself."""

    headings: int = 0
    letters: int = 0
    linked: int = 0
    links: int = 0

    def add(self, other: Share) -> None:
        self.headings += other.headings
        self.letters += other.letters
        self.linked += other.linked
        self.links += other.links


@dataclass(slots=True)
class Survey:
    """One pass over the page: the share of every element, and which of them may be chrome."""

    whole: Share = field(default_factory=Share)
    shares: dict[int, Share] = field(default_factory=dict)
    never: set[int] = field(default_factory=set)
    doubtful: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, body: LexborNode) -> Survey:
        survey = cls()
        open_shares = [survey.whole]
        walk = Walk(body)
        for node, entering in walk:
            if node.is_text_node:
                open_shares[-1].letters += len("".join((node.text_content or "").split()))
            elif not entering:
                share = open_shares.pop()
                survey.close(node, share)
                open_shares[-1].add(share)
            elif node.tag in NEVER or "hidden" in node.attributes:
                survey.never.add(node.mem_id)
                walk.prune()
            else:
                open_shares.append(Share())
        return survey

    def close(self, node: LexborNode, share: Share) -> None:
        if node.tag in LINES and is_heading(node):
            share.headings += 1
        if node.tag == "a" and (node.attributes.get("href") or "").startswith("#"):
            share.linked, share.links = share.letters, share.links + 1
        contents = share.links >= CONTENTS_LINKS and share.linked >= CONTENTS_SHARE * share.letters
        if contents or is_chrome(node):
            self.doubtful.add(node.mem_id)
        self.shares[node.mem_id] = share

    def chrome(self) -> set[int]:
        """The elements to leave out: those in doubt stay where they hold a good part of the headings."""
        lesser = {
            node
            for node in self.doubtful
            if self.shares[node].linked >= CONTENTS_SHARE * max(self.shares[node].letters, 1)
            or self.shares[node].headings * 2 < max(self.whole.headings, 1)
        }
        return self.never | lesser


def is_chrome(node: LexborNode) -> bool:
    attributes = node.attributes
    if (attributes.get("role") or "") in ROLES or _HIDDEN.search(
        (attributes.get("style") or "")[:500].lower()
    ):
        return True
    if node.tag in SELDOM:
        parent = node.parent
        return not (node.tag == "header" and parent is not None and parent.tag in ("article", "main"))
    if node.tag in HEADINGS or node.tag in ("main", "article"):
        return False
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:500].lower()
    return not NAMES.isdisjoint(_WORDS.findall(named))


def is_heading(node: LexborNode) -> bool:
    """Whether an element reads as a heading: a title that is known, or a number in a heading element."""
    text = some_text(node, LONGEST_HEADING)
    if not text or len(text) < 3:
        return False
    number, start = numbering.read_number(text)
    if number and node.tag in HEADINGS:
        return True
    return bool(titles.known(text[start:].rstrip(" :.")))


def find_document(body: LexborNode, survey: Survey, chrome: set[int]) -> tuple[LexborNode, LexborNode | None]:
    """The innermost element that holds nearly all headings of an RFC 2350 document; else the page.

    With it comes the document's title where that stands above the element.
    """
    hidden = sum(survey.shares[node].headings for node in chrome if node in survey.shares)
    total = survey.whole.headings - hidden
    if total < LEAST_HEADINGS:
        return body, None
    place = body
    above: list[LexborNode] = []
    while True:
        inner = next(
            (c for c in place.iter() if c.mem_id not in chrome and holds(survey, c, ENOUGH * total)), None
        )
        if inner is None or inner.tag in WHOLE:
            return place, title_above(above, chrome)
        above = [] if inner.tag in ("main", "article") else [*above, inner]
        place = inner


def title_above(path: Sequence[LexborNode], chrome: set[int]) -> LexborNode | None:
    """The heading that names the document above the element that holds it, within the same article.

    `path` leads from the article's child to the document's element.
    """
    for node in reversed(path):
        before = node.prev
        while before is not None:
            if before.is_element_node and before.mem_id not in chrome:
                title = next(
                    (
                        h
                        for h in headings_in(before, chrome)
                        if _TITLE.search(some_text(h, LONGEST_HEADING) or "")
                    ),
                    None,
                )
                if title is not None:
                    return title
            before = before.prev
    return None


def headings_in(root: LexborNode, chrome: set[int]) -> Iterator[LexborNode]:
    """The first headings of the two highest levels in an element, itself included."""
    if root.tag in ("h1", "h2"):
        yield root
        return
    walk = Walk(root)
    for steps, (node, entering) in enumerate(walk):
        if steps > TITLE_STEPS:
            return
        if node.is_element_node and entering:
            if node.mem_id in chrome:
                walk.prune()
            elif node.tag in ("h1", "h2"):
                yield node


def holds(survey: Survey, node: LexborNode, headings: float) -> bool:
    share = survey.shares.get(node.mem_id)
    return share is not None and share.headings >= headings


def is_directive(text: str) -> bool:
    """A line of the template that the page was made from: "@section('content')", "{% block %}"."""
    return _DIRECTIVE.fullmatch(clean(text).strip()) is not None
