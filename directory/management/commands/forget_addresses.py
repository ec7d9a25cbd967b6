from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from directory import auditing


class Command(BaseCommand):
    help = "Blanks the network addresses in the audit trail that are older than AUDIT_ADDRESS_DAYS."

    def handle(self, **options: Any) -> None:
        before = timezone.now() - timedelta(days=settings.AUDIT_ADDRESS_DAYS)
        forgotten = auditing.forget_addresses(before)
        self.stdout.write(f"Network addresses forgotten: {forgotten}.")
