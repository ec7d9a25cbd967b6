from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory.models import Listing, Revision
from directory.renderings import NotRendered, rendering
from directory.rfc2350.to_text import Layout
from directory.rfc2350.writers import FORMATS, LAYOUTS


class Command(BaseCommand):
    help = "Writes a team's published RFC 2350 document to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--format", choices=list(FORMATS), default="txt")
        parser.add_argument(
            "--layout", choices=LAYOUTS, default="team",
            help="the team's own order, numbers and titles (the exact published bytes), or those of RFC 2350",
        )  # fmt: skip
        parser.add_argument(
            "--revision", type=int, metavar="N", help="a revision's number; the newest without it"
        )

    def handle(self, *, slug: str, format: str, layout: Layout, revision: int | None, **options: Any) -> None:
        try:
            data = rendering(self.published(slug, revision), format, layout)
        except NotRendered as error:
            raise CommandError(str(error)) from error
        # Bytes, so that a signature over the text holds whatever the terminal's encoding is.
        out = getattr(self.stdout, "buffer", None)
        if out is None:
            self.stdout.write(data.decode(), ending="")
        else:
            out.write(data)
            out.flush()

    def published(self, slug: str, number: int | None) -> Revision:
        listing = Listing.objects.at(slug).first()
        if listing is None:
            raise CommandError(f"No team is published at /teams/{slug}/.")
        revisions = Revision.objects.of(listing.pk).with_content()
        revision = (revisions.filter(number=number) if number else revisions).first()
        if revision is None:
            raise CommandError(f"{listing.name} has no revision {number}.")
        if revision.redacted:
            raise CommandError(f"Revision {revision.number} of {listing.name} was redacted.")
        return revision
