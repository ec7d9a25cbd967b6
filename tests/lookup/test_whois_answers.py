"""What the whois server says, from the database and from the command; that it keeps and logs nothing."""

import asyncio
import logging
import os
import re
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.urls import reverse

from directory.lookup import asking
from directory.whois import answering, objects
from tests import people
from tests.lookup.whois import OUTAGE, sent, served

ROOT = Path(__file__).parent.parent.parent
AT = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)  # a Wednesday, in the office hours of EXAMPLE-CERT


def told(question: str) -> str:
    return answering.answer(question)


def facts(text: str) -> list[dict[str, str]]:
    """The blocks of an answer."""
    blocks = [block.split("\r\n") for block in text.strip().split("\r\n\r\n") if not block.startswith("%")]
    return [dict(re.split(r":\s+", line, maxsplit=1) for line in block) for block in blocks]


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr(answering.timezone, "now", lambda: AT)


def test_an_answer_is_a_block_of_lines_for_each_team(published, clock):
    name = published.team.name
    assert told("192.0.2.1") == (
        "% CSIRT Directory, http://localhost:8000\r\n"
        "% Nothing that you ask here is stored or logged.\r\n"
        "\r\n"
        "% 192.0.2.1\r\n"
        "% 192.0.2.0/24 is kept for documentation (RFC 5737).\r\n"
        "\r\n"
        f"team:        {name}\r\n"
        "reason:      their network 192.0.2.0/24 holds it\r\n"
        "reviewed:    no\r\n"
        "contact:     cert@example-cert.example\r\n"
        "call-now:    +48221234567\r\n"
        f"fingerprint: {people.FINGERPRINT}\r\n"
        f"published:   {published.at.date().isoformat()}\r\n"
        "page:        http://localhost:8000/teams/example-cert/\r\n"
        "\r\n"
    )


@pytest.mark.parametrize(
    "question", ["192.0.2.1", "192.0.2.0/25", "AS64500", "www.example-cert.example", "cert@example-cert.example", "Poland"]
)  # fmt: skip
def test_the_answers_are_those_of_every_look_up(db, clock, question):
    people.published(people.example_cert(scopes=["national"]))
    people.published(people.example_cert("Second", "second"))
    expected = asking.teams_for(asking.read(question), AT)
    assert expected
    blocks = facts(told(question))
    assert [(b["team"], b["reason"], b["reviewed"], b["published"]) for b in blocks] == [
        (t["name"], t["reason"], "yes" if t["reviewed"] else "no", t["published"]) for t in expected
    ]
    assert [b["page"] for b in blocks] == [
        "http://localhost:8000" + reverse("team", args=[t["slug"]]) for t in expected
    ]


@pytest.mark.parametrize("question", ["192.0.2.1", "AS64500", "www.example-cert.example", "Poland"])
def test_security_6_a_draft_is_answered_as_if_there_were_no_team(db, question):
    nobody = told(question)
    people.example_cert(scopes=["national"])
    assert told(question) == nobody
    assert "nobody listed\r\n" in nobody


def test_where_nobody_is_listed_the_registry_s_record_is_named(db):
    assert "\r\n% The registry's record: https://rdap.org/ip/203.0.113.9\r\n" in told("203.0.113.9")
    assert "registry" not in told("Poland")


@pytest.mark.parametrize("question", ["", "  ", "help", "HELP", "?"])
def test_an_empty_line_and_help_explain_what_to_ask(question):
    assert "Ask for one thing on one line" in told(question)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (
            "192.0.2.300",
            "% 192.0.2.300 is no IPv4 address: each of its four numbers goes to 255 at most.\r\n",
        ),
        ("192.0.2.\x00", "% There are invisible characters in it"),
        ("one\u2028team: another", "% “one team: another” is"),
    ],
)
def test_what_cannot_be_looked_up_is_told_in_a_comment(question, sentence):
    answer = told(question)
    assert sentence in answer
    assert all(line.startswith("%") or not line for line in answer.split("\r\n"))
    assert len(answer.splitlines()) == len(answer.split("\r\n")) - 1


def test_a_name_writes_no_line_of_its_own():
    name = "A\r\nteam: B\x1b[2J\u202eC\u2028D\x85E\udc80 Łódź"
    team = {"name": name, "reason": "r", "reviewed": False, "contact": "\n", "call": "", "key": "", "published": "", "slug": "a"}  # fmt: skip
    site = objects.Site("Two\nlines", "http://localhost:8000")
    answer = objects.answer(site, asking.read("192.0.2.1"), [team], "", "")
    assert "team:        A team: B[2JC D E Łódź\r\n" in answer
    assert "contact" not in answer
    assert "% Two lines, http://localhost:8000\r\n" in answer
    assert len(answer.splitlines()) == answer.count("\r\n")


# With the database


@pytest.fixture
def threads():
    threads = answering.Threads(2)
    yield threads
    threads.close()


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_all_get_the_answer(published, threads):
    async def talk(port, server):
        return await asyncio.gather(*(sent(port, b"192.0.2.1\r\n") for _ in range(40)))

    (only,) = set(served(talk, threads))
    assert "team:        EXAMPLE-CERT" in only


@pytest.mark.django_db(transaction=True)
def test_neither_the_question_nor_who_asks_is_logged(published, threads, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    addresses = []

    async def talk(port, server):
        for line in (
            b"secret.example\r\n",
            b"192.0.2.77\r\n",
            b"\xffsecret\r\n",
            b"secret.example" * 100,
            b"\r\n",
        ):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            addresses.append(str(writer.get_extra_info("sockname")[1]))
            writer.write(line)
            await reader.read()
            writer.close()
            await writer.wait_closed()

    def breaking(target, at):
        raise ValueError(f"cannot look up {target.value}")

    served(talk, threads)
    monkeypatch.setattr(asking, "teams_for", breaking)
    served(talk, threads)
    monkeypatch.setattr(asking, "teams_for", failing)
    served(talk, threads)
    assert "ValueError" in caplog.text
    assert "OperationalError" in caplog.text
    for word in ("secret", "192.0.2.77", "127.0.0.1", *addresses):
        assert word not in re.sub(r"\.py:\d+", "", caplog.text)


def failing(target, at):
    raise OperationalError(f"could not connect to ask for {target.value}")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [OperationalError, InterfaceError, DatabaseError])
def test_an_outage_is_not_nobody_and_is_logged_once_until_it_is_over(
    published, threads, monkeypatch, caplog, error
):
    right = asking.teams_for

    def broken(target, at):
        raise error("gone")

    async def talk(port, server):
        heard = []
        for answer in (broken, broken, right, right):
            monkeypatch.setattr(asking, "teams_for", answer)
            heard.append(await sent(port, b"192.0.2.1\r\n"))
        return heard

    first, second, third, fourth = served(talk, threads)
    assert first == second == OUTAGE
    assert third == fourth
    assert "EXAMPLE-CERT" in third
    assert [record.getMessage() for record in caplog.records] == [
        f"The database does not answer: {error.__name__}.",
        "The database answers again.",
    ]


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_database_has_ended_is_replaced(published, threads):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connection to lose")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        ours = cursor.fetchone()[0]

    async def talk(port, server):
        before = await sent(port, b"192.0.2.1\r\n")
        await asyncio.to_thread(end_connections, ours)
        return before, await sent(port, b"192.0.2.1\r\n")

    before, after = served(talk, threads)
    assert before == after
    assert "EXAMPLE-CERT" in before


def end_connections(but: int) -> None:
    """Ends, from a thread of its own, every connection to the test database but the tests'."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid NOT IN (pg_backend_pid(), %s)",
            [but],
        )
    connection.close()


# The command


def test_a_port_that_is_taken_is_told_about():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} at 127.0.0.1 cannot be used"):
            call_command("whois_server", port=port)


def test_the_server_does_not_start_where_questions_would_be_logged(settings):
    settings.DEBUG = True
    with pytest.raises(CommandError, match="DEBUG keeps and logs what is asked"):
        call_command("whois_server", port=0)


@pytest.mark.parametrize("port", ["65536", "-1", "x"])
def test_a_port_is_a_number(port):
    with pytest.raises(CommandError, match="A port is a number up to 65535"):
        call_command("whois_server", f"--port={port}")


@pytest.fixture(scope="module")
def environment(tmp_path_factory) -> dict[str, str]:
    """A new SQLite file with the tables in it and no team."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    of_a_site = {**kept, "DATA_DIR": str(tmp_path_factory.mktemp("site")), "PYTHONASYNCIODEBUG": "1"}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=of_a_site, check=True, timeout=120
    )
    return of_a_site


@pytest.fixture
def process(environment):
    """The real server."""
    with subprocess.Popen(
        [sys.executable, "manage.py", "whois_server", "--port", "0"],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as running:  # fmt: skip
        yield running
        running.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_process_answers_and_stops_when_it_is_told_to(process, number):
    line = process.stdout.readline()
    found = re.fullmatch(r"Whois answers at 127\.0\.0\.1, port (\d+)\.\n", line)
    assert found, process.stderr.read()
    with socket.create_connection(("127.0.0.1", int(found[1]))) as client:
        client.sendall(b"203.0.113.9\r\n")
        heard = b"".join(iter(lambda: client.recv(65536), b""))
    assert b"% 203.0.113.9: nobody listed\r\n" in heard
    with socket.create_connection(("127.0.0.1", int(found[1]))) as idle_client:
        process.send_signal(number)
        idle_client.settimeout(60)
        while idle_client.recv(65536):
            pass
    out, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert (out, errors) == ("", "")
