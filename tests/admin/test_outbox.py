"""The outbox as operators see it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from directory.models import AuditEntry, Mail
from tests import people

pytestmark = pytest.mark.django_db

LIST = "admin:directory_mail_changelist"


def mail(key: str, **state: object) -> Mail:
    made = Mail.objects.enqueue(
        key=key, to="to@example.org", subject=f"On {key}", body=f"The words of {key}."
    )
    Mail.objects.filter(pk=made.pk).update(**state)
    made.refresh_from_db()
    return made


@pytest.fixture
def mails(settings, bob):
    long_ago = timezone.now() - timedelta(hours=1)
    return {
        "waiting": mail("key-1"),
        "given-up": mail("key-2", attempts=settings.MAIL_ATTEMPTS, last_error="550 no such user"),
        "in-doubt": mail("key-3", taken_at=long_ago, attempts=1),
        "sent": mail("key-4", sent_at=long_ago, taken_at=long_ago, attempts=1),
    }


@pytest.fixture
def operator(client, bob):
    people.sign_in(client, bob)
    return client


def page_of(mail: Mail) -> str:
    return reverse("admin:directory_mail_change", args=[mail.pk])


@pytest.mark.parametrize("state", ["waiting", "given-up", "in-doubt", "sent"])
def test_each_mail_stands_under_its_state(operator, mails, state):
    page = operator.get(reverse(LIST), {"state": state}).content.decode()
    assert [name for name, one in mails.items() if one.subject in page] == [state]


def test_the_list_opens_where_somebody_is_needed(operator, mails):
    assert "550 no such user" in operator.get(reverse(LIST)).content.decode()
    assert "550 no such user" in operator.get(reverse(LIST), {"state": "nonsense"}).content.decode()


def test_an_empty_outbox_says_so(operator, db):
    assert "No mail waits." in operator.get(reverse(LIST)).content.decode()


@pytest.mark.parametrize(("state", "action"), [("given-up", "again"), ("in-doubt", "put-back")])
def test_a_mail_is_tried_again_and_that_is_written_down(operator, mails, state, action):
    one = mails[state]
    assert f'value="{action}"' in operator.get(page_of(one)).content.decode()
    operator.post(page_of(one), {"action": action})
    assert one in Mail.objects.due(timezone.now())
    (entry,) = AuditEntry.objects.with_content()
    assert (entry.act, entry.content.by) == ("settings", "bob")
    assert str(one.pk) in entry.content.told
    assert one.to not in entry.content.told


@pytest.mark.parametrize(
    ("state", "action"),
    [
        ("sent", "again"),
        ("sent", "put-back"),
        ("waiting", "again"),
        ("in-doubt", "again"),
        ("given-up", "nonsense"),
    ],
)
def test_a_mail_in_another_state_stays_as_it_is(operator, mails, state, action):
    one = mails[state]
    response = operator.post(page_of(one), {"action": action}, follow=True)
    assert "in another state" in response.content.decode()
    again = Mail.objects.get(pk=one.pk)
    assert (again.sent_at, again.taken_at, again.attempts) == (one.sent_at, one.taken_at, one.attempts)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("key", "is_shown"), [("key-60:x", True), ("proposal-1", True), ("account:1", False), ("proof:1", False)]
)
def test_the_words_of_a_mail_that_may_hold_a_link_are_for_its_recipient_alone(operator, key, is_shown):
    one = mail(key)
    assert ("The words of" in operator.get(page_of(one)).content.decode()) is is_shown


@pytest.mark.parametrize("who", ["alice", "dora"])
def test_the_outbox_is_for_operators_alone(client, mails, example_cert, alice, dora, request, who):
    people.maintained_by(alice, example_cert)
    people.sign_in(client, request.getfixturevalue(who))
    for address in (reverse(LIST), page_of(mails["given-up"])):
        assert client.get(address).status_code == 403
        assert client.post(address, {"action": "again"}).status_code == 403
    assert not Mail.objects.due(timezone.now()).filter(pk=mails["given-up"].pk).exists()
