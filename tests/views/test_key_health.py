"""The page of key health: whom somebody has to write to."""

from datetime import UTC, date, datetime, timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser

from directory import key_health
from tests import keyring, people
from tests.keyring import another
from tests.reading import words_of

pytestmark = pytest.mark.django_db


def said(client, address: str = "/keys/", part: str = "main") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return words_of(answer.content, part)


def group(client, name: str) -> str:
    return said(client, "/keys/", f"#{name}")


def rows(client, name: str) -> list[str]:
    dom = LexborHTMLParser(client.get("/keys/").content)
    return [" ".join(row.text(separator=" ").split()) for row in dom.css(f"#{name} .rows li")]


def test_the_page_lists_whom_somebody_has_to_write_to(client, db):
    now = datetime.now(UTC)
    ends = {
        "Later": now + timedelta(days=50),
        "Sooner": now + timedelta(days=5),
        "Fine": now + timedelta(days=99),
    }
    ends |= {"Past": now - timedelta(days=5), "Longpast": now - timedelta(days=500)}
    for n, (name, end) in enumerate(ends.items()):
        another(
            name, keyring.made(f"{n:040X}", expires=end, subkeys=(keyring.encryption(end, f"{n + 20:040X}"),))
        )
    another("Gone", keyring.made("A" * 40, revocation=keyring.revoked()))
    another("Weak", keyring.made("B" * 40, algorithm="RSA", bits=1024, curve=None))
    another("Bare")
    names = {name: [row.split()[0] for row in rows(client, name)] for name in key_health.TITLES}
    assert names == {
        "revoked": ["Gone"],
        "expired": ["Past", "Longpast"],
        "soon": ["Sooner", "Later"],
        "weak": ["Weak"],
        "none": ["Bare"],
    }
    assert rows(client, "revoked") == ["Gone AAAA AAAA … AAAA AAAA 5 April 2026"]
    assert "RSA 1024 is too short" in group(client, "weak")
    page = client.get("/keys/").content.decode()
    assert f'href="/keys/{"A" * 40}/"' in page
    for state in ("revoked", "expired", "soon", "none"):
        assert f'href="/teams/?key={state}"' in page
    counted = said(client, "/keys/", "#keys table")
    assert counted.startswith(
        "Keys Teams Valid 2 Ends within 60 days 2 Expired 2 Revoked 1 No end is known 0 No key 1"
    )


def test_an_end_that_only_the_team_has_told_says_so(client, example_cert):
    example_cert.keys.update(expires_on=date(2025, 3, 3))
    people.published(example_cert)
    assert rows(client, "expired") == [
        "EXAMPLE-CERT 0123 4567 … 0123 4567 3 March 2025 as the team states it; this directory has not read the key"
    ]


def test_a_long_list_is_cut_and_says_how_much_is_left(client, db, monkeypatch):
    monkeypatch.setattr(key_health, "MOST", 2)
    for name in ("Anna", "Berta", "Cora"):
        another(name)
    assert [row.split()[0] for row in rows(client, "none")] == ["Anna", "Berta"]
    assert "1 more is not shown here." in group(client, "none")


def test_without_teams_there_is_nothing_to_see_to(client, db):
    assert "No team is published here yet." in said(client, "/keys/")
