from argparse import ArgumentParser
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from directory import auditing, files, own_key, publishing

MOST = 20  # sentences that are printed of one chain

Chain = tuple[str, tuple[int, str], list[str]]


class Command(BaseCommand):
    help = "Checks that nothing in the audit trail or in the public record was changed, removed, moved or put in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            metavar="HASH",
            help="a head of the audit trail that was noted earlier: it must still stand in the chain",
        )
        parser.add_argument(
            "--sign",
            metavar="FILE",
            type=Path,
            help="writes the heads into this file, signed with the directory's own key",
        )

    def handle(self, *, head: str | None, sign: Path | None, **options: Any) -> None:
        chains: list[Chain] = [
            ("audit trail", auditing.head(), list(islice(auditing.verify(), MOST))),
            ("public record", publishing.head(), list(islice(publishing.verify(), MOST))),
        ]
        if head and not auditing.has_passed(head.strip().lower()):
            chains[0][2].insert(
                0, f"No entry has the head {head}: the trail was written anew since it was noted."
            )
        for name, (cursor, chain), problems in chains:
            self.stdout.write(f"The {name} ends at entry {cursor}. Head: {chain or 'none yet'}")
            for problem in problems:
                self.stdout.write(f"  {problem}")
        bad = [(name, problems[0]) for name, _, problems in chains if problems]
        if bad:
            raise CommandError(" ".join(f"The {name} does not verify. {first}" for name, first in bad))
        self.stdout.write("Both verify.")
        if sign:
            _sign(chains, sign)
            self.stdout.write(f"Signed: {sign}.")


def _sign(chains: list[Chain], path: Path) -> None:
    lines = [
        f"Chains of {settings.SITE_URL} as verified on {timezone.now():%Y-%m-%d at %H:%M} UTC.",
        *(f"The {name} ends at entry {cursor}: {chain or 'none yet'}" for name, (cursor, chain), _ in chains),
        "",
    ]
    try:
        files.put(path, own_key.sign_clear("\n".join(lines).encode()))
    except own_key.NotSigned as error:
        raise CommandError(error.sentence) from error
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
