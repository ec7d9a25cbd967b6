"""The rows under a team that its form edits: ways to reach it, people, keys, services. Sections have
a file of their own."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from directory import models
from directory.models import Contact
from directory.rfc2350.sections import TITLES, top
from directory.vocabularies import SERVICES

from .rights import RowsOfTeam


class RowForm(forms.ModelForm):
    """A row that is there only once something is said in it: one that is left empty is no mistake. `says` names the
    fields that say something; what the others hold is only how."""

    says: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "position" in self.fields:
            self.fields["position"].required = False
        if self.instance.pk is None:
            self.initial["position"] = None

    def clean_position(self) -> int | None:
        """A row whose place is left empty stays where it is; for a new one, `Placed` finds the place."""
        given: int | None = self.cleaned_data.get("position")
        return self.instance.position if given is None and self.instance.pk else given

    def has_changed(self) -> bool:
        is_new = self.instance.pk is None
        if is_new and not any(self._given(name).strip() for name in self.says):
            return False
        return super().has_changed()

    def _given(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name)) or "") if self.is_bound else ""


class RowSet(BaseInlineFormSet):
    """Rows of this team and no other. Django passes over a row that is not among them without a word (SECURITY 10)."""

    def clean(self) -> None:
        super().clean()
        strange = any(form.instance.pk is None for form in self.initial_forms)
        posing = any(form[self._pk_field.name].data for form in self.extra_forms)  # type: ignore[attr-defined]
        if strange or posing or self.initial_form_count() < 0:
            rows = self.empty_form.instance._meta.verbose_name_plural
            raise ValidationError(
                f"A row among the {rows} is none of this team’s, or it is gone since you "
                "opened the form. Open the form once more."
            )


class Placed(RowSet):
    """Rows in an order: a new one whose place is left empty comes last."""

    def clean(self) -> None:
        super().clean()
        for form in self.extra_forms:
            if form.has_changed() and form.instance.position is None:
                form.instance.position = self.place_for(form.instance)

    def place_for(self, row: Any) -> int:
        places = [form.instance.position for form in self.forms if form.instance.position is not None]
        return max(places, default=-1) + 1


class Rows(RowsOfTeam, admin.TabularInline):  # type: ignore[misc]
    """Rows of the form. Where each stands on the page, and how, is told by `layout`."""

    extra = 0
    show_change_link = False
    formset = RowSet

    def has_change_permission(self, request: HttpRequest, obj: models.Team | None = None) -> bool:
        """Asked once a request: one page asks it of each kind of rows a dozen times."""
        asked: dict[int | None, bool] = request.__dict__.setdefault("_may_change_rows_of", {})
        pk = obj.pk if obj else None
        if pk not in asked:
            asked[pk] = super().has_change_permission(request, obj)
        return asked[pk]

    def has_view_permission(self, request: HttpRequest, obj: models.Team | None = None) -> bool:
        return self.has_change_permission(request, obj) or super().has_view_permission(request, obj)


# Ways to reach the team --------------------------------------------------------------------------

#: The empty rows that stand ready, one for each section that has some.
READY = [{"kind": kind} for kind in ("voice", "fax", "channel", "email", "key-url", "website")]


class ContactForm(RowForm):
    says = ("value", "text", "note", "channel")

    class Meta:
        model = Contact
        fields = ["kind", "channel", "value", "text", "note", "public", "position"]
        labels = {
            "position": "Place",
            "kind": "Kind",
            "channel": "Which",
            "value": "Value",
            "text": "As the team writes it",
            "note": "What for, and when",
            "public": "Shown to everybody",
        }


class ContactSet(Placed):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", READY)
        super().__init__(*args, **kwargs)

    def clean(self) -> None:
        """The same way to reach a team stands once: Django does not ask the database for that in rows of a form."""
        super().clean()
        seen = set()
        for form in self.forms:
            if form.errors or form.cleaned_data.get(DELETION_FIELD_NAME) or not form.instance.value:
                continue
            contact = (form.instance.kind, form.instance.value)
            if contact in seen:
                form.add_error("value", f"{form.instance.value} stands here twice; once is enough.")
            seen.add(contact)


class ContactRows(Rows):
    model = Contact
    form = ContactForm
    formset = ContactSet
    extra = len(READY)
    fields = (*ContactForm.Meta.fields,)


# People and names elsewhere ----------------------------------------------------------------------


class MemberForm(RowForm):
    says = ("name", "role", "email", "phone")

    class Meta:
        model = models.Member
        fields = ["name", "role", "email", "phone", "public", "position"]
        labels = {"position": "Place", "name": "Name", "role": "Role", "public": "Shown to everybody"}


class MemberRows(Rows):
    model = models.Member
    form = MemberForm
    formset = Placed
    extra = 1
    fields = (*MemberForm.Meta.fields,)


class RegistryIdForm(RowForm):
    says = ("value",)


class RegistryIdRows(Rows):
    model = models.RegistryId
    form = RegistryIdForm
    extra = 1
    fields = ["registry", "value"]


class KeyRows(Rows):
    """Keys are given and taken away on their own page, where whoever does it is asked who they are once more; here
    stand the words beside them."""

    model = models.Key
    fields = ["note"]
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: models.Team | None = None) -> bool:
        return False


# Services ----------------------------------------------------------------------------------------


def service_sections(current: str = "") -> list[tuple[str, str]]:
    """The sections that a service may stand under, by name."""
    known = [code for code in TITLES if top(code) == "5"]
    codes = known if current in known or not current else [*known, current]
    return [(code, f"{code} {TITLES.get(code, '')}".strip()) for code in codes]


def framework_choices() -> list[tuple[str, Any]]:
    """The services of the FIRST framework, under their areas."""
    groups = []
    for area in SERVICES.children_of(None):
        within = [(area.code, f"{area.name}, as a whole")]
        for service in SERVICES.children_of(area.code):
            within.append((service.code, service.name))
            within += [(each.code, f"— {each.name}") for each in SERVICES.children_of(service.code)]
        groups.append((area.name, within))
    return [("", "none: a service of its own"), *groups]


class ServiceForm(RowForm):
    says = ("title", "framework")

    canonical = forms.ChoiceField(label="Section", required=False)
    framework = forms.ChoiceField(label="In the FIRST framework", required=False, choices=framework_choices)

    class Meta:
        model = models.Service
        fields = ["title", "framework", "canonical", "position"]
        labels = {"position": "Place", "title": "Name"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["canonical"].choices = service_sections(self.instance.canonical)  # type: ignore[attr-defined]

    def clean_canonical(self) -> str:
        return self.cleaned_data.get("canonical") or "5"

    def clean(self) -> dict[str, Any]:
        """A service of the framework has its name there, unless the team gives it another."""
        given = super().clean() or self.cleaned_data
        code = given.get("framework") or ""
        if not given.get("title") and "title" not in self.errors:
            if code in SERVICES:
                given["title"] = SERVICES.name_of(code)[:200]
            else:
                self.add_error("title", "Give the service a name, or tick “Remove”.")
        if "canonical" in self.changed_data:
            self.instance.depth = max(1, given.get("canonical", "5").count("."))
        return given


class ServiceRows(Rows):
    model = models.Service
    form = ServiceForm
    formset = Placed
    extra = 1
    fields = (*ServiceForm.Meta.fields,)
