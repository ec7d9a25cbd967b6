"""Pages as a visitor reads them."""

import re

from selectolax.lexbor import LexborHTMLParser


def words_of(html: str | bytes, part: str = "main") -> str:
    """The words of a part of the page, one blank for each run of them; a comma that stands outside an element stands
    beside it."""
    text = LexborHTMLParser(html).css_first(part).text(separator=" ")
    return re.sub(r" (?=[,;.])", "", " ".join(text.split()))


def page_of(client, slug: str = "example-cert") -> str:
    return client.get(f"/teams/{slug}/").content.decode()


def text_of(client, slug: str = "example-cert", part: str = "main") -> str:
    return words_of(page_of(client, slug), part)


def card(client, name: str, slug="example-cert") -> str:
    return text_of(client, slug, f"section[aria-labelledby={name}]")
