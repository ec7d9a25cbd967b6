"""Sending what is in the outbox: each mail once, however many processes send, and whenever one of them is stopped.

A mail is taken before it is handed to the server. Where the server refuses it, it comes back and is tried later; where
nobody knows whether the server took it, it stays in doubt and an operator decides.
"""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from directory.models import Mail

#: What a server says when it has not taken a mail.
REFUSALS = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
    ValueError,
)


@dataclass(slots=True)
class Outcome:
    """How many mails were sent, refused for now, and of how many nobody knows; `problem` is why no server could be
    reached, "" where one was."""

    sent: int = 0
    refused: int = 0
    in_doubt: int = 0
    problem: str = ""


def send_due(clock: Callable[[], datetime], most: int) -> Outcome:
    """Sends what is due, `most` mails at most, over one connection."""
    outcome = Outcome()
    if not Mail.objects.due(clock()).exists():
        return outcome
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:  # nothing was taken, so nothing is in doubt
        outcome.problem = str(error) or type(error).__name__
        return outcome
    try:
        for _ in range(most):
            mail = _taken(clock())
            if mail is None or not _send(mail, connection, clock, outcome):
                break
    finally:
        connection.close()
    return outcome


def _taken(at: datetime) -> Mail | None:
    """The next mail, which nobody else sends."""
    for mail in Mail.objects.due(at)[:20]:
        if Mail.objects.all().take(mail, at):
            return mail
    return None


def _send(mail: Mail, connection: BaseEmailBackend, clock: Callable[[], datetime], outcome: Outcome) -> bool:
    """Sends one; whether the connection is still good for another."""
    try:
        EmailMessage(mail.subject, mail.body, to=[mail.to], connection=connection).send()
    except REFUSALS as error:
        mail.was_refused(str(error), clock())
        outcome.refused += 1
        return True
    except (OSError, smtplib.SMTPException) as error:
        mail.is_in_doubt(str(error) or type(error).__name__)
        outcome.in_doubt += 1
        return False
    mail.was_sent(clock())
    outcome.sent += 1
    return True
