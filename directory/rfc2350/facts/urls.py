"""Addresses of web pages in a text, with and without a scheme."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .domains import is_domain

_SCHEME = re.compile(r"(?:https?|ftp|hxxps?)://[^\s<>\"'«»“”{}|\\^`]{1,2000}", re.I)
_BARE = re.compile(
    r"(?<![\w@./:-])(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?:/[^\s<>\"'«»“”{}|\\^`]{0,1000})?"
)
_TAIL = ".,;:!?…·*_"


@dataclass(frozen=True)
class Url:
    """An address as written, at its place in a text."""

    start: int
    end: int
    text: str

    @property
    def path(self) -> str:
        """What follows the host, in lower case."""
        rest = self.text.partition("://")[2] or self.text
        return rest.partition("/")[2].lower()

    @property
    def host(self) -> str:
        return host_of(self.text)


def host_of(address: str) -> str:
    """The host of an address with or without a scheme, in lower case."""
    rest = address.partition("://")[2] or address
    return rest.partition("/")[0].partition(":")[0].lower()


@functools.lru_cache(maxsize=256)
def urls(text: str, *, bare: bool = False) -> tuple[Url, ...]:
    """The addresses of a text in order. `bare` counts those without a scheme: www.… or with a path."""
    found = [*_matches(_SCHEME, text)]
    if bare:
        taken = [(url.start, url.end) for url in found]
        for url in _matches(_BARE, text):
            inside = any(start <= url.start < end for start, end in taken)
            if not inside and text[url.end : url.end + 1] != "@" and _is_address(url):
                found.append(url)
    return tuple(sorted(found, key=lambda url: url.start))


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[Url]:
    for match in pattern.finditer(text):
        address = _trimmed(match.group())
        yield Url(match.start(), match.start() + len(address), address)


def _trimmed(address: str) -> str:
    """Without the sentence's punctuation; a closing bracket stays where the address opened it."""
    while address:
        last = address[-1]
        unopened = (last == ")" and address.count("(") < address.count(")")) or (
            last == "]" and address.count("[") < address.count("]")
        )
        if last not in _TAIL and not unopened:
            break
        address = address[:-1]
    return address


def _is_address(url: Url) -> bool:
    return is_domain(url.host) and (url.host.startswith("www.") or "/" in url.text)
