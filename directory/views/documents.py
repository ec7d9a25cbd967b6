"""A team's document: as a page and as a file in every format; the newest, and every revision for ever."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory import edition
from directory.models import Listing, Notice, Revision
from directory.renderings import NotRendered, rendering
from directory.rfc2350.document import Document
from directory.rfc2350.schema import SCHEMA_DOCUMENT
from directory.rfc2350.to_reading import is_web_address
from directory.rfc2350.writers import FORMATS, LAYOUTS

from . import signatures
from .moving import gone
from .pages import revalidated

# Browsers show the other formats as what they are. HTML of a team's own words, however well escaped, is a file to
# take along and no page of this site (SECURITY 48).
TAKEN = frozenset({"html", "docx"})


@require_safe
@revalidated
def document(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """The document as a page: the newest revision's, or that of a number."""
    listing, revision = _published(slug, number)
    if listing.withdrawn_at and number is None:
        return gone(request, listing)
    if revision.redacted:
        return _redacted(request, listing, revision)
    document = Document.from_dict(revision.content.document)
    newest = listing.revision.number
    ctx = {
        "listing": listing,
        "revision": revision,
        "content": revision.content,
        "document": document,
        "formats": FORMATS.values(),
        "is_newest": revision.number == newest,
        "before": revision.number - 1 or None,
        "after": revision.number + 1 if revision.number < newest else None,
        "signature": signatures.known(listing, [revision]).get(revision.number),
        "at": edition.quarter(timezone.now()),
        "signatures": [place for place in document.document.signatures if is_web_address(place)],
        "file_name": _file_name(listing, revision, "txt"),
    }
    return render(request, "documents/document.html", ctx)


@require_safe
@revalidated
def document_file(request: HttpRequest, slug: str, suffix: str, number: int | None = None) -> HttpResponse:
    """The document as a file in one of `FORMATS`; `?layout=rfc` gives it in the RFC's own outline."""
    layout = request.GET.get("layout", "team")
    if layout not in LAYOUTS:
        sentence = _("A layout is one of %(names)s.") % {"names": _(" or ").join(LAYOUTS)}
        ctx = {"sentence": sentence}
        return render(request, "400.html", ctx, status=400)
    listing, revision = _published(slug, number)
    if listing.withdrawn_at and number is None:
        return gone(request, listing)
    if revision.redacted:
        return _redacted(request, listing, revision)
    try:
        content = rendering(revision, suffix, layout)
    except NotRendered as error:
        ctx = {"sentence": " ".join([str(error), _("The text is always there.")])}
        return render(request, "503.html", ctx, status=503)
    response = HttpResponse(content, content_type=FORMATS[suffix].media_type)
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()}"'
    name = _file_name(listing, revision, suffix)
    response["Content-Disposition"] = content_disposition_header(suffix in TAKEN, name) or ""
    return response


def _file_name(listing: Listing, revision: Revision, suffix: str) -> str:
    """ASCII without a blank, a quote or a slash, for a slug has none: it needs no other spelling in a header (RFC 6266)."""
    return f"{listing.slug}-rfc2350-{revision.number}.{suffix}"


@require_safe
@revalidated
def revisions(request: HttpRequest, slug: str) -> HttpResponse:
    listing = get_object_or_404(Listing, slug=slug)
    found = list(Revision.objects.of(listing.pk).with_title())
    signed = signatures.known(listing, found)
    ctx = {
        "listing": listing,
        "revisions": [(revision, signed.get(revision.number)) for revision in found],
        "at": edition.quarter(timezone.now()),
    }
    return render(request, "documents/revisions.html", ctx)


def _published(slug: str, number: int | None) -> tuple[Listing, Revision]:
    listing = get_object_or_404(Listing.objects.select_related("revision__content"), slug=slug)
    if number is None:
        return listing, listing.revision
    revision = Revision.objects.of(listing.pk).with_content().filter(number=number).first()
    if revision is None:
        raise Http404("This team has no revision of that number.")
    return listing, revision


def _redacted(request: HttpRequest, listing: Listing, revision: Revision) -> HttpResponse:
    notices = Notice.objects.of(listing.pk).of_kind(Notice.Kind.REDACTED)
    notice = notices.filter(content__payload__revision=revision.number).first()
    ctx = {"listing": listing, "revision": revision, "notice": notice}
    return render(request, "documents/redacted.html", ctx, status=410)


@require_safe
@revalidated
def schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema that every document's JSON follows."""
    return JsonResponse(
        SCHEMA_DOCUMENT, content_type="application/schema+json", json_dumps_params={"indent": 2}
    )
