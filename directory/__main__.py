"""The document tool: ``python -m directory parse --json FILE...``."""

from __future__ import annotations

import sys
from pathlib import Path

from directory.importers import Unreadable, read
from directory.rfc2350 import Document, parse, to_json
from directory.rfc2350.document import Problem


def main(arguments: list[str]) -> int:
    """Print one line of JSON for each file, in the order given; 2 where one could not be read."""
    if arguments[:2] != ["parse", "--json"]:
        sys.stderr.write("usage: python -m directory parse --json FILE...\n")
        return 2
    status = 0
    for name in arguments[2:]:
        try:
            document = parse(read(Path(name).read_bytes(), name))
        except (OSError, Unreadable) as error:
            sys.stderr.write(f"{name}: {error}\n")
            document, status = Document(problems=(Problem("unreadable", "error", None, str(error)),)), 2
        sys.stdout.write(to_json(document) + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
