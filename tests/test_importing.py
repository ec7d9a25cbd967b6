"""Documents that come in signed: only what was signed is used, and who has signed it is said (SECURITY 71)."""

import io

import pytest
from django.core.management import call_command

from directory import importing, keys, openpgp, samples
from directory.models import Source, Team
from tests import people
from tests.mischief import SCRIPTS
from tests.openpgp.rings import Ring
from tests.team_keys import give

pytestmark = pytest.mark.django_db

TEXT = b"""RFC 2350 EXAMPLE-CERT

1. Document Information

1.1 Date of Last Update

Version 1.0, 2026-03-03.

2. Contact Information

2.1 Name of the Team

EXAMPLE-CERT

2.7 Electronic Mail Address

cert@example-cert.example

2.8 Public Keys and Encryption Information

Fingerprint: %s

3. Charter

3.1 Mission Statement

- We help Example Ltd. with incidents.
- From time to time, we rest.
"""


@pytest.fixture
def team(team_ring: Ring) -> Team:
    team = people.example_cert()
    give(team, team_ring, "team")
    return team


def text(ring: Ring, block: str = "") -> bytes:
    return TEXT.replace(b"%s", ring.fingerprints["team"].encode() + b"\n\n" + block.encode())


def block(ring: Ring, name: str) -> str:
    return openpgp.read(ring.public(name)).armor


def clear(ring: Ring, name: str = "team", block: str = "") -> bytes:
    return ring.sign(name, text(ring, block), "--clear-sign")


def read(data: bytes, team: Team | None = None) -> importing.Reading:
    return importing.read_document(data, "rfc2350.txt", team)


def severity(reading: importing.Reading) -> str:
    return next((p.severity for p in reading.document.problems if p.code == "signature"), "")


def test_the_team_s_own_signature_is_said_to_be_its_own(team, team_ring: Ring):
    found = read(clear(team_ring), team)
    assert found.signature.startswith("The signature was made on ")
    assert found.signature.endswith("a key of this team.")
    assert severity(found) == ""
    assert found.document.sections == read(text(team_ring)).document.sections


def test_security_71_text_around_and_in_the_headers_is_not_used(team, team_ring: Ring):
    signed = clear(team_ring)
    around = (
        b"2.7 Electronic Mail Address\n\nevil@before.example\n\n"
        + signed
        + b"\n7. Disclaimers\n\nWrite to evil@after.example.\n"
    )
    for data in (around, around.replace(b"\n", b"\r\n")):
        found = read(data, team)
        assert found.signature.endswith("a key of this team.")
        assert "evil" not in str(found.document.as_dict())
        assert found.document.team.emails == ("cert@example-cert.example",)
    headers = signed.replace(b"\nHash:", b"\nNote: evil@header.example\nHash:")
    assert headers != signed
    assert "not verified" in read(headers, team).signature


def test_security_71_a_signer_that_the_team_does_not_list_is_said_to_be_so(team, team_ring: Ring):
    named = read(clear(team_ring, "charlie"), team)
    assert "which the team does not list" in named.signature
    assert severity(named) == "warning"
    carried = read(clear(team_ring, "charlie", block(team_ring, "charlie")), team)
    assert carried.signature.endswith("a key that the team does not list.")
    assert severity(carried) == "warning"


def test_a_key_that_the_document_carries_proves_nothing_about_who_wrote_it(team_ring: Ring):
    found = read(clear(team_ring, block=block(team_ring, "team")))
    assert "a key that the document itself carries" in found.signature
    assert "says nothing about who wrote it" in found.signature
    assert severity(found) == "note"


def test_a_key_that_the_document_carries_is_the_team_s_where_the_team_lists_its_fingerprint(team_ring: Ring):
    team = people.with_key(people.example_cert(), team_ring.fingerprints["team"])
    found = read(clear(team_ring, block=block(team_ring, "team")), team)
    assert found.signature.endswith("a key of this team.")


def test_without_any_key_it_is_not_verified(team_ring: Ring):
    found = read(clear(team_ring))
    assert found.signature.startswith("The text is signed, but not verified: no key is known")
    assert found.document.team.name == "EXAMPLE-CERT"


def test_a_text_that_was_changed_after_it_was_signed_is_an_error(team, team_ring: Ring):
    found = read(clear(team_ring).replace(b"Example Ltd.", b"Evil Ltd."), team)
    assert "does not fit" in found.signature
    assert severity(found) == "error"


def test_a_damaged_armor_and_a_web_page_are_not_verified(team, team_ring: Ring):
    signed = clear(team_ring)
    for data in (
        signed.replace(b"-----END PGP SIGNATURE-----", b""),
        signed.replace(b"-----BEGIN PGP SIGNED", b"--- BEGIN PGP SIGNED"),
        signed + signed,
    ):
        assert "not verified" in read(data, team).signature
    html = b"<!doctype html><html><body><pre>" + signed + b"</pre></body></html>"
    assert "a web page" in importing.read_document(html, "a.html", team).signature


def test_a_document_without_a_signature_says_nothing_of_one(team_ring: Ring):
    assert read(text(team_ring)).signature == ""


def test_a_signed_document_in_markdown_stays_markdown(team, team_ring: Ring):
    markdown = b"# RFC 2350 EXAMPLE-CERT\n\n## 2.1 Name of the Team\n\nEXAMPLE-CERT\n\n## 3.1 Mission Statement\n\n- We help.\n"
    found = importing.read_document(team_ring.sign("team", markdown, "--clear-sign"), "rfc2350.md", team)
    assert found.signature.endswith("a key of this team.")
    assert (found.source.format, found.document.team.name) == ("markdown", "EXAMPLE-CERT")
    assert "- We help." in [s.text for s in found.document.sections]


def test_a_signed_document_replaces_the_draft_and_its_keys_keep_their_certificates(team, team_ring: Ring):
    imported = importing.bring_in(clear(team_ring), "rfc2350.txt", replace=team)
    assert imported.signature.endswith("a key of this team.")
    assert b"BEGIN PGP SIGNED MESSAGE" in bytes(Source.objects.get().content)
    assert [bool(row.facts) for row in team.keys.all()] == [True]
    assert keys.told(team, team.changed_at)[0].named == ("cert@example-cert.example",)


def test_the_command_says_who_has_signed(team, team_ring: Ring, tmp_path):
    path = tmp_path / "rfc2350.txt"
    for name, sentence in (("team", "a key of this team."), ("charlie", "which the team does not list.")):
        path.write_bytes(clear(team_ring, name))
        for options in (["--dry-run"], []):
            out = io.StringIO()
            call_command("import_rfc2350", str(path), "--replace", team.slug, *options, stdout=out)
            assert out.getvalue().count(sentence) == 1


def test_security_66_a_file_with_a_private_key_is_not_stored(team_ring: Ring):
    secret = team_ring.secret("team", "--armor").decode()
    data = text(team_ring, secret)
    importing.bring_in(data, "rfc2350.txt")
    source = Source.objects.get()
    assert (bytes(source.content), len(source.sha256)) == (b"", 64)
    line = secret.split("\n")[3]
    assert not any(line in section.text for section in source.team.sections.all())


def test_the_letters_of_the_samples_are_read_as_before():
    for path in samples.FOLDER.glob("*.txt"):
        assert importing.read_document(path.read_bytes(), path.name).document.team.name


def test_what_a_signature_says_of_its_maker_is_text(team):
    """A sentence names nothing but hexadecimal digits of what came in."""
    for script in SCRIPTS:
        data = f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: {script}\n\n{script}\n-----BEGIN PGP SIGNATURE-----\n\n{script}\n-----END PGP SIGNATURE-----\n"
        assert script not in read(data.encode("utf-8", "replace"), team).signature or len(script) < 12
