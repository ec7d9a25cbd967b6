"""Keys at the desk: what a maintainer sees of them, gives and takes away."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from directory import keys
from directory.admin import uploads
from directory.models import AuditEntry, Key
from tests import people
from tests.mischief import SCRIPTS
from tests.openpgp.rings import Ring
from tests.team_keys import ADDRESS, give

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return people.example_cert()


@pytest.fixture
def page(team) -> str:
    return reverse("admin:team_keys", args=[team.pk])


@pytest.fixture
def desk_client(client, bob):
    people.sign_in(client, bob)
    return client


def add(client, page: str, text: bytes | str = "", **fields) -> str:
    text = text.decode() if isinstance(text, bytes) else text
    return client.post(page, {"action": "add", "text": text, **fields}, follow=True).content.decode()


def file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("key.asc", content, "application/pgp-keys")


def test_a_pasted_key_is_checked_and_shown(desk_client, page, team, team_ring: Ring):
    text = add(desk_client, page, team_ring.public("team"))
    key = keys.certificate_of(team.keys.get()).key
    for shown in (key.groups, "was taken.", "Ed25519, version 4", "Valid; it ends on", "EXAMPLE-CERT &lt;cert@",
                  "Mail can be encrypted to it, and it can sign.", f"It names <bdi>{ADDRESS}</bdi>."):  # fmt: skip
        assert shown in text
    entry = AuditEntry.objects.get(act="keys")
    assert (entry.team, entry.content.by) == (team, "bob")
    assert [change["what"] for change in entry.content.changes] == ["keys"]


def test_a_file_is_taken_armored_or_binary(desk_client, page, team, team_ring: Ring):
    add(desk_client, page, file=file(team_ring.public("team")))
    add(desk_client, page, file=file(team_ring.public("signing", armored=False)))
    assert {row.fingerprint for row in team.keys.all()} == {
        team_ring.fingerprints[n] for n in ("team", "signing")
    }


def test_every_problem_is_a_sentence(desk_client, page, team_ring: Ring):
    text = add(desk_client, page, team_ring.public("old"))
    assert "This key expired on 31 December 2020." in text
    assert "It can neither sign nor be encrypted to." in text
    assert "Nothing can be encrypted to this key" in add(desk_client, page, team_ring.public("signing"))


def test_security_69_a_key_without_the_team_s_address_is_said_not_to_match(
    desk_client, page, team, team_ring: Ring
):
    team.contacts.create(kind="email", value="info@example-cert.example")
    assert "<strong>Not matching:</strong>" in add(desk_client, page, team_ring.public("charlie"))
    text = add(desk_client, page, team_ring.public("team"))
    assert f"It names <bdi>{ADDRESS}</bdi>." in text
    assert "It does not name <bdi>info@example-cert.example</bdi>." in text


def test_security_69_an_address_that_is_given_on_request_is_not_compared(
    desk_client, page, team, team_ring: Ring
):
    team.contacts.create(kind="email", value="secret@example-cert.example", public=False)
    assert "secret@" not in add(desk_client, page, team_ring.public("team"))


def test_security_66_a_private_key_is_refused_and_nowhere_kept_or_shown(
    desk_client, page, team, team_ring: Ring, caplog, settings
):
    secret = team_ring.secret("team", "--armor").decode()
    line = secret.split("\n")[3]
    both = team_ring.public("team").decode() + secret
    for fields in (
        {"text": secret},
        {"text": both},
        {"file": file(secret.encode())},
        {"file": file(team_ring.secret("team"))},
    ):
        answer = desk_client.post(page, {"action": "add", **fields})
        assert (answer.status_code, answer.url) == (302, page)
        assert line not in str(answer.headers) + str(answer.cookies) + str(dict(desk_client.session))
        text = desk_client.get(page).content.decode()
        assert "revoke it" in text
        assert line not in text
    assert not Key.objects.exists()
    assert not AuditEntry.objects.filter(act="keys").exists()
    assert line not in caplog.text


def test_security_66_an_error_of_ours_writes_nothing_of_it_into_the_log(
    desk_client, page, team_ring: Ring, monkeypatch, caplog
):
    desk_client.raise_request_exception = False
    monkeypatch.setattr(keys.taking, "openpgp", None)
    secret = team_ring.secret("team", "--armor").decode()
    answer = desk_client.post(page, {"action": "add", "text": secret})
    assert (answer.status_code, "AttributeError" in caplog.text) == (500, True)
    for place in (answer.content.decode(), caplog.text):
        assert secret.split("\n")[3] not in place


def test_security_66_an_upload_stays_in_memory(desk_client, page, monkeypatch):
    seen = []
    given = uploads.given
    monkeypatch.setattr(
        "directory.admin.keys.given", lambda request: seen.append(request.FILES["file"]) or given(request)
    )
    add(desk_client, page, file=file(b"x" * 5_000_000))
    assert [type(upload).__name__ for upload in seen] == ["InMemoryUploadedFile"]
    assert seen[0].size == 256 * 1024 + 1


def test_security_67_what_is_no_key_is_a_sentence_and_never_an_error(
    desk_client, page, team, team_ring: Ring
):
    assert "There is nothing in it" in add(desk_client, page)
    assert "give one of them" in add(desk_client, page, "x", file=file(b"x"))
    assert "This is no OpenPGP key" in add(
        desk_client, page, "My key is on the website.\x00\ud83d".encode("utf-8", "replace")
    )
    assert "This is a signature, not a key." in add(desk_client, page, team_ring.sign("team", b"x"))
    assert "larger than 256 KB" in add(desk_client, page, file=file(bytes(300_000)))
    assert not team.keys.exists()


def test_security_70_another_fingerprint_than_was_typed_is_refused(desk_client, page, team, team_ring: Ring):
    typed = team_ring.fingerprints["charlie"]
    assert "not the one whose fingerprint you typed" in add(
        desk_client, page, team_ring.public("team"), fingerprint=typed
    )
    assert "hexadecimal digits" in add(desk_client, page, team_ring.public("team"), fingerprint="АBCD")
    assert not team.keys.exists()


def test_a_newer_copy_says_what_changed(desk_client, page, renewed):
    before, after = renewed
    add(desk_client, page, before)
    assert "until now, it was to end on" in add(desk_client, page, after)


def test_a_sentence_says_when_it_is_public(desk_client, page, team, team_ring: Ring):
    assert "It will be public when the team is published." in add(desk_client, page, team_ring.public("team"))
    people.published(team)
    assert "Public, with its certificate." in desk_client.get(page).content.decode()
    assert "It will be public with the next revision." in add(desk_client, page, team_ring.public("signing"))
    assert "Not public yet" in desk_client.get(page).content.decode()


def test_a_purpose_is_chosen_and_a_key_removed(desk_client, page, team, team_ring: Ring):
    (row,) = give(team, team_ring, "team")
    desk_client.post(page, {"action": f"purpose:{row.pk}", "purpose": "signing"})
    assert team.keys.get().purpose == "signing"
    desk_client.post(page, {"action": f"purpose:{row.pk}", "purpose": "nonsense"})
    assert team.keys.get().purpose == "signing"
    desk_client.post(page, {"action": f"remove:{row.pk}"})
    assert not team.keys.exists()


def test_another_team_s_key_is_out_of_reach(desk_client, page, team_ring: Ring):
    (row,) = give(people.example_cert("Neighbour", "neighbour"), team_ring, "charlie")
    for action in (f"remove:{row.pk}", f"purpose:{row.pk}", "remove:x", "remove:"):
        assert desk_client.post(page, {"action": action, "purpose": "former"}).status_code == 404
    assert Key.objects.get().purpose == "team"


def test_an_action_that_is_none_changes_nothing(desk_client, page):
    for action in ("", "nonsense", "printed:7", "printed:x"):
        assert desk_client.post(page, {"action": action}, follow=True).status_code == 200


def test_what_the_document_says_otherwise_is_told_and_its_block_can_be_taken(
    desk_client, page, team, team_ring: Ring
):
    people.write(
        team, "2.8", f"Fingerprint: {team_ring.fingerprints['team']}\n\n{team_ring.public('team').decode()}"
    )
    text = desk_client.get(page).content.decode()
    assert "What the document says otherwise" in text
    assert "Take the key block 1 of section 2.8" in text
    desk_client.post(page, {"action": "printed:0"})
    assert team.keys.get().facts
    assert "What the document says otherwise" not in desk_client.get(page).content.decode()


def test_the_web_key_directory_is_offered_where_the_operator_allows_it(
    desk_client, page, team, team_ring: Ring, settings, monkeypatch
):
    asked = []
    monkeypatch.setattr(keys.taking, "fetch", lambda email: asked.append(email) or team_ring.public("team"))
    assert "Web Key Directory" not in desk_client.get(page).content.decode()
    settings.WKD_FETCH = True
    assert f"<option>{ADDRESS}</option>" in desk_client.get(page).content.decode()
    refused = desk_client.post(page, {"action": "fetch", "email": "charlie@example.net"}, follow=True)
    assert "none of the team" in refused.content.decode()
    desk_client.post(page, {"action": "fetch", "email": ADDRESS})
    assert (asked, team.keys.get().fingerprint) == ([ADDRESS], team_ring.fingerprints["team"])


def test_another_host_is_asked_before_anything_is_held_that_others_wait_for(
    desk_client, page, team, team_ring: Ring, settings, monkeypatch
):
    """SQLite has one writer at a time: a host that answers slowly would hold up the whole site."""
    settings.WKD_FETCH = True
    held = len(connection.savepoint_ids)
    found = []
    monkeypatch.setattr(
        keys.taking,
        "fetch",
        lambda email: found.append(len(connection.savepoint_ids) - held) or team_ring.public("team"),
    )
    desk_client.post(page, {"action": "fetch", "email": ADDRESS})
    assert found == [0]


def test_security_77_fetching_is_refused_where_it_is_off(desk_client, page):
    answer = desk_client.post(page, {"action": "fetch", "email": ADDRESS}, follow=True)
    assert "switched off" in answer.content.decode()


def test_security_35_user_ids_are_text(desk_client, page, team, team_ring: Ring):
    (row,) = give(team, team_ring, "team")
    row.facts["user_ids"] = [
        {"text": script, "name": script, "email": "", "revoked": False} for script in SCRIPTS
    ]
    row.note = SCRIPTS[0]
    row.save()
    text = desk_client.get(page).content.decode()
    for script in SCRIPTS:
        if "<" in script and not script.startswith("<!"):
            assert script not in text


def test_security_49_nothing_is_taken_without_the_form_s_token(bob, page, team, team_ring: Ring):
    strict = Client(enforce_csrf_checks=True)
    people.sign_in(strict, bob)
    public = team_ring.public("team").decode()
    assert strict.post(page, {"action": "add", "text": public}).status_code == 403
    token = strict.get(page).context["csrf_token"]
    assert (
        strict.post(page, {"action": "add", "text": public, "csrfmiddlewaretoken": str(token)}).status_code
        == 302
    )
    assert team.keys.count() == 1


def test_who_may_not_edit_the_team_gives_no_keys(client, alice, page, team, team_ring: Ring):
    people.sign_in(client, people.elsewhere(alice))
    assert client.get(page).status_code == 403
    assert client.post(page, {"action": "add", "text": team_ring.public("team").decode()}).status_code == 403
    assert not team.keys.exists()


def test_the_team_s_page_leads_to_its_keys(desk_client, page, team):
    assert page in desk_client.get(reverse("admin:directory_team_change", args=[team.pk])).content.decode()
