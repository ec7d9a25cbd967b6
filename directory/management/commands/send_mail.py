from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from directory.mailing import send_due
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

    def handle(self, *, most: int, again: bool, **options: Any) -> None:
        if again:
            doubtful = Mail.objects.in_doubt(timezone.now()).put_back()
            self.stdout.write(f"To be sent again: {doubtful}.")
        outcome = send_due(timezone.now, most)
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
