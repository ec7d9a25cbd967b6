"""A page as it is sent: its bytes, the same compressed, and what stands above either of them."""

from __future__ import annotations

import gzip
import re
from collections.abc import Sequence

Header = tuple[str, str]

COMPRESSIBLE = re.compile(r"text/|application/(?:[\w.-]+\+)?(?:json|xml)\b|image/svg\+xml\b")
WORTH_COMPRESSING = 512  # bytes; and a tenth must be saved
# What a page weighs beside its bytes: some fifteen headers, and the lists that hold them.
APPURTENANCES = 4096  # bytes
# What says how the body is written is not said where there is none (RFC 9110, 15.4.5).
OF_THE_BODY = {
    "content-type",
    "content-length",
    "content-encoding",
    "content-disposition",
    "content-language",
}
# Strong, and with nothing in it that could end it early where it is looked for in a list.
STRONG = re.compile(r'"[\w.:+/=-]{8,}"', re.ASCII)
#: Headers of a request that a page may depend on although it is kept: the layer chooses by the first and never
#: answers requests that carry the second.
MAY_VARY_BY = {"accept-encoding", "hx-request"}


class Form:
    """A page in one encoding."""

    __slots__ = ("body", "etag", "headers", "unchanged")

    def __init__(self, headers: Sequence[Header], etag: str, body: bytes) -> None:
        self.etag, self.body = etag, body
        self.headers = list(headers)
        self.unchanged = [header for header in headers if header[0].lower() not in OF_THE_BODY]


class Page:
    """What Django answered, finished. `asked_again` belongs to the store."""

    __slots__ = ("asked_again", "modified", "plain", "weighed", "zipped")

    def __init__(self, plain: Form, modified: str | None) -> None:
        self.plain, self.modified = plain, modified
        self.zipped: Form | None = None
        self.asked_again = False
        self.weighed = 0

    @property
    def weight(self) -> int:
        """Bytes in memory, roughly."""
        zipped = len(self.zipped.body) if self.zipped and self.zipped is not self.plain else 0
        return APPURTENANCES + len(self.plain.body) + zipped

    def compress(self) -> Form:
        """The compressed form, kept from now on; the plain one where compressing is not worth it."""
        self.zipped = _compressed(self.plain) or self.plain
        return self.zipped


def finished(status: str, headers: Sequence[Header], body: bytes) -> Page | None:
    """The page to keep of an answer; None where it is for one visitor alone, for this moment alone, or not a page."""
    said = {name.lower(): value for name, value in headers}
    etag = said.get("etag", "")
    varies_by = set(_listed(said.get("vary", "")))
    keepable = (
        status == "200 OK"
        and _is_for_all(_listed(said.get("cache-control", "")))
        and "set-cookie" not in said
        and "content-encoding" not in said
        and varies_by <= MAY_VARY_BY
        and STRONG.fullmatch(etag)
    )
    if not keepable:
        return None
    vary = ", ".join(
        filter(None, [said.get("vary"), "" if "accept-encoding" in varies_by else "Accept-Encoding"])
    )
    above = [header for header in headers if header[0].lower() not in {"vary", "content-length"}]
    above += [("Vary", vary), ("Content-Length", str(len(body)))]
    return Page(Form(above, etag, body), said.get("last-modified"))


def _is_for_all(cache_control: Sequence[str]) -> bool:
    return "public" in cache_control and not {"private", "no-store", "no-cache"}.intersection(cache_control)


def _listed(value: str) -> list[str]:
    return [item for part in value.lower().split(",") if (item := part.strip())]


def _compressed(plain: Form) -> Form | None:
    kind = next((value for name, value in plain.headers if name.lower() == "content-type"), "")
    if len(plain.body) < WORTH_COMPRESSING or not COMPRESSIBLE.match(kind):
        return None
    body = gzip.compress(plain.body, compresslevel=6, mtime=0)
    if len(body) > len(plain.body) * 0.9:
        return None
    etag = f'{plain.etag[:-1]}-gzip"'
    others = [header for header in plain.headers if header[0].lower() not in {"etag", "content-length"}]
    own = [("ETag", etag), ("Content-Length", str(len(body))), ("Content-Encoding", "gzip")]
    return Form([*others, *own], etag, body)
