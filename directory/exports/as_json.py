"""Teams as one JSON array, an object each, values exactly as they were published."""

import json
from collections.abc import Iterable, Iterator

from directory.models import Listing

from .row import row_of


def write(listings: Iterable[Listing]) -> Iterator[str]:
    before = "[\n"
    for listing in listings:
        yield before + json.dumps(row_of(listing), ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"
