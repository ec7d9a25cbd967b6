"""The outbox: each mail goes out once, whatever the server says and whoever else sends."""

import io
import smtplib
from datetime import timedelta
from typing import ClassVar

import pytest
from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from directory.models import Mail

pytestmark = pytest.mark.django_db


class Server(BaseEmailBackend):
    """A mail server of a test: it takes what it is given, unless it is told to raise."""

    taken: ClassVar[list[str]] = []
    on_opening: ClassVar[Exception | None] = None
    on_sending: ClassVar[dict[str, BaseException]] = {}

    def open(self) -> bool:
        if self.on_opening:
            raise self.on_opening
        return True

    def send_messages(self, messages) -> int:
        for message in messages:
            (to,) = message.recipients()
            if to in self.on_sending:
                raise self.on_sending[to]
            self.taken.append(to)
        return len(messages)


@pytest.fixture
def server(settings, monkeypatch):
    settings.EMAIL_BACKEND = "tests.commands.test_send_mail.Server"
    for name, fresh in (("taken", []), ("on_opening", None), ("on_sending", {})):
        monkeypatch.setattr(Server, name, fresh)
    return Server


@pytest.fixture
def clock(monkeypatch):
    """Moves the time for the command."""

    class Clock:
        now = timezone.now() + timedelta(minutes=1)  # what a test puts in is due

        def later(self, **steps: float) -> None:
            self.now += timedelta(**steps)

    clock = Clock()
    monkeypatch.setattr("directory.management.commands.send_mail.timezone.now", lambda: clock.now)
    return clock


def enqueue(to: str = "cert@example.org", subject: str = "Hello", key: str = "") -> Mail:
    mail = Mail.objects.enqueue(key=key or to, to=to, subject=subject, body="Words.\n")
    assert mail is not None
    return mail


def send(*arguments: str) -> str:
    out = io.StringIO()
    call_command("send_mail", *arguments, stdout=out)
    return out.getvalue()


# The outbox


def test_the_same_thing_is_put_in_once():
    enqueue(key="key-60:A")
    assert Mail.objects.enqueue(key="key-60:A", to="cert@example.org", subject="Hello", body="") is None
    assert Mail.objects.count() == 1


@pytest.mark.parametrize(
    "to",
    ["a@example.org\r\nBcc: b@example.org", "a@example.org\n", "a@example.org,b@example.org", "Alice <a@example.org>",
     "a@example.org b@example.org", "", "a", "a@exam\u202eple.org"],
)  # fmt: skip
def test_security_44_a_mail_has_exactly_one_recipient(to):
    with pytest.raises(ValidationError):
        enqueue(to)
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    "subject", ["Hello\r\nBcc: b@example.org", "Hello\nBcc: b@example.org", "Hello\x0b\x0cBcc: b"]
)
def test_security_44_a_subject_is_one_line(subject, mailoutbox):
    enqueue(subject=subject)
    send()
    (sent,) = mailoutbox
    assert sent.to == ["cert@example.org"]
    assert (sent.cc, sent.bcc) == ([], [])
    assert "Bcc:" in sent.subject
    assert not set("\r\n\x0b\x0c") & set(sent.subject)
    assert [name.lower() for name in sent.message() if name.lower() in {"bcc", "cc"}] == []


# Sending


def test_what_waits_is_sent_once(mailoutbox):
    enqueue()
    assert "Sent: 1. Refused for now: 0. Waiting: 0." in send()
    assert "Sent: 0." in send()
    (sent,) = mailoutbox
    assert (sent.to, sent.subject, sent.body) == (["cert@example.org"], "Hello", "Words.\n")
    assert Mail.objects.get().sent_at


def test_no_more_are_sent_at_once_than_is_said(mailoutbox):
    for n in range(5):
        enqueue(f"{n}@example.org")
    assert "Sent: 3. Refused for now: 0. Waiting: 2." in send("--most", "3")
    assert "Sent: 2." in send()
    assert len(mailoutbox) == 5


def test_of_two_who_ask_for_the_same_mail_one_gets_it():
    enqueue()
    first, second = Mail.objects.get(), Mail.objects.get()
    now = timezone.now()
    assert [Mail.objects.all().take(mail, now) for mail in (first, second)] == [True, False]


def test_a_mail_that_another_process_takes_meanwhile_is_passed_over(server, monkeypatch):
    """As two timers would at the same moment: both have seen it, one of them takes it."""
    one = enqueue("a@example.org")
    enqueue("b@example.org")
    take = type(Mail.objects.all()).take

    def take_after_the_other(rows, mail, at):
        if mail.pk == one.pk:
            take(rows, Mail.objects.get(pk=mail.pk), at)
        return take(rows, mail, at)

    monkeypatch.setattr(type(Mail.objects.all()), "take", take_after_the_other)
    assert "Sent: 1." in send()
    assert server.taken == ["b@example.org"]


def test_what_the_server_refuses_is_tried_again_later_each_time(server, clock):
    enqueue()
    server.on_sending["cert@example.org"] = smtplib.SMTPRecipientsRefused(
        {"cert@example.org": (450, b"later")}
    )
    pauses = []
    for _ in range(4):
        assert "Refused for now: 1. Waiting: 1." in send()
        mail = Mail.objects.get()
        pauses.append(mail.due_at - clock.now)
        clock.later(minutes=4)
        assert "Refused for now: 0." in send()
        clock.now = mail.due_at
    assert pauses == [timedelta(minutes=n) for n in (5, 10, 20, 40)]
    assert "later" in Mail.objects.get().last_error
    server.on_sending.clear()
    assert "Sent: 1." in send()
    assert server.taken == ["cert@example.org"]


def test_what_is_refused_too_often_is_given_up_and_said(server, clock, settings):
    settings.MAIL_ATTEMPTS = 2
    enqueue()
    server.on_sending["cert@example.org"] = smtplib.SMTPDataError(550, b"no")
    for _ in range(2):
        said = send()
        clock.later(days=2)
    assert "Mails refused too often, and not tried any more: 1." in said
    assert "Refused for now: 0. Waiting: 0." in send()


def test_one_refusal_does_not_keep_the_others_waiting(server):
    for name in ("a", "b", "c"):
        enqueue(f"{name}@example.org")
    server.on_sending["b@example.org"] = smtplib.SMTPSenderRefused(550, b"no", "directory@localhost")
    assert "Sent: 2. Refused for now: 1. Waiting: 1." in send()


def test_where_no_server_is_reached_all_stay_as_they_were(server):
    enqueue()
    server.on_opening = ConnectionRefusedError("nobody listens")
    with pytest.raises(CommandError, match="The mail server cannot be reached: nobody listens"):
        send()
    mail = Mail.objects.get()
    assert (mail.attempts, mail.taken_at, mail.sent_at) == (0, None, None)


@pytest.mark.parametrize(
    "error", [TimeoutError("too slow"), smtplib.SMTPServerDisconnected("gone"), ConnectionResetError("gone")]
)
def test_what_may_have_gone_out_is_not_sent_again_by_itself(server, clock, error):
    enqueue()
    server.on_sending["cert@example.org"] = error
    send()
    server.on_sending.clear()
    clock.later(days=3)
    said = send()
    assert "Sent: 0." in said
    assert "Mails sent or not, nobody knows; --again sends them again: 1." in said
    assert "To be sent again: 1.\nSent: 1." in send("--again")
    assert server.taken == ["cert@example.org"]


def test_a_process_that_is_killed_while_it_sends_sends_nothing_twice(server, clock):
    enqueue()
    server.on_sending["cert@example.org"] = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        send()
    server.on_sending.clear()
    clock.later(days=1)
    send()
    assert server.taken == []
    assert Mail.objects.in_doubt(clock.now).count() == 1


def test_a_mail_that_is_being_sent_right_now_is_not_in_doubt(clock):
    mail = enqueue()
    Mail.objects.all().take(mail, clock.now)
    assert "nobody knows" not in send()
    assert "To be sent again: 0." in send("--again")


def test_told_to_go_on_it_sends_what_comes_later_too_until_it_is_stopped(mailoutbox, monkeypatch):
    def sleep(seconds: float) -> None:
        assert seconds == 15
        if Mail.objects.exists():
            raise KeyboardInterrupt
        enqueue("late@example.com")

    monkeypatch.setattr("directory.management.commands.send_mail.time.sleep", sleep)
    monkeypatch.setattr("directory.management.commands.send_mail.close_old_connections", lambda: None)
    with pytest.raises(KeyboardInterrupt):
        call_command("send_mail", every=15, stdout=io.StringIO())
    assert [mail.to for mail in mailoutbox] == [["late@example.com"]]
