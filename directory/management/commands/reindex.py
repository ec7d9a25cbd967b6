from typing import Any

from django.core.management.base import BaseCommand

from directory import publishing


class Command(BaseCommand):
    help = "Makes everything that is derived (list, facets, search index) again from the published record."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"Teams listed: {publishing.reindex()}.")
