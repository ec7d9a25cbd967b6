import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from directory import key_renewal, key_watch
from directory.key_watch import Finding
from directory.models import Listing


class Command(BaseCommand):
    help = "Looks at the keys of all listed teams, and writes to those whose key ends soon, has ended or was revoked."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--dry-run", action="store_true", help="report, and write to nobody")

    def handle(self, *, json: bool, dry_run: bool, **options: Any) -> None:
        at = timezone.now()
        report, letters = [], 0
        for finding in self.findings(at, dry_run):
            mails = [] if dry_run else key_watch.enqueue(finding)
            letters += len(mails)
            report.append(finding.as_dict() | {"mails": len(mails)})
            if not json:
                self.stdout.write(f"{finding.listing.name}, {finding.fingerprint}: {finding.sentence()}")
        teams = Listing.objects.listed().count()
        if json:
            self.stdout.write(
                as_json({"at": at.isoformat(), "teams": teams, "mails": letters, "keys": report})
            )
        else:
            self.stdout.write(
                f"Teams: {teams}. Keys to look at: {len(report)}. Mails put into the outbox: {letters}."
            )

    def findings(self, at: datetime, dry_run: bool) -> Iterator[Finding]:
        """First what the domains of the teams say, for what is renewed there is looked at as it is then."""
        if not dry_run:
            yield from key_renewal.renew()
        yield from key_watch.findings(at)


def as_json(report: dict[str, Any]) -> str:
    return json.dumps(report, ensure_ascii=False, indent=2)
