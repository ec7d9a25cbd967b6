"""The pages and files of keys. What a key says is made by hand where nobody asks gpg, and by gpg where it is asked."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from directory import publishing
from directory.models import Listing, PublishedKey
from directory.openpgp import UserId, armor
from directory.openpgp.words import problem
from directory.templatetags.keys import last_day, user_ids
from directory.views.keys import SIGNATURES
from tests import keyring, people
from tests.keyring import another, certificate_of
from tests.mischief import SCRIPTS
from tests.people import FINGERPRINT
from tests.reading import words_of

pytestmark = pytest.mark.django_db

PAGE = f"/keys/{FINGERPRINT}/"
OTHER = "F00D" * 10


def said(client, address: str = PAGE, part: str = "main") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return words_of(answer.content, part)


# The page of a key --------------------------------------------------------------------------------


def test_the_page_says_what_the_key_is_for_whom_and_how_to_take_it(client, with_key):
    with_key()
    page = client.get(PAGE).content.decode()
    assert "0123 4567 89AB CDEF 0123  4567 89AB CDEF 0123 4567" in page
    assert f'data-copy="{FINGERPRINT}"' in page
    text = words_of(page)
    for sentence in (
        "OpenPGP key of EXAMPLE-CERT",
        "This key is valid until 3 March 2099",
        "Ed25519: as strong as is recommended today. Made to encrypt to and to sign with.",
        "EXAMPLE-CERT cert@example-cert.example",
        "EXAMPLE-CERT to write to the team, and to sign",
        f"gpg --keyserver hkp://localhost:8000 --recv-keys {FINGERPRINT}",
        "QR code of the fingerprint",
        "89AB CDEF 0123 4567 89AB CDEF 0123 4567 89AB CDEF Curve25519 to encrypt",
    ):
        assert sentence in text
    links = [a.attributes["href"] for a in LexborHTMLParser(page).css("main a")]
    assert {f"/keys/{FINGERPRINT}.asc", "/teams/example-cert/", "/keys/"} <= set(links)


@pytest.mark.parametrize(
    "spelling",
    [
        FINGERPRINT.lower(),
        f"0x{FINGERPRINT}",
        "0123 4567 89AB CDEF 0123  4567 89AB CDEF 0123 4567",
        ":".join(re.findall("..", FINGERPRINT)),
        FINGERPRINT[-16:],
        f"0x{FINGERPRINT[-16:].lower()}",
        keyring.SUBKEY,
        keyring.SUBKEY[-16:],
    ],
)
def test_every_spelling_leads_to_the_one_address(client, with_key, spelling):
    with_key()
    for before, after in (("/keys/", "/"), ("/fr/keys/", "/"), ("/keys/", ".asc")):
        answer = client.get(f"{before}{spelling}{after}")
        assert (answer.status_code, answer["Location"]) == (308, f"{before}{FINGERPRINT}{after}")


def test_a_key_id_that_two_keys_have_names_neither(client, with_key):
    with_key()
    twin = "F" * 24 + FINGERPRINT[-16:]
    another("Twin", keyring.made(twin, subkeys=()))
    assert client.get(f"/keys/{FINGERPRINT[-16:]}/").status_code == 404
    assert client.get(f"/keys/{twin.lower()}/").status_code == 308


@pytest.mark.parametrize(
    "name", [OTHER, OTHER[-16:], OTHER[-8:], "x" * 40, "0" * 39, "directory", "%00" * 20]
)
def test_a_key_that_nobody_published_is_not_found(client, with_key, name):
    with_key()
    assert client.get(f"/keys/{name}/").status_code == 404
    if name != "directory":
        assert client.get(f"/keys/{name}.asc").status_code == 404


SOON = datetime.now(UTC) + timedelta(days=20)
STATES = {
    "valid": ({}, "This key is valid until 3 March 2099", "ok"),
    "endless": ({"expires": None}, "This key is valid; it states no end", "ok"),
    "soon": ({"expires": SOON}, f"This key ends on {SOON.day} {SOON:%B %Y}", "soon"),
    "expired": ({"expires": datetime(2025, 3, 3, 12, tzinfo=UTC)}, "This key expired on 3 March 2025", "bad"),
    "revoked": (
        {"revocation": keyring.revoked(2, comment="stolen laptop of bob@example.net")},
        "This key was revoked on 5 April 2026: others may have its secret part",
        "bad",
    ),
    "revoked, no day": (
        {"revocation": keyring.revoked(1, None)},
        "This key was revoked: it was replaced by another key",
        "bad",
    ),
    "no encryption": (
        {"subkeys": ()},
        "Nothing can be encrypted to this key: it has no part for that",
        "soon",
    ),
    "its encryption expired": (
        {"subkeys": (keyring.encryption(datetime(2025, 3, 3, 12, tzinfo=UTC)),)},
        "Nothing can be encrypted to this key any more: its part for that expired on 3 March 2025",
        "soon",
    ),
    "not yet": (
        {"created": datetime(2098, 3, 3, tzinfo=UTC)},
        "This key says that it was made on 3 March 2098, which is yet to come",
        "soon",
    ),
    "unchecked": (
        {"checked": False, "version": 6},
        "This directory cannot check keys of this kind yet",
        "soon",
    ),
    "SHA-1": ({"self_hash": "SHA-1"}, "signs its own user ids with SHA-1, which can be forged", "ok"),
    "RSA 1024": (
        {"algorithm": "RSA", "bits": 1024, "curve": None},
        "RSA 1024: too weak to be relied on. Made to encrypt",
        "ok",
    ),
    "RSA 2048": (
        {"algorithm": "RSA", "bits": 2048, "curve": None},
        "RSA 2048: of use, and weaker than what is recommended today",
        "ok",
    ),
    "DSA": (
        {"algorithm": "DSA", "bits": 1024, "curve": None},
        "DSA 1024 is a kind of key that is no longer safe",
        "ok",
    ),
    "NIST": ({"algorithm": "ECDSA", "curve": "NIST P-256"}, "ECDSA NIST P-256: as strong as is recommended", "ok"),
    "unknown": ({"algorithm": "algorithm 99", "curve": None, "bits": None}, "algorithm 99: as strong", "ok"),
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_security_68_every_state_is_told_in_words_and_never_an_error(client, with_key, state):
    facts, sentence, tone = STATES[state]
    with_key(**facts)
    page = client.get(PAGE)
    assert sentence in words_of(page.content)
    line = LexborHTMLParser(page.content).css_first(".who .state")
    assert line.attributes["class"] == f"state {tone}"
    for address in ("/fr" + PAGE, "/teams/example-cert/", "/keys/", "/fr/keys/"):
        assert client.get(address).status_code == 200


def test_security_68_the_script_may_go_on_from_a_date_and_never_from_a_revocation(client, example_cert):
    def until(**facts: Any) -> tuple[str | None, str | None]:
        keyring.give(example_cert, keyring.made(**facts))
        publishing.publish(example_cert)
        told = LexborHTMLParser(client.get(PAGE).content).css_first(".who .state").attributes
        return told.get("data-until"), told.get("data-date")

    assert until() == ("2099-03-03", "3 March 2099")
    assert until(expires=None) == (None, None)
    assert until(expires=datetime(2025, 3, 4, tzinfo=UTC)) == ("2025-03-03", "3 March 2025")
    assert until(revocation=keyring.revoked()) == (None, None)
    assert until(subkeys=()) == (None, None)


def test_the_last_day_is_the_one_before_midnight():
    assert last_day(datetime(2028, 3, 3, 0, tzinfo=UTC)) == date(2028, 3, 2)
    assert last_day(datetime(2028, 3, 3, 0, 0, 1, tzinfo=UTC)) == date(2028, 3, 3)


def test_a_key_that_signs_only_is_sound_where_its_team_says_so(client, example_cert):
    keyring.give(example_cert, keyring.made(subkeys=()), purpose="signing")
    people.published(example_cert)
    text = said(client)
    assert "This key is valid until 3 March 2099" in text
    assert "Made to sign with, and not to encrypt to." in text
    assert "EXAMPLE-CERT to sign only" in text


def test_a_key_that_its_team_has_left_behind_says_so(client, example_cert):
    keyring.give(example_cert, purpose="former")
    people.published(example_cert)
    assert "The team no longer uses this key." in said(client)


def test_what_its_reader_met_on_the_way_is_said_where_it_is_about_the_key(client, with_key):
    with_key(notes=(problem("others", number=3), problem("checksum")), expires=None)
    told = said(client, part=".told")
    assert "Signatures by other keys were left out: 3." in told
    assert "This key never expires." in told
    assert "checksum" not in told


def test_the_validity_is_a_bar_with_a_mark_for_today(client, with_key):
    with_key()
    bar = LexborHTMLParser(client.get(PAGE).content).css_first("svg.validity")
    assert bar.css_first("desc").text() == "Made on 3 March 2024. This key is valid until 3 March 2099."
    assert [text.text() for text in bar.css("text")] == ["today", "3 March 2024", "3 March 2099"]
    assert "style" not in bar.attributes


def test_the_page_is_of_its_language(client, with_key):
    with_key(notes=(problem("encryption-soon", date="1 March 2028"),))
    page = said(client, "/fr" + PAGE)
    assert "3 mars 2099" in page
    assert "1 mars 2028" in page
    assert "March" not in page


def test_the_page_is_the_same_for_a_quarter_of_an_hour(client, with_key, monkeypatch):
    with_key(expires=datetime(2030, 5, 1, 12, 5, tzinfo=UTC))

    def at(hour: int, minute: int) -> bytes:
        monkeypatch.setattr(timezone, "now", lambda: datetime(2030, 5, 1, hour, minute, tzinfo=UTC))
        return client.get(PAGE).content

    assert at(12, 1) == at(12, 14)
    assert "This key ends on 1 May 2030" in words_of(at(12, 14))
    assert "This key expired on 1 May 2030" in words_of(at(12, 15))


# Whose it is --------------------------------------------------------------------------------------


def test_security_69_only_addresses_that_the_team_publishes_are_shown(client, example_cert):
    example_cert.contacts.create(kind="email", value="hidden@example-cert.example", public=False)
    ids = (
        keyring.user_id("cert@example-cert.example"),
        keyring.user_id("hidden@example-cert.example"),
        keyring.user_id("bob@private.example", "Bob"),
        UserId("Just a name", "Just a name"),
        UserId("Old <old@private.example>", "Old", "old@private.example", revoked=True),
        UserId("bob@private.example <cert@example-cert.example>", "bob@private.example", keyring.EMAIL),
    )
    keyring.give(example_cert, keyring.made(user_ids=ids))
    people.published(example_cert)
    assert "cert@example-cert.example" in said(client, part=".told")
    for address in (PAGE, "/fr" + PAGE, "/keys/", "/teams/example-cert/", "/"):
        page = client.get(address).content.decode()
        for secret in ("hidden@", "private.example", "Just a name", "Bob"):
            assert secret not in page


def test_security_69_of_user_ids_that_are_not_shown_there_is_a_number():
    """Whatever the door has let through."""
    ids = (
        keyring.user_id("bob@private.example", "Bob"),
        UserId("Just a name", "Just a name"),
        keyring.user_id(keyring.EMAIL),
        UserId("Old <old@private.example>", "Old", "old@private.example", revoked=True),
        UserId("bob@private.example <cert@example-cert.example>", "bob@private.example", keyring.EMAIL),
    )
    copy = PublishedKey(facts=keyring.made(user_ids=ids).as_dict())
    told = user_ids([copy, copy], {keyring.EMAIL})
    assert [(own.name, own.email) for own in told.shown] == [
        ("EXAMPLE-CERT", keyring.EMAIL),
        ("", keyring.EMAIL),
    ]
    assert told.hidden == 2


def test_security_69_a_key_that_names_none_of_the_team_s_addresses_is_not_matching(client, with_key):
    with_key("somebody@example.net")
    told = said(client, part=".told")
    assert "It does not name any address that a team publishes here." in told
    assert "1 user id names no published address and is not shown." in told
    assert "It does not name any of the team’s addresses." in said(client, "/teams/example-cert/")


def test_a_key_of_several_teams_names_them_all_with_the_addresses_of_each(client, with_key):
    emails = (keyring.EMAIL, "cert@beta.example")
    with_key(*emails)
    another("Beta", keyring.made(FINGERPRINT, *emails), purpose="former")
    assert certificate_of("beta") != certificate_of("example-cert")
    told = said(client, part=".told")
    assert "Beta no longer used EXAMPLE-CERT to write to the team, and to sign" in told
    assert keyring.EMAIL in told
    assert "cert@beta.example" in told


def test_a_revocation_that_one_team_knows_of_is_true_for_all(client, example_cert):
    keyring.give(example_cert, keyring.made(revocation=keyring.revoked()), "revoked copy")
    people.published(example_cert)
    another("Later", keyring.made())
    assert "This key was revoked on 5 April 2026" in said(client)
    assert "This key was revoked on 5 April 2026" in said(client, "/teams/later/", ".encrypt")
    both = armor.armored(certificate_of("later") + certificate_of("example-cert"))
    assert client.get(f"/keys/{FINGERPRINT}.asc").content.decode() == both


def test_the_page_leads_to_what_was_signed_with_the_key(client, with_key):
    with_key()
    revision = Listing.objects.get(slug="example-cert").revision
    for n in range(SIGNATURES + 1):
        publishing.sign(
            revision, fingerprint=FINGERPRINT, made_at=datetime(2026, 3, 3 + n, tzinfo=UTC), armor=f"{n}"
        )
    told = said(client, part=".told")
    assert "Revision 1 of EXAMPLE-CERT, signed on 23 March 2026" in told
    assert "signed on 3 March 2026" not in told
    assert "There are older ones" in told


def shape(html: bytes) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """The page's elements in order, each with its attributes; of those that carry words, the names."""
    spoken = {"href", "content", "data-copy", "title"}
    return [
        (node.tag, tuple((name, "" if name in spoken else value or "") for name, value in node.attributes.items()))
        for node in LexborHTMLParser(html).root.traverse(include_text=False)
    ]  # fmt: skip


def test_security_35_no_element_and_no_attribute_comes_from_what_a_key_says(client, example_cert):
    def shapes(words: str) -> list[Any]:
        ids = (UserId(f"{words} <{keyring.EMAIL}>", words, keyring.EMAIL), UserId(words, words))
        said_of = problem("others", number=words)
        hostile = keyring.made(
            user_ids=ids,
            curve=None,
            algorithm=words,
            bits=None,
            self_hash=words,
            notes=(said_of,),
            revocation=keyring.revoked(comment=words),
        )
        keyring.give(example_cert, hostile)
        publishing.publish(example_cert)
        Listing.objects.update(name=words)
        return [shape(client.get(address).content) for address in (PAGE, "/keys/", "/teams/example-cert/")]

    harmless = shapes("harmless")
    for words in SCRIPTS[::3]:
        assert shapes(words.replace("@", "")) == harmless, words


# What is not public -------------------------------------------------------------------------------


def everything(client) -> dict[str, bytes]:
    places = (PAGE, f"/keys/{FINGERPRINT}.asc", "/keys/", "/keys.asc", "/keys.gpg", "/teams/example-cert/")
    return {place: client.get(place).getvalue() for place in places}


def test_security_1_the_key_of_a_draft_is_as_absent_as_one_that_never_was(client, published):
    draft = people.example_cert("DRAFT-CERT", "draft-cert")
    keyring.give(draft, keyring.made(OTHER, "cert@draft-cert.example"))
    for place in ("/keys/{}/", "/keys/{}.asc", "/fr/keys/{}/"):
        theirs = client.get(place.format(OTHER))
        nobodys = client.get(place.format("BEEF" * 10))
        assert theirs.status_code == nobodys.status_code == 404
        assert theirs.content == nobodys.content
        assert dict(theirs.headers) == dict(nobodys.headers)


def test_security_2_and_3_a_draft_s_key_changes_no_count_and_stands_in_no_file(client, with_key):
    with_key()
    before = everything(client)
    draft = people.example_cert("DRAFT-CERT", "draft-cert")
    keyring.give(draft, keyring.made(OTHER, "cert@draft-cert.example", revocation=keyring.revoked()))
    keyring.give(draft, keyring.made(FINGERPRINT, revocation=keyring.revoked()))
    assert everything(client) == before


def test_security_5_a_key_that_waits_at_the_desk_changes_no_public_byte(client, with_key, example_cert):
    with_key()
    before = everything(client)
    keyring.give(example_cert, keyring.made(revocation=keyring.revoked()), "newer")
    keyring.give(example_cert, keyring.made(OTHER))
    assert everything(client) == before
    publishing.put_keys(example_cert)
    after = everything(client)
    assert all(after[place] != before[place] for place in before)
    assert client.get(f"/keys/{OTHER}/").status_code == 404  # the profile does not name it yet


def test_a_withdrawn_team_s_key_is_gone(client, with_key, example_cert):
    with_key()
    publishing.withdraw(example_cert, reason="Closed.")
    for place in (PAGE, f"/keys/{FINGERPRINT}.asc"):
        assert client.get(place).status_code == 404
    assert client.get("/keys.gpg").getvalue() == b""


# What it costs ------------------------------------------------------------------------------------


def test_a_key_s_page_and_file_cost_the_same_for_one_team_and_for_many(client, with_key):
    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    with_key()
    file = f"/keys/{FINGERPRINT}.asc"
    before = cost(PAGE), cost(file)
    for name in ("Anna", "Berta", "Cora"):
        team = another(name, keyring.made(FINGERPRINT, f"cert@{name.lower()}.example"))
        revision = Listing.objects.get(team=team).revision
        publishing.sign(
            revision, fingerprint=FINGERPRINT, made_at=datetime(2026, 3, 3, tzinfo=UTC), armor="x"
        )
    assert (cost(PAGE), cost(file)) == before == (4, 1)
