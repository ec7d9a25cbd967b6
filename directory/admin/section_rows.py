"""The sections of a team's document on its form: each stands with the fields that it is made from, or says by itself
what no field does."""

from typing import Any

from django import forms

from directory.models import Section
from directory.rfc2350.compose import COMPOSED
from directory.rfc2350.sections import FRONT, OTHER, TITLES, place

from .rows import Placed, RowForm, Rows


def section_choices(current: str = "") -> list[tuple[str, str]]:
    """What a section can be by its meaning, by name."""
    known = {FRONT: "Words before section 1", **TITLES, OTHER: "A section that RFC 2350 does not have"}
    if current and current not in known:
        known[current] = ""
    return [
        (code, title if code in {FRONT, OTHER} else f"{code} {title}".strip())
        for code, title in known.items()
    ]


class SectionForm(RowForm):
    says = ("title", "text")

    canonical = forms.ChoiceField(
        label="What it is", help_text="By its meaning, whatever number stands before it."
    )

    class Meta:
        model = Section
        fields = ["mode", "text", "title", "number", "canonical", "position"]
        labels = {
            "position": "Place",
            "number": "Number that is printed",
            "title": "Title",
            "mode": "Its text is",
            "text": "Text",
        }
        widgets = {"mode": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 4, "cols": 72})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].strip = False  # type: ignore[attr-defined]  # a text may begin with an indentation
        self.fields["mode"].choices = self._modes()  # type: ignore[attr-defined]
        self.fields["canonical"].choices = section_choices(self.instance.canonical)  # type: ignore[attr-defined]
        if self.instance.pk is None:
            self.fields["canonical"].initial = OTHER

    def _modes(self) -> list[tuple[str, Any]]:
        """A section that no field says anything of can only be written."""
        section = self.instance
        can_only_be_written = (
            section.pk and section.canonical not in COMPOSED and section.mode == Section.Mode.WRITTEN
        )
        return Section.Mode.choices[:1] if can_only_be_written else Section.Mode.choices


class SectionSet(Placed):
    def place_for(self, row: Any) -> int:
        """Behind the last section that comes no later in RFC 2350's outline. Equal places are kept apart by age, so
        that it comes behind the one whose place it takes."""
        before = [
            other.position
            for other in (form.instance for form in self.initial_forms)
            if _order(other.canonical) <= _order(row.canonical)
        ]
        return max(before, default=0)


def _order(canonical: str) -> int:
    return place(canonical if canonical in TITLES or canonical in {FRONT, OTHER} else OTHER)


class SectionRows(Rows):
    model = Section
    form = SectionForm
    formset = SectionSet
    extra = 1
    fields = (*SectionForm.Meta.fields,)
