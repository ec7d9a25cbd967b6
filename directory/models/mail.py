"""The outbox: mail that is to be sent, or was. Whoever writes a letter puts it here; `manage.py send_mail` sends it."""

import re
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models import F
from django.utils import timezone

FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(days=1)
#: So long after somebody began to send a mail, nobody is at it any more.
LONGEST_WORK = timedelta(minutes=10)
#: How the key of a letter begins that holds a link with which somebody gets in: its body is kept no longer than needed.
ACCOUNT = "account:"
#: How the keys of letters begin that hold no such thing: on keys, and on what waits for review.
OPEN = re.compile(r"(key|proposal)[-: ]")
#: No link in such a letter is good for longer.
LONGEST_LINK = timedelta(days=14)


class MailQuerySet(models.QuerySet["Mail"]):
    def enqueue(self, *, key: str, to: str, subject: str, body: str) -> "Mail | None":
        """Puts a mail to one recipient into the outbox; None where one with this key was put there before.

        Raises ValidationError where `to` is anything but one address (SECURITY 44); the subject comes on one line.
        """
        validate_email(to)
        if not to.isprintable():
            raise ValidationError("An e-mail address stands on one line.", code="email")
        told = {"to": to, "subject": " ".join(subject.split())[:200], "body": body}
        mail, is_new = self.get_or_create(key=key, defaults=told)
        return mail if is_new else None

    def waiting(self) -> "MailQuerySet":
        rows = self.filter(sent_at=None, taken_at=None, attempts__lt=settings.MAIL_ATTEMPTS)
        return rows.exclude(body="")  # erased: its link has run out

    def due(self, at: datetime) -> "MailQuerySet":
        return self.waiting().filter(due_at__lte=at).order_by("due_at", "pk")

    def given_up(self) -> "MailQuerySet":
        """Refused as often as is tried."""
        return self.filter(sent_at=None, taken_at=None, attempts__gte=settings.MAIL_ATTEMPTS)

    def in_doubt(self, at: datetime) -> "MailQuerySet":
        """Those that may have been sent, or not: whoever sent them was cut off. They are not sent again by itself."""
        return self.filter(sent_at=None, taken_at__lt=at - LONGEST_WORK)

    def in_state(self, state: str, at: datetime) -> "MailQuerySet":
        """ "waiting", "given-up", "in-doubt" or "sent"; none of them while somebody is sending it."""
        states = {"waiting": self.waiting, "given-up": self.given_up, "in-doubt": lambda: self.in_doubt(at)}
        return states[state]() if state in states else self.exclude(sent_at=None)

    def take(self, mail: "Mail", at: datetime) -> bool:
        """Whether the mail is the caller's to send: of all who ask, one is told so."""
        free = self.filter(pk=mail.pk, sent_at=None, taken_at=None, attempts=mail.attempts)
        return free.update(taken_at=at, attempts=F("attempts") + 1) == 1

    def erase_links(self, at: datetime) -> int:
        """Erases what stands in letters whose links have run out, and gives up those that never went; how many."""
        old = self.filter(key__startswith=ACCOUNT, created_at__lt=at - LONGEST_LINK).exclude(body="")
        old.filter(sent_at=None).update(attempts=settings.MAIL_ATTEMPTS, last_error="Its link has run out.")
        return old.update(body="")

    def put_back(self) -> int:
        """Lets mails that were taken be sent again; returns how many."""
        return self.filter(sent_at=None).exclude(taken_at=None).update(taken_at=None)


class Mail(models.Model):
    """One mail to one recipient. `key` says what it is about, so that nobody is told the same twice.

    `taken_at` is when somebody began to send it: from then on it may have gone out, so only a refusal frees it again.
    """

    key = models.CharField(max_length=400, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(sent_at=None), name="mail_to_send"),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"

    @property
    def is_sealed(self) -> bool:
        """Whether its words are for its recipient alone: it may hold a link that opens something."""
        return not OPEN.match(self.key)

    def to_be_tried_anew(self, at: datetime) -> None:
        """What was given up, or may have been sent, is tried from the beginning."""
        rows = type(self).objects.filter(pk=self.pk, sent_at=None)
        rows.update(taken_at=None, attempts=0, due_at=at, last_error="")

    def was_sent(self, at: datetime) -> None:
        erased = {"body": ""} if self.key.startswith(ACCOUNT) else {}
        type(self).objects.filter(pk=self.pk).update(sent_at=at, last_error="", **erased)

    def was_refused(self, why: str, at: datetime) -> None:
        """The server has not taken it: it may be tried again, later each time."""
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(self.attempts, 16))
        rows = type(self).objects.filter(pk=self.pk)
        rows.update(taken_at=None, due_at=at + pause, last_error=_short(why))

    def is_in_doubt(self, why: str) -> None:
        type(self).objects.filter(pk=self.pk).update(last_error=_short(why))


def _short(why: str) -> str:
    return " ".join(why.split())[:500]
