"""SECURITY 92: both engines say what a model says that compares every claim with every target."""

import ipaddress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.lookup import asking, keys
from directory.lookup.answers import answers
from directory.lookup.memory import Memory
from directory.lookup.sql import Sql
from directory.lookup.targets import Target
from directory.models import Claim, Delegation, Listing, LookupState, Origin
from tests import people

pytestmark = pytest.mark.django_db

# A narrow space, so that networks nest and touch: parts of 192.0.2.0/24 and 2001:db8::/120, and what is around them.
V4, V6 = int(ipaddress.ip_address("192.0.2.0")), int(ipaddress.ip_address("2001:db8::"))


def network(version: int, length: int, offset: int) -> str:
    bits, start = (32, V4) if version == 4 else (128, V6)
    first = (start + offset) >> (bits - length) << (bits - length)
    return str((ipaddress.IPv4Network if version == 4 else ipaddress.IPv6Network)((first, length)))


networks = st.one_of(
    st.builds(network, st.just(4), st.integers(20, 32), st.integers(0, 1023)),
    st.builds(
        network,
        st.just(6),
        st.sampled_from([0, 16, 32, 90, 96, 118, 120, 122, 126, 128]),
        st.integers(0, 1023),
    ),
)
domains = st.lists(st.sampled_from(["a", "b", "evil-a", "uk"]), min_size=1, max_size=3).map(".".join)
claims = st.lists(
    st.tuples(
        st.one_of(networks, domains, st.sampled_from(["AS1", "AS2", "PL", "GB"])),
        st.integers(0, 2),
        st.booleans(),
    ),
    max_size=14,
    unique_by=lambda claim: claim[:2],
)
origins = st.lists(st.tuples(networks, st.integers(1, 2)), max_size=4, unique=True)
delegations = st.lists(st.tuples(networks, st.sampled_from(["PL", "GB"])), max_size=4, unique=True)


def target_of(version: int, first: int, width: int) -> Target:
    address = (ipaddress.IPv4Address if version == 4 else ipaddress.IPv6Address)(
        (V4 if version == 4 else V6) + first
    )
    text = str(address) if width == 0 else f"{address} - {address + width}"
    return asking.read(text)


targets = st.one_of(
    st.builds(
        target_of, st.sampled_from([4, 6]), st.integers(0, 1023), st.sampled_from([0, 0, 0, 1, 63, 255, 900])
    ),
    domains.filter(lambda name: "." in name).map(asking.read),
    st.sampled_from(["AS1", "AS2", "Poland", "192.0.2.0/24", "192.0.0.0/16", "2001:db8::/120", "::/1"]).map(
        asking.read
    ),
)


def key_of(claim: str) -> bytes:
    if "/" in claim:
        return keys.of_network(ipaddress.ip_network(claim))
    if claim.startswith("AS"):
        return keys.of_asn(int(claim[2:]))
    return keys.of_country(claim) if claim.isupper() else keys.of_domain(claim)


class Model:
    """Every claim against the target, in the words of the rules."""

    def __init__(self, claimed, announced, registered):
        self.claimed, self.announced, self.registered = claimed, announced, registered

    def order(self, target: Target) -> list[tuple[int, str]]:
        """(team, best match), the most fitting first."""
        best: dict[int, tuple] = {}
        for claim, team, reviewed in self.claimed:
            worth = self.worth(claim, target)
            if worth is not None:
                rank = (not reviewed, *worth, claim)
                best[team] = min(best.get(team, rank), rank)
        return [
            (team, rank[-1]) for team, rank in sorted(best.items(), key=lambda item: (*item[1][:3], item[0]))
        ]

    def worth(self, claim: str, target: Target) -> tuple[int, int] | None:
        if "/" in claim:
            return self.network_worth(claim, target)
        if claim.startswith("AS"):
            return (3, 0) if claim in self.numbers(target) else None
        if claim.isupper():
            return (5, 0) if claim == self.country(target) else None
        named = target.domain == claim or target.domain.endswith(f".{claim}")
        return (4, -claim.count(".")) if named and target.domain else None

    def network_worth(self, claim: str, target: Target) -> tuple[int, int] | None:
        if not target.is_numeric or self.version(claim) != (4 if target.is_v4 else 6):
            return None
        first, last = self.span(claim)
        length = int(claim.partition("/")[2]) + (96 if "." in claim else 0)
        if first <= target.first and target.last <= last:
            return 1, -length
        return (2, length) if first <= target.last and last >= target.first else None

    def longest(self, table, target: Target) -> list[tuple[str, object]]:
        holding = [
            (entry, value)
            for entry, value in table
            if self.version(entry) == (4 if target.is_v4 else 6)
            and self.span(entry)[0] <= target.first
            and target.last <= self.span(entry)[1]
        ]
        most = max((int(entry.partition("/")[2]) for entry, _ in holding), default=0)
        return [row for row in holding if int(row[0].partition("/")[2]) == most]

    def numbers(self, target: Target) -> set[str]:
        if target.asn:
            return {target.value}
        return {f"AS{asn}" for _, asn in self.longest(self.announced, target)} if target.is_numeric else set()

    def country(self, target: Target) -> str | None:
        if target.kind == "country":
            return target.value
        if target.domain:
            return "GB" if target.domain.split(".")[-1] == "uk" else None
        return (
            min((code for _, code in self.longest(self.registered, target)), default=None)
            if target.is_numeric
            else None
        )

    @staticmethod
    def version(entry: str) -> int:
        return 4 if "." in entry else 6

    @staticmethod
    def span(entry: str) -> tuple[int, int]:
        return keys.span(ipaddress.ip_network(entry))


@pytest.fixture
def three(db) -> list[int]:
    for name in ("one", "two", "three"):
        people.published(people.example_cert(name, name))
    return sorted(Listing.objects.values_list("pk", flat=True))


def store(teams, claimed, announced, registered) -> None:
    Claim.objects.all().delete()
    Origin.objects.all().delete()
    Delegation.objects.all().delete()
    Claim.objects.bulk_create(
        Claim(listing_id=teams[team], key=key_of(claim), reviewed=r) for claim, team, r in claimed
    )
    Origin.objects.bulk_create(Origin(key=key_of(entry), asn=asn) for entry, asn in announced)
    Delegation.objects.bulk_create(Delegation(key=key_of(entry), country=code) for entry, code in registered)
    lengths = [
        bytes(sorted({key_of(row[0])[1] for row in table if "/" in row[0]}))
        for table in (claimed, announced, registered)
    ]
    LookupState.objects.update_or_create(
        pk=1, defaults=dict(zip(("claims", "origins", "delegations"), lengths, strict=True))
    )


def told(found) -> list:
    return [(answer.team, [reason.text for reason in answer.reasons]) for answer in found]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(claims, origins, delegations, st.lists(targets, min_size=1, max_size=8))
def test_security_92_both_engines_answer_as_the_model_does(three, claimed, announced, registered, asked):
    store(three, claimed, announced, registered)
    by_sql = Sql(asking.ask, asking.country_names())
    in_memory = Memory(asking.stream, asking.country_names())
    model = Model(claimed, announced, registered)
    for target in asked:
        found = answers(target, by_sql)
        assert [(three.index(a.team), a.reasons[0].match) for a in found] == model.order(target)
        assert told(answers(target, in_memory)) == told(found)


def test_a_wide_network_tells_of_its_largest_parts_alike(three):
    claimed = [
        (network(4, length, offset), 0, False)
        for length in (28, 29, 30, 31, 32)
        for offset in range(0, 1024, 16)
    ]
    claimed += [(network(4, 32, offset), 0, False) for offset in range(1, 1024, 2)]
    store(three, list(dict.fromkeys(claimed)), [], [])
    target = asking.read("192.0.0.0/16")
    by_sql, in_memory = Sql(asking.ask, {}), Memory(asking.stream, {})
    assert told(answers(target, by_sql)) == told(answers(target, in_memory))
    assert len(answers(target, by_sql)[0].reasons) == 500
