"""Each figure as a page shows it: a heading, a sentence, a chart and the rows of its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.dateformat import format as in_words
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from . import charts
from .counting import FACETS, Row

HEADINGS = {
    "growth": (
        gettext_lazy("Teams over time"),
        gettext_lazy("How many were listed at the end of each month."),
    ),
    "types": (gettext_lazy("Kinds of teams"), ""),
    "scopes": (gettext_lazy("Scopes"), gettext_lazy("A team may have several.")),
    "sectors": (gettext_lazy("Sectors served"), gettext_lazy("A team may serve several.")),
    "services": (
        gettext_lazy("Services offered"),
        gettext_lazy("By the areas and services of the FIRST CSIRT Services Framework, version 2.1."),
    ),
    "freshness": (
        gettext_lazy("Last confirmed"),
        gettext_lazy("When the team last confirmed its profile, or published one."),
    ),
    "keys": (
        gettext_lazy("Keys"),
        gettext_lazy("The OpenPGP key that the team is written to with, as of today."),
    ),
}
TONES = {
    "4-months": "ok",
    "year": "soon",
    "older": "bad",
    "valid": "ok",
    "soon": "soon",
    "expired": "bad",
    "revoked": "gone",
    "unknown": "soft",
    "none": "nothing",
}
DAY = "j F Y"


@dataclass(frozen=True, slots=True)
class Figure:
    """`name` stands in its anchor and in the address of its file, `heading` over the values in its table; `facet` is
    what the list of teams filters by."""

    name: str
    title: str
    lead: str
    chart: SafeString
    rows: Sequence[Row]
    heading: str
    facet: str = ""


def growth_figure(points: Sequence[tuple[date, int]]) -> Figure:
    title, lead = HEADINGS["growth"]
    day, teams = (in_words(points[-1][0], DAY), points[-1][1]) if points else ("", 0)
    said = ngettext("%(teams)s team on %(day)s.", "%(teams)s teams on %(day)s.", teams) % {
        "teams": intcomma(teams),
        "day": day,
    }
    months = [(in_words(day, "M Y"), teams) for day, teams in points]
    chart = charts.line("growth-chart", str(title), said, months, intcomma)
    labels = [(in_words(day, DAY), teams) for day, teams in reversed(points)]
    rows = [Row("", label, label, teams) for label, teams in labels]
    return Figure("growth", str(title), str(lead), _safe(chart), rows, _("Day"))


def figure(name: str, rows: Sequence[Row], total: int) -> Figure:
    """One of the figures of `counting.WORDS` and `counting.STATES`."""
    title, lead = HEADINGS[name]
    said, chart_name = _said(rows, total), f"{name}-chart"
    if rows and all(row.code in TONES for row in rows):
        parts = [charts.Part(row.label, row.teams, TONES[row.code]) for row in rows]
        chart = charts.whole(chart_name, str(title), said, parts, intcomma)
    else:
        depth = 1 if name == "services" else 0
        bars = [charts.Bar(row.label, row.teams, row.depth) for row in rows if row.depth <= depth]
        chart = charts.bars(chart_name, str(title), said, bars, intcomma)
    return Figure(name, str(title), str(lead), _safe(chart), rows, str(title), FACETS[name])


def _said(rows: Sequence[Row], total: int) -> str:
    most = max(rows, key=lambda row: row.teams, default=None)
    if most is None or not most.teams:
        return _("No team says anything about this.")
    values = {"label": most.path, "teams": intcomma(most.teams), "total": intcomma(total)}
    return _("The most: %(label)s, %(teams)s of %(total)s. The table has every number.") % values


def _safe(chart: str) -> SafeString:
    return mark_safe(chart)  # noqa: S308 - every word in it is escaped by `charts`
