"""The form of a team: its fields as people name them, and what is kept of them."""

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from directory import desk, weekly
from directory.models import Opening, Team
from directory.vocabularies import (
    CONSTITUENCY_TYPES,
    COUNTRIES,
    INCIDENT_TYPES,
    SECTORS,
    SERVICES,
    SUPPORT_LEVELS,
    TEAM_SCOPES,
    TEAM_TYPES,
    TLP,
)

from . import claims_paste, hours
from .claims_paste import claims_field
from .hours import GridsField
from .picking import (
    Box,
    BoxesField,
    PickedField,
    boxes_of,
    by_name,
    language_choices,
    language_name,
    language_names,
    read_language,
    read_zone,
    zone_names,
)

#: Buttons that look and keep nothing, for browsers without script: what each is called in the form that is sent.
CHECK, READ_HOURS = "_check", "_read_hours"
SAVE_AND_PREVIEW = "_preview"

#: Rows of one value each, edited as boxes to tick: (field, relation, column).
TICKED = (("served_countries", "served_countries", "country"), ("served_sectors", "served_sectors", "sector"))

#: Words of vocabularies that the team itself keeps, edited as boxes to tick.
BOXED = {"scopes", "constituency_types", "incident_types", "label_schemes"}

SCHEMES = [
    Box(f"{entry.facts['scheme']} {entry.facts['version']}", entry.name)
    for entry in TLP.entries
    if entry.kind == "scheme"
]
ANY_SCHEME = [
    Box(scheme, f"{scheme}, without a version")
    for scheme in dict.fromkeys(box.value.split()[0] for box in SCHEMES)
]
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_OPENABLE = {"http", "https", "ftp", "ftps", "mailto"}


class TeamForm(forms.ModelForm):
    """A team with all that hangs on it and is no row of its own on the page: claims as texts, hours as grids, words of
    vocabularies as boxes. `looking` is True where a button was pressed that keeps nothing."""

    established = forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        label="Established",
        help_text="When the team began its work.",
    )
    type = forms.ChoiceField(required=False, label="Kind of team")
    country = forms.ChoiceField(required=False, label="Country")
    support_level = forms.ChoiceField(required=False, label="Level of support")
    language = forms.ChoiceField(label="Language of the document")
    scopes = BoxesField(boxes_of(TEAM_SCOPES), label="Whom it stands for")
    constituency_types = BoxesField(
        boxes_of(CONSTITUENCY_TYPES), label="How those whom it serves are bound to it"
    )
    incident_types = BoxesField(boxes_of(INCIDENT_TYPES), label="Types of incidents", searched=True)
    label_schemes = BoxesField([*SCHEMES, *ANY_SCHEME], label="Traffic light protocols that the team honours")
    timezones = PickedField(
        read_zone,
        str,
        zone_names,
        label="Time zones",
        help_text="The main one first. Type a city: Oslo, New York.",
    )
    languages = PickedField(
        read_language,
        language_name,
        language_names,
        label="Languages",
        help_text="Those that the team answers in.",
    )
    networks = claims_field("networks", label="Networks")
    asns = claims_field("asns", label="AS numbers")
    domains = claims_field("domains", label="Domains")
    served_countries = BoxesField(
        by_name(boxes_of(COUNTRIES)), label="Countries that the team serves", searched=True
    )
    served_sectors = BoxesField(boxes_of(SECTORS), label="Sectors that the team serves", searched=True)
    framework = BoxesField(boxes_of(SERVICES), label="Add from the FIRST framework", searched=True)
    hours = GridsField(label="Hours")
    hours_said = forms.CharField(
        required=False,
        max_length=weekly.LONGEST_SENTENCE,
        label="Hours in words",
        help_text="Such as: Mon-Fri 9-17, 24x7 for emergencies",
    )
    opened = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    class Meta:
        model = Team
        fields: list[str] = []

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        self.hours_told = ""
        self.looking = data is not None and (CHECK in data or READ_HOURS in data)
        if data is not None and READ_HOURS in data:
            data = self._with_hours_read(data, kwargs.get("instance"))
        super().__init__(data, *args, **kwargs)
        self._offer_choices()
        self._begin()

    def _offer_choices(self) -> None:
        team = self.instance
        for name, offered in (
            ("type", [("", "not said"), *TEAM_TYPES.choices()]),
            ("country", [("", "not said"), *sorted(COUNTRIES.choices(), key=lambda choice: choice[1])]),
            (
                "support_level",
                [("", "not said"), *((e.code, f"{e.name}: {e.meaning}") for e in SUPPORT_LEVELS.entries)],
            ),
            ("language", language_choices(team.language)),
        ):
            if name in self.fields:
                self.fields[name].choices = list(offered)  # type: ignore[attr-defined]
        for name in BOXED:
            if name in self.fields:
                self.fields[name].keep(getattr(team, name))  # type: ignore[attr-defined]
        self.fields["distribution"].strip = False  # type: ignore[attr-defined]  # the text's own indentation
        if "slug" in self.fields:
            self.fields["slug"].required = bool(team.pk)
            self.fields["slug"].label = "Address on this site"
            if not team.pk:
                self.fields[
                    "slug"
                ].help_text = "Left empty, it is made from the name. Links will point to it for ever."

    def _begin(self) -> None:
        """What the rows of the team put into the fields that stand for them. A form that is sent is compared with it."""
        team = self.instance
        if team.pk is None:
            self.initial.setdefault("language", "en")
            return
        kept: dict[str, Any] = {name: claims_paste.kept(team, name) for name in claims_paste.ROWS}
        kept |= {
            name: list(getattr(team, relation).values_list(column, flat=True))
            for name, relation, column in TICKED
        }
        kept["hours"] = hours.kept(team)
        kept["opened"] = _state(team)
        self.initial.update(kept)
        for name, *_ in TICKED:
            if name in self.fields:
                self.fields[name].keep(kept[name])  # type: ignore[attr-defined]

    def _with_hours_read(self, data: QueryDict, team: Team | None) -> QueryDict:
        data = data.copy()
        understood = weekly.read(
            data.get("hours_said", ""), team.language if team else "en", team.timezones if team else ()
        )
        hours.fill(data, understood)
        self.hours_told = hours.told(understood) or "Say days and times, such as Mon-Fri 9-17."
        if understood.rows and not understood.left:
            data["hours_said"] = ""
        return data

    # Checks ------------------------------------------------------------------------------------------

    def is_valid(self) -> bool:
        return super().is_valid() and not self.looking

    def clean_document_locations(self) -> list[str]:
        return _openable(self.cleaned_data["document_locations"])

    def clean_signature_locations(self) -> list[str]:
        return _openable(self.cleaned_data["signature_locations"])

    def clean_hours_said(self) -> str:
        said: str = self.cleaned_data["hours_said"]
        if said and not self.looking:
            raise ValidationError(
                "This sentence has not been read yet: press “Read this” to fill the grid, or empty the line."
            )
        return said

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.instance.pk is None and not given.get("slug") and "slug" not in self.errors:
            given["slug"] = desk.slug_for(given.get("name", ""))
        for name in BOXED & given.keys():
            given[name] = _in_order(self.initial.get(name) or (), given[name])
        opened = given.get("opened")
        if self.instance.pk and opened and opened != self.initial.get("opened"):
            # Sent once more, it is meant.
            data = QueryDict(mutable=True)
            data.update(self.data)
            data[self.add_prefix("opened")] = self.initial["opened"]
            self.data = data
            raise ValidationError(
                "Somebody has changed this team since you opened the form. What you typed is below, and nothing is "
                "saved yet. Look at the team’s history, then save once more to put yours in its place.",
                code="opened",
            )
        return given

    # Rows --------------------------------------------------------------------------------------------

    def save_rows(self, team: Team) -> list[str]:
        """Keeps what the fields that stand for rows say. Gives sentences about what is odd with new claims."""
        told = []
        for name in claims_paste.ROWS:
            told += claims_paste.keep(team, name, self.cleaned_data[name])
        for name, relation, column in TICKED:
            claims_paste.keep_values(team, relation, column, self.cleaned_data[name])
        hours.keep(team, self.cleaned_data["hours"])
        add_services(team, self.cleaned_data["framework"])
        return told

    def unsaved_rows(self) -> dict[str, list[Any]]:
        """The same as rows that are not saved, by relation; of a field with a mistake, those that are kept."""
        team = self.instance
        made: dict[str, list[Any]] = {}
        columns = [(name, *row) for name, row in claims_paste.ROWS.items()]
        for name, relation, column in [*columns, *TICKED]:
            values = self.cleaned_data.get(name, self.initial.get(name, ()))
            model = getattr(team, relation).model
            made[relation] = [model(team=team, **{column: value}) for value in values]
        rows = self.cleaned_data.get("hours", self.initial.get("hours", ()))
        made["openings"] = [Opening(team=team, **row._asdict()) for row in rows]
        return made


def add_services(team: Team, codes: Iterable[str]) -> None:
    """Adds services of the FIRST framework that the team does not have, under their names there."""
    rows = list(team.services.all())
    there = {row.framework for row in rows}
    after = max((row.position for row in rows), default=-1) + 1
    for position, code in enumerate((code for code in codes if code not in there), after):
        team.services.create(position=position, title=SERVICES.name_of(code)[:200], framework=code)


def _in_order(kept: Iterable[str], chosen: list[str]) -> list[str]:
    """What was there in its order, for the team has given it one; then what is new."""
    stay = [value for value in kept if value in chosen]
    return [*stay, *(value for value in chosen if value not in stay)]


def _openable(lines: list[str]) -> list[str]:
    """Addresses of documents are opened by a click: none that does something else."""
    for line in lines:
        scheme = _SCHEME.match(line)
        if scheme and scheme[1].lower() not in _OPENABLE:
            raise ValidationError(
                f"“{line[:100]}” is not a web address such as https://cert.example/rfc2350.txt."
            )
    return lines


def _state(team: Team) -> str:
    """What the team is like now, as a digest: two people who edit at a time are told of each other."""
    picture = json.dumps(desk.snapshot(team), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(picture.encode()).hexdigest()
