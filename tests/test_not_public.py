"""What a team does not publish stands nowhere in public, and no log keeps what nobody may know."""

import io
import logging
import zipfile

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from pypdf import PdfReader

from directory import key_watch, publishing
from directory.logs import TOKENS, WithoutQuestions
from directory.models import Listing, Mail, Revision
from directory.whois.answering import answer
from tests import people
from tests.reading import page_of, text_of
from tests.views.test_reading_room import public_addresses

pytestmark = pytest.mark.django_db

HIDDEN_MAIL, HIDDEN_PHONE, HIDDEN_NOTE = "duty@hidden.example", "+48229998877", "Ask for Quxenia"
MEMBER, MEMBER_MAIL = "Quibberina Zontag", "quibberina@hidden.example"
HIDDEN = ("hidden.example", "9998877", "999 88 77", "Quxenia", "Quibberina", "Zontag")


@pytest.fixture
def team(example_cert):
    """Public, with contacts that are given on request and a member whom it does not show."""
    for kind, value in (("email", HIDDEN_MAIL), ("mobile", HIDDEN_PHONE)):
        example_cert.contacts.create(kind=kind, value=value, note=HIDDEN_NOTE, public=False, position=9)
    example_cert.members.create(
        name=MEMBER, role="team representative", email=MEMBER_MAIL, phone=HIDDEN_PHONE
    )
    people.published(example_cert)
    people.write(example_cert, "3.1", "A second mission.")
    people.published(example_cert)
    return example_cert


def read(client, address: str) -> str:
    """All text in a file, with what stands around it: headers, a PDF's metadata, a DOCX's parts."""
    response = client.get(address)
    body = response.getvalue()
    found = [str(response.headers), body.decode("utf-8", "replace")]
    if body.startswith(b"%PDF"):
        pdf = PdfReader(io.BytesIO(body))
        found += [*(page.extract_text() for page in pdf.pages), str(pdf.metadata), str(pdf.xmp_metadata)]
    if body.startswith(b"PK"):
        archive = zipfile.ZipFile(io.BytesIO(body))
        found += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    return "\n".join(found)


def test_security_97_what_is_not_public_stands_on_no_public_page_and_in_no_file(client, team):
    for address in public_addresses(number=2):
        told = read(client, address)
        assert [word for word in HIDDEN if word in told] == [], address


@pytest.mark.parametrize("suffix", ["pdf", "docx"])
def test_security_97_what_is_not_public_stands_in_no_costly_file(client, team, suffix):
    told = read(client, reverse("document_file", args=["example-cert", suffix]))
    assert "EXAMPLE-CERT" in told
    assert [word for word in HIDDEN if word in told] == []


@pytest.mark.parametrize(
    "asked", [HIDDEN_MAIL, "hidden.example", HIDDEN_PHONE, "Quxenia", "Quibberina", MEMBER_MAIL]
)
def test_security_97_nothing_finds_a_team_by_what_is_not_public(client, team, asked):
    found = [
        client.get(reverse("team_list"), {"q": asked}),
        client.get(reverse("lookup"), {"q": asked}),
        client.get(reverse("api_lookup"), {"q": asked}),
        client.get(reverse("team_suggestions"), {"q": asked}, headers={"HX-Request": "true"}),
        client.get(reverse("teams_file", args=["json"]), {"q": asked}),
    ]
    assert [
        response.request["PATH_INFO"] for response in found if b"EXAMPLE-CERT" in response.getvalue()
    ] == []
    assert "EXAMPLE-CERT" not in answer(asked)


def test_security_97_what_is_not_public_stands_in_no_row_that_the_public_side_reads(team):
    for revision in Revision.objects.of(team.pk).with_content():
        content = revision.content
        told = f"{content.document}{content.profile}{bytes(content.text).decode()}{content.comment}"
        assert [word for word in HIDDEN if word in told] == []
    listing = Listing.objects.get(pk=team.pk)
    assert [word for word in HIDDEN if word in f"{listing.card}{listing.facets}{listing.standing}"] == []


def test_security_97_the_words_available_on_request_stay(client, team):
    page = text_of(client)
    assert "Available on request" in page
    assert "Another is available on request" in page


def test_security_97_mails_to_others_go_to_published_addresses_and_name_no_other(team, alice):
    people.maintained_by(alice, team)
    listing = Listing.objects.get(pk=team.pk)
    assert key_watch.recipients(listing) == ["cert@example-cert.example", "alice@example.com"]
    assert not Mail.objects.filter(body__icontains="hidden.example").exists()


def test_a_member_whom_the_team_shows_stands_on_its_page_and_in_its_profile(client, team):
    assert "members" not in Revision.objects.of(team.pk).first().content.profile
    team.members.update(public=True)
    people.published(team)
    page = page_of(client)
    assert MEMBER in page
    assert f'href="mailto:{MEMBER_MAIL}"' in page
    assert 'href="tel:+48229998877"' in page
    assert Revision.objects.of(team.pk).first().content.profile["members"] == [
        {"name": MEMBER, "role": "team representative", "email": MEMBER_MAIL, "phone": HIDDEN_PHONE}
    ]
    changed = text_of(client, "example-cert/compare", "main")
    assert MEMBER in changed


def test_a_team_that_shows_no_member_has_nothing_new_to_publish(team):
    team.members.create(name="Another")
    assert publishing.publish(team) is None


# Logs


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.DEBUG)
    for noisy in ("weasyprint", "fontTools", "asyncio"):
        caplog.set_level(logging.WARNING, logger=noisy)
    without_questions = WithoutQuestions()  # as the site's own handler has it
    caplog.handler.addFilter(without_questions)
    yield caplog
    caplog.handler.removeFilter(without_questions)


PRIVATE = "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nbm90IGEga2V5IGJ1dCBzZWNyZXQ=\n-----END PGP PRIVATE KEY BLOCK-----"


def test_security_100_no_log_holds_a_password_a_token_a_session_or_a_hidden_number(client, team, alice, log):
    people.maintained_by(alice, team)
    wrong = "wrong horse battery"
    client.post(reverse("account_login"), {"login": alice.email, "password": wrong})
    client.post(reverse("account_login"), {"login": alice.email, "password": people.PASSWORD})
    client.post(reverse("account_reset_password"), {"email": alice.email})
    people.sign_in(client, alice)
    session = client.session.session_key
    here = [team.pk]
    client.get(reverse("admin:directory_team_change", args=here))
    client.post(reverse("admin:team_keys", args=here), {"action": "add", "text": PRIVATE})
    client.post(reverse("admin:publish_team", args=here), {"action": "publish", "comment": "x"})
    client.get(reverse("admin:directory_team_history", args=here))
    client.get(reverse("admin:mine_file"))
    for path in TOKENS:
        client.get(f"{path}{'t0ken' * 4}/")
    client.get(reverse("admin:team_keys", args=[999_999]))
    told = log.text + "".join(str(record.__dict__.get("exc_text") or "") for record in log.records)
    assert "Not Found" in told
    secrets = (people.PASSWORD, wrong, session, "bm90IGEga2V5", "t0kent0ken", "9998877", "hidden.example")
    assert [secret for secret in secrets if secret in told] == []


def test_security_100_an_error_is_logged_without_what_was_sent(client, team, alice, log, monkeypatch):
    people.maintained_by(alice, team)
    people.sign_in(client, alice)
    client.raise_request_exception = False

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("Broken.")

    monkeypatch.setattr("directory.keys.take_in", broken)
    sent = {"action": "add", "text": "Xylophonquartz", "fingerprint": "Quxenia"}
    assert client.post(reverse("admin:team_keys", args=[team.pk]), sent).status_code in {302, 500}
    assert [
        word for word in ("Xylophonquartz", "Quxenia", client.session.session_key) if word in log.text
    ] == []


def test_the_address_of_an_account_is_known_to_be_its_own(alice):
    """Or the login above would have shown nothing."""
    assert EmailAddress.objects.get(user=alice).verified
