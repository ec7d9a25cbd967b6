"""Signing at the desk: the bytes to sign, and the signature that comes back."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from directory.models import DocumentSignature, Notice
from tests import people
from tests.openpgp.rings import Ring
from tests.team_keys import published_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def revision(team_ring):
    return published_with(team_ring, "team")


@pytest.fixture
def page(revision) -> str:
    return reverse("admin:sign_team", args=[revision.team_id])


@pytest.fixture
def desk_client(client, bob):
    people.sign_in(client, bob)
    return client


def text_of(revision) -> bytes:
    return bytes(revision.content.text)


def upload(client, page: str, material: bytes, **fields) -> str:
    file = SimpleUploadedFile("rfc2350.txt.asc", material, "application/pgp-signature")
    return client.post(page, {"file": file, **fields}, follow=True).content.decode()


def test_the_page_leads_to_the_exact_bytes_and_says_how_they_are_signed(
    desk_client, page, revision, team_ring
):
    text = desk_client.get(page).content.decode()
    address, name = re.search(r'<a href="([^"]+rfc2350.txt)" download="([^"]+)"', text).groups()
    served = desk_client.get(address)
    assert served.content == text_of(revision)
    assert f'filename="{name}"' in served["Content-Disposition"]
    fingerprint = team_ring.fingerprints["team"]
    for shown in (revision.content.sha256, f"gpg --armor --local-user {fingerprint} --detach-sign {name}",
                  f"sq sign --signer {fingerprint} --signature-file {name}.asc {name}"):  # fmt: skip
        assert shown in text


def test_the_signature_is_verified_kept_and_public(desk_client, page, revision, team_ring: Ring):
    said = upload(desk_client, page, team_ring.sign("team", text_of(revision)))
    assert "Revision 1 is signed: the signature was made on" in said
    kept = DocumentSignature.objects.get()
    assert (kept.revision, kept.fingerprint) == (revision, team_ring.fingerprints["team"])
    assert Notice.objects.of(revision.team_id).of_kind("signed").get().content.by == "CSIRT Directory"
    assert "Signatures of revision 1" in desk_client.get(page).content.decode()


def test_the_same_signature_is_kept_once(desk_client, page, revision, team_ring: Ring):
    signature = team_ring.sign("team", text_of(revision))
    upload(desk_client, page, signature)
    assert "here already" in upload(desk_client, page, signature)
    assert DocumentSignature.objects.count() == 1


def test_a_pasted_clear_signed_text_is_taken(desk_client, page, revision, team_ring: Ring):
    signed = team_ring.sign("team", text_of(revision), "--clear-sign").decode()
    desk_client.post(page, {"text": signed.replace("\n", "\r\n")})
    assert DocumentSignature.objects.get().armor.startswith("-----BEGIN PGP SIGNED MESSAGE-----")


def test_what_is_wrong_is_a_sentence_and_nothing_is_kept(desk_client, page, revision, team_ring: Ring):
    text = text_of(revision)
    assert "which is none of the public keys" in upload(desk_client, page, team_ring.sign("charlie", text))
    assert "does not fit this text" in upload(desk_client, page, team_ring.sign("team", text + b"."))
    assert "CRLF" in upload(desk_client, page, team_ring.sign("team", text.replace(b"\n", b"\r\n")))
    assert "This is no signature" in upload(desk_client, page, b"I agree.")
    secret = team_ring.secret("team", "--armor")
    refused = upload(desk_client, page, secret)
    assert "revoke it" in refused
    assert secret.decode().split("\n")[3] not in refused
    assert not DocumentSignature.objects.exists()


def test_an_older_revision_can_be_signed_too(desk_client, page, revision, team_ring: Ring):
    people.write(revision.team, "3.1", "Again.")
    newer = people.published(revision.team)
    assert newer.content.sha256 in desk_client.get(page).content.decode()
    assert revision.content.sha256 in desk_client.get(page, {"revision": "1"}).content.decode()
    signature = team_ring.sign("team", text_of(revision))
    assert "does not fit this text" in upload(desk_client, page, signature)
    assert "Revision 1 is signed" in upload(desk_client, page, signature, revision="1")


@pytest.mark.parametrize("asked", ["7", "x", "-1", "²"])
def test_a_revision_that_is_none_is_not_found(desk_client, page, asked):
    assert desk_client.get(page, {"revision": asked}).status_code == 404
    assert desk_client.post(page, {"revision": asked, "text": "x"}).status_code == 404


def test_a_draft_has_nothing_to_sign(desk_client):
    address = reverse("admin:sign_team", args=[people.example_cert().pk])
    assert "nothing to sign yet" in desk_client.get(address).content.decode()
    assert desk_client.post(address, {"text": "x"}).status_code == 404


def test_a_team_without_a_key_that_signs_is_told_so(desk_client, published):
    text = desk_client.get(reverse("admin:sign_team", args=[published.team_id])).content.decode()
    assert "no public key that can sign" in text
    assert "gpg --armor" not in text


def test_security_49_nothing_is_kept_without_the_form_s_token(bob, page, revision, team_ring: Ring):
    strict = Client(enforce_csrf_checks=True)
    people.sign_in(strict, bob)
    signature = team_ring.sign("team", text_of(revision)).decode()
    assert strict.post(page, {"text": signature}).status_code == 403
    assert not DocumentSignature.objects.exists()


def test_who_may_not_edit_the_team_signs_nothing(client, alice, page, revision, team_ring: Ring):
    people.sign_in(client, people.elsewhere(alice))
    assert client.get(page).status_code == 403
    assert client.post(page, {"text": team_ring.sign("team", text_of(revision)).decode()}).status_code == 403
    assert not DocumentSignature.objects.exists()
