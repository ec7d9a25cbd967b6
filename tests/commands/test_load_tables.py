"""The operator's two tables: what their files may look like, what becomes of defects, what look-ups say then."""

import gzip
import io
import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from directory.lookup import asking, keys, loading
from directory.models import Delegation, LookupState, Origin
from tests import people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)

PFX2AS = "192.0.2.0\t24\t64500\n198.51.100.0\t25\t64501_64502\n2001:db8::\t32\t64503\n"
NETWORKS = {
    ("192.0.2.0/24", 64500),
    ("198.51.100.0/25", 64501),
    ("198.51.100.0/25", 64502),
    ("2001:db8::/32", 64503),
}
STATISTICS = """\
# a comment
2|ripencc|1795561200|6|19830705|20261124|+0100
ripencc|*|ipv4|*|3|summary
ripencc|PL|ipv4|198.51.100.0|256|20200101|assigned|e-1
ripencc|NO|ipv6|2001:db8::|32|20200101|allocated
ripencc|PL|asn|64500|2|20200101|allocated|e-1
"""


@pytest.fixture
def file(tmp_path):
    def write(content: str | bytes, name: str = "table") -> str:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return write


def run(*arguments, **options) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


def origins() -> set[tuple[str, int]]:
    return {(keys.spelled(bytes(row.key)), row.asn) for row in Origin.objects.all()}


def delegations() -> set[tuple[str, str]]:
    return {
        (keys.spelled(key) if key[:1] == b"n" else f"AS{keys.asn_at(key)}", country)
        for key, country in ((bytes(row.key), row.country) for row in Delegation.objects.all())
    }


def told(text: str) -> list[tuple[str, str]]:
    return [(team["slug"], team["reason"]) for team in asking.teams_for(asking.read(text), AT)]


# Origins


@pytest.mark.parametrize(
    "content",
    [
        PFX2AS,
        PFX2AS.replace("\n", "\r\n"),
        gzip.compress(PFX2AS.encode()),
        "\ufeff% a comment\n\n192.0.2.0/24 64500\n198.51.100.0/25 AS64501 3\n198.51.100.0/25\t64502\n"
        "2001:db8::/32   as64503",
        'prefix,asn,name\n192.0.2.0/24,64500,Example\n"198.51.100.0/25","AS64501"\n198.51.100.0/25, 64502\n'
        "2001:DB8::/32,64503\n",
        "".join(json.dumps({"CIDR": prefix, "ASN": asn, "Hits": 9}) + "\n" for prefix, asn in sorted(NETWORKS)),
        PFX2AS + "192.0.2.0/24 64500\n192.0.2.0/24,64500\n",
    ],
    ids=["pfx2as", "CRLF", "gzip", "blanks", "CSV", "JSON lines", "the same twice, in every format"],
)  # fmt: skip
def test_every_format_of_origins_says_the_same(file, content):
    assert "Loaded: 4 rows" in run("load_origins", file(content))
    assert origins() == NETWORKS


@pytest.mark.parametrize(
    "as_set", ["192.0.2.0\t24\t64500,64501", "192.0.2.0/24 {64500,64501}", "192.0.2.0/24,{64500,64501}"]
)
def test_as_sets_are_left_out_and_counted(file, as_set):
    said = run("load_origins", file(f"{as_set}\n203.0.113.0/24 64502\n203.0.113.0\t24\t64503_64504,64505\n"))
    assert "Left out: 1 AS sets." in said
    assert origins() == {("203.0.113.0/24", 64502), ("203.0.113.0/24", 64503)}


def test_bad_lines_are_counted_and_the_first_three_shown(file):
    bad = [
        "192.0.2.1/24 64500", "192.0.2.0 64500", "0.0.0.0/0 64500", "192.0.2.0/24 0", "192.0.2.0/24 4294967295",
        "192.0.2.0/24 AS-EXAMPLE", "192.0.2.0/33 64500", "\x1b[2J", '{"CIDR": 1}', "{", "192.0.2.0/24,", "²,²",
    ]  # fmt: skip
    said = run("load_origins", file("\n".join([*bad, "192.0.2.0/24 64500"])))
    assert origins() == {("192.0.2.0/24", 64500)}
    assert f"Not read: {len(bad)} lines." in said
    assert "line 1: this is no network" in said
    assert "line 3: the whole address space is nobody's: “0.0.0.0/0 64500”" in said
    assert "line 4" not in said


# Delegations


def test_delegations_are_networks_and_as_numbers_with_their_countries(file):
    said = run("load_delegations", file(STATISTICS))
    assert "Loaded: 4 rows" in said
    assert "Left out: 2 head and summary lines." in said
    assert delegations() == {
        ("198.51.100.0/24", "PL"),
        ("2001:db8::/32", "NO"),
        ("AS64500", "PL"),
        ("AS64501", "PL"),
    }


def test_a_count_of_addresses_needs_not_be_a_power_of_two(file):
    run("load_delegations", file("afrinic|ZA|ipv4|192.0.2.0|768|20200101|allocated\n"))
    assert delegations() == {("192.0.2.0/23", "ZA"), ("192.0.4.0/24", "ZA")}


def test_what_is_nobody_s_and_what_is_in_no_country_is_left_out_and_counted(file):
    lines = [
        "ripencc|PL|ipv4|192.0.2.0|256|20200101|available",
        "ripencc|PL|ipv4|192.0.2.0|256||reserved",
        *(f"ripencc|{code}|ipv4|192.0.2.0|256|20200101|assigned" for code in ("", "ZZ", "EU", "AP")),
        "ripencc|pl|ipv4|192.0.2.0|256|20200101|assigned",
    ]
    said = run("load_delegations", file("\n".join(lines)))
    assert "Left out: 2 entries that are reserved or available." in said
    assert "Left out: 4 entries without a country of ISO 3166." in said
    assert delegations() == {("192.0.2.0/24", "PL")}


@pytest.mark.parametrize(
    "line",
    [
        "ripencc|PL|ipv4|192.0.2.0|0|20200101|assigned",
        "ripencc|PL|ipv4|255.255.255.0|257|20200101|assigned",
        "ripencc|PL|ipv4|192.0.2|256|20200101|assigned",
        "ripencc|PL|ipv4|192.0.2.0|-1|20200101|assigned",
        "ripencc|PL|ipv6|2001:db8::1|32|20200101|assigned",
        "ripencc|PL|ipv6|2001:db8::|129|20200101|assigned",
        "ripencc|PL|asn|64500|4294967295|20200101|assigned",
        "ripencc|PL|asn|4294967290|10|20200101|assigned",
        "ripencc|PL|asn|x|1|20200101|assigned",
        "ripencc|PL|name|x|1|20200101|assigned",
        "ripencc|PL|ipv4|192.0.2.0|256|20200101|lost",
        "ripencc|PL|ipv4|192.0.2.0|256",
    ],
)
def test_a_delegation_that_cannot_be_is_a_bad_line(file, line):
    said = run("load_delegations", file(f"{STATISTICS}{line}\n"))
    assert "Not read: 1 lines." in said
    assert "line 7: " in said
    assert len(delegations()) == 4


# Replacing


def test_a_load_replaces_the_table_by_all_the_files_of_the_call(file):
    run("load_origins", file("203.0.113.0/24 64510\n"))
    run("load_origins", file("192.0.2.0/24 64500\n", "one"), file("2001:db8::/32 64501\n", "two"))
    assert origins() == {("192.0.2.0/24", 64500), ("2001:db8::/32", 64501)}


def test_a_load_notes_the_lengths_and_that_engines_in_memory_are_outdated(file):
    run("load_origins", file(PFX2AS))
    run("load_delegations", file(STATISTICS))
    state = LookupState.objects.get()
    assert list(bytes(state.origins)) == [32, 120, 121]
    assert list(bytes(state.delegations)) == [32, 120]
    assert state.loads == 2


def test_clear_empties_one_table(file):
    run("load_origins", file(PFX2AS))
    run("load_delegations", file(STATISTICS))
    run("load_origins", "--clear")
    assert origins() == set()
    assert len(delegations()) == 4
    assert LookupState.objects.get().loads == 3
    assert bytes(LookupState.objects.get().origins) == b""


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "No line of"),
        ("# nothing\n", "No line of"),
        ("\nhello\n", "line 2: this is no network with its AS number: “hello”"),
        (STATISTICS, "line 2: this is no network with its AS number"),
        (b"192.0.2.0/24 64500\n\xff\xfe\n", "line 2 is not text in UTF-8"),
        (b"192.0.2.0/24 64500\n" + b"x" * 70_000, "line 2 is longer than 65,536 bytes"),
        (gzip.compress(PFX2AS.encode() * 1000)[:-20], "it cannot be unpacked"),
        (b"\x1f\x8bno gzip", "it cannot be unpacked"),
        (gzip.compress(b"x" * 70_000), "line 1 is longer"),
    ],
)
def test_a_file_that_is_no_table_changes_nothing_and_says_why(file, content, sentence):
    run("load_origins", file("203.0.113.0/24 64510\n", "before"))
    with pytest.raises(CommandError, match="The table is what it was") as caught:
        run("load_origins", file("192.0.2.0/24 64500\n", "good"), file(content, "bad"))
    assert sentence in str(caught.value)
    assert "bad" in str(caught.value)
    assert origins() == {("203.0.113.0/24", 64510)}
    assert LookupState.objects.get().loads == 1


def test_a_file_that_is_not_there_is_told_about(tmp_path):
    with pytest.raises(CommandError, match="nothing cannot be read: No such file or directory"):
        run("load_origins", str(tmp_path / "nothing"))
    with pytest.raises(CommandError, match="cannot be read: Is a directory"):
        run("load_origins", str(tmp_path))


@pytest.mark.parametrize("command", ["load_origins", "load_delegations"])
def test_files_or_clear_but_not_both_and_not_neither(command, file):
    for arguments in ([], ["--clear", file(PFX2AS)]):
        with pytest.raises(CommandError, match="Name the files to load, or --clear"):
            run(command, *arguments)


def test_many_lines_come_in_batches_and_tell_how_far_they_are(file, monkeypatch):
    monkeypatch.setattr(loading, "LINES_BETWEEN_SIGNS", 1000)
    seen = io.StringIO()
    lines = "".join(f"10.{n >> 8}.{n & 255}.0/24 64500\n" for n in range(3000))
    run("load_origins", file(lines + lines), verbosity=2, stderr=seen)
    assert Origin.objects.count() == 3000
    assert seen.getvalue().count("lines read") == 6


# What look-ups say then


def test_an_address_is_answered_by_the_as_that_announces_it_and_by_the_country_of_its_entry(file):
    people.published()  # has 192.0.2.0/24 and AS64500
    national = people.example_cert("CERT Example Polska", "cert-pl", scopes=["national"])
    national.prefixes.all().delete()
    national.asns.all().delete()
    people.published(national)
    run("load_origins", file("198.51.100.0/24 64500\n"))
    run("load_delegations", file(STATISTICS))
    by_as = ("example-cert", "AS64500, which announces 198.51.100.0/24, is theirs")
    by_country = ("cert-pl", "national team of Poland, where 198.51.100.0/24 is registered")
    assert told("198.51.100.7") == [by_as, by_country]
    assert told("192.0.2.1") == [("example-cert", "their network 192.0.2.0/24 holds it")]
    assert told("AS64501") == [("cert-pl", "national team of Poland, where AS64501 is registered")]


def test_as_numbers_are_found_where_nothing_else_is_delegated(file):
    people.published(people.example_cert(scopes=["national"]))
    run("load_delegations", file("ripencc|PL|asn|64511|1|20200101|assigned\n"))
    assert told("AS64511") == [("example-cert", "national team of Poland, where AS64511 is registered")]


def test_the_engine_in_memory_is_read_again_after_a_load(file):
    people.published()
    before = asking.memory()
    run("load_origins", file("198.51.100.0/24 64500\n"))
    first = asking.read("198.51.100.7").first
    assert before.origins(first, first) == []
    assert asking.memory().origins(first, first) == [("198.51.100.0/24", 64500)]
