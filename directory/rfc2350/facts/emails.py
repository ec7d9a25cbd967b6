"""The team's e-mail addresses (RFC 2350, 2.7): plain, and hidden from robots in the usual ways.

An address whose domain is lost is never guessed, and the addresses of others (authors, lists, keys that
only sign) are not the team's.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from .domains import is_domain, is_top_level, site_of
from .folding import alternatives, fold
from .passages import Passage, Reading
from .report import Report
from .urls import urls

_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._%+-'&")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,62})")
_LEFT = 64
_RIGHT = 300
_PLAIN_DOMAIN = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_CLOSE = r"[\])}>]"
_OPEN = r"[\[({<]"
_NO_MAIL = re.compile(r"(?:xmpp|jabber|sip|sips|matrix|mastodon|fediverse|bluesky|irc)\W{0,4}$")
# Where else the address may stand when section 2.7 has none, the likeliest place first.
_ELSEWHERE = (
    ("2.11",),
    ("2.10", "2.6", "2.4", "2.2", "2", "2.1"),
    ("6", "4.3", "4.1"),
    ("2.8",),
    ("0", "1", "1.5"),
)


@dataclass(frozen=True)
class Address:
    """An address at its place in a text, de-obfuscated; None where its domain is lost."""

    start: int
    end: int
    text: str | None


def emails(reading: Reading, report: Report) -> tuple[str, ...]:
    """The team's own addresses: those of section 2.7 with their like in 2.11, else where they may stand."""
    found = _own(reading, reading.of("2.7"), report)
    domains = {site_of(address.rpartition("@")[2]) for address in found}
    if found:
        near = _own(reading, reading.of("2.11"), report)
        found.update(
            (address, line)
            for address, line in near.items()
            if site_of(address.rpartition("@")[2]) in domains
        )
    else:
        for places in _ELSEWHERE:
            found = _own(reading, reading.of(*places), report)
            if found:
                break
    if not found and reading.is_unstructured:
        found = _own(reading, reading.of("9"), report)
    unique: dict[str, tuple[str, int | None]] = {}
    for address, line in found.items():
        unique.setdefault(address.casefold(), (address, line))
    for index, (_, line) in enumerate(unique.values()):
        report.place(f"team.emails.{index}", line)
    return tuple(address for address, _ in unique.values())


def _own(reading: Reading, passages: list[Passage], report: Report) -> dict[str, int | None]:
    """The addresses of these passages that are the team's, with their lines."""
    found: dict[str, int | None] = {}
    other = reading.words.pattern("mail", "other")
    author = reading.words.pattern("document", "author")
    signing = reading.words.pattern("key", "signing")
    for passage in passages:
        for address in addresses(passage, reading):
            line = passage.line_at(address.start)
            before = passage.folded[max(address.start - 80, 0) : address.start].rpartition("\n")[2]
            if address.text is None:
                if passage.canonical in ("2.7", "2.11"):
                    _report_lost(line, report)
                continue
            if passage.canonical.startswith(("0", "1")) and (author.search(before) or other.search(before)):
                continue
            if passage.canonical == "2.8" and signing.search(
                passage.folded[max(address.start - 200, 0) : address.end]
            ):
                continue
            found.setdefault(address.text, line)
        if passage.canonical == "2.7" and reading.words.pattern("mail", "lost").search(passage.folded):
            _report_lost(passage.line_at(0), report)
    return found


def _report_lost(line: int | None, report: Report) -> None:
    report.warn(
        "email-lost",
        line,
        "An e-mail address is protected so well that it is lost. Write it in letters, such as cert (at) example.org.",
    )


def addresses(passage: Passage, reading: Reading) -> list[Address]:
    """Every e-mail address of a passage; those inside web addresses and handles of other services are none."""
    folded = passage.folded
    taken = [(url.start, url.end) for url in urls(passage.text)]
    found: list[Address] = []
    end = 0
    for at in _at(reading).finditer(folded):
        if at.start() < end or any(start <= at.start() < stop for start, stop in taken):
            continue
        address = _around(passage, at, reading)
        if address:
            found.append(address)
            end = address.end
    return found


def _around(passage: Passage, at: re.Match[str], reading: Reading) -> Address | None:
    """The address around an at sign, in whichever way it is written."""
    folded = passage.folded
    plain = at.group() == "@"
    start = _local_start(folded, at.start(), reading, spaced=not plain)
    local = _joined(folded[start : at.start()], reading)
    if (
        not local
        or folded[start - 1 : start] in ("@", "/")
        or _NO_MAIL.search(folded[max(start - 12, 0) : start])
    ):
        return None
    bracketed = at.group()[0] in "[({<"
    reach = passage.text[at.end() : at.end() + _RIGHT]
    domain, length = _domain(reach, 0, reading, spaced=not plain, bracketed=bracketed)
    if domain is None:
        return Address(start, at.end(), None) if bracketed and _is_lost(folded, at) else None
    if at.group() == " at " and not _is_whole_line(passage, start, at, at.end() + length):
        return None
    original = _joined(passage.text[start : at.start()], reading)
    return Address(start, at.end() + length, f"{original}@{domain}")


def _is_whole_line(passage: Passage, start: int, at: re.Match[str], end: int) -> bool:
    """Whether a bare "at" is a sign: written in capitals, or with nothing but a label beside the address."""
    if passage.text[at.start() : at.end()].isupper() or not _PLAIN_DOMAIN.match(passage.folded, at.end()):
        return True
    line_start = passage.folded.rfind("\n", 0, start) + 1
    line_end = passage.folded.find("\n", end)
    before = passage.folded[line_start:start].strip()
    after = passage.folded[end : line_end if line_end >= 0 else len(passage.folded)].strip()
    return (not before or before.endswith(":")) and after in ("", ".")


def _is_lost(folded: str, at: re.Match[str]) -> bool:
    """Whether a sign in brackets stood for an address: nothing that could be a domain follows it."""
    return not folded[at.end() : at.end() + 1].strip() or folded[at.end()] in ")>.,;"


def _local_start(folded: str, end: int, reading: Reading, *, spaced: bool) -> int:
    """Where the local part begins that ends before `end`; dots in letters belong to it."""
    start = end
    while spaced and start > 0 and folded[start - 1] == " " and end - start < 3:
        start -= 1
    lowest = max(start - _LEFT, 0)
    while start > lowest:
        if folded[start - 1] in _LOCAL:
            start -= 1
            continue
        dot = _dot_before(reading).search(folded, max(start - 12, 0), start)
        if dot is None or dot.start() <= lowest:
            break
        start = dot.start()
    while start < end and folded[start] in ".'-%&":
        start += 1
    return start


def _domain(
    text: str, start: int, reading: Reading, *, spaced: bool, bracketed: bool
) -> tuple[str | None, int]:
    """The domain that begins at `start`, with the place where it ends; None where there is none."""
    folded = fold(text)
    # A line may end behind the sign.
    while (folded[start : start + 1] == " " and spaced) or (folded[start : start + 1] == "\n" and bracketed):
        start += 1
    labels: list[str] = []
    ends = []
    position = start
    while match := _LABEL.match(folded, position):
        label = match.group().rstrip("-_")
        ends.append(match.start() + len(label))
        labels.append(text[match.start() : ends[-1]].lower())
        dot = _dot(reading, spaced).match(folded, ends[-1])
        if dot is None:
            break
        if spaced and len(labels) > 1 and is_top_level(labels[-1]) and _ends_here(folded, dot):
            break
        position = dot.end()
    while labels and not is_domain(fold(".".join(labels))):
        if len(labels) == 1 and bracketed:
            return _domain_without_dot(folded, labels[0], ends[0])
        labels.pop()
    return (".".join(labels), ends[len(labels) - 1]) if labels else (None, start)


def _ends_here(folded: str, dot: re.Match[str]) -> bool:
    """Whether a dot ends the sentence: what follows is a word, and no label of a domain."""
    following = _LABEL.match(folded, dot.end())
    return dot.group() != "." and (following is None or not is_top_level(following.group()))


def _domain_without_dot(folded: str, name: str, end: int) -> tuple[str | None, int]:
    """ "example org" of "team (a) example org": the dot was taken for a hidden one too."""
    following = re.compile(r" ([a-z]{2,12})(?=[>)\]\s.,;]|$)").match(folded, end)
    if following and is_top_level(following.group(1)) and len(name) > 2:
        return f"{name}.{following.group(1)}", following.end()
    return None, end


def _joined(part: str, reading: Reading) -> str:
    """A local part with its dots put back."""
    folded = fold(part)
    pieces, last = [], 0
    for dot in _bracketed_dot(reading).finditer(folded):
        pieces += [part[last : dot.start()].strip(), "."]
        last = dot.end()
    return "".join([*pieces, part[last:].strip()]).strip(".")


def _at(reading: Reading) -> re.Pattern[str]:
    return _at_for(reading.words.phrases("mail", "at"))


@functools.cache
def _at_for(names: tuple[str, ...]) -> re.Pattern[str]:
    """The at sign, or a word for it in brackets, or " AT " between words that a dot in letters follows."""
    words = alternatives(names)
    dots = r"[\w-]{1,63}(?: (?:dot|punkt|point|punto|ponto|titik) | ?[\[({](?:dot|punkt|point|punto|ponto|titik|\.)[\])}])"
    domain = r"[\w-]{1,63} ?\.[ ]?[\w-]{2}"
    return re.compile(
        rf"{_OPEN}\s{{0,2}}(?:{words})\s{{0,2}}{_CLOSE}|(?<=\w)\s?@\s?(?=\w)|(?<=\w) (?:{words}) (?={dots})|(?<=\w) at (?={domain})|@"
    )


def _dot(reading: Reading, spaced: bool) -> re.Pattern[str]:
    return _dot_for(reading.words.phrases("mail", "dot"), spaced)


@functools.cache
def _dot_for(names: tuple[str, ...], spaced: bool) -> re.Pattern[str]:
    words = alternatives(names)
    letters = alternatives(name for name in names if name.isalpha())
    if not spaced:
        return re.compile(r"\.(?=[a-z0-9])")
    return re.compile(
        rf"\.(?=[a-z0-9])|\s{{0,2}}{_OPEN}\s{{0,2}}(?:{words})\s{{0,2}}{_CLOSE}\s{{0,2}}|\s(?:{letters})\s|\s\.\s?(?=[a-z0-9])"
    )


def _bracketed_dot(reading: Reading) -> re.Pattern[str]:
    return _bracketed_dot_for(reading.words.phrases("mail", "dot"), "")


def _dot_before(reading: Reading) -> re.Pattern[str]:
    return _bracketed_dot_for(reading.words.phrases("mail", "dot"), "$")


@functools.cache
def _bracketed_dot_for(names: tuple[str, ...], end: str) -> re.Pattern[str]:
    return re.compile(rf"\s?{_OPEN}\s?(?:{alternatives(names)})\s?{_CLOSE}\s?{end}")
