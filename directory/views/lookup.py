"""Whom to call: for one target, and for a list of them. Nothing looked up is stored, logged or kept by a cache."""

import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.db import Error as DatabaseError
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from directory import own_key
from directory.api.lookup import NDJSON, OUTAGE, in_chunks, length_problem, to_the_end
from directory.forms import BulkForm
from directory.lookup import asking, bulk, bundle, mail, rows
from directory.lookup.about import about
from directory.lookup.groups import grouped
from directory.lookup.targets import NotATarget, described
from directory.lookup.told import COLUMNS

from .pages import kept_nowhere, revalidated

SHOWN_OF_A_GROUP = 12


@require_safe
@revalidated
def lookup(request: HttpRequest) -> HttpResponse:
    """The page that answers one question; without one, it says what can be asked."""
    q = request.GET.get("q", "").strip()
    if not q:
        return render(request, "lookup/lookup.html", {"ways": asking.examples()})
    try:
        target = asking.read(q)
        teams = asking.teams_for(target, timezone.now())
    except NotATarget as error:
        ctx: dict[str, Any] = {"q": q, "sentence": str(error), "ways": asking.examples()}
        return kept_nowhere(render(request, "lookup/lookup.html", ctx, status=HTTPStatus.BAD_REQUEST))
    except DatabaseError:
        return kept_nowhere(render(request, "503.html", {"sentence": OUTAGE}, status=503))
    ctx = {"q": q, "target": target, "understood": described(target), "teams": teams, "about": about(target)}
    return kept_nowhere(render(request, "lookup/lookup.html", ctx))


class InMemory(MemoryFileUploadHandler):
    """Keeps an upload in memory whatever its size: what is investigated never touches a disk. The view has
    checked the size of the whole request."""

    def handle_raw_input(self, *args: object, **kwargs: object) -> None:
        self.activated = True


@csrf_exempt  # it changes nothing, and visitors carry no cookie
@require_http_methods(["GET", "HEAD", "POST"])
@revalidated
def lookup_many(request: HttpRequest) -> HttpResponseBase:
    if request.method != "POST":
        return _bulk_page(request, BulkForm())
    refused = length_problem(request)
    if refused:
        ctx = {
            "sentence": _("This is more than 12 MB. With JavaScript the page sends longer lists in pieces.")
        }
        return kept_nowhere(render(request, "400.html", ctx, status=refused.status_code))
    request.upload_handlers = [InMemory(request)]
    form = BulkForm(request.POST, request.FILES)
    if not form.is_valid():
        return kept_nowhere(_bulk_page(request, form, status=HTTPStatus.BAD_REQUEST))
    try:
        return kept_nowhere(_answered(request, form))
    except DatabaseError:
        return kept_nowhere(render(request, "503.html", {"sentence": OUTAGE}, status=503))


@require_safe
@revalidated
def lookup_offline(request: HttpRequest) -> HttpResponse:
    """How to look up without this site, and the files for it. They come and go without a publication, so that no
    edition tells whether the page is still right."""
    found = {name: path.stat() for name, path in bundle.files().items()}
    made = max((datetime.fromtimestamp(file.st_mtime, UTC) for file in found.values()), default=None)
    ctx = {
        "files": [(name, file.st_size) for name, file in found.items()],
        "made": made,
        "is_signed": bundle.SIGNATURE in found,
        "own_key": own_key.certificate(),
    }
    response = render(request, "lookup/offline.html", ctx)
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
@revalidated
def lookup_offline_file(request: HttpRequest, name: str) -> FileResponse:
    path = bundle.files().get(name)
    if path is None:
        raise Http404("No bundle is made yet.")
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type=FILE_TYPES[path.suffix]
    )
    response["Last-Modified"] = http_date(path.stat().st_mtime)
    return response


FILE_TYPES = {
    ".py": "text/x-python; charset=utf-8",
    ".sqlite3": "application/vnd.sqlite3",
    ".sha256": "text/plain; charset=utf-8",
    ".asc": "application/pgp-signature",
}


def _answered(request: HttpRequest, form: BulkForm) -> HttpResponseBase:
    given = form.cleaned_data
    picked = bulk.picked(io.StringIO(given["text"]), given["reading"], given["column"])
    results = bulk.Bulk(asking.memory(), asking.read, asking.details, timezone.now()).results(picked)
    if given["output"] == "csv":
        return _download(in_chunks(_table(results), end=""), "text/csv", "look-up.csv")
    if given["output"] == "json":
        lines = to_the_end(map(bulk.as_json, results))
        return _download(in_chunks(lines), NDJSON, "look-up.ndjson")
    groups = grouped(results)
    drafts = [mail.draft(g.team["name"], settings.SITE_URL, g.targets) for g in groups.teams]
    ctx = {"groups": groups, "drafts": zip(groups.teams, drafts, strict=True), "shown": SHOWN_OF_A_GROUP}
    return render(request, "lookup/many_result.html", ctx)


def _table(results: Iterable[bulk.Result]) -> Iterator[str]:
    yield rows.csv_row(COLUMNS)
    for result in results:
        yield from rows.csv_rows(result.target, result.kind, result.teams, result.error)


def _download(content: Iterator[bytes], media_type: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(content, content_type=f"{media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _bulk_page(request: HttpRequest, form: BulkForm, status: int = HTTPStatus.OK) -> HttpResponse:
    draft = {
        "subject": mail.SUBJECT, "body": mail.BODY, "one": mail.ENTRY, "entries": mail.ENTRIES, "rest": mail.REST,
        "most": mail.MOST_LINES, "site": settings.SITE_URL,
    }  # fmt: skip
    return render(request, "lookup/many.html", {"form": form, "draft": draft}, status=status)
