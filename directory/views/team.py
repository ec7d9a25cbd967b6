"""A team's own page: who, for whom, how to reach it, and whether that can be believed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import Count, Exists, Min, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory import edition, idn
from directory.lookup import keys
from directory.models import Claim, DocumentSignature, Listing, Notice, PublishedKey, Revision
from directory.models.published_key import foremost
from directory.openpgp import PublicKey
from directory.rfc2350.document import Document
from directory.rfc2350.writers import FORMATS

from .moving import gone, relatives
from .pages import revalidated

MAILS, BEYOND_MAILS = keys.of_mail(""), b"n"  # between which the keys of e-mail addresses stand


SIGNED = Exists(DocumentSignature.objects.filter(revision=OuterRef("revision")))


@dataclass(frozen=True, slots=True)
class TeamKey:
    """What the profile says of a key, and the key itself where the directory has read it. `matches` are the addresses
    of the team that it names."""

    said: Mapping[str, Any]
    key: PublicKey | None = None
    matches: tuple[str, ...] = ()

    @property
    def is_former(self) -> bool:
        return self.said.get("purpose") == "former"


@require_safe
@revalidated
def team(request: HttpRequest, slug: str) -> HttpResponse:
    listing = get_object_or_404(Listing.objects.with_revision().annotate(signed=SIGNED), slug=slug)
    if listing.withdrawn_at:
        return gone(request, listing)
    profile = listing.revision.content.profile
    address = settings.SITE_URL + listing.get_absolute_url()
    at = edition.quarter(timezone.now())
    named = list(_keys(listing, profile))
    current = [key for key in named if not key.is_former]
    ctx = {
        "listing": listing,
        "team": profile,
        "document": Document.from_dict(listing.revision.content.document),
        "revision": listing.revision,
        "formats": FORMATS.values(),
        "at": at,
        "keys": current,
        "former_keys": [key for key in named if key.is_former and key.said["fingerprint"]],
        "to_scan": next((key.said["fingerprint"] for key in current if _is_to_scan(key, at)), ""),
        "confirmed": _confirmation(listing),
        "history": Revision.objects.of(listing.pk).aggregate(count=Count("pk"), first=Min("at")),
        "claims": _claims(listing),
        "relatives": relatives(listing),
        "address": address,
        "recipient": _recipient(profile),
        "correction": _correction(profile, address),
    }
    return render(request, "teams/team.html", ctx)


def _keys(listing: Listing, profile: Mapping[str, Any]) -> Iterator[TeamKey]:
    """The team's keys in its own order. Another team's copy of a key may know of a revocation that this one's does
    not."""
    copies: dict[str, list[PublishedKey]] = {}
    for copy in PublishedKey.objects.filter(listing=listing).with_copies().defer("certificate"):
        copies.setdefault(copy.fingerprint, []).append(copy)
    emails = [contact["value"] for contact in profile["contacts"] if contact["kind"] == "email"]
    for said in profile["keys"]:
        known = copies.get(said["fingerprint"])
        if known is None:
            yield TeamKey(said)
        else:
            own = next(copy for copy in known if copy.listing_id == listing.pk)
            yield TeamKey(said, foremost(known).key, own.key.matches(emails))


def _is_to_scan(key: TeamKey, at: datetime) -> bool:
    """Whether mail to the team is encrypted with it, so that its fingerprint is worth a key manager's while."""
    dead = key.key is not None and key.key.state(at) in {"revoked", "expired"}
    return bool(key.said["fingerprint"]) and not dead and key.said.get("purpose") != "signing"


def _confirmation(listing: Listing) -> Notice | None:
    """The newest confirmation, unless the team has published since: then that is what is known last."""
    confirmed = Notice.objects.of(listing.pk).of_kind(Notice.Kind.CONFIRMED).select_related("content").first()
    return confirmed if confirmed and confirmed.cursor > listing.revision.cursor else None


def _claims(listing: Listing) -> dict[str, int]:
    """How many claims of whom it serves the team makes, and how many of them this directory has checked. Its own
    e-mail addresses answer look-ups too, and say nothing of whom it serves."""
    of_team = Claim.objects.filter(listing=listing).exclude(key__gte=MAILS, key__lt=BEYOND_MAILS)
    return of_team.aggregate(made=Count("pk"), reviewed=Count("pk", filter=Q(reviewed=True)))


def _recipient(profile: Mapping[str, Any]) -> str:
    """The team's first public e-mail address as the address of a mailto: link; "" where it publishes none."""
    first = next((c["value"] for c in profile["contacts"] if c["kind"] == "email" and c["value"]), "")
    return quote(idn.of_email(first).sent or first, safe="@")


def _correction(profile: Mapping[str, Any], address: str) -> str:
    """Subject and text of a mail about the page, as the query of a mailto: link (RFC 6068). What comes from the
    profile is on one line and encoded, so that it stays in its place."""
    subject = _("Correction to the page of %(name)s") % {"name": " ".join(profile["name"].split())}
    lines = (
        _("This is about %(address)s") % {"address": address},
        "",
        _("What is wrong there:"),
        "",
        _("What is right:"),
        "",
    )
    body = "\r\n".join(lines)
    return f"?subject={quote(subject, safe='')}&body={quote(body, safe='')}"
