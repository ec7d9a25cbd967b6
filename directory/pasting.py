"""Claims as people paste them: a block of networks, AS numbers or domains, and a verdict on each piece.

One a line or with commas between them; what stands behind a # is a comment. Nothing is guessed: a piece that is no
claim of its kind is refused with the reason, and one that is written otherwise here is told so.
"""

import ipaddress
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from directory import fields
from directory.lookup import asking, keys, overlaps, reports
from directory.lookup.answers import Claim
from directory.lookup.claims import spelled
from directory.lookup.sql import Sql
from directory.models import Listing

MOST_PIECES = 5_000
LONGEST_TEXT = 400_000
MOST_OF_A_RANGE = 64  # networks that one range may stand for
MOST_WARNINGS = 3  # of one piece
FEW = 20  # claims that are looked up one by one; for more, the whole table is asked in memory

TAKEN, NORMALISED, KNOWN, DOUBLE, REFUSED = "taken", "normalised", "known", "double", "refused"


@dataclass(frozen=True)
class Kind:
    """A kind of claim: what its values are called, how a piece becomes values, how a value is written and compared."""

    name: str
    noun: str
    nouns: str
    values: Callable[[str], Sequence[Any]]
    shown: Callable[[Any], str]
    key: Callable[[Any], bytes]
    between: str


@dataclass(frozen=True)
class Verdict:
    """What becomes of one piece of a paste: `line` counts from 1, `values` are those of the database (a range may
    be several), `state` one of the five words above, `told` a sentence, `warnings` what is odd about the claim."""

    line: int
    typed: str
    state: str
    values: tuple[Any, ...] = ()
    told: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        return self.state == REFUSED


def read(kind: Kind, text: str, known: Iterable[Any] = ()) -> list[Verdict]:
    """A verdict on each piece of a text; `known` are the values that the team has already."""
    there, seen = set(known), set[Any]()
    verdicts: list[Verdict] = []
    for line, piece in _pieces(kind, text):
        if len(verdicts) == MOST_PIECES:
            told = f"This and what follows was not read: at most {MOST_PIECES:,} pieces are taken."
            return [*verdicts, Verdict(line, piece, REFUSED, told=told)]
        try:
            values = tuple(kind.values(piece))
        except ValidationError as error:
            verdicts.append(Verdict(line, piece[:200], REFUSED, told=" ".join(error.messages)))
            continue
        state, told = _state(kind, piece, values, there, seen)
        verdicts.append(Verdict(line, piece, state, values, told))
        seen |= set(values)
    return verdicts


def values_of(verdicts: Iterable[Verdict]) -> list[Any]:
    """All that was taken, each once, in the order of the text."""
    return list(dict.fromkeys(value for verdict in verdicts for value in verdict.values))


def _state(
    kind: Kind, piece: str, values: tuple[Any, ...], there: set[Any], seen: set[Any]
) -> tuple[str, str]:
    written = ", ".join(map(kind.shown, values))
    if set(values) <= seen:
        return DOUBLE, f"{written} stands in the list already."
    if set(values) <= there:
        return KNOWN, "Already there." if written == piece else f"Already there, as {written}."
    if written != piece:
        return NORMALISED, f"Taken as {written}."
    return TAKEN, "Taken."


def _pieces(kind: Kind, text: str) -> Iterator[tuple[int, str]]:
    """(line, piece) for each piece of a text, without comments."""
    for number, line in enumerate(text[:LONGEST_TEXT].splitlines(), 1):
        told = fields.plain_text(line).partition("#")[0]
        for piece in re.split(kind.between, told):
            if piece.strip():
                yield number, piece.strip()


# The three kinds -------------------------------------------------------------------------------------

# A blank begins a new network only where one ends: "192.0.2.0 - 192.0.2.63" and "2001:db8:: / 32" are one each.
_BETWEEN_NETWORKS = r"[,;]|(?<![-–/\s])\s+(?![-–/\s])"
_BETWEEN_NAMES = r"[,;\s]"
# "AS 64500" is one.
_BETWEEN_NUMBERS = r"[,;]|(?<![ASNasn\s])\s+"


def _networks(piece: str) -> Sequence[str]:
    first, dash, last = re.sub(r"\s", "", piece).replace("–", "-").partition("-")
    if not dash:
        return [_network(first)]
    try:
        found = list(
            ipaddress.summarize_address_range(ipaddress.ip_address(first), ipaddress.ip_address(last))
        )
    except (TypeError, ValueError) as error:
        raise ValidationError(
            "“%(piece)s” is not a range such as 192.0.2.0-192.0.2.255: %(why)s.",
            params={"piece": piece, "why": str(error).removesuffix(".")},
        ) from error
    if len(found) > MOST_OF_A_RANGE:
        raise ValidationError(
            f"“%(piece)s” makes {len(found)} networks; give them as networks.", params={"piece": piece}
        )
    return [fields.prefix(str(network)) for network in found]


def _network(piece: str) -> str:
    try:
        return fields.prefix(piece)
    except ValidationError as error:
        around = _network_around(piece)
        if around is None:
            raise
        raise ValidationError(
            "“%(piece)s” lies inside a network and does not begin it. Did you mean %(around)s, or %(alone)s alone?",
            params={"piece": piece, "around": around, "alone": piece.partition("/")[0]},
        ) from error


def _network_around(piece: str) -> str | None:
    """The network that an address with a length lies in without beginning it; None for what is no such thing."""
    address, slash, _ = piece.partition("/")
    try:
        around = ipaddress.ip_network(piece, strict=False)
        begins_it = around.network_address == ipaddress.ip_address(address)
    except ValueError:
        return None
    return str(around) if slash and not begins_it else None


def _key_of_network(value: str) -> bytes:
    return keys.of_network(ipaddress.ip_network(value))


KINDS = {
    kind.name: kind
    for kind in (
        Kind("networks", "network", "networks", _networks, str, _key_of_network, _BETWEEN_NETWORKS),
        Kind("asns", "AS number", "AS numbers", lambda piece: [fields.asn(piece)], lambda n: f"AS{n}",
             keys.of_asn, _BETWEEN_NUMBERS),
        Kind("domains", "domain", "domains", lambda piece: [fields.domain(piece)], str,
             keys.of_domain, _BETWEEN_NAMES),
    )
}  # fmt: skip


# What is odd about a claim ---------------------------------------------------------------------------


def warned(kind: Kind, verdicts: Sequence[Verdict], team_id: int) -> list[Verdict]:
    """The verdicts with what their claims would run into: what is nobody's, whole public suffixes, and claims of
    other teams that are public. What is not public is never named."""
    told = warnings(kind, values_of(verdicts), team_id)
    return [
        Verdict(
            verdict.line,
            verdict.typed,
            verdict.state,
            verdict.values,
            verdict.told,
            tuple(warning for value in verdict.values for warning in told.get(value, ())),
        )
        for verdict in verdicts
    ]


def warnings(kind: Kind, values: Sequence[Any], team_id: int) -> dict[Any, tuple[str, ...]]:
    """What is odd, by value; values with nothing odd are left out. The number of queries does not grow with
    theirs: past `FEW`, one table in memory is asked."""
    by_key = {kind.key(value): value for value in values}
    told: dict[Any, list[str]] = {}
    for key, value in by_key.items():
        if remark := reports.remark(key):
            told.setdefault(value, []).append(remark)
    for key, sentence in _overlaps(list(by_key), team_id):
        told.setdefault(by_key[key], []).append(sentence)
    return {value: _first(sentences) for value, sentences in told.items()}


def _first(sentences: list[str]) -> tuple[str, ...]:
    left = len(sentences) - MOST_WARNINGS
    return (*sentences[:MOST_WARNINGS], f"And {left} more like it.") if left > 0 else tuple(sentences)


def _overlaps(claimed: list[bytes], team_id: int) -> list[tuple[bytes, str]]:
    engine = asking.memory() if len(claimed) > FEW else Sql(asking.ask, asking.country_names())
    own = [Claim(key, team_id, False) for key in claimed]
    found = list(overlaps.of_team(team_id, own, engine.networks, engine.claims))
    others = {claim.team for pair in found for claim in (pair.outer, pair.inner)} - {team_id}
    names = dict(Listing.objects.listed().filter(pk__in=others).values_list("pk", "name"))
    told = []
    for pair in found:
        mine, other = (pair.inner, pair.outer) if pair.inner.team == team_id else (pair.outer, pair.inner)
        if other.team in names:
            told.append((mine.key, _sentence(pair, other, names[other.team])))
    return told


def _sentence(pair: overlaps.Overlap, other: Claim, name: str) -> str:
    if pair.same:
        return f"{name} claims it too."
    if other is pair.outer:
        return f"It lies in {spelled(other.key)} of {name}."
    return f"{spelled(other.key)} of {name} lies in it."
