from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory import fields, team_import
from directory.importers import Unreadable, csv
from directory.importers.record import Record
from directory.rfc2350.lint.phrases import plural
from directory.team_import import Outcome

SOURCES = {"csv": csv.read}


class Command(BaseCommand):
    help = "Brings in teams with their constituencies from another directory's table; what is here stays as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a table of teams, one a row")
        parser.add_argument("--source", choices=SOURCES, default="csv", help="what kind of file it is")
        parser.add_argument(
            "--mapping", default="", metavar="NAME",
            help=f"how its columns are named: {', '.join(csv.MAPPINGS)}; left out, the one that fits",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="read and check only; write nothing")
        parser.add_argument("--publish", action="store_true", help="publish what was imported")

    def handle(self, *, file: str, source: str, mapping: str, **options: Any) -> None:
        path = Path(file)
        try:
            records = SOURCES[source](path.read_bytes(), mapping)
        except OSError as error:
            raise CommandError(f"{file} cannot be opened: {error.strerror}.") from error
        except Unreadable as error:
            raise CommandError(f"{file}: {error}") from error
        outcomes = []
        for outcome in self.outcomes(records, path.name, **options):
            self.tell(outcome, **options)
            outcomes.append(outcome)
        self.sum_up(outcomes, **options)
        failed = [outcome for outcome in outcomes if outcome.state == "failed"]
        if failed:
            raise CommandError(f"{len(failed)} of {len(outcomes)} teams could not be brought in.")

    def outcomes(
        self, records: list[Record], name: str, *, dry_run: bool, publish: bool, **options: Any
    ) -> Iterator[Outcome]:
        if dry_run:
            yield from team_import.foreseen(records, publish=publish)
        else:
            yield from (team_import.bring_in_record(record, name, publish=publish) for record in records)

    def tell(self, outcome: Outcome, *, dry_run: bool, verbosity: int, **options: Any) -> None:
        record, claims = outcome.record, outcome.record.claims
        where = f"/teams/{outcome.team.slug}/" if outcome.team else f"line {record.line}"
        counts = ", ".join(
            plural(len(found), noun)
            for found, noun in (
                (claims.prefixes, "network"), (claims.asns, "AS number"), (claims.domains, "domain"), (claims.unread, "piece"),
            )
        )  # fmt: skip
        self.say(f"{record.name or 'no name'} ({where}): {counts} unread; {said(outcome, dry_run=dry_run)}")
        if outcome.state != "skipped" and (dry_run or verbosity > 1):
            for problem in outcome.problems:
                self.say(f"    {problem}")

    def say(self, line: str) -> None:
        """A line of the report; what a terminal would obey is dropped from what a file says."""
        self.stdout.write(fields.plain_text(line))

    def sum_up(self, outcomes: list[Outcome], *, dry_run: bool, **options: Any) -> None:
        unread = [(o.record.name, piece) for o in outcomes for piece in o.record.claims.unread]
        if unread:
            self.say("\nNot recognised in the constituencies:")
            for name, piece in unread:
                self.say(f"    {name}: “{' '.join(piece.text.split())}”. {piece.reason}")
        counts = {state: sum(o.state == state for o in outcomes) for state in ("new", "skipped", "failed")}
        gone = sum(o.withdrawn for o in outcomes)
        pieces = sum(o.record.claims.pieces for o in outcomes)
        share = f" ({100 * (pieces - len(unread)) / pieces:.1f} %)" if pieces else ""
        self.say(
            f"\nTeams: {counts['new']} new, {counts['skipped']} skipped, {counts['failed']} failed, {gone} withdrawn. "
            f"Pieces of their constituencies: {pieces - len(unread)} of {pieces} recognised{share}."
            + (" Nothing was written." if dry_run else "")
        )


def said(outcome: Outcome, *, dry_run: bool) -> str:
    """What became of a record, or would become of it, in a few words."""
    if outcome.state == "failed" or (outcome.state == "skipped" and not outcome.published):
        return f"{outcome.state}: {outcome.reason}"
    told = [("would be " if dry_run else "") + outcome.state]
    if outcome.reason:
        told = [f"{outcome.state}: {outcome.reason.removesuffix('.')}"]
    told += ["published"] if outcome.published else []
    if outcome.record.withdrawn:
        told.append(
            ("withdrawn" if outcome.withdrawn else "no longer works") + f": {outcome.record.withdrawn}"
        )
    return ", ".join(told)
