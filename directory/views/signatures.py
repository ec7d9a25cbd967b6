"""The signature of a team's document, to be verified by whoever reads it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from directory.models import DocumentSignature, Listing, Notice, PublishedKey, Revision
from directory.openpgp import PublicKey

from .moving import gone
from .pages import revalidated

DETACHED = "application/pgp-signature"  # RFC 3156, 5
CLEAR = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Known:
    """A signature, and its key as it is known now; None where it never was public. `is_published` tells whether the
    team still names the key."""

    made: DocumentSignature
    key: PublicKey | None
    is_published: bool


def known(listing: Listing, revisions: Iterable[Revision]) -> dict[int, Known]:
    """The newest signature of each of a team's revisions that has one, by its number. One query, and where there is
    a signature two more.

    A team that has lost its key will name it no longer: so all that was public of the key counts too, and of several
    copies the one that knows of a revocation.
    """
    newest = {made.revision_id: made for made in DocumentSignature.objects.of_all(revisions).oldest_first()}
    if not newest:
        return {}
    keys: dict[str, list[PublicKey]] = {made.fingerprint: [] for made in newest.values()}
    published = set()
    for copy in PublishedKey.objects.filter(fingerprint__in=keys).newest_first().defer("certificate"):
        keys[copy.fingerprint].append(copy.key)
        if copy.listing_id == listing.pk:
            published.add(copy.fingerprint)
    for notice in Notice.objects.of(listing.pk).of_kind(Notice.Kind.KEY).told():
        if (told := notice.content.payload)["fingerprint"] in keys:
            keys[told["fingerprint"]].append(PublicKey.from_dict(told["facts"]))
    found = {}
    for revision in revisions:
        if made := newest.get(revision.pk):
            copies = keys[made.fingerprint]
            key = next((key for key in copies if key.revoked), copies[0] if copies else None)
            found[revision.number] = Known(made, key, made.fingerprint in published)
    return found


@require_safe
@revalidated
def document_signature(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """The newest signature of the newest revision's text, or of that of a number. A revision without one, and one
    that was redacted, has none."""
    listing = get_object_or_404(Listing.objects.select_related("revision"), slug=slug)
    if listing.withdrawn_at and number is None:
        return gone(request, listing)
    made = DocumentSignature.objects.of_number(listing.pk, number or listing.revision.number).first()
    if made is None:
        raise Http404("No signature of that text is kept.")
    content = made.armor.encode()
    response = HttpResponse(content, content_type=CLEAR if made.is_clear else DETACHED)
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()}"'
    name = f"{listing.slug}-rfc2350-{number or listing.revision.number}.txt.asc"
    response["Content-Disposition"] = f'{"inline" if made.is_clear else "attachment"}; filename="{name}"'
    return response
