"""Where the document itself stands (RFC 2350, 1.3) and where its signatures do (1.4)."""

from __future__ import annotations

import re

from .labelled import labelled
from .passages import Passage, Reading
from .report import Report
from .urls import Url, urls

_SIGNATURE = re.compile(r"\.(?:sig|asc|sign|gpg|pgp|p7s|p7m|minisig)$")
# Files that may hold a text together with its signature; a .sig never does.
_SIGNED = re.compile(r"\.(?:asc|gpg|pgp|p7m)$")
_KEY = re.compile(
    r"(?:^|[/_.-])(?:pgp|gpg|openpgp|pub(?:lic)?[_-]?keys?|keys?)(?:[/_.-]|$)|\.(?:key|crt|cer|pem)$"
)
_PROFILE = re.compile(r"rfc[_ -]?2350", re.I)
_STANDARD_HOSTS = ("ietf.org", "rfc-editor.org", "faqs.org", "wikipedia.org", "w3.org")
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[^\Wa-z])|\n")


def locations(reading: Reading, report: Report) -> tuple[str, ...]:
    """Every address that holds the document, as written; translations count, signatures and keys do not."""
    found = _plain_locations(reading) or _signed_in_itself(reading)
    if not found and not reading.of("1.3"):
        found = _elsewhere(reading)
    _place("document.locations", found, report)
    return tuple(found)


def _plain_locations(reading: Reading) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for passage in reading.of("1.3"):
        for url in urls(passage.text, bare=True):
            if not (is_signature(url) or _KEY.search(url.path)):
                found.setdefault(url.text, passage.line_at(url.start))
    return found


def _signed_in_itself(reading: Reading) -> dict[str, int | None]:
    """Section 1.3 with no other address than a signed file's: the document holds its own signature."""
    return {
        url.text: passage.line_at(url.start)
        for passage in reading.of("1.3")
        for url in urls(passage.text, bare=True)
        if is_signature(url) and _SIGNED.search(url.path)
    }


def signatures(reading: Reading, report: Report) -> tuple[str, ...]:
    """The addresses of detached signatures: by their ending, or by what section 1.4 says of them."""
    found: dict[str, int | None] = {}
    whole = _signed_in_itself(reading) if not _plain_locations(reading) else {}
    for passage in reading.of("1.4", "1.3", "1.5"):
        for url in urls(passage.text, bare=True):
            if is_signature(url) and url.text not in whole:
                found.setdefault(url.text, passage.line_at(url.start))
    if not found:
        said = reading.words.pattern("document", "signature")
        key = reading.words.pattern("key", "server", "certificate")
        for passage in reading.of("1.4"):
            for url in urls(passage.text, bare=True):
                sentence = _sentence(passage, url)
                if said.search(sentence) and not key.search(sentence) and not _KEY.search(url.path):
                    found.setdefault(url.text, passage.line_at(url.start))
    _place("document.signatures", found, report)
    return tuple(found)


def is_signature(url: Url) -> bool:
    """Whether an address is a detached signature's, by its ending; a lone .asc may be a key's."""
    ending = _SIGNATURE.search(url.path)
    return bool(ending) and not (ending and ending.group() == ".asc" and _KEY.search(url.path))


def _elsewhere(reading: Reading) -> dict[str, int | None]:
    """A document without section 1.3: labelled addresses, and those that name the profile itself."""
    found: dict[str, int | None] = {}
    label = reading.words.pattern("document", "address")
    for passage in reading.of("1.5", "0", "1"):
        for value in labelled(passage, label, loose=True):
            for url in urls(value.value, bare=True):
                found.setdefault(url.text, passage.line_at(value.offset))
    for passage in [] if found else reading.of("0", "1", "1.1", "1.2", "9"):
        for url in urls(passage.text, bare=True):
            own = not any(url.host == host or url.host.endswith(f".{host}") for host in _STANDARD_HOSTS)
            if own and _PROFILE.search(url.path) and not is_signature(url):
                found.setdefault(url.text, passage.line_at(url.start))
    return found


def _sentence(passage: Passage, url: Url) -> str:
    """The folded sentence in which an address stands, up to the address."""
    start = 0
    for end in _SENTENCE_END.finditer(passage.text, 0, url.start):
        start = end.end()
    return passage.folded[start : url.start] or passage.folded[: url.start]


def _place(path: str, found: dict[str, int | None], report: Report) -> None:
    for index, line in enumerate(found.values()):
        report.place(f"{path}.{index}", line)
