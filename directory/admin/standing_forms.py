"""What an operator fills in to say how a team stands among others."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from directory import publishing
from directory.models import Listing, Membership, Team
from directory.publishing.standing import BACKUP, PARENT, SUCCESSOR
from directory.search.query import fold
from directory.vocabularies import MARKS, MEMBERSHIPS

MOST_NAMED = 5  # of several teams with one name


def listed_team(typed: str) -> Team:
    """The listed team with this address or name. Raises ValidationError where there is none, or more than one."""
    asked = " ".join(typed.split())
    listed = Listing.objects.listed()
    rows = (
        listed.at(asked.lower())
        or listed.filter(sort_name=fold(asked))
        or listed.filter(short_name__iexact=asked)
    )
    found = list(rows.select_related("team")[: MOST_NAMED + 1])
    if not found:
        raise ValidationError(
            f"No listed team is called “{asked}”. Give its whole name, or its address, as in example-cert."
        )
    if len(found) > 1:
        slugs = ", ".join(listing.slug for listing in found[:MOST_NAMED])
        raise ValidationError(
            f"More than one team is called “{asked}”. Give the address of one of them: {slugs}."
        )
    return found[0].team


class TeamField(forms.CharField):
    """A listed team by its name or address."""

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        return listed_team(typed) if typed else None


class TeamsField(forms.CharField):
    """Listed teams, one a line."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 40, "spellcheck": "false"})

    def clean(self, value: Any) -> Any:
        lines = [line for line in super().clean(value).splitlines() if line.strip()]
        teams, wrong = [], []
        for line in lines:
            try:
                teams.append(listed_team(line))
            except ValidationError as error:
                wrong += error.messages
        if wrong:
            raise ValidationError(wrong)
        return teams


class Confirmed(forms.Form):
    """An act that others see at once: done only where it is said that this is meant."""

    sure = forms.BooleanField(
        error_messages={"required": "Tick this box if you mean it; nothing was done yet."},
    )


def _reason() -> forms.CharField:
    return forms.CharField(
        label="Why, in a sentence for visitors",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
    )


class Withdraw(Confirmed):
    reason = _reason()
    successor = TeamField(
        label="Successor (may be left empty)",
        required=False,
        help_text="Name or address of the team to turn to now.",
    )
    field_order = ["reason", "successor", "sure"]


class Merge(Confirmed):
    into = TeamField(label="The team that it is part of now", help_text="Its name, or its address.")
    reason = _reason()
    field_order = ["into", "reason", "sure"]


class Rename(forms.ModelForm):
    sure = Confirmed.base_fields["sure"]

    class Meta:
        model = Team
        fields = ["name", "slug"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and not {"name", "slug"}.intersection(self.changed_data):
            raise ValidationError("Name and address are as they were.")
        return told


class Relate(Confirmed):
    parents = TeamsField(
        label="Part of", required=False, help_text="Teams that it belongs to, one a line: by name or address."
    )
    successors = TeamsField(label="Successor", required=False, help_text="Who does its work now, one a line.")
    backups = TeamsField(
        label="Backup", required=False, help_text="Who stands in where it cannot be reached, one a line."
    )
    field_order = ["parents", "successors", "backups", "sure"]

    KINDS = {"parents": PARENT, "successors": SUCCESSOR, "backups": BACKUP}

    @classmethod
    def initial_of(cls, team: Team) -> dict[str, str]:
        """The relations that there are, by the addresses of today."""
        relations = publishing.relations_of(team)
        slugs = dict(
            Listing.objects.filter(pk__in=[relation.other.pk for relation in relations]).values_list(
                "pk", "slug"
            )
        )
        return {
            name: "\n".join(slugs[relation.other.pk] for relation in relations if relation.kind == kind)
            for name, kind in cls.KINDS.items()
        }

    def relations(self) -> list[publishing.Relation]:
        return [
            publishing.Relation(kind, other)
            for name, kind in self.KINDS.items()
            for other in self.cleaned_data[name]
        ]


class Marks(Confirmed):
    marks = forms.MultipleChoiceField(
        label="Marks",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(entry.code, f"{entry.name}: {entry.meaning}") for entry in MARKS.entries],
    )
    field_order = ["marks", "sure"]


class MembershipRow(forms.Form):
    level = forms.ChoiceField(
        label="Membership",
        required=False,
        choices=lambda: [("", "None"), *_levels()],
    )
    since = forms.DateField(
        label="Since (as 2024-05-01; may be left empty)",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("since") and not told.get("level"):
            raise ValidationError("There is a day without a membership.")
        return told


def _levels() -> Iterator[tuple[str, str]]:
    for code in MEMBERSHIPS:
        if MEMBERSHIPS[code].kind == "level":
            yield code, MEMBERSHIPS.path_of(code)


class _Memberships(forms.BaseFormSet):
    def clean(self) -> None:
        levels = [level for level, _ in self.rows()]
        twice = {MEMBERSHIPS.path_of(level) for level in levels if levels.count(level) > 1}
        if twice:
            raise ValidationError(f"Given twice: {', '.join(sorted(twice))}.")

    def rows(self) -> list[tuple[str, Any]]:
        """(level, its first day); a row that was emptied is taken away."""
        told = [form.cleaned_data for form in self.forms if getattr(form, "cleaned_data", None)]
        return [(row["level"], row.get("since")) for row in told if row.get("level")]


def memberships_of(team: Team) -> list[dict[str, Any]]:
    """The rows that there are, as the form shows them first."""
    rows = Membership.objects.filter(team=team)
    return [{"level": row.level, "since": row.since} for row in rows]


Memberships = forms.formset_factory(MembershipRow, formset=_Memberships, extra=2, max_num=50, absolute_max=60)
