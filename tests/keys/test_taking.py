"""A key comes to the desk: once, whole, checked, and said what became of it."""

import pytest

from directory import desk, keys, openpgp
from directory.models import Notice, PublishedKey, Team
from directory.openpgp import Refused
from tests import people
from tests.openpgp.rings import Ring

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return people.example_cert()


def refused(team: Team, material: bytes, **options: str) -> Refused:
    before = list(team.keys.values())
    with pytest.raises(Refused) as caught:
        keys.take_in(team, material, **options)
    assert list(team.keys.values()) == before
    return caught.value


def test_what_is_kept_is_the_minimal_certificate_and_what_it_tells(team, team_ring: Ring):
    keys.take_in(team, team_ring.public("team"))
    row = team.keys.get()
    fingerprint = team_ring.fingerprints["team"]
    assert (row.fingerprint, row.key_id, row.purpose) == (fingerprint, fingerprint[-16:], "team")
    assert row.facts == openpgp.read(team_ring.public("team")).key.as_dict()
    assert openpgp.read(bytes(row.certificate)).key.fingerprint == fingerprint
    assert row.expires_on == keys.certificate_of(row).key.ends.date()


def test_a_key_that_the_document_names_gets_its_certificate_in_the_same_row(team, team_ring: Ring):
    row = people.with_key(team, team_ring.fingerprints["team"]).keys.get()
    keys.take_in(team, team_ring.public("team", armored=False))
    assert [(r.pk, bool(r.facts)) for r in team.keys.all()] == [(row.pk, True)]


@pytest.mark.parametrize("digits", [16, 8])
def test_a_key_that_the_document_names_by_its_id_alone_gets_its_fingerprint(team, team_ring: Ring, digits):
    team.keys.create(key_id=team_ring.fingerprints["team"][-digits:])
    taken = keys.take_in(team, team_ring.public("team"))
    assert team.keys.get().fingerprint == team_ring.fingerprints["team"]
    assert "gave its key ID alone" in taken.said[0]


def test_a_key_id_in_the_text_is_no_second_truth_once_its_key_is_here(team, team_ring: Ring):
    fingerprint = team_ring.fingerprints["team"]
    people.write(team, "2.8", f"Key ID: 0x{fingerprint[-16:]}")
    desk.use_text(team, "keys")
    keys.take_in(team, team_ring.public("team"))
    assert desk.draft(team).conflicts == ()
    other = "8" if fingerprint[-16] == "9" else "9"
    people.write(team, "2.8", f"Key ID: 0x{other}{fingerprint[-15:]}")
    (conflict,) = desk.draft(team).conflicts
    assert conflict.message.endswith(f"the field says {fingerprint}.")


def test_using_the_text_keeps_the_certificate_of_the_key_that_it_names(team, team_ring: Ring):
    keys.take_in(team, team_ring.public("team"))
    people.write(team, "2.8", f"Fingerprint: {team_ring.fingerprints['team']}")
    desk.use_text(team, "keys")
    assert team.keys.get().facts


def test_it_is_public_at_once_where_the_profile_names_it(team, team_ring: Ring):
    people.published(people.with_key(team, team_ring.fingerprints["team"]))
    taken = keys.take_in(team, team_ring.public("team"), by="alice")
    assert taken.said[-1].startswith("It is public at once")
    assert PublishedKey.objects.get().fingerprint == team_ring.fingerprints["team"]
    assert Notice.objects.get().content.by == "alice"
    again = keys.take_in(team, team_ring.public("team"))
    assert again.said[1:] == ("Nothing in it is new.", "What is public of it stays as it is.")
    assert Notice.objects.count() == 1


def test_it_waits_where_the_profile_does_not_name_it(team, team_ring: Ring):
    assert (
        keys.take_in(team, team_ring.public("signing")).said[-1]
        == "It will be public when the team is published."
    )
    people.published(team)
    assert (
        keys.take_in(team, team_ring.public("team")).said[-1] == "It will be public with the next revision."
    )


def test_a_newer_copy_is_put_together_with_the_older_and_says_what_changed(team, renewed):
    before, after = renewed
    keys.take_in(team, before)
    first = team.keys.get().expires_on
    said = " ".join(keys.take_in(team, after).said)
    assert "was here already" in said
    assert "until now, it was to end on" in said
    assert "New user ids: EXAMPLE-CERT <info@example-cert.example>." in said
    assert team.keys.get().expires_on > first
    older = keys.take_in(team, before)
    assert "until now" not in " ".join(older.said)


def test_a_revocation_alone_revokes_the_key_that_it_belongs_to(team, team_ring: Ring, revocation):
    for name in ("team", "revoked"):
        keys.take_in(team, team_ring.public(name))
    assert (
        "It is revoked now: others may have its secret part (“stolen laptop”)."
        in keys.take_in(team, revocation).said
    )
    states = {row.fingerprint: bool(row.facts["revocation"]) for row in team.keys.all()}
    assert states == {team_ring.fingerprints["team"]: False, team_ring.fingerprints["revoked"]: True}
    keys.take_in(team, team_ring.public("revoked"))
    assert team.keys.get(fingerprint=team_ring.fingerprints["revoked"]).facts["revocation"]


def test_a_revocation_of_no_key_that_is_here_is_refused(team, team_ring: Ring, revocation):
    keys.take_in(team, team_ring.public("team"))
    assert refused(team, revocation).code == "signature"


def test_security_66_private_keys_are_refused_whatever_stands_around_them(team, team_ring: Ring):
    public, secret = team_ring.public("team"), team_ring.secret("team", "--armor")
    for material in (secret, public + secret, b"Dear Bob,\n\n" + secret, team_ring.secret("team"),
                     team_ring.public("charlie", armored=False) + team_ring.secret("team")):  # fmt: skip
        refusal = refused(team, material)
        assert (refusal.code, "revoke it" in refusal.sentence) == ("secret", True)


def test_security_67_one_certificate_is_taken_however_it_is_wrapped(team, team_ring: Ring):
    armored = team_ring.public("team").decode()
    without_checksum = "\n".join(line for line in armored.split("\n") if not line.startswith("="))
    for material in (
        armored.replace("\n", "\r\n"),
        f"<pre>{armored}</pre>",
        without_checksum,
        f"Hello.\n{armored}\nBye.",
    ):
        keys.take_in(team, material.encode())
    assert team.keys.count() == 1


def test_security_67_what_is_no_key_has_a_sentence_of_its_own(team, team_ring: Ring):
    public = team_ring.public("team", armored=False)
    materials = {
        "several": public + team_ring.public("charlie", armored=False),
        "truncated": public[:-20],
        "signature": team_ring.sign("team", b"x"),
        "ssh": b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMoO alice@example",
        "smime": b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
        "not-openpgp": b"My key is on the website.",
        "too-large": bytes(300_000),
    }
    refusals = {code: refused(team, material) for code, material in materials.items()}
    assert {code: refusal.code for code, refusal in refusals.items()} == {code: code for code in materials}
    assert len({refusal.sentence for refusal in refusals.values()}) == len(materials)


def test_security_70_a_typed_fingerprint_is_compared_on_its_digits(team, team_ring: Ring):
    fingerprint = team_ring.fingerprints["team"]
    fours = " ".join(fingerprint[n : n + 4] for n in range(0, 40, 4)).lower()
    for typed in (fingerprint, fours, f" 0x{fingerprint}", ":".join(fours.split()), " "):
        keys.take_in(team, team_ring.public("team"), typed=typed)
    assert team.keys.count() == 1


def test_security_70_one_other_digit_or_a_look_alike_is_refused(team, team_ring: Ring):
    fingerprint = team_ring.fingerprints["team"]
    public = team_ring.public("team")
    last = "0" if fingerprint[-1] != "0" else "1"
    assert refused(team, public, typed=fingerprint[:-1] + last).code == "other-fingerprint"
    look_alikes = str.maketrans("ABCEO0", "АВСЕОО")  # Cyrillic
    for typed in (
        fingerprint.translate(look_alikes),
        fingerprint[:-1],
        fingerprint[-16:],
        fingerprint.replace("0", "O") + "O",
    ):
        assert refused(team, public, typed=typed).code == "not-a-fingerprint"


def test_a_certificate_cannot_come_to_stand_under_another_fingerprint(team, team_ring: Ring):
    row = keys.take_in(team, team_ring.public("team")).row
    row.fingerprint = people.FINGERPRINT
    with pytest.raises(Exception, match="Another key is another row"):
        row.full_clean()


def test_the_purpose_is_one_of_three(team, team_ring: Ring):
    row = keys.take_in(team, team_ring.public("team")).row
    keys.set_purpose(row, "former")
    assert team.keys.get().purpose == "former"
    with pytest.raises(Refused):
        keys.set_purpose(row, "everything")


def test_what_is_removed_from_the_desk_stays_public_until_the_next_revision(team, team_ring: Ring):
    keys.take_in(team, team_ring.public("team"))
    people.published(team)
    assert keys.remove(team.keys.get()).endswith("It stays public until the next revision.")
    assert (team.keys.count(), PublishedKey.objects.count()) == (0, 1)
    people.published(team)
    assert not PublishedKey.objects.exists()


def test_security_69_of_a_key_s_addresses_only_those_that_the_team_publishes_become_public(
    team, team_ring: Ring, renewed
):
    keys.take_in(team, renewed[1])
    people.published(team)

    def public() -> set[str]:
        certificate = keys.certificate_of(PublishedKey.objects.get())
        read = openpgp.read(certificate.binary).key
        assert read.user_ids == certificate.key.user_ids
        return {own.email for own in read.user_ids}

    assert public() == {"cert@example-cert.example"}
    team.contacts.create(kind="email", value="info@example-cert.example")
    people.published(team)
    assert public() == {"cert@example-cert.example", "info@example-cert.example"}
    assert len(team.keys.get().facts["user_ids"]) == 2
