"""Other ways to reach the team (RFC 2350, 2.6), and its web sites (2.10)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from directory.rfc2350.document import Channel

from .domains import site_of
from .passages import Passage, Reading
from .report import Report
from .urls import Url, urls

_KINDS = {
    "x": r"twitter|x \(twitter\)|x\.com|(?<!\w)x(?=\s?[:(@])",
    "mastodon": r"mastodon|fediverse",
    "bluesky": r"bluesky|bsky",
    "telegram": r"telegram",
    "whatsapp": r"whats ?app",
    "signal": r"signal",
    "threema": r"threema",
    "viber": r"viber",
    "wire": r"wire(?= ?[:@])",
    "matrix": r"matrix",
    "mattermost": r"mattermost",
    "slack": r"slack",
    "xmpp": r"xmpp|jabber",
    "irc": r"irc",
    "sip": r"sip(?=[: ])",
    "inoc-dba": r"inoc-?dba",
    "skype": r"skype",
    "youtube": r"youtube",
    "linkedin": r"linkedin",
    "facebook": r"facebook",
    "instagram": r"instagram",
}
_KIND = re.compile(
    "|".join(f"(?<![a-z0-9])(?P<{kind.replace('-', '_')}>{pattern})" for kind, pattern in _KINDS.items())
)
_HOSTS = {
    "twitter.com": "x", "x.com": "x", "t.me": "telegram", "telegram.me": "telegram", "wa.me": "whatsapp",
    "youtube.com": "youtube", "linkedin.com": "linkedin", "facebook.com": "facebook",
    "instagram.com": "instagram", "bsky.app": "bluesky", "signal.me": "signal",
}  # fmt: skip
_HANDLE = re.compile(r"(?<![\w/.@])@[A-Za-z0-9_][\w.-]{1,60}(?:@[\w.-]{3,80}|:[\w.-]{3,80})?")
_NUMBER = re.compile(r"\+\d[\d ()-]{6,20}\d|\d{3,7}\*\d{2,5}")
_ACCOUNT = re.compile(r"(?<![\w.])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_REACH = 40
_MEMBERSHIPS = (
    "first.org",
    "trusted-introducer.org",
    "tf-csirt.org",
    "geant.org",
    "opencsirt.org",
    "ietf.org",
)


def channels(reading: Reading, report: Report) -> tuple[Channel, ...]:
    """Accounts and messengers that the contact sections name with a handle, a number or an address."""
    found: dict[Channel, int | None] = {}
    for passage in reading.of("2.6", "2.10", "2.11"):
        for offset, channel in _in_passage(passage):
            found.setdefault(channel, passage.line_at(offset))
    for index, line in enumerate(found.values()):
        report.place(f"team.channels.{index}", line)
    return tuple(found)


def websites(reading: Reading, own: Iterable[str], report: Report) -> tuple[str, ...]:
    """The team's sites: addresses of 2.10 without a path that belong to one of its `own` domains.

    Where no domain is known to be the team's, the first site that is no membership's or account's.
    """
    found: dict[str, int | None] = {}
    sites = {site_of(domain) for domain in own}
    for passage in reading.of("2.10"):
        for url in urls(passage.text, bare=True):
            foreign = any(url.host.endswith(host) for host in (*_MEMBERSHIPS, *_HOSTS))
            mine = site_of(url.host) in sites if sites else not found
            if mine and not foreign and not url.path.strip("/"):
                found.setdefault(url.text, passage.line_at(url.start))
    for index, line in enumerate(found.values()):
        report.place(f"team.websites.{index}", line)
    return tuple(found)


def _in_passage(passage: Passage) -> Iterator[tuple[int, Channel]]:
    addresses = urls(passage.text, bare=True)
    taken: set[int] = set()
    for match in _KIND.finditer(passage.folded):
        if any(url.start <= match.start() < url.end for url in addresses):
            continue
        kind = (match.lastgroup or "").replace("_", "-")
        value = _value(passage, match.end(), addresses, kind)
        if value and value[0] not in taken:
            taken.add(value[0])
            yield match.start(), Channel(kind, value[1])
    for url in addresses:
        host_kind = _HOSTS.get(url.host.removeprefix("www."))
        if host_kind and url.path and url.start not in taken:
            yield url.start, Channel(host_kind, url.text)


def _value(passage: Passage, start: int, addresses: tuple[Url, ...], kind: str) -> tuple[int, str] | None:
    """What follows a channel's name closely: an address, a handle, an account or a number."""
    end = min(start + _REACH, len(passage.text))
    line_end = passage.text.find("\n", start, end)
    stop = line_end if line_end >= 0 else end
    following = _KIND.search(passage.folded, start, stop)
    stop = following.start() if following and following.start() > start + 12 else stop
    for url in addresses:
        if start <= url.start < stop:
            return url.start, url.text
    patterns = [_ACCOUNT] if kind in ("xmpp", "sip") else [_HANDLE]
    for pattern in [*patterns, _NUMBER]:
        match = pattern.search(passage.text, start, min(stop + 80, len(passage.text)))
        if match and match.start() < stop:
            return match.start(), match.group().rstrip(".,;")
    return None
