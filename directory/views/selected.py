"""Files of the teams that a list's query string selects."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from directory.filters import ListingFilter
from directory.models import Listing
from directory.selection import Selection

from .pages import kept_nowhere

File = Callable[[HttpRequest, Selection, str], StreamingHttpResponse]


def of_selected_teams(view: File) -> Callable[..., HttpResponseBase]:
    """The view gets the selection and the suffix. A query string that makes no sense is answered with a sentence, and
    where something was looked up no cache keeps the file."""

    @wraps(view)
    def wrapped(request: HttpRequest, suffix: str) -> HttpResponseBase:
        filtered = ListingFilter(request.GET, Listing.objects.none())
        if not filtered.is_valid():
            sentence = " ".join(str(s) for sentences in filtered.errors.values() for s in sentences)
            return render(request, "400.html", {"sentence": sentence}, status=400)
        response = view(request, Selection(filtered, timezone.now()), suffix)
        return kept_nowhere(response) if filtered.query.target or filtered.query.refused else response

    return wrapped
