"""The program of the offline bundle: the directory's own answers, on a machine that has nothing but Python."""

import ast
import csv
import importlib.util
import io
import ipaddress
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from directory import publishing
from directory.lookup import asking, bundle, keys
from directory.lookup.targets import NotATarget
from directory.models.claim import Delegation, LookupState, Origin
from tests import people

AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)  # a Friday, in EXAMPLE-CERT's hours
NIGHT = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
TARGETS = [
    "192.0.2.7", "192[.]0[.]2[.]200", "198.51.100.9", "203.0.113.5", "::ffff:192.0.2.7", "2001:db8:1::1", "2001:db8:2::1",
    "192.0.2.0/24", "192.0.2.128/25", "192.0.0.0/16", "2001:db8::/32", "::/8", "192.0.2.200 - 192.0.3.7", "7.2.0.192.in-addr.arpa",
    "AS64500", "64501", "AS1.10", "as64999", "example-cert.example", "www.north-cert.example", "*.north-cert.example.",
    "other.example", "a.no", "münchen.example", "cert@north-cert.example", "CERT@EXAMPLE-CERT.EXAMPLE", "else@example-cert.example",
    "hxxps://www.north-cert.example/a?b#c", "http://192.0.2.7:8080/", "https://[2001:db8:1::1]/", "NO", "Norvège", "uk", "PL",
]  # fmt: skip
JUNK = [
    "010.0.0.1", "192.0.2.1/24", "1", "0x7f.1", "0.0.0.0/0", "AS0", "AS4294967296", "not an address", "@", "a@b@c", "x" * 3000,
    "1.2.3", "192.0.2.9 - 192.0.2.1", "=1+1", "exa\u200bmple.org",
]  # fmt: skip


def publish_the_cast() -> None:
    """Two listed teams whose claims nest, and the operator's tables."""
    people.published(people.with_key(people.example_cert()))
    north = people.example_cert("NORTH-CERT", "north-cert", country="NO", scopes=["national"])
    north.prefixes.all().delete()
    north.prefixes.create(network="192.0.2.128/25")
    north.prefixes.create(network="2001:db8:1::/48")
    north.asns.update(number=64501)
    north.contacts.create(kind="emergency", value="+47 22 00 00 00", position=2)
    people.published(north)
    publishing.review(north, ["192.0.2.128/25", "north-cert.example", "NO"])
    Origin.objects.create(key=of("198.51.100.0/24"), asn=64501)
    Delegation.objects.create(key=of("203.0.113.0/24"), country="NO")
    Delegation.objects.create(key=keys.of_asn(64999), country="NO")
    lengths = {"origins": bytes([120]), "delegations": bytes([120])}
    LookupState.objects.update_or_create(pk=1, defaults=lengths)


def of(network: str) -> bytes:
    return keys.of_network(ipaddress.ip_network(network))


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker, tmp_path_factory) -> Path:
    """A bundle of the cast, whose database is gone again."""
    folder = tmp_path_factory.mktemp("bundle")
    with django_db_blocker.unblock(), transaction.atomic():
        publish_the_cast()
        bundle.make(folder, AT)
        transaction.set_rollback(True)
    return folder


@pytest.fixture
def made(made_once, tmp_path) -> Path:
    """A bundle of one's own, to look at and to damage."""
    return shutil.copytree(made_once, tmp_path, dirs_exist_ok=True)


@pytest.fixture
def site(db, made) -> None:
    """The directory that the bundle was made of."""
    publish_the_cast()
    bundle.make(made, AT)


@pytest.fixture
def program(made):
    """The program as a module, for a moment that the test chooses."""
    spec = importlib.util.spec_from_file_location("csirt_lookup", made / bundle.PROGRAM)
    module = importlib.util.module_from_spec(spec)
    sys.modules["csirt_lookup"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["csirt_lookup"]


def run(
    folder: Path, *arguments: str, elsewhere: Path | None = None, **options
) -> subprocess.CompletedProcess:
    """Runs the program in an empty folder, with an empty environment and no package in reach."""
    return subprocess.run(
        [sys.executable, "-I", "-W", "error", str(folder / bundle.PROGRAM), *arguments],
        cwd=elsewhere or folder, env={}, capture_output=True, encoding="utf-8", check=False, **options,
    )  # fmt: skip


def by_the_site(text: str, at: datetime) -> dict:
    try:
        target = asking.read(text)
    except NotATarget as error:
        return {"target": text, "error": str(error)}
    return {"target": target.value, "kind": target.kind, "teams": asking.teams_for(target, at)}


def without_call(answer: dict) -> dict:
    """What does not depend on the hour."""
    for team in answer.get("teams", ()):
        team.pop("call")
    return answer


# The same answers


@pytest.mark.parametrize("at", [AT, NIGHT], ids=["by day", "by night"])
def test_it_gives_the_answers_of_the_site(site, program, capsys, at):
    program.main(["--json", *TARGETS, *JUNK], now=lambda: at)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told == [by_the_site(text, at) for text in [*TARGETS, *JUNK]]


def test_the_table_of_targets_finds_teams_in_every_way(site):
    reasons = " ".join(team["reason"] for text in TARGETS for team in by_the_site(text, AT)["teams"])
    for part in (
        "holds it",
        "lies in it",
        "overlaps it",
        "which announces 198.51.100.0/24",
        "AS64500 is theirs",
        "is their own address",
        "their domain north-cert.example",
        "national team of Norway, where AS64999",
        "national team of Norway (.no)",
    ):
        assert part in reasons


def test_it_gives_them_alone_with_python_and_an_empty_environment(site, made, tmp_path_factory):
    ran = run(made, "--json", *TARGETS, *JUNK, elsewhere=tmp_path_factory.mktemp("empty"))
    told = [without_call(json.loads(line)) for line in ran.stdout.splitlines()]
    assert told == [without_call(by_the_site(text, AT)) for text in [*TARGETS, *JUNK]]
    assert ran.returncode == 2  # some TARGETs could not be read


def test_a_file_gives_the_same_answers_line_by_line(site, program, capsys, tmp_path):
    texts = [*TARGETS, *(text for text in JUNK if len(text) < 3000)]
    (tmp_path / "targets").write_text("\ufeff" + "\r\n\r\n".join(texts), encoding="utf-8")
    assert program.main(["--json", "--bulk", str(tmp_path / "targets")], now=lambda: AT) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told == [by_the_site(text, AT) for text in texts]


def test_twenty_thousand_lines_pass_through(made):
    lines = [f"192.0.{n % 7}.{n % 256}" for n in range(20_000)]
    ran = run(made, "--json", "--bulk", "-", input="\n".join(lines))
    told = [json.loads(line) for line in ran.stdout.splitlines()]
    assert (ran.returncode, [answer["target"] for answer in told]) == (0, lines)
    counted = {answer["target"]: len(answer["teams"]) for answer in told}
    assert [counted[text] for text in ("192.0.2.2", "192.0.2.205", "192.0.3.3")] == [1, 2, 0]


def test_a_line_without_end_is_not_held_in_memory(program):
    class Endless(io.TextIOBase):
        read_at_once = 0

        def __init__(self):
            self.left = 3_000_000

        def readline(self, size=-1):
            self.read_at_once = max(self.read_at_once, size if size >= 0 else self.left)
            given = min(size, self.left)
            self.left -= given
            return "x" * given

    source = Endless()
    assert [len(line) for line in program.lines_of(source)] == [2050]
    assert source.read_at_once <= 2050


# What comes out


def test_a_person_reads_who_answers_and_why(program, made, capsys):
    assert program.main(["192.0.2.7", "AS7", "010.0.0.1"], now=lambda: AT) == 2
    assert [line for line in capsys.readouterr().out.splitlines() if "published" not in line] == [
        "192.0.2.7: an IPv4 address",
        "  1. EXAMPLE-CERT: their network 192.0.2.0/24 holds it (not reviewed)",
        "     contact    cert@example-cert.example",
        "     call now   +48221234567",
        f"     key        {people.FINGERPRINT}",
        "AS7: an autonomous system",
        "  nobody listed",
        "010.0.0.1",
        f"  {by_the_site('010.0.0.1', AT)['error']}",
    ]


@pytest.mark.parametrize("letter", ["\x1b", "\x9b", "\u202e", "\x07"])
def test_nothing_in_a_log_steers_the_terminal(program, capsys, letter):
    program.main([f"{letter}]0;title", "192.0.2.7"], now=lambda: AT)
    assert letter not in capsys.readouterr().out


def test_a_table_has_a_line_for_each_team_and_one_for_nobody(program, capsys):
    program.main(["--csv", "192.0.2.200", "AS7", "010.0.0.1"], now=lambda: AT)
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out, newline="")))
    assert [(row["target"], row["kind"], row["team"], row["reviewed"]) for row in rows] == [
        ("192.0.2.200", "address", "north-cert", "yes"),
        ("192.0.2.200", "address", "example-cert", "no"),
        ("AS7", "asn", "", ""),
        ("010.0.0.1", "", "", ""),
    ]
    assert rows[1]["call"] == "'+48221234567"
    assert "octal" in rows[3]["reason"]


# What it says instead of an answer


@pytest.mark.parametrize(
    ("targets", "status"),
    [(["192.0.2.7"], 0), (["AS7", "192.0.2.7"], 0), (["AS7"], 1), (["192.0.2.7", "010.0.0.1"], 2)],
)
def test_the_exit_status_is_like_that_of_grep(program, targets, status):
    assert program.main(targets, now=lambda: AT) == status


@pytest.mark.parametrize("arguments", [[], ["--bulk", "-", "AS7"], ["--json", "--csv", "AS7"], ["--nothing"]])
def test_a_command_that_makes_no_sense_is_refused(program, arguments):
    with pytest.raises(SystemExit) as stopped:
        program.main(arguments, now=lambda: AT)
    assert stopped.value.code == 2


@pytest.mark.parametrize(("days", "warned"), [(0, False), (7, False), (8, True), (-1, False)])
def test_data_older_than_a_week_are_warned_of(program, capsys, settings, days, warned):
    assert (
        program.main(["192.0.2.7"], now=lambda: AT + timedelta(days=days, seconds=-1 if days > 7 else 0)) == 0
    )
    assert (f"Warning: the data is 7 days old, of 2026-11-20. Take it anew from {settings.SITE_URL}"
            in capsys.readouterr().err) == warned  # fmt: skip


def other_schema(data: Path) -> None:
    with closing(sqlite3.connect(data)) as store, store:
        store.execute("UPDATE meta SET value = '2' WHERE name = 'schema'")


def other_database(data: Path) -> None:
    data.unlink()
    with closing(sqlite3.connect(data)) as store, store:
        store.execute("CREATE TABLE meta (name, value)")


def without_claims(data: Path) -> None:
    with closing(sqlite3.connect(data)) as store, store:
        store.execute("DROP TABLE directory_claim")


def with_a_card_that_is_none(data: Path) -> None:
    with closing(sqlite3.connect(data)) as store, store:
        store.execute("UPDATE team SET card = '{'")


@pytest.mark.parametrize("bulk", [False, True], ids=["one", "bulk"])
@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (lambda data: data.unlink(), "There is no data file"),
        (lambda data: (data.unlink(), data.mkdir()), "There is no data file"),
        (lambda data: data.write_bytes(b""), "is not the data file of a directory"),
        (
            lambda data: data.write_bytes(b"<html>Not found</html>" * 500),
            "is not the data file of a directory",
        ),
        (lambda data: data.write_bytes(data.read_bytes()[:20_000]), "is not the data file of a directory"),
        (other_database, "is not the data file of a directory"),
        (other_schema, "is laid out as version 2, and this program reads version 1"),
        (without_claims, "is damaged"),
        (with_a_card_that_is_none, "is damaged"),
    ],
)
def test_what_is_no_data_file_is_refused_with_a_sentence(program, made, capsys, harm, sentence, bulk):
    (made / "targets").write_text("192.0.2.7\n")
    harm(made / bundle.DATA)
    arguments = ["--bulk", str(made / "targets")] if bulk else ["192.0.2.7"]
    assert program.main(arguments, now=lambda: AT) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("csirt-lookup.py: ")
    assert sentence in captured.err
    assert captured.out == ""


def test_a_file_of_targets_that_is_not_there_is_said(program, capsys, made):
    assert program.main(["--bulk", str(made / "nothing")], now=lambda: AT) == 2
    assert "nothing cannot be read: No such file or directory." in capsys.readouterr().err


def test_a_data_file_anywhere_can_be_named(program, made):
    odd = made / "a ?#%20 name"
    (made / bundle.DATA).rename(odd)
    assert program.main(["--data", str(odd), "192.0.2.7"], now=lambda: AT) == 0


def test_a_reader_that_has_seen_enough_ends_it_quietly(made):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as nobody:
        ran = subprocess.run(
            [sys.executable, "-I", str(made / bundle.PROGRAM), "AS64500"], stdout=nobody, stderr=subprocess.PIPE, check=False
        )  # fmt: skip
    assert b"Traceback" not in ran.stderr
    assert b"BrokenPipe" not in ran.stderr


# What it never does


WATCHED = """
import runpy, sys
def watch(event, arguments):
    writes = event == "open" and (set(str(arguments[1])) & set("wax+") or arguments[2] & 3)
    if writes or event.split(".")[0] in ("socket", "subprocess", "shutil") or event in ("os.system", "os.mkdir", "os.remove", "os.rename"):
        sys.__stderr__.write(f"{event} {arguments}")
        raise SystemExit(9)
sys.argv = sys.argv[1:]
sys.addaudithook(watch)
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.mark.parametrize("arguments", [["--json", "192.0.2.7"], ["--csv", "--bulk", "-"]])
def test_it_writes_no_file_and_touches_no_network(made, arguments):
    before = {path: path.read_bytes() for path in made.rglob("*")}
    ran = subprocess.run(
        [sys.executable, "-I", "-c", WATCHED, str(made / bundle.PROGRAM), *arguments],
        cwd=made, env={}, input="192.0.2.7\nexample-cert.example\n", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "example-cert" in ran.stdout
    assert {path: path.read_bytes() for path in made.rglob("*")} == before


def test_every_python_since_3_8_can_at_least_read_it_and_3_10_runs_it(made):
    text = (made / bundle.PROGRAM).read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 8))  # so that those before 3.10 come to the sentence
    newer = {"UTC", "Self", "StrEnum", "tomllib", "file_digest", "batched", "override", "assert_never"}
    names = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
    attributes = {node.attr for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)}
    assert (names | attributes) & newer == set()
    guard = text.index("sys.version_info < (3, 10)")
    assert guard < text.index("import argparse")


def test_it_says_what_it_is_who_made_it_and_under_which_licence(made, settings):
    told = run(made, "--help").stdout
    for part in ("Exit status", "--bulk FILE", f"release {settings.VERSION}", "BSD-3-Clause"):
        assert part in told
    assert "Redistributions of source code" in (made / bundle.PROGRAM).read_text(encoding="utf-8")
