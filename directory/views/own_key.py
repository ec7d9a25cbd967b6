"""The directory's own key, and the security.txt that it signs. They come and go without a publication, so that no
edition tells whether they are still right: caches ask each time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from directory import own_key as key
from directory import security_txt as texts
from directory.models import Listing

from .moving import gone
from .pages import revalidated

PLAIN = "text/plain; charset=utf-8"


@require_safe
@revalidated
def own_key(request: HttpRequest) -> HttpResponse:
    """The public key that exports are signed with, at an address that stays."""
    certificate = key.certificate()
    if certificate is None:
        return _absent("This directory has no key of its own yet: what it gives out is not signed.")
    response = HttpResponse(certificate.armor, content_type="application/pgp-keys")
    response["Content-Disposition"] = 'inline; filename="directory.asc"'
    response["Access-Control-Allow-Origin"] = "*"
    return _asked_for_anew(response)


@require_safe
@revalidated
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness of this site (RFC 9116)."""
    try:
        return _asked_for_anew(HttpResponse(texts.served(timezone.now()), content_type=PLAIN))
    except texts.NoContact as error:
        return _absent(str(error))


@require_safe
@revalidated
def team_security_txt(request: HttpRequest, slug: str) -> HttpResponse:
    """A security.txt for a team to take, made from what it has published."""
    listing = get_object_or_404(Listing.objects.with_revision(), slug=slug)
    if listing.withdrawn_at:
        return gone(request, listing)
    keys = listing.published_keys.current()
    try:
        text = texts.of_team(listing.revision.content.profile, keys, listing.slug, timezone.now())
    except texts.NoContact as error:
        return _absent(str(error))
    response = HttpResponse(text, content_type=PLAIN)
    response["Content-Disposition"] = 'inline; filename="security.txt"'
    return _asked_for_anew(response)


def _asked_for_anew(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-cache"
    return response


def _absent(sentence: str) -> HttpResponse:
    return _asked_for_anew(HttpResponse(f"{sentence}\n", content_type=PLAIN, status=404))
