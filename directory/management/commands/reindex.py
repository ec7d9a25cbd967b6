from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from directory import publishing


class Command(BaseCommand):
    help = "Makes everything that is derived (list, facets, search index) again from the published record."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-outdated",
            action="store_true",
            help="only where another release has made it, in another shape",
        )

    def handle(self, *, if_outdated: bool, **options: Any) -> None:
        if if_outdated and not publishing.is_outdated():
            return
        self.stdout.write(f"Teams listed: {publishing.reindex()}.")
