import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from directory.mailing import Outcome, send_due
from directory.models import Mail


class Command(BaseCommand):
    help = (
        "Sends the mail that waits in the outbox: each once, and later again what the server refuses for now."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--most", type=int, default=200, metavar="N", help="how many at most (default: 200)"
        )
        parser.add_argument(
            "--again",
            action="store_true",
            help="send those again of which nobody knows whether they went out; their recipients may get them twice",
        )

        parser.add_argument(
            "--every", type=int, metavar="SECONDS", help="go on until stopped, and look so often for new mail"
        )

    def handle(self, *, most: int, again: bool, every: int | None = None, **options: Any) -> None:
        if again:
            doubtful = Mail.objects.in_doubt(timezone.now()).put_back()
            self.stdout.write(f"To be sent again: {doubtful}.")
        if every:
            self._go_on(most, every)
        else:
            self._tell(_send(most))

    def _go_on(self, most: int, every: int) -> None:
        """A server that cannot be reached, or a database that is locked for now, is there again later."""
        while True:
            try:
                outcome = _send(most)
            except DatabaseError as error:
                self.stderr.write(f"The outbox cannot be read: {error}")
            else:
                if outcome.problem:
                    self.stderr.write(f"The mail server cannot be reached: {outcome.problem}")
                elif outcome.sent or outcome.refused:
                    self.stdout.write(f"Sent: {outcome.sent}. Refused for now: {outcome.refused}.")
            close_old_connections()
            time.sleep(every)

    def _tell(self, outcome: Outcome) -> None:
        now = timezone.now()
        waiting, given_up = Mail.objects.waiting().count(), Mail.objects.given_up().count()
        self.stdout.write(f"Sent: {outcome.sent}. Refused for now: {outcome.refused}. Waiting: {waiting}.")
        for count, words in (
            (given_up, "refused too often, and not tried any more"),
            (Mail.objects.in_doubt(now).count(), "sent or not, nobody knows; --again sends them again"),
        ):
            if count:
                self.stdout.write(f"Mails {words}: {count}.")
        if outcome.problem:
            raise CommandError(f"The mail server cannot be reached: {outcome.problem}")


def _send(most: int) -> Outcome:
    """Sends what is due; links that have run out are erased first."""
    Mail.objects.all().erase_links(timezone.now())
    return send_due(timezone.now, most)
