import dataclasses
import json
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory import importing, publishing
from directory.models import Team
from directory.rfc2350.document import Document
from directory.rfc2350.lint import lint


class Command(BaseCommand):
    help = "Reads RFC 2350 documents and puts each on the desk as a team; with --publish, on the public side too."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="text, Markdown, HTML, PDF or DOCX")
        parser.add_argument("--dry-run", action="store_true", help="read and check only; write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object a document, in order")
        parser.add_argument("--publish", action="store_true", help="publish what was imported")
        parser.add_argument(
            "--replace", metavar="SLUG", help="put the one document in place of this team's draft"
        )

    def handle(self, *, files: list[str], replace: str | None, **options: Any) -> None:
        if replace and len(files) > 1:
            raise CommandError("--replace takes one document.")
        team = self.team_to_replace(replace) if replace else None
        failed = [name for name in files if not self.handle_file(Path(name), team, **options)]
        if failed:
            raise CommandError(f"{len(failed)} of {len(files)} documents could not be imported.")

    def team_to_replace(self, slug: str) -> Team:
        try:
            return Team.objects.get(slug=slug)
        except Team.DoesNotExist:
            raise CommandError(f"There is no team at /teams/{slug}/.") from None

    def handle_file(self, path: Path, replace: Team | None, **options: Any) -> bool:
        """Imports one file and prints its lines; False where it did not become a team (or would not)."""
        try:
            data = path.read_bytes()
        except OSError as error:
            document = importing.unreadable(f"The file cannot be opened: {error.strerror}.")
            return self.report(path, document, "", failed=True, **options)
        if options["dry_run"]:
            found = importing.read_document(data, path.name, replace)
            failed = any(problem.code == "unreadable" for problem in found.document.problems)
            outcome = "read; nothing was written"
            return self.report(path, found.document, outcome, found.signature, failed=failed, **options)
        try:
            imported = importing.bring_in(data, path.name, replace=replace)
        except importing.NotImported as error:
            found = importing.read_document(data, path.name, replace)
            return self.report(path, found.document, str(error), found.signature, failed=True, **options)
        outcome = f"/teams/{imported.team.slug}/, " + ("imported" if imported.new else "imported before")
        failed = False
        if options["publish"]:
            said, failed = self.publish(imported.team)
            outcome += f", {said}"
        return self.report(path, imported.document, outcome, imported.signature, failed=failed, **options)

    def publish(self, team: Team) -> tuple[str, bool]:
        try:
            revision = publishing.publish(team, comment="Imported")
        except publishing.Unpublishable as error:
            return f"not published: {error}", True
        return (
            f"published as revision {revision.number}" if revision else "public already, unchanged"
        ), False

    def report(
        self,
        path: Path,
        document: Document,
        outcome: str,
        signature: str = "",
        *,
        failed: bool,
        **options: Any,
    ) -> bool:
        if document.sections:
            found = lint(document, datetime.now(UTC).date())
            document = dataclasses.replace(document, problems=(*document.problems, *found))
        if options["json"]:
            self.stdout.write(json.dumps(document.as_dict(), ensure_ascii=False))
            if failed and outcome:
                self.stderr.write(f"{path}: {outcome}")
            return not failed
        name = document.team.name or "no team"
        self.stdout.write(
            f"{path}: {name}, {len(document.sections)} sections, {len(document.problems)} problems; {outcome}"
        )
        if signature:
            self.stdout.write(f"    {signature}")
        for problem in document.problems:
            if problem.code == "signature":
                continue  # said already
            if options["verbosity"] > 1 or problem.severity == "error":
                where = f"line {problem.line}: " if problem.line else ""
                self.stdout.write(f"    {problem.severity}: {where}{problem.message} [{problem.code}]")
        return not failed
