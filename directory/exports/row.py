"""What a line of an export says of a team."""

from typing import Any

from django.conf import settings

from directory.models import Listing

#: Facets of which a team has several values, under the names that they have in the query string.
SEVERAL = ("scope", "sector", "constituency", "service", "incident", "membership", "language")
COLUMNS = (
    "slug", "name", "other_names", "country", "type", "host", "email", "phone", "emergency", "fingerprint", *SEVERAL,
    "published", "confirmed", "url",
)  # fmt: skip


def row_of(listing: Listing) -> dict[str, Any]:
    """The columns, codes of the vocabularies where there are some; dates are ISO 8601."""
    card = listing.card
    values: dict[str, list[str]] = {}
    for word in listing.facets.split():
        facet, _, value = word.partition("=")
        values.setdefault(facet, []).append(value)
    return {
        "slug": listing.slug,
        "name": listing.name,
        "other_names": card.get("names", []),
        "country": listing.country,
        "type": listing.type,
        "host": card["host"],
        "email": card["email"],
        "phone": card["voice"],
        "emergency": card["emergency"],
        "fingerprint": card["fingerprint"],
        **{facet: values.get(facet, []) for facet in SEVERAL},
        "published": listing.published_at.date().isoformat(),
        "confirmed": listing.confirmed_at.date().isoformat() if listing.confirmed_at else None,
        "url": f"{settings.SITE_URL}/teams/{listing.slug}/",
    }
