"""Section 2.8 and the keys themselves must say the same."""

import pytest
from django.utils import timezone

from directory import desk, keys, openpgp
from directory.models import Team
from directory.openpgp.words import groups
from tests import people
from tests.openpgp.rings import Ring
from tests.team_keys import give

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return people.example_cert()


def said(team: Team, text: str | None = None) -> list[str]:
    if text is not None:
        people.write(team, "2.8", text)
    return keys.disagreements(desk.assemble(team), team.keys.all(), timezone.now())


def block(ring: Ring, name: str) -> str:
    return openpgp.read(ring.public(name)).armor


def test_a_section_that_is_made_from_the_fields_agrees(team, team_ring: Ring):
    give(team, team_ring, "team", "charlie")
    assert said(team) == []


def test_a_section_that_names_another_key_is_told(team, team_ring: Ring):
    give(team, team_ring, "team")
    fingerprint = team_ring.fingerprints["team"]
    assert said(team, f"Fingerprint: {people.FINGERPRINT}") == [
        f"Section 2.8 names the key {groups(people.FINGERPRINT)}, which is none of these.",
        f"Section 2.8 does not name the key {groups(fingerprint)}.",
    ]


def test_a_slip_of_the_pen_is_told_with_its_digits(team, team_ring: Ring):
    give(team, team_ring, "team")
    fingerprint = team_ring.fingerprints["team"]
    slip = fingerprint[:10] + ("0" if fingerprint[10] != "0" else "1") + fingerprint[11:]
    assert said(team, f"Fingerprint: {slip}")[0].endswith(
        f"It differs from {groups(fingerprint)} in 1 digit."
    )


def test_the_fingerprint_of_a_part_is_told(team, team_ring: Ring):
    (row,) = give(team, team_ring, "team")
    part = keys.certificate_of(row).key.subkeys[0].fingerprint
    assert "That is a part of the key" in " ".join(said(team, f"Fingerprint: {part}"))


def test_a_key_id_of_another_key_is_told(team, team_ring: Ring):
    give(team, team_ring, "team")
    fingerprint = team_ring.fingerprints["team"]
    assert said(team, f"Key ID: 0x{fingerprint[-16:]}") == []
    assert "can be forged" in said(team, f"Key ID: 0x{fingerprint[-8:]}")[0]
    assert "none of these keys'" in said(team, "Key ID: 0x0123456789ABCDEF")[0]
    both = f"Key ID: 0x0123456789ABCDEF\nFingerprint: {fingerprint}"
    assert f"whose own is {fingerprint[-16:]}" in said(team, both)[0]


def test_an_older_block_in_the_text_is_told(team, team_ring: Ring, renewed):
    before, after = (openpgp.read(material) for material in renewed)
    keys.take_in(team, renewed[1])
    fingerprint = f"Fingerprint: {before.key.fingerprint}\n\n"
    assert said(team, fingerprint + after.armor) == []
    (sentence,) = said(team, fingerprint + before.armor)
    assert "is of another day: there it ends on" in sentence


def test_a_block_beside_another_fingerprint_is_told(team, team_ring: Ring):
    give(team, team_ring, "team", "charlie")
    text = f"Fingerprint: {team_ring.fingerprints['team']}\n\n{block(team_ring, 'charlie')}"
    assert "but the key block beside it is of the key" in said(team, text)[0]


def test_a_block_that_is_expired_or_broken_is_told(team, team_ring: Ring):
    text = f"Fingerprint: {team_ring.fingerprints['old']}\n\n{block(team_ring, 'old')}"
    assert "is of no use: Expired on 31 December 2020." in " ".join(said(team, text))
    broken = "\n".join(block(team_ring, "team").split("\n")[:-4]) + "\n-----END PGP PUBLIC KEY BLOCK-----"
    assert "A key block in section 2.8 cannot be used" in " ".join(said(team, broken))


def test_a_key_that_is_not_to_be_used_any_more_is_told_unless_it_is_a_former_one(
    team, team_ring: Ring, revocation
):
    rows = give(team, team_ring, "old", "revoked")
    keys.take_in(team, revocation)
    sentences = said(team)
    assert [s for s in sentences if "Expired on 31 December 2020." in s]
    assert [s for s in sentences if "others may have its secret part" in s]
    for row in rows:
        row.refresh_from_db()
        keys.set_purpose(row, "former")
    assert said(team) == []
