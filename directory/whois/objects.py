"""Answers as whois gives them: comments behind `%`, and a block of `name: value` lines for each team, as the RIPE
database writes its objects (RFC 2622, 2). Knows neither Django nor a database."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from directory.lookup.targets import Target

END = "\r\n"
WIDTH = 13
PROMISE = "Nothing that you ask here is stored or logged."
HELP = (
    "Ask for one thing on one line: an IP address, a network, a range of addresses, an AS number,",
    "a domain, an e-mail or web address, or a country. Defanged spellings are understood.",
    "The answer names the teams to call about it, the most fitting first, and why each of them is.",
)


class Site(NamedTuple):
    """Whose directory answers; `url` has no slash at its end."""

    name: str
    url: str


def answer(site: Site, target: Target, teams: Sequence[Mapping[str, Any]], special: str, record: str) -> str:
    """The teams that answer for a target, as `lookup.told` gives them.

    `special` says what the target is kept for, `record` is where its registry describes it; "" for neither.
    """
    about = [f"{special}."] if special else []
    if teams:
        blocks = [_comments([target.value, *about]), *(_of_team(site, team) for team in teams)]
    else:
        elsewhere = [f"The registry's record: {record}"] if record else []
        blocks = [_comments([f"{target.value}: nobody listed", *about, *elsewhere])]
    return _whole(site, *blocks)


def remark(site: Site, *sentences: str) -> str:
    """An answer that is no team."""
    return _whole(site, _comments(sentences))


def clean(text: str) -> str:
    """A value on one line, without what a terminal would obey: whoever wrote it cannot write lines of ours."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def _whole(site: Site, *blocks: list[str]) -> str:
    header = _comments([f"{site.name}, {site.url}", PROMISE])
    return END.join(line for block in (header, *blocks) for line in (*block, "")) + END


def _comments(sentences: Sequence[str]) -> list[str]:
    return [f"% {clean(sentence)}" for sentence in sentences]


def _of_team(site: Site, team: Mapping[str, Any]) -> list[str]:
    facts = (
        ("team", team["name"]),
        ("reason", team["reason"]),
        ("reviewed", "yes" if team["reviewed"] else "no"),
        ("contact", team["contact"]),
        ("call-now", team["call"]),
        ("fingerprint", team["key"]),
        ("published", team["published"]),
        ("page", f"{site.url}/teams/{team['slug']}/"),
    )
    return [f"{name + ':':<{WIDTH}}{clean(value)}" for name, value in facts if clean(value)]
