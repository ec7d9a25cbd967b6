from typing import Any

from django.core.management.base import BaseCommand

from directory import samples


class Command(BaseCommand):
    help = "Publishes two dozen invented teams, so that a new site has something to show; safe to run again."

    def handle(self, **options: Any) -> None:
        loaded = samples.load()
        said = f"Sample teams published: {loaded}." if loaded else "The sample teams are here already."
        self.stdout.write(said)
