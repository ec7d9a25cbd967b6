"""The hours of a team on its form: a grid of the week for each line, and a sentence that fills it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.views.decorators.http import require_POST

from directory import fields, weekly
from directory.fields import DAYS
from directory.models import Team
from directory.weekly import ALWAYS, DAY_NAMES, KINDS, Row, Week

from .picking import read_zone
from .rights import of_team

NAME = "hours"
MOST_WEEKS, MOST_SPANS, SPARE_SPANS = 12, 8, 2
LONGEST_NOTE = 200


@dataclass
class Grid:
    """A week as it is typed: (from, to) by day, whatever stands in them. `is_spare` is the one that is there to be
    filled for another place."""

    kind: str = "office"
    timezone: str = ""
    note: str = ""
    always: bool = False
    days: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: {day: [] for day in DAYS})
    is_spare: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.always and not any(any(map(any, spans)) for spans in self.days.values())

    @property
    def label(self) -> str:
        return KINDS.get(self.kind, "Hours")

    def columns(self) -> int:
        return max(SPARE_SPANS, *(len(spans) for spans in self.days.values()))

    def spans(self) -> range:
        """The columns, for the table's head."""
        return range(self.columns())

    def lines(self) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
        """(day, its name, spans) with as many spans for each day as the longest has."""
        for day, spans in self.days.items():
            yield day, DAY_NAMES[day], [*spans, *[("", "")] * (self.columns() - len(spans))]


def grids(rows: Iterable[Row]) -> list[Grid]:
    """The grids to show for what is kept, and a spare one."""
    shown = [
        Grid(week.kind, week.timezone, week.note, week.always, _typed(week)) for week in weekly.weeks(rows)
    ]
    return [*shown, Grid(is_spare=True)]


def _typed(week: Week) -> dict[str, list[tuple[str, str]]]:
    """A browser's clock knows no 24:00; the end of the day is 00:00 there."""
    if week.always:
        return {day: [] for day in DAYS}
    return {
        day: [(opens, "00:00" if closes == "24:00" else closes) for opens, closes in spans]
        for day, spans in week.days.items()
    }


class GridsWidget(forms.Widget):
    """Reads grids by the names of their inputs, such as `hours-0-mo-1-opens`."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Grid]:
        return [_grid(data, f"{name}-{number}") for number in _numbers(data, name)]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not _numbers(data, name)


def _numbers(data: Mapping[str, Any], name: str) -> list[int]:
    return [number for number in range(MOST_WEEKS) if f"{name}-{number}-kind" in data]


def _grid(data: Mapping[str, Any], name: str) -> Grid:
    def given(part: str) -> str:
        return str(data.get(f"{name}-{part}", "")).strip()

    days = {
        day: [
            (given(f"{day}-{n}-opens"), given(f"{day}-{n}-closes"))
            for n in range(MOST_SPANS)
            if f"{name}-{day}-{n}-opens" in data or f"{name}-{day}-{n}-closes" in data
        ]
        for day in DAYS
    }
    return Grid(
        given("kind"), given("timezone"), given("note"), bool(given("always")), days, bool(given("spare"))
    )


class GridsField(forms.Field):
    """Its value are rows of the desk (`weekly.Row`)."""

    widget = GridsWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> list[Grid]:
        given = list(value or ())
        return given if given and isinstance(given[0], Grid) else grids(given)

    def clean(self, value: Any) -> list[Row]:
        weeks, errors = [], []
        for grid in value or ():
            if grid.is_empty:
                continue
            try:
                weeks.append(_week(grid))
            except ValidationError as error:
                errors += error.messages
        if errors:
            raise ValidationError(errors)
        return weekly.rows(weeks)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return weekly.moments(initial or ()) != weekly.moments(self.clean(data))
        except ValidationError:
            return True


def _week(grid: Grid) -> Week:
    if grid.kind not in KINDS:
        raise ValidationError("Say whether these are office hours or those of an emergency line.")
    note = fields.normal_text(grid.note)
    if len(note) > LONGEST_NOTE:
        raise ValidationError(f"{grid.label}: the note has at most {LONGEST_NOTE} letters.")
    zone = read_zone(grid.timezone) if grid.timezone else ""
    if grid.always:
        return Week(grid.kind, zone, note, {day: [ALWAYS] for day in DAYS})
    return Week(grid.kind, zone, note, {day: list(_spans(grid, day)) for day in DAYS})


def _spans(grid: Grid, day: str) -> Iterator[tuple[str, str]]:
    where = f"{grid.label}, {DAY_NAMES[day]}"
    for opens, closes in grid.days[day]:
        if not opens and not closes:
            continue
        if not opens or not closes:
            raise ValidationError(f"{where}: give both a beginning and an end.")
        opens, closes = fields.clock(opens), fields.clock(closes)
        closes = "24:00" if closes == "00:00" else closes
        if opens == "24:00":
            raise ValidationError(f"{where}: a day does not begin at 24:00.")
        if opens == closes:
            raise ValidationError(f"{where}: it ends when it begins. Around the clock is 00:00 to 00:00.")
        yield opens, closes


def kept(team: Team) -> list[Row]:
    """The hours that stand at the desk."""
    return [
        Row(row.days, row.opens, row.closes, row.kind, row.timezone, row.note) for row in team.openings.all()
    ]


def keep(team: Team, rows: list[Row]) -> None:
    """Puts these hours in the place of those that stand there; rows that stay are not touched, and where the same
    is said, none is."""
    if weekly.moments(rows) == weekly.moments(kept(team)):
        return
    wanted = list(rows)
    for opening in team.openings.all():
        row = Row(opening.days, opening.opens, opening.closes, opening.kind, opening.timezone, opening.note)
        if row in wanted:
            wanted.remove(row)
        else:
            opening.delete()
    for row in wanted:
        team.openings.create(**row._asdict())


# The sentence ------------------------------------------------------------------------------------


def told(understood: weekly.Understood) -> str:
    """What a sentence was understood as, and what was not."""
    left = ", ".join(f"“{part}”" for part in understood.left)
    if not understood.rows:
        return f"No hours follow from {left}. Say days and times, such as Mon-Fri 9-17." if left else ""
    unread = f" Not understood: {left}." if left else ""
    return f"Understood: {weekly.said(understood.rows)}{unread}"


def fill(data: QueryDict, understood: weekly.Understood) -> None:
    """Puts what was understood into the grids of a form that was sent: into the first of its kind."""
    for week in weekly.weeks(understood.rows):
        if week.is_empty:
            continue
        numbers = _numbers(data, NAME)
        number = next((n for n in numbers if _grid(data, f"{NAME}-{n}").kind == week.kind), len(numbers))
        name = f"{NAME}-{number}"
        for key in [
            key for key in data if re.fullmatch(rf"{name}-(?:(?:{'|'.join(DAYS)})-\d-\w+|always)", key)
        ]:
            del data[key]
        data[f"{name}-kind"] = week.kind
        data[f"{name}-timezone"] = week.timezone
        if week.always:
            data[f"{name}-always"] = "on"
        for day, spans in _typed(week).items():
            for n, (opens, closes) in enumerate(spans):
                data[f"{name}-{day}-{n}-opens"], data[f"{name}-{day}-{n}-closes"] = opens, closes


@require_POST
@of_team()
def read_hours(request: HttpRequest, team: Team, team_admin: admin.ModelAdmin) -> HttpResponse:
    """The grids that a sentence fills, for the script of the form: {"told", "whole", "weeks": [{"kind", "timezone",
    "always", "days": {"mo": [["09:00", "17:00"]]}}]}; `whole` where all of it was understood. Nothing is kept."""
    sentence = request.POST.get("hours_said", "")
    understood = weekly.read(sentence, team.language, team.timezones)
    weeks = [week for week in weekly.weeks(understood.rows) if not week.is_empty]
    return JsonResponse(
        {
            "told": told(understood),
            "whole": not understood.left,
            "weeks": [
                {
                    "kind": week.kind,
                    "timezone": week.timezone,
                    "always": week.always,
                    "days": _typed(week),
                }
                for week in weeks
            ],
        }
    )


PAGES = [("<int:pk>/hours/", read_hours, "read_hours")]
