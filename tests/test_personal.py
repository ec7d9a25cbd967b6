"""A person is told all that is kept about them, and is erased wherever they stand, without a break in any chain."""

import io
import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from directory import auditing, personal, publishing
from directory.acting import Actor, acting
from directory.models import (
    AuditContent,
    AuditEntry,
    Invitation,
    Mail,
    Notice,
    Proposal,
    Registration,
    Team,
    User,
)
from directory.personal.person import MASK
from tests import keyring, people
from tests.reading import words_of

pytestmark = pytest.mark.django_db

NAME, EMAIL = "Quibberina Zontag", "quibberina@example.net"


def run(*arguments: str, **options: object) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


def by(user: User):
    return acting(Actor(user.get_username(), user.pk, "192.0.2.77"))


# What is kept about somebody


@pytest.fixture
def lives(example_cert, alice, bob, charlie):
    """Alice and Charlie, each with something of everything; what is Charlie's must not stand with Alice's."""
    for user, words in ((alice, "Alicish"), (charlie, "Charlish")):
        people.with_second_factor(user)
        team = Team.objects.create(name=f"{words} Team", slug=words.lower())
        role = team.maintainers.create(user=user)
        role.proofs.create(kind="word", by="bob", evidence=f"{words} evidence")
        Invitation.objects.create(
            team=team, email=user.email, token_sha256=words, invited_by=bob, expires_at=timezone.now()
        )
        Registration.objects.create(user=user, name=f"{words} wish", message=f"{words} message")
        Proposal.objects.create(team=team, digest="x", asked_by=user, comment=f"{words} comment")
        team.sources.create(name=f"{words}.txt", format="text", content=b"x", sha256=words, imported_by=user)
        Mail.objects.enqueue(
            key=f"account:{words}", to=user.email, subject=f"{words} mail", body="https://link"
        )
        team.members.create(name=f"{words} Member", email=user.email)
        with by(user), auditing.change(team, auditing.Act.EDITED, f"{words} edit"):
            team.members.create(name="Third Person")
    with by(alice):
        auditing.write(auditing.Act.ROLE, "Invited charlie@example.com.")
        auditing.write(auditing.Act.ACCOUNT, "Took away the lost second factors of charlie.")
    return alice


def test_security_99_a_person_is_told_everything_that_is_kept_about_them(lives):
    told = json.loads(run("export_person", "ALICE@example.com"))
    assert told["schema"] == "person/1"
    assert told["account"]["username"] == "alice"
    assert told["addresses"] == [{"email": "alice@example.com", "verified": True, "primary": True}]
    assert [factor["kind"] for factor in told["second_factors"]] == ["an authenticator app"]
    for part in ("teams", "members", "invitations", "requests", "proposals", "imports", "mails"):
        assert len(told[part]) == 1, part
        assert "Alicish" in json.dumps(told[part]), part
    assert [entry["act"] for entry in told["audit"]] == ["Edited", "roles changed", "account changed"]
    assert told["audit"][0]["changed"] == ["members"]
    assert told["audit"][0]["from"] == "192.0.2.77"


def test_security_99_nothing_of_anybody_else_is_told(lives):
    told = run("export_person", "alice@example.com")
    for word in ("Charlish", "charlie", "bob", "Third Person", "https://link", "secret"):
        assert word not in told, word


def test_security_99_an_address_that_is_not_confirmed_tells_nothing_of_whose_it_is(lives, charlie):
    EmailAddress.objects.create(user=lives, email="third@example.com", verified=False)
    Mail.objects.enqueue(key="key-1", to="third@example.com", subject="Charlish too", body="x")
    assert "Charlish" not in run("export_person", "alice@example.com")


def test_security_99_the_page_shows_each_person_their_own(client, lives, charlie):
    for user, own, foreign in ((lives, "Alicish", "Charlish"), (charlie, "Charlish", "Alicish")):
        people.sign_in(client, user)
        page = words_of(client.get(reverse("admin:mine")).content, "#content")
        assert own in page
        assert foreign not in page
        assert "Third Person" not in page
        response = client.get(reverse("admin:mine_file"))
        assert response["Content-Disposition"] == 'attachment; filename="kept-about-you.json"'
        assert response.json()["account"]["username"] == user.username


def test_security_99_nobody_without_a_place_at_the_desk_gets_there(client, charlie):
    people.sign_in(client, charlie)
    assert client.get(reverse("admin:mine")).status_code in {302, 403}


def test_an_account_that_is_none_is_a_sentence(db):
    with pytest.raises(CommandError, match="Nobody has an account"):
        run("export_person", "nobody@example.com")


# Erasing


@pytest.fixture
def everywhere(example_cert, alice, bob):
    """A person with an account, who stands in drafts, files, mails, two old revisions, notices and the trail."""
    user = people.person("quibberina")
    user.email = EMAIL
    user.save()
    user.emailaddress_set.update(email=EMAIL)
    team = people.maintained_by(user, example_cert)
    people.maintained_by(alice, team)
    with by(user), auditing.change(team, auditing.Act.EDITED):
        people.write(team, "3.1", f"Ask for {NAME.upper()} at once.")
        team.contacts.create(kind="email", value=EMAIL, position=5)
        team.contacts.create(kind="fax", value="+48221234568", note=f"For {NAME}", position=6)
        team.members.create(name=NAME, role="representative")
        team.address = [*team.address, f"c/o {NAME}"]
        team.save()
    people.published(team)
    team.sources.create(name="old.txt", format="text", content=f"By {NAME}".encode(), sha256="a")
    team.sources.create(name="other.txt", format="text", content=b"By others", sha256="b")
    with by(alice), auditing.change(team, auditing.Act.EDITED, "Put right."):
        team.contacts.filter(value=EMAIL).delete()
        people.write(team, "3.1", "Ask for somebody.")
    people.published(team, author="quibberina")
    Mail.objects.enqueue(key="key-60:x", to=EMAIL, subject="To them", body="Hello")
    Mail.objects.enqueue(key="key-60:y", to="other@example.org", subject="On a key", body=f"Says {NAME}.")
    Invitation.objects.create(email=EMAIL, token_sha256="t", expires_at=timezone.now())
    Proposal.objects.create(team=team, digest="x", state="declined", asked_by=user, answer=f"Not so, {NAME}.")
    return user


def in_the_database(*words: str) -> dict[str, str]:
    """Where a word stands in any table, as the database itself has it: {table: the first row with it}."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                cells = [
                    bytes(cell).decode("utf-8", "replace")
                    if isinstance(cell, bytes | memoryview)
                    else str(cell)
                    for cell in row
                ]
                told = " ".join(cells).lower()
                if any(word.lower() in told for word in words):
                    found.setdefault(table, told[:300])
    return found


def test_security_98_without_yes_it_lists_where_and_changes_nothing(everywhere):
    before = in_the_database("zontag", "quibberina")
    said = run("erase_person", EMAIL, words=[NAME])
    assert in_the_database("zontag", "quibberina") == before
    for place in (
        "The account quibberina",
        "A mail to them, “To them”",
        "to somebody else",
        "An invitation of",
        "A team member in EXAMPLE-CERT's draft",
        "A contact in EXAMPLE-CERT's draft",
        "The fields of EXAMPLE-CERT's draft",
        "A file imported into EXAMPLE-CERT",
        "What was said when EXAMPLE-CERT asked for review",
        "Revision 1 of EXAMPLE-CERT",
        "Revision 2 of EXAMPLE-CERT",
        "Nothing was changed.",
    ):
        assert place in said, place


def test_security_98_an_erased_person_stands_nowhere_and_the_chains_still_verify(
    client, everywhere, example_cert
):
    # The current revision still names them in its address: that is told, and nothing public is changed by it.
    first = run("erase_person", EMAIL, words=[NAME], yes=True)
    assert "Revision 2 of EXAMPLE-CERT, published on" in first.partition("Left for you to do:")[2]
    assert not User.objects.filter(username="quibberina").exists()
    assert client.get("/teams/example-cert/revisions/1/").status_code == 410
    example_cert.refresh_from_db()
    assert people.published(example_cert)
    run("erase_person", EMAIL, words=[NAME], yes=True)
    left = run("erase_person", EMAIL, words=[NAME])
    assert "Revision" not in left
    assert "Entries of the audit trail: 0" in left
    assert in_the_database("zontag", EMAIL) == {}
    assert list(publishing.verify()) == []
    assert list(auditing.verify()) == []
    publishing.reindex()
    for address in (
        "/teams/example-cert/",
        "/teams/?q=zontag",
        "/teams.json",
        "/teams/example-cert/compare/",
    ):
        page = client.get(address).getvalue().decode().lower()
        assert "quibberina" not in page
    assert MASK in example_cert.address[-1]


def test_security_98_what_is_not_theirs_stays(everywhere, example_cert):
    contacts = example_cert.contacts.count()
    run("erase_person", EMAIL, words=[NAME], yes=True)
    assert example_cert.contacts.count() == contacts
    assert example_cert.contacts.get(kind="fax").note == f"For {MASK}"
    assert example_cert.sources.get().name == "other.txt"
    assert [str(m) for m in example_cert.maintainers.all()] == ["alice"]
    assert Mail.objects.get().body == f"Says {MASK}."
    assert Proposal.objects.get().answer == f"Not so, {MASK}."


def test_security_98_what_is_of_an_address_that_was_only_claimed_stays(lives, charlie, example_cert):
    EmailAddress.objects.create(user=charlie, email="third@example.com", verified=False)
    example_cert.members.create(name="Somebody Else", email="third@example.com")
    run("erase_person", "charlie@example.com", "--yes")
    assert not User.objects.filter(username="charlie").exists()
    assert example_cert.members.filter(email="third@example.com").exists()


def test_security_98_the_trail_says_that_something_was_erased_and_of_which_entries(everywhere):
    theirs = set(AuditEntry.objects.by(everywhere.pk).values_list("cursor", flat=True))
    assert theirs
    run("erase_person", EMAIL, words=[NAME], yes=True)
    (erasure,) = AuditContent.objects.filter(entry__act="erased")
    assert theirs <= set(erasure.changes[0]["before"])
    assert NAME not in erasure.told
    assert not AuditContent.objects.filter(entry__cursor__in=theirs).exists()
    assert AuditEntry.objects.filter(cursor__in=theirs).count() == len(theirs)


def test_security_98_an_erasure_that_is_erased_itself_leaves_no_gap(everywhere, bob):
    with by(bob):
        run("erase_person", EMAIL, words=[NAME], yes=True)
    assert AuditEntry.objects.by(bob.pk).of_act("erased").count() == 1
    people.person("erin", is_superuser=True)
    run("erase_person", bob.email, yes=True)
    assert AuditEntry.objects.by(bob.pk).count() == 0
    assert list(auditing.verify()) == []


def test_security_98_a_key_and_a_withdrawal_are_redacted_once_they_are_shown_no_more(example_cert):
    own = (keyring.user_id("cert@example-cert.example", NAME),)
    keyring.give(example_cert, keyring.made(user_ids=own))
    people.published(example_cert)
    publishing.withdraw(example_cert, reason=f"{NAME} has left.")
    shown = run("erase_person", words=[NAME])
    assert "The team's page shows it" in shown
    example_cert.keys.all().delete()
    people.write(example_cert, "3.1", "Again.")
    people.published(example_cert)
    run("erase_person", words=[NAME], yes=True)
    assert "zontag" not in str(in_the_database("zontag"))
    assert Notice.objects.filter(kind="redacted").exists()
    assert list(publishing.verify()) == []
    publishing.reindex()


def test_security_98_older_notices_are_redacted_and_the_newest_is_told(everywhere, example_cert):
    for _ in range(2):
        publishing.confirm(example_cert, means=f"by {NAME}", by="quibberina")
    run("erase_person", EMAIL, words=[NAME], yes=True)
    older, newest = Notice.objects.of_kind("confirmed").order_by("cursor")
    assert (hasattr(older, "content"), hasattr(newest, "content")) == (False, True)
    publishing.confirm(example_cert, means="by the team, at the desk")
    run("erase_person", EMAIL, words=[NAME], yes=True)
    assert Notice.objects.of_kind("confirmed").told().count() == 1
    assert list(publishing.verify()) == []


@pytest.mark.parametrize("kind", ["renamed", "signed", "membership"])
def test_a_notice_of_another_kind_is_not_redacted(published, kind):
    publishing.confirm(published.team, means="x")
    notice = Notice.objects.get()
    notice.kind = kind
    with pytest.raises(ValueError, match="is not redacted"):
        publishing.redact_notices([notice])


def test_security_98_a_revision_that_names_them_as_its_author_alone_says_so(example_cert):
    user = people.person("quibberina")
    people.published(example_cert, author="quibberina")
    assert "as its author and nowhere else" in run("erase_person", user.email)


def test_security_98_sessions_end_with_the_account(client, everywhere, bob):
    people.sign_in(client, everywhere)
    assert client.get(reverse("admin:index")).status_code == 200
    run("erase_person", EMAIL, yes=True)
    assert client.get(reverse("admin:index")).status_code == 302
    assert in_the_database(EMAIL).keys() & {"django_session", "account_emailaddress"} == set()


def test_the_only_operator_is_not_erased(bob):
    said = run("erase_person", bob.email, yes=True)
    assert "make another operator first" in said
    assert User.objects.filter(pk=bob.pk).exists()


def test_all_is_erased_or_nothing(everywhere, monkeypatch):
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("The disk is full.")

    monkeypatch.setattr(auditing, "erase", broken)
    before = in_the_database("zontag", "quibberina")
    with pytest.raises(RuntimeError):
        run("erase_person", EMAIL, words=[NAME], yes=True)
    assert in_the_database("zontag", "quibberina") == before


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        (["Ana Lee"], "Ask ANA\n  LEE.", True),
        (["Ana Lee"], "Hana Leech", False),
        (["Zoë Ångström"], "Zoe\u0308 A\u030angström", True),
        (["王伟"], "请找王伟处理", True),
        (["a.b"], "acb", False),
    ],
)
def test_a_name_is_found_whole_however_it_is_written(words, text, found):
    assert personal.person(words=words).is_in({"deep": [text]}) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<JANE@example.org>", True),
        ("Write to jane@example.org.", True),
        ("mary.jane@example.org", False),
        ("jane@example.org.uk", False),
    ],
)
def test_an_address_is_found_whole(db, text, found):
    assert personal.person("jane@example.org").is_in(text) is found


@pytest.mark.parametrize("given", [{}, {"words": ["  "]}, {"words": ["Li"]}])
def test_what_names_nobody_is_refused_with_a_sentence(db, given):
    with pytest.raises(CommandError):
        run("erase_person", **given)


# Addresses


def test_security_100_network_addresses_are_forgotten_in_time_and_the_chain_verifies(settings, db):
    settings.AUDIT_ADDRESS_DAYS = 90
    now = timezone.now()
    for days in (89, 91, 400):
        auditing.write(
            auditing.Act.LOGIN, who=Actor("alice", 1, f"192.0.2.{days % 250}"), at=now - timedelta(days=days)
        )
    assert "forgotten: 2." in run("forget_addresses")
    kept = AuditContent.objects.order_by("pk").values_list("address", flat=True)
    assert list(kept) == ["192.0.2.89", "", ""]
    assert list(auditing.verify()) == []
    assert "forgotten: 0." in run("forget_addresses")


def test_security_100_the_privacy_page_says_how_long_addresses_are_kept(client, settings, db):
    settings.AUDIT_ADDRESS_DAYS = 33
    assert "33 days" in client.get("/privacy/").content.decode()
    assert "33 jours" in client.get("/fr/privacy/").content.decode()
