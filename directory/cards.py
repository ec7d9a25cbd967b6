"""A team as a list shows it: what is the same for every visitor is made once, and what was asked is laid beside."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from directory.models import Listing, RevisionContent
from directory.search.query import fold
from directory.search.snippets import Part, snippet
from directory.selection import Selection

KEPT = 20_000  # cards of a process, some kB each


@dataclass(frozen=True)
class Card:
    """`html` is the team's own part; `answer` why it answers what was looked up (`lookup.told`); `line` where
    the words stand that were searched: another name, a service, its text."""

    listing: Listing
    html: SafeString
    answer: dict[str, Any] | None = None
    line: Sequence[Part] = ()


def shown(selection: Selection, number: int, size: int) -> list[Card]:
    """The cards of a page, with the reason why each team is there."""
    listings = selection.page(number, size)
    words = selection.query.words if selection.query.kind == "words" else ()
    lines = _lines(listings, words) if words else {}
    return [
        Card(listing, card(listing), selection.answers.get(listing.pk), lines.get(listing.pk, ()))
        for listing in listings
    ]


def _lines(listings: Iterable[Listing], words: Sequence[str]) -> dict[int, list[Part]]:
    """A line for each team whose name alone does not say why it was found: another name, a service, its text."""
    found: dict[int, list[Part]] = {}
    unsaid: dict[int, Listing] = {}
    for listing in listings:
        name = fold(listing.name)
        if all(word in name for word in words):
            continue
        line = snippet([*listing.card.get("names", ()), *listing.card.get("services", ())], words)
        if line:
            found[listing.pk] = line
        else:
            unsaid[listing.revision_id] = listing
    if unsaid:
        for content in RevisionContent.objects.filter(pk__in=unsaid).only("text"):
            found[unsaid[content.pk].pk] = snippet(_paragraphs(bytes(content.text).decode()), words)
    return found


def _paragraphs(text: str) -> list[str]:
    return text.split("\n\n")


# Made once ----------------------------------------------------------------------------------------

_kept: OrderedDict[tuple[Any, ...], SafeString] = OrderedDict()
_lock = Lock()


def card(listing: Listing) -> SafeString:
    """The team's own part of its card; another after each entry of the record that is about it."""
    key = (listing.pk, listing.revision_id, listing.shelved, listing.published_at, get_language())
    with _lock:
        html = _kept.get(key)
        if html is not None:
            _kept.move_to_end(key)
            return html
    html = render_to_string("teams/_card.html", {"listing": listing})
    with _lock:
        _kept[key] = html
        if len(_kept) > KEPT:
            _kept.popitem(last=False)
    return html
