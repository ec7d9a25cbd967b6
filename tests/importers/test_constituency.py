"""Constituencies as people write them: the shapes are real, the teams behind them are not."""

import csv
import ipaddress
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.importers.constituency import LONGEST, pieces, read
from tests.conftest import CORPUS

TEAMS = CORPUS.parent / "datasets" / "ti-2012" / "teams.csv"

NETWORKS = {
    "139.83/16": ["139.83.0.0/16"],
    "83.240.128/17": ["83.240.128.0/17"],
    "62.212.230.x": ["62.212.230.0/24"],
    "198.51.X": ["198.51.0.0/16"],
    "143.163.0.0 - 143.163.255.255": ["143.163.0.0/16"],
    "131.165.0.X - 131.165.255.X": ["131.165.0.0/16"],
    "192.0.2.0-192.0.2.95": ["192.0.2.0/26", "192.0.2.64/27"],
    "2001:690:: / 32": ["2001:690::/32"],
    "2001:08A0::/32": ["2001:8a0::/32"],
    "2001:db8:: - 2001:db8::ff": ["2001:db8::/120"],
    "193.219.10.0 /23, .": ["193.219.10.0/23"],
    "194.68.126/ 24": ["194.68.126.0/24"],
    "* 192.121.229 /24": ["192.121.229.0/24"],
    "85.254.192.0/18 (255.255.192.0)": ["85.254.192.0/18"],
    "192.0.2.0/255.255.255.0": ["192.0.2.0/24"],
    "203.0.113.7, 192.0.2.1": ["203.0.113.7/32", "192.0.2.1/32"],
}
NUMBERS = {
    "AS1109-AS1123": list(range(1109, 1124)),
    "AS64500 - 64502": [64500, 64501, 64502],
    "AS64500 - AS64502 - AS64510": [64500, 64502, 64510],
    "AS34878AS34878": [34878],
    "AS1.10": [65546],
    "as64500, ASN 64501": [64500, 64501],
    "544. - 1299. - 1729": [544, 1299, 1729],
    "AS numbers: 64500, 64501": [64500, 64501],
    "4294967294": [4294967294],
}
DOMAINS = {
    ".pl": ["pl"],
    "*.lt": ["lt"],
    "* handelsbanken.se": ["handelsbanken.se"],
    "PARLIAMENT.EXAMPLE  . - F-I.example": ["parliament.example", "f-i.example"],
    "*.bücher.example": ["xn--bcher-kva.example"],
    "Universities in NO: selectel.example": ["selectel.example"],
    "1und1.example, 360safe.example": ["1und1.example", "360safe.example"],
    "*.fr.(kernel constituency). - *.example.fr": ["fr", "example.fr"],
}
RUN_TOGETHER = {
    "AS13303*.ac.rs147.91.0.0/16": (["147.91.0.0/16"], [13303], ["ac.rs"]),
    "AS2852cesnet.cz": ([], [2852], ["cesnet.cz"]),
    "*.az82.194/19": (["82.194.0.0/19"], [], ["az"]),
    "www.muni.cz147.251.0.0/16": (["147.251.0.0/16"], [], ["www.muni.cz"]),
    "20965. - 21320dante.net": ([], [20965, 21320], ["dante.net"]),
    "64500uio.example129.240/16": (["129.240.0.0/16"], [64500], ["uio.example"]),
    "8728*.ee": ([], [8728], ["ee"]),
    "AS5538.lv85.254.192.0/18 (255.255.192.0)": (["85.254.192.0/18"], [5538], ["lv"]),
    "example.org2001:db8::/32": (["2001:db8::/32"], [], ["example.org"]),
    "* a.example* 192.0.2 /24": (["192.0.2.0/24"], [], ["a.example"]),
    "*.volkswagen.*193.23.96.0 - 193.23.111.255": (["193.23.96.0/20"], [], []),
    # Four digits of a group in 2000::/3: there is one place where an IPv6 network can begin.
    "AS33332001:610::/32": (["2001:610::/32"], [3333], []),
}
WORDS_BESIDE = {
    "Numerous internet domains including rbs.exampleNumerous IP blocks including 155.136.0.0/16": (
        ["155.136.0.0/16"], [], ["rbs.example"],
    ),
    "5470Limited service in:. - a.example. - b.exampleFull service in:. - 155.207.0.0/16": (
        ["155.207.0.0/16"], [5470], [],
    ),
    "AS5408Limited service in .grFull service in. - 143.233.111.0/24": (["143.233.111.0/24"], [5408], []),
    "Full service *.a.example and *.b.example. - Limited service *.es147.83.0.0/16": (
        ["147.83.0.0/16"], [], ["a.example", "b.example"],
    ),
    "AS3316.ru and part of .su": ([], [3316], ["ru"]),
    "*.lt and other domains based in Lithuania": ([], [], ["lt"]),
    "all hosts in .cz domain": ([], [], ["cz"]),
    "TEAM.example constituency is all hosts in .cz domain": ([], [], ["cz"]),
    "Faculty of Science: 192.0.2.0/24": (["192.0.2.0/24"], [], []),
}  # fmt: skip
NO_CLAIM = [
    "259279.123.128/17",  # 25927 and 9.123.128/17, or 2592 and 79.123.128/17
    "AS5479158.129.0.0/16",
    "80.91.182.128-80.91.181.143",
    "92.240.64.0/19 (255.255.254.0)",
    "192.0.2.1/24",
    "192.0.2.0/33",
    "300.1.1.1",
    "192.0.2.10-20",
    "193.219",
    "2001:db8::",
    "10.0.0.0/8",
    "0.0.0.0/0",
    "fe80::/10",
    "AS0",
    "4294967295",
    "AS1-AS100000",
    "popcap.*",
    "*sparkasse*.de",
    "*.siemens.*",
    "*.vw.*",
    "specified.co.uk",
    "specified.com",
    "Specified .co.uk, .org.uk, .com, .org, and .net",
    "bt.example. - bt.co.uk. - bt.net (excluding addresses allocated to customers)",
    "example.org, but not sub.example.org",
    "some customers below .de",
    "incidents relating to nameservers for .cz and 0.2.4.e164.arpa",
    "12 networks in Norway",
    "http://www.example.org/list",
    "cert@example.org",
    "not restricted",
]  # fmt: skip
NOTHING = ["", "  ", "N/A", "N/AN/A", "n/a", "none", " . - , ;", "and"]


@pytest.mark.parametrize("text", NETWORKS)
def test_networks_are_read_as_people_write_them(text):
    claims = read(text)
    assert list(claims.prefixes) == NETWORKS[text]
    assert claims.unread == ()


@pytest.mark.parametrize("text", NUMBERS)
def test_as_numbers_are_read_with_and_without_their_letters(text):
    assert list(read(text).asns) == NUMBERS[text]


@pytest.mark.parametrize("text", DOMAINS)
def test_domains_are_read_without_their_wildcard(text):
    assert list(read(text).domains) == DOMAINS[text]


@pytest.mark.parametrize("text", RUN_TOGETHER)
def test_cells_run_together_are_parted_where_there_is_one_way(text):
    claims = read(text)
    assert (list(claims.prefixes), list(claims.asns), list(claims.domains)) == RUN_TOGETHER[text]


@pytest.mark.parametrize("text", WORDS_BESIDE)
def test_words_decide_what_stands_beside_them(text):
    claims = read(text)
    assert (list(claims.prefixes), list(claims.asns), list(claims.domains)) == WORDS_BESIDE[text]


@pytest.mark.parametrize("text", NO_CLAIM)
def test_what_could_be_a_false_claim_is_reported(text):
    claims = read(text)
    assert (claims.prefixes, claims.asns, claims.domains) == ((), (), ())
    assert claims.unread
    assert all(unread.text and unread.reason.endswith(".") for unread in claims.unread)


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_no_piece(text):
    assert read(text).pieces == 0


def test_a_range_that_begins_at_host_bits_is_the_exact_list_of_its_networks():
    assert read("217.30.96.0 - 217.30.99.95").prefixes == (
        "217.30.96.0/23", "217.30.98.0/24", "217.30.99.0/26", "217.30.99.64/27",
    )  # fmt: skip


def test_a_length_without_its_octets_must_leave_no_host_bits():
    assert read("85.240/13").prefixes == ("85.240.0.0/13",)
    assert "lies inside 85.240.0.0/13" in read("85.241/13").unread[0].reason


def test_words_are_one_piece_a_run():
    claims = read("example.org and several smaller ones. - PA Address space")
    assert [unread.text for unread in claims.unread] == ["and several smaller ones", "PA Address space"]
    assert claims.pieces == 3


def test_a_limit_in_one_cell_does_not_reach_the_next_one():
    assert read("Limited service *.es192.0.2.0/24").prefixes == ("192.0.2.0/24",)
    assert read("Limited service *.es 192.0.2.0/24").prefixes == ()


def test_a_value_written_twice_is_one_claim_and_two_pieces():
    claims = read("AS64500, example.org, AS64500, EXAMPLE.org")
    assert (claims.asns, claims.domains, claims.pieces) == ((64500,), ("example.org",), 4)


def test_what_is_too_long_to_be_read_is_one_unread_piece():
    claims = read("example.org " + " " * LONGEST + "example.net")
    assert claims.domains == ("example.org",)
    assert claims.unread[0].text.strip() == "example.net"


# What must hold for every text

FRAGMENTS = [
    *NETWORKS, *NUMBERS, *DOMAINS, *RUN_TOGETHER, *WORDS_BESIDE, *NO_CLAIM,
    ". - ", ", ", " ", "\n", "\t", "-", "*", ".", "(", ")", "/", ":", "::", "x", "AS", "é", "N/A", "and ", "%", "€",
]  # fmt: skip
texts = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=6), max_size=12).map("".join)
BETWEEN = re.compile(r"(?:n/a|none|unknown|and/or|and|oder|or|ou|und|et|y|[\W_])*", re.I)


def left_over(text: str) -> str:
    """What of a text belongs to no piece."""
    kept, end = [], 0
    for piece in pieces(text):
        assert end <= piece.start < piece.end <= len(text)
        kept.append(text[end : piece.start])
        end = piece.end
    return "\n".join([*kept, text[end:]])


@settings(deadline=None, max_examples=300)
@given(texts)
def test_no_character_is_dropped_unless_it_parts_pieces(text):
    assert BETWEEN.fullmatch(left_over(text))


@settings(deadline=None, max_examples=300)
@given(texts)
def test_every_claim_is_in_its_one_spelling(text):
    claims = read(text)
    assert [str(ipaddress.ip_network(prefix)) for prefix in claims.prefixes] == list(claims.prefixes)
    assert all(0 < number < 2**32 - 1 for number in claims.asns)
    assert all(
        name == name.lower() and name.isascii() and not name.startswith((".", "*")) for name in claims.domains
    )
    assert len(claims.unread) <= claims.pieces
    assert all(unread.text and unread.reason.endswith(".") for unread in claims.unread)


@pytest.mark.parametrize("shape", [
    "a", "(", "- ", "a@", " ", "1", "1.", "a.", "*.", "AS", "AS1-", "1:", "2001:", "::", "192.0.2.", "N/A",
    "a.de1.2.3.4", "aA", "AS1-AS2", "limited a.de ", "excluding a.de, ", "1, ", "é.", "192.0.2.0-", "x ",
])  # fmt: skip
def test_hostile_shapes_take_bounded_work_a_character(shape):
    """A search that goes back over the text would not come to an end here."""
    text = shape * (LONGEST // len(shape))
    assert len(pieces(text)) <= len(text)


# The real table


@pytest.fixture(scope="module")
def addresses() -> dict[str, str]:
    if not TEAMS.is_file():
        pytest.skip(f"there is no table of real teams at {TEAMS}")
    with TEAMS.open(encoding="utf-8", newline="") as table:
        return {row["name"]: row["Internet Addresses"] for row in csv.DictReader(table)}


def test_nine_of_ten_pieces_of_real_teams_are_recognised_and_nothing_is_lost(addresses):
    claims = [read(text) for text in addresses.values()]
    found, unread = sum(c.pieces for c in claims), sum(len(c.unread) for c in claims)
    assert (found - unread) / found >= 0.9
    assert all(BETWEEN.fullmatch(left_over(text)) for text in addresses.values())


def test_real_teams_claim_what_they_answer_for(addresses):
    assert "129.240.0.0/16" in read(addresses["UiO-CERT"]).prefixes
    assert "129.240.0.0/15" in read(addresses["UNINETT CERT"]).prefixes
    assert "2001:718:801::/48" in read(addresses["CSIRT-MU"]).prefixes
    assert read(addresses["OxCERT"]).domains == ("ox.ac.uk",)
    assert read(addresses["JANET CSIRT"]).domains == ("ac.uk",)
    assert 1853 in read(addresses["ACOnet-CERT"]).asns
    assert "141.52.0.0/16" in read(addresses["KIT-CERT"]).prefixes


def test_no_real_team_claims_what_others_share(addresses):
    claimed = {name for text in addresses.values() for name in read(text).domains}
    assert claimed & {"com", "net", "org", "co.uk", "org.uk", "su", "arpa", "specified.co.uk"} == set()
