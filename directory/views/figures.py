from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from directory.figures.counting import FACETS, growth, rows
from directory.figures.drawing import figure, growth_figure
from directory.lookup.rows import csv_row
from directory.search.shelf import shelf

from .pages import revalidated

COLUMNS = (("freshness", "keys", "types", "scopes"), ("sectors", "services"))  # of about the same height


@require_safe
@revalidated
def figures(request: HttpRequest) -> HttpResponse:
    """What the directory looks like as a whole: the map, and a chart with its table for each figure."""
    now, language = shelf(), get_language() or "en"
    counted = {name: rows(name, now.counts(facet), now.total, language) for name, facet in FACETS.items()}
    ctx = {
        "total": now.total,
        "by_country": now.counts("country"),
        "countries": counted["countries"],
        "growth": growth_figure(growth(now.moment.date())),
        "columns": [[figure(name, counted[name], now.total) for name in column] for column in COLUMNS],
    }
    return render(request, "figures/figures.html", ctx)


@require_safe
@revalidated
def figures_file(request: HttpRequest, name: str) -> HttpResponse:
    """The data of one figure as CSV (RFC 4180), in English: a line for each row of its table."""
    now = shelf()
    lines: list[tuple[str, ...]]
    if name == "growth":
        lines = [
            ("day", "teams"),
            *((day.isoformat(), str(teams)) for day, teams in growth(now.moment.date())),
        ]
    elif name in FACETS:
        found = rows(name, now.counts(FACETS[name]), now.total, "en")
        lines = [("code", "name", "teams"), *((row.code, row.path, str(row.teams)) for row in found)]
    else:
        raise Http404
    response = HttpResponse("".join(map(csv_row, lines)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
