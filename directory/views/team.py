"""A team's own page: who, for whom, how to reach it, and whether that can be believed."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory import idn
from directory.lookup import keys
from directory.models import Claim, Listing, Notice, Revision
from directory.rfc2350.document import Document
from directory.rfc2350.writers import FORMATS

from .pages import revalidated

MAILS, BEYOND_MAILS = keys.of_mail(""), b"n"  # between which the keys of e-mail addresses stand


@require_safe
@revalidated
def team(request: HttpRequest, slug: str) -> HttpResponse:
    listing = get_object_or_404(Listing.objects.with_revision(), slug=slug)
    if listing.withdrawn_at:
        return render(request, "teams/withdrawn.html", {"listing": listing}, status=410)
    profile = listing.revision.content.profile
    address = settings.SITE_URL + listing.get_absolute_url()
    ctx = {
        "listing": listing,
        "team": profile,
        "document": Document.from_dict(listing.revision.content.document),
        "revision": listing.revision,
        "formats": FORMATS.values(),
        "confirmed": _confirmation(listing),
        "history": Revision.objects.of(listing.pk).aggregate(count=Count("pk"), first=Min("at")),
        "claims": _claims(listing),
        "address": address,
        "recipient": _recipient(profile),
        "correction": _correction(profile, address),
    }
    return render(request, "teams/team.html", ctx)


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
