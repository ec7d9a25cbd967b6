"""OpenPGP keys in public: the page of each, its file, the health of all of them, and many as one file.

Only what is published is read: the keys that a listed team names in its profile, as they are known last.
"""

import hashlib
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from directory import edition, key_health
from directory.exports.keyring import KEYRINGS, certificates
from directory.models import DocumentSignature, KeyName, PublishedKey
from directory.models.published_key import foremost
from directory.openpgp import armor
from directory.search.shelf import shelf
from directory.selection import Selection

from .pages import revalidated
from .selected import of_selected_teams

MEDIA_TYPE = "application/pgp-keys"  # RFC 3156, 7
SIGNATURES = 20  # that the page of a key lists


@require_safe
@revalidated
def key(request: HttpRequest, spelling: str) -> HttpResponse:
    """A key as all the teams that carry it have published it."""
    copies = list(PublishedKey.objects.filter(fingerprint=spelling).in_order())
    if not copies:
        return _led_on("key", spelling)
    speaks = foremost(copies)
    emails = KeyName.objects.filter(key__in=copies, kind="email").values_list("value", flat=True)
    teams = {copy.listing_id: copy for copy in copies}
    signatures = list(DocumentSignature.objects.made_with(spelling, teams)[: SIGNATURES + 1])
    ctx = {
        "key": speaks.key,
        "at": edition.quarter(timezone.now()),
        "known_at": speaks.known_at,
        "copies": copies,
        "in_use": any(copy.purpose != "former" for copy in copies),
        "purpose": "signing" if all(copy.purpose == "signing" for copy in copies) else "",
        "emails": set(emails),
        "signatures": [(made, teams[made.revision.team_id].listing) for made in signatures[:SIGNATURES]],
        "more_signatures": len(signatures) > SIGNATURES,
        "keyserver": keyserver(settings.SITE_URL),
    }
    return render(request, "keys/key.html", ctx)


@require_safe
@revalidated
def key_file(request: HttpRequest, spelling: str) -> HttpResponse:
    """The key's certificate, armored. Copies that differ stand one after the other: who imports them joins them, and
    so knows every user id and any revocation."""
    copies = PublishedKey.objects.filter(fingerprint=spelling).newest_first()
    octets = b"".join(dict.fromkeys(bytes(copy.certificate) for copy in copies))
    if not octets:
        return _led_on("key_file", spelling)
    content = armor.armored(octets).encode()
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{spelling}.asc"'
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()}"'
    return response


def _led_on(name: str, spelling: str) -> HttpResponse:
    """To the one address of the key that is meant: written otherwise, or named by its key ID or by a part of it. A
    key ID that several keys have means none of them. Raises Http404."""
    digits = "".join(c for c in spelling.upper().removeprefix("0X") if c in "0123456789ABCDEF")
    kind = "key-id" if len(digits) == 16 else "fingerprint"
    found = PublishedKey.objects.named(kind, digits).order_by().values_list("fingerprint", flat=True)
    meant = list(found.distinct()[:2])
    if len(meant) != 1:
        raise Http404("No published key is called that.")
    return HttpResponseRedirect(reverse(name, args=meant), status=308)


def keyserver(site: str) -> str:
    """The site as gpg calls a keyserver. HKP has a port of its own (11371), so that of the site is always said;
    hkps has that of https."""
    address = urlsplit(site)
    if address.scheme == "https":
        return f"hkps://{address.netloc}"
    return f"hkp://{address.hostname}:{address.port or 80}"


@require_safe
@revalidated
def keys(request: HttpRequest) -> HttpResponse:
    """How the keys of all teams stand, and which of them somebody has to see to."""
    now = shelf()
    ctx = {"total": now.total, "figure": key_health.figure(now), "groups": key_health.groups(now)}
    return render(request, "keys/keys.html", ctx)


@require_safe
@revalidated
@of_selected_teams
def keyring(request: HttpRequest, selection: Selection, suffix: str) -> StreamingHttpResponse:
    """The keys of all teams that the query string of their list selects, in one file."""
    octets: Iterable[bytes] = KEYRINGS[suffix].write(certificates(selection.keys()))
    response = StreamingHttpResponse(octets, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="keys.{suffix}"'
    return response
