"""Every place where a person stands."""

from collections.abc import Iterator

from .accounts import of_account, of_letters, of_roles, of_site
from .drafts import of_drafts, of_sources
from .person import Person
from .place import Place
from .published import of_notices, of_revisions

FINDERS = (of_roles, of_account, of_letters, of_drafts, of_sources, of_revisions, of_notices, of_site)


def places(person: Person) -> Iterator[Place]:
    """In the order in which they are emptied, but for the audit trail (`audit_entries`). Reads every text that is
    kept, so it takes its time."""
    for find in FINDERS:
        yield from find(person)
