"""Teams as addresses to be pasted into a mail: one a line, the name as RFC 5322 (section 3.4) writes it."""

from collections.abc import Iterable, Iterator
from email.headerregistry import Address

from directory.models import Listing


def write(listings: Iterable[Listing]) -> Iterator[str]:
    seen = set()
    for listing in listings:
        email = listing.card["email"]
        if email and email not in seen:
            seen.add(email)
            yield f"{_addressed(listing.name, email)}\n"


def _addressed(name: str, email: str) -> str:
    """The address alone where its part before the @ is not what the standard library takes apart."""
    try:
        return str(Address(display_name=name, addr_spec=email))
    except (ValueError, IndexError):
        return email
