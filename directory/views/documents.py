"""A team's document: as a page, as exact bytes, as JSON; the newest, and every revision for ever."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from directory import rfc2350
from directory.models import Listing, Notice, Revision
from directory.rfc2350.document import Document

from .pages import revalidated


@require_safe
@revalidated
def document(request: HttpRequest, slug: str, number: int | None = None, suffix: str = "") -> HttpResponse:
    """`suffix` is "" for the page, "txt" for the exact bytes, "json" for rfc2350/1."""
    listing = get_object_or_404(Listing.objects.select_related("revision__content"), slug=slug)
    revision = listing.revision if number is None else _revision(listing, number)
    if revision.redacted:
        return _redacted(request, listing, revision)
    return FORMATS[suffix](request, listing, revision)


@require_safe
@revalidated
def revisions(request: HttpRequest, slug: str) -> HttpResponse:
    listing = get_object_or_404(Listing, slug=slug)
    ctx = {"listing": listing, "revisions": Revision.objects.of(listing.pk).with_content()}
    return render(request, "documents/revisions.html", ctx)


def _revision(listing: Listing, number: int) -> Revision:
    revision = Revision.objects.of(listing.pk).with_content().filter(number=number).first()
    if revision is None:
        raise Http404("This team has no revision of that number.")
    return revision


def _redacted(request: HttpRequest, listing: Listing, revision: Revision) -> HttpResponse:
    notices = Notice.objects.of(listing.pk).of_kind(Notice.Kind.REDACTED)
    notice = notices.filter(content__payload__revision=revision.number).first()
    ctx = {"listing": listing, "revision": revision, "notice": notice}
    return render(request, "documents/redacted.html", ctx, status=410)


def _page(request: HttpRequest, listing: Listing, revision: Revision) -> HttpResponse:
    ctx = {
        "listing": listing,
        "revision": revision,
        "content": revision.content,
        "document": Document.from_dict(revision.content.document),
        "is_newest": revision.pk == listing.revision_id,
    }
    return render(request, "documents/document.html", ctx)


def _text(request: HttpRequest, listing: Listing, revision: Revision) -> HttpResponse:
    response = HttpResponse(bytes(revision.content.text), content_type="text/plain; charset=utf-8")
    response["ETag"] = f'"{revision.content.sha256}"'
    return response


def _json(request: HttpRequest, listing: Listing, revision: Revision) -> HttpResponse:
    text = rfc2350.to_json(Document.from_dict(revision.content.document))
    return HttpResponse(text, content_type="application/json")


FORMATS = {"": _page, "txt": _text, "json": _json}
