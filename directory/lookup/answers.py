"""Who answers for a target, in which order, and why.

The order is a rule that everybody can check: claims that the directory has reviewed come before those that it has
not, so that nobody takes over another's network by claiming a piece of it. Within each: a team's own address, then
networks that hold the target (the longest prefix first), then networks inside it, then AS numbers, then domains
(the longest suffix first), then the country's team. Equal claims are several answers, the earlier team's first.

Everything here is computed from what an `Engine` finds, so every engine gives the same answers. This module knows
neither Django nor a database.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from . import keys
from .targets import Target

MOST_PARTS = 500
"""Of the networks inside a target, how many are told: the largest ones."""


class Claim(NamedTuple):
    """That a team answers for a key; `reviewed` where the directory's operators have checked it."""

    key: bytes
    team: int
    reviewed: bool


class Registration(NamedTuple):
    """Where a network or an AS number is registered: the country's code, and the entry that says so."""

    country: str
    entry: str


class Engine(Protocol):
    """What a store of claims finds. Networks are spans of addresses, `first` and `last` as numbers."""

    def claims(self, wanted: Sequence[bytes]) -> Iterable[Claim]:
        """The claims on exactly these keys."""

    def networks(self, first: int, last: int) -> Iterable[Claim]:
        """The claims on networks that hold the span, and on the first MOST_PARTS by key of those that overlap it."""

    def origins(self, first: int, last: int) -> Sequence[tuple[str, int]]:
        """The longest announced network that holds the span, with each AS number that announces it."""

    def registration(self, first: int, last: int) -> Registration | None:
        """The longest registered network that holds the span."""

    def registration_of_asn(self, asn: int) -> Registration | None:
        """Where an AS number is registered."""

    def countries(self) -> dict[str, str]:
        """Names of countries by their ISO codes."""


class Reason(NamedTuple):
    """Why a team answers. Reasons sort by what they are worth; `match` is the claim that fits."""

    unreviewed: bool
    tier: int
    breadth: int
    match: str
    text: str

    @property
    def reviewed(self) -> bool:
        return not self.unreviewed


class Answer(NamedTuple):
    """A team by its number in the store, and its reasons, the best first."""

    team: int
    reasons: tuple[Reason, ...]


OWN, HOLDS, INSIDE, ASN, DOMAIN, COUNTRY = range(6)

# Domains of countries whose code is not the country's own (IANA's root zone database, 2026-11).
_OTHER_COUNTRY_DOMAINS = {"uk": "GB", "su": "RU", "ac": "SH"}
_COUNTRY_DOMAINS_IN_SCRIPTS = {
    "xn--p1ai": "RU", "xn--j1amh": "UA", "xn--80ao21a": "KZ", "xn--90ais": "BY", "xn--90a3ac": "RS", "xn--d1alf": "MK",
    "xn--90ae": "BG", "xn--qxam": "GR", "xn--l1acc": "MN", "xn--node": "GE", "xn--y9a3aq": "AM", "xn--fiqs8s": "CN",
    "xn--fiqz9s": "CN", "xn--kprw13d": "TW", "xn--kpry57d": "TW", "xn--j6w193g": "HK", "xn--mix891f": "MO",
    "xn--3e0b707e": "KR", "xn--o3cw4h": "TH", "xn--wgbh1c": "EG", "xn--mgberp4a5d4ar": "SA", "xn--mgbaam7a8h": "AE",
    "xn--ygbi2ammx": "PS", "xn--wgbl6a": "QA", "xn--mgbayh7gpa": "JO", "xn--lgbbat1ad8j": "DZ",
    "xn--mgbc0a9azcg": "MA", "xn--pgbs0dh": "TN", "xn--mgb9awbf": "OM", "xn--mgba3a4f16a": "IR", "xn--mgbtx2b": "IQ",
    "xn--mgbpl2fh": "SD", "xn--mgbx4cd0ab": "MY", "xn--mgbai9azgqp6j": "PK", "xn--h2brj9c": "IN", "xn--fzc2c9e2c": "LK",
    "xn--xkc2al3hye2a": "LK", "xn--54b7fta0cc": "BD", "xn--yfro4i67o": "SG", "xn--ogbpf8fl": "SY", "xn--mgb2ddes": "YE",
    "xn--mgbah1a3hjkrd": "MR", "xn--q7ce6a": "LA",
}  # fmt: skip


def answers(target: Target, engine: Engine) -> list[Answer]:
    """The teams that answer for the target, the most fitting first; none where nobody is listed."""
    found: dict[int, list[Reason]] = {}
    for team, reason in _reasons(target, engine):
        if team in found:
            found[team].append(reason)
        else:
            found[team] = [reason]
    ranked = [
        Answer(team, (reasons[0],) if len(reasons) == 1 else tuple(sorted(set(reasons))))
        for team, reasons in found.items()
    ]
    if len(ranked) > 1:
        ranked.sort(key=lambda answer: (*worth(answer.reasons[0]), answer.team))
    return ranked


def worth(reason: Reason) -> tuple[bool, int, int]:
    """What orders teams: equal worth is an equal claim."""
    return reason[:3]


def _reasons(target: Target, engine: Engine) -> Iterator[tuple[int, Reason]]:
    if target.is_numeric:
        yield from _of_span(target, engine)
    elif target.asn:
        yield from _of_asn(target, engine)
    elif target.domain:
        yield from _of_name(target, engine)
    else:
        text = f"national team of {_country(target.value, engine)}"
        yield from _national(target.value, text, engine)


def _of_span(target: Target, engine: Engine) -> Iterator[tuple[int, Reason]]:
    first, last = target.first, target.last
    for claim in engine.networks(first, last):
        yield claim.team, _network_reason(claim, first, last)
    announced = {keys.of_asn(asn): network for network, asn in engine.origins(first, last)}
    if announced:
        for claim in engine.claims(list(announced)):
            text = f"AS{keys.asn_at(claim.key)}, which announces {announced[claim.key]}, is theirs"
            yield claim.team, _reason(claim, ASN, 0, f"AS{keys.asn_at(claim.key)}", text)
    registered = engine.registration(first, last)
    if registered:
        yield from _where_registered(registered, engine)


def _network_reason(claim: Claim, first: int, last: int) -> Reason:
    start, length = keys.network_at(claim.key)
    end = keys.last_of(start, length)
    match = keys.spelled(claim.key)
    if start <= first and last <= end:
        return _reason(claim, HOLDS, -length, match, f"their network {match} holds it")
    is_inside = first <= start and end <= last
    text = f"their network {match} lies in it" if is_inside else f"their network {match} overlaps it"
    return _reason(claim, INSIDE, length, match, text)


def _of_asn(target: Target, engine: Engine) -> Iterator[tuple[int, Reason]]:
    for claim in engine.claims([keys.of_asn(target.asn)]):
        yield claim.team, _reason(claim, ASN, 0, target.value, f"{target.value} is theirs")
    registered = engine.registration_of_asn(target.asn)
    if registered:
        yield from _where_registered(registered, engine)


def _of_name(target: Target, engine: Engine) -> Iterator[tuple[int, Reason]]:
    wanted = keys.suffixes(target.domain)
    if target.kind == "email":
        wanted.append(keys.of_mail(target.value))
    for claim in engine.claims(wanted):
        if claim.key[:1] == b"m":
            match = claim.key[1:].decode()
            yield claim.team, _reason(claim, OWN, 0, match, f"{match} is their own address")
        else:
            match = claim.key[1:].decode()
            yield claim.team, _reason(claim, DOMAIN, -match.count("."), match, f"their domain {match}")
    top = target.domain.rpartition(".")[2]
    code = country_of_domain(top)
    if code in engine.countries():
        yield from _national(code, f"national team of {_country(code, engine)} (.{top})", engine)


def _where_registered(registered: Registration, engine: Engine) -> Iterator[tuple[int, Reason]]:
    name = _country(registered.country, engine)
    text = f"national team of {name}, where {registered.entry} is registered"
    yield from _national(registered.country, text, engine)


def _national(code: str, text: str, engine: Engine) -> Iterator[tuple[int, Reason]]:
    for claim in engine.claims([keys.of_country(code)]):
        yield claim.team, _reason(claim, COUNTRY, 0, code, text)


def _country(code: str, engine: Engine) -> str:
    return engine.countries().get(code, code)


def _reason(claim: Claim, tier: int, breadth: int, match: str, text: str) -> Reason:
    return Reason(not claim.reviewed, tier, breadth, match, text)


def country_of_domain(top: str) -> str:
    """The ISO code of the country whose domain this top level is; of others, two letters that are no code."""
    top = top.lower()
    return _OTHER_COUNTRY_DOMAINS.get(top) or _COUNTRY_DOMAINS_IN_SCRIPTS.get(top) or top.upper()


def spoken(answer: Answer) -> str:
    """An answer's reasons as one phrase: "their network 192.0.2.0/24 holds it, and national team of Norway"."""
    if len(answer.reasons) == 1:
        return answer.reasons[0].text
    best = {reason.tier: reason for reason in reversed(answer.reasons)}
    told = [reason.text for reason in sorted(best.values())]
    return ", and ".join(told)
