"""Look-ups for machines: one by GET, many by POST, streamed line by line. Nothing asked is stored or logged."""

import json
from collections.abc import Iterable, Iterator
from http import HTTPStatus

from django.conf import settings
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from directory.lookup import asking, bulk
from directory.lookup.targets import NotATarget

OUTAGE = "The directory cannot answer now; nothing can be concluded from that. Try again later."
NDJSON = "application/x-ndjson"


@csrf_exempt  # it changes nothing, and visitors carry no cookie
@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request: HttpRequest) -> HttpResponseBase:
    response = _many(request) if request.method == "POST" else _one(request)
    response["Cache-Control"] = "private, no-store"
    return response


def _one(request: HttpRequest) -> HttpResponse:
    """{"target", "kind", "teams"} for `?q=`."""
    try:
        target = asking.read(request.GET.get("q", ""))
        teams = asking.teams_for(target, timezone.now())
    except NotATarget as error:
        return problem(HTTPStatus.BAD_REQUEST, str(error))
    except DatabaseError:
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, OUTAGE)
    return JsonResponse(
        {"target": target.value, "kind": target.kind, "teams": teams},
        json_dumps_params={"ensure_ascii": False},
    )


def _many(request: HttpRequest) -> HttpResponseBase:
    """A line of JSON for each line of the body: text with a target a line, or NDJSON (a string, or an object
    with `target`). `?reading=csv&column=ip` and `?reading=log` pick targets from other lines; `?repeat=no` prints
    each answer once (bulk.each_answer_once)."""
    refused = _refusal(request)
    if refused:
        return refused
    reading, column = request.GET.get("reading", "plain"), request.GET.get("column", "")
    lines: Iterable[str] = _lines(request)
    if request.content_type == NDJSON:
        lines = map(_target_of, lines)
    try:
        engine = asking.memory()
    except DatabaseError:
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, OUTAGE)
    picked = bulk.picked(lines, reading, column)
    results = bulk.Bulk(engine, asking.read, asking.details, timezone.now()).results(picked)
    told = bulk.each_answer_once(results) if request.GET.get("repeat") == "no" else map(bulk.as_json, results)
    return StreamingHttpResponse(in_chunks(to_the_end(told)), content_type=f"{NDJSON}; charset=utf-8")


def _refusal(request: HttpRequest) -> HttpResponse | None:
    """Why the body is not read, before any of it is."""
    if request.GET.get("reading", "plain") not in bulk.READINGS:
        return problem(HTTPStatus.BAD_REQUEST, f"reading is one of {', '.join(bulk.READINGS)}.")
    if request.GET.get("reading") == "csv" and not request.GET.get("column"):
        return problem(
            HTTPStatus.BAD_REQUEST, "column is missing: a number from 1, or a name in the first line."
        )
    return length_problem(request)


def length_problem(request: HttpRequest) -> HttpResponse | None:
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdigit():
        return problem(HTTPStatus.LENGTH_REQUIRED, "Say the length of what you send (Content-Length).")
    if int(length) > settings.MAX_BULK_BYTES:
        limit = settings.MAX_BULK_BYTES // 2**20
        return problem(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"This is more than {limit} MB at once: send it in pieces, such as 10,000 lines each.",
        )
    return None


def _lines(request: HttpRequest) -> Iterator[str]:
    """The lines of the body as it arrives. (Not by `for line in request`: that leaves the cutting to the server's
    own stream, and granian's, 2.8, ends after the first line.)"""
    rest = b""
    while block := request.read(65_536):
        *whole, rest = (rest + block).split(b"\n")
        yield from (line.decode("utf-8", "replace") for line in whole)
    yield rest.decode("utf-8", "replace")


def _target_of(line: str) -> str:
    """The target in a line of NDJSON; a line that is no such JSON stays, and is answered as what it is."""
    try:
        value = json.loads(line)
    except ValueError:
        return line
    value = value.get("target", line) if isinstance(value, dict) else value
    return value if isinstance(value, str) else line


def to_the_end(told: Iterable[str]) -> Iterator[str]:
    """The lines; what stops them on the way is said in a last one, for the status is gone out already."""
    try:
        yield from told
    except bulk.NoSuchColumn as error:
        yield json.dumps({"error": str(error)}, ensure_ascii=False)
    except DatabaseError:
        yield json.dumps({"error": OUTAGE})


def in_chunks(lines: Iterable[str], end: str = "\n") -> Iterator[bytes]:
    """Lines as bytes, some 64 KB at a time: a line each would cost a system call each."""
    waiting: list[str] = []
    size = 0
    for line in lines:
        waiting += [line, end]
        size += len(line)
        if size > 65_536:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    yield "".join(waiting).encode()


def problem(status: HTTPStatus, detail: str) -> JsonResponse:
    """An error as RFC 9457 writes it."""
    return JsonResponse(
        {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": detail},
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )
