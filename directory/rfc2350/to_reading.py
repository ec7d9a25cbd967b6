"""A document's body as the site's own page shows it: what `to_html` writes, with what only a page has use for.

Each heading leads to its own place; e-mail addresses, telephone numbers and web addresses lead where they say, and
links tell search engines that they are the team's and not ours. No format of a document: nothing reads this back.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from .document import Document, Section
from .to_html import body, language_of

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_TELLING = 10_000
"""Characters that tell a text's direction as well as any more would."""

_REL = 'rel="nofollow noopener ugc"'
_TRAILING = ".,;:!?"
# Each alternative begins where nothing of its kind can have begun before, and ends within bounds: linear.
_PLACE = re.compile(
    r"(?P<web>https?://[^\s<>\"'“”()]+)"
    r"|(?P<mail>(?<![\w.%+@-])[a-z0-9](?:[a-z0-9._%+-]{0,62}[a-z0-9_])?@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?![\w@-]))"
    r"|(?P<phone>(?<![\w+(])[+(]?[0-9](?:[0-9 ()./-]{3,30})[0-9](?!\w))",
    re.ASCII | re.IGNORECASE,
)
_HOST = re.compile(r"(?:\w(?:[\w.-]*\w)?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


def to_reading(document: Document, section_word: str = "Section") -> str:
    """The article of a page. `section_word` begins the name of the links at the headings, in the page's language:
    "Section 2.7"."""
    numbers = _numbers(document)
    word = html.escape(section_word)
    attributes = f'{language_of(document)} dir="{direction(document)}"'

    def headline(section: Section, anchor: str) -> str:
        title = html.escape(section.title)
        shown, name = html.escape(section.number or "§"), html.escape(section.number or section.title)
        link = f'<a class="here" href="#{html.escape(quote(anchor))}" aria-label="{word} {name}">{shown}</a>'
        return f"{link} {title}" if section.number else f"{title} {link}"

    return body(document, attributes, headline, lambda line: _linked(line, numbers))


def direction(document: Document) -> str:
    """ "rtl" or "ltr": by the document's language, or by the most of its letters where that says nothing."""
    if document.language:
        return "rtl" if document.language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
    text = "".join(section.text[:_TELLING] for section in document.sections)[:_TELLING]
    directions = [unicodedata.bidirectional(character) for character in text]
    right_to_left = sum(found in ("R", "AL") for found in directions)
    return "rtl" if right_to_left > directions.count("L") else "ltr"


def _numbers(document: Document) -> dict[str, str]:
    """E.164 numbers of the team's telephones, by their digits as the text writes them."""
    phones = [phone for phone in document.team.phones if phone.number and phone.kind != "fax"]
    return {
        _digits(spelling): phone.number or ""
        for phone in phones
        for spelling in (phone.text, phone.number or "")
    }


def _digits(text: str) -> str:
    return re.sub(r"\(0\)|[^0-9+]", "", text)


def _linked(line: str, numbers: Mapping[str, str]) -> str:
    """A line with its addresses and the team's own telephone numbers as links; all else is text."""
    parts: list[str] = []
    end = 0
    for found in _PLACE.finditer(line):
        shown = found[0].rstrip(_TRAILING) if found.lastgroup == "web" else found[0]
        address = _address(str(found.lastgroup), shown, numbers)
        if address is None:
            continue
        parts.append(html.escape(line[end : found.start()]))
        parts.append(f'<a href="{html.escape(address)}" {_REL}>{html.escape(shown)}</a>')
        end = found.start() + len(shown)
    return "".join(parts) + html.escape(line[end:])


def _address(kind: str, shown: str, numbers: Mapping[str, str]) -> str | None:
    """Where a link leads, always absolute; None for what is none."""
    if kind == "mail":
        return "mailto:" + quote(shown, safe="@+")
    if kind == "phone":
        number = numbers.get(_digits(shown))
        return f"tel:{number}" if number else None
    return shown if is_web_address(shown) else None


def is_web_address(address: str) -> bool:
    """True for an absolute http or https address with a host and without a user's name before it, which only
    misleads (https://bank.example@evil.example)."""
    if not address.isprintable() or " " in address or "\\" in address:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and _HOST.fullmatch(parts.netloc) is not None
