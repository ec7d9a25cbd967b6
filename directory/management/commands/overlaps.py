from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory.lookup import reports
from directory.lookup.rows import csv_row
from directory.models import Listing


class Command(BaseCommand):
    help = "Lists claims of different teams that overlap, and claims on special-purpose ranges and public suffixes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--team", metavar="SLUG", help="those of one team alone")
        parser.add_argument("--csv", action="store_true", help="print a table")

    def handle(self, *, team: str | None, csv: bool, **options: Any) -> None:
        team_id = self.listed(team) if team else None
        if csv:
            self.stdout.write(csv_row(["outer", "outer team", "inner", "inner team"]), ending="")
            for line in reports.all_overlaps(team_id):
                cells = [line.outer, line.outer_team, line.inner, line.inner_team]
                self.stdout.write(csv_row(cells), ending="")
            return
        count = 0
        for count, line in enumerate(reports.all_overlaps(team_id), 1):  # noqa: B007  it is printed below
            self.stdout.write(str(line))
        self.stdout.write(f"Overlaps: {count}.")
        if team_id is None:
            for claim, name, remark in reports.special_claims():
                self.stdout.write(f"{claim} of {name}: {remark}")

    def listed(self, slug: str) -> int:
        listing = Listing.objects.listed().filter(slug=slug).first()
        if listing is None:
            raise CommandError(f"No team is listed at /teams/{slug}/.")
        return listing.pk
