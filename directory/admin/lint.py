"""The check of a draft beside its form: what the document would be with what is typed now, and what is wrong with it.

Nothing is saved for it. The document is assembled from rows that exist only in memory (`draft_of_form`).
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from directory import desk, rfc2350
from directory.models import Revision, Service, Team
from directory.rfc2350.compose import next_version
from directory.rfc2350.document import Document, Information, Problem
from directory.rfc2350.lint import RULES, Completeness, completeness, lint, remedy
from directory.vocabularies import SERVICES

from . import layout
from .rights import of_team
from .team_form import TeamForm

#: Where a problem without a line is told, by its rule's group.
PLACES = {"dating": "1.1", "contact": "2.1", "hours": "2.11", "keys": "2.8", "policies": "3.2"}
_GROUPS = {rule.code: rule.group for rule in RULES}
_NAMED = re.compile(r"\(RFC 2350, (\d[\d.]*)\)")
LONGEST_QUOTE = 80


@dataclass(frozen=True)
class Told:
    """A problem as it is shown: `quote` is the line of the document where it stands, "" where it has none."""

    severity: str
    message: str
    remedy: str
    quote: str = ""


@dataclass(frozen=True)
class Checked:
    """What a check finds: problems by block of the form, how complete the document is, and how many fields could not
    be read, so that what is kept stood in for them."""

    problems: Mapping[str, list[Told]]
    completeness: Completeness
    unread: int

    def count(self, severity: str) -> int:
        return sum(told.severity == severity for problems in self.problems.values() for told in problems)

    @property
    def errors(self) -> int:
        return self.count("error")

    @property
    def warnings(self) -> int:
        return self.count("warning")

    @property
    def notes(self) -> int:
        return self.count("note")

    def missing(self) -> dict[str, tuple[str, ...]]:
        """What would make each block complete."""
        return {
            section.canonical: section.missing for section in self.completeness.sections if section.missing
        }


def check(form: TeamForm, formsets: Iterable[BaseInlineFormSet]) -> Checked:
    """Checks the draft as it would be, had the form been saved."""
    formsets = list(formsets)
    form.full_clean()
    for formset in formsets:
        formset.full_clean()
    team = draft_of_form(form, formsets)
    document = desk.assemble(team, _stamp(team))
    today = timezone.now().date()
    found: dict[str, list[Told]] = {}
    for number, told in _told(team, document, today):
        found.setdefault(number, []).append(told)
    unread = len(form.errors) + sum(bool(row.errors) for formset in formsets for row in formset.forms)
    return Checked(found, completeness(document), unread)


def _stamp(team: Team) -> Information:
    """Date and version as publishing would set them, where the section is made from the fields."""
    last = Revision.objects.of(team.pk).with_content().first()
    version = "1.0"
    if last is not None and not last.redacted:
        told = last.content.document.get("document", {}).get("version")
        version = next_version(told) or version
    return Information(date=timezone.now().date().isoformat(), version=version)


def _told(team: Team, document: Document, today: datetime.date) -> Iterator[tuple[str, Told]]:
    for conflict in desk.draft_of(team, document).conflicts:
        hint = "Change the text or the field, so that both say the same; or let the section be made from the fields."
        yield layout.block_of(conflict.section), Told("error", conflict.message, hint)
    lines = rfc2350.to_text(document).splitlines()
    headings = {section.line for section in document.sections}
    for problem in (*document.problems, *lint(document, today)):
        is_text = problem.line and problem.line <= len(lines) and problem.line not in headings
        quote = lines[problem.line - 1].strip() if problem.line and is_text else ""
        if len(quote) > LONGEST_QUOTE:
            quote = f"{quote[: LONGEST_QUOTE - 1]}…"
        told = Told(problem.severity, problem.message, remedy(problem.code) or "", quote)
        yield layout.block_of(_section_of(problem, document)), told


def _section_of(problem: Problem, document: Document) -> str:
    """The section that a problem is about: the one that its line stands in, or that it names, or its rule's."""
    if problem.line is not None:
        above = [s for s in document.sections if s.line is not None and s.line <= problem.line]
        if above:
            return above[-1].canonical
    named = _NAMED.search(problem.message)
    return named[1] if named else PLACES.get(_GROUPS.get(problem.code, ""), "")


# The draft of a form -----------------------------------------------------------------------------


def draft_of_form(form: TeamForm, formsets: Iterable[BaseInlineFormSet]) -> Team:
    """The team as it would be, with rows that are not saved, for whoever reads them by `team.contacts.all()`. A field
    or a row with a mistake is as it is kept; a new row with one is left out."""
    team: Team = copy(form.instance)
    rows: dict[str, list[Any]] = {str(formset.prefix): _rows(formset) for formset in formsets}
    rows |= form.unsaved_rows()
    rows["services"] = [*rows.get("services", []), *_added(form, rows.get("services", []))]
    rows["contacts"] = sorted(rows.get("contacts", []), key=lambda row: row.position)
    rows["sections"] = sorted(rows.get("sections", []), key=lambda row: row.position)
    rows.setdefault("keys", list(team.keys.all()))
    team._prefetched_objects_cache = rows  # type: ignore[attr-defined]
    return team


def _rows(formset: BaseInlineFormSet) -> list[models.Model]:
    kept = []
    for row in formset.forms:
        if row.cleaned_data.get(DELETION_FIELD_NAME):
            continue
        if row.instance.pk is not None and row.errors:
            # Somebody else may have removed it since the form was opened: then there is none.
            kept += type(row.instance)._default_manager.filter(pk=row.instance.pk)
        elif row.instance.pk is not None or (row.has_changed() and not row.errors):
            kept.append(row.instance)
    return kept


def _added(form: TeamForm, there: Iterable[Any]) -> list[Service]:
    known = {service.framework for service in there}
    codes = form.cleaned_data.get("framework", ())
    return [
        Service(team=form.instance, title=SERVICES.name_of(code), framework=code)
        for code in codes
        if code not in known
    ]


# The answer --------------------------------------------------------------------------------------


def told_in(groups: Iterable[layout.ShownGroup], checked: Checked) -> list[Told]:
    """Puts what was found beside the blocks of a form that is shown; gives what belongs to none of them."""
    missing = checked.missing()
    numbers = set()
    for group in groups:
        for block in group.blocks:
            if block.lint:
                numbers.add(block.lint)
                block.problems = list(checked.problems.get(block.lint, ()))
                block.missing = missing.get(block.lint, ())
    return [
        told for number, problems in checked.problems.items() if number not in numbers for told in problems
    ]


@require_POST
@of_team()
def lint_team(request: HttpRequest, team: Team, team_admin: Any) -> HttpResponse:
    """The check of what the form holds, for its script: {"score": HTML, "blocks": {"2.7": HTML}}. A block that is not
    named has no problem. Nothing is saved."""
    form, formsets = team_admin.form_with_rows(request, team)
    checked = check(form, formsets)
    missing = checked.missing()
    numbers = {*checked.problems, *missing} - {""}
    blocks = {
        number: render_to_string(
            "admin/directory/team/form/_problems.html",
            {"problems": checked.problems.get(number, ()), "missing": missing.get(number, ())},
        )
        for number in numbers
    }
    score = render_to_string(
        "admin/directory/team/form/_score.html", {"checked": checked, "left": checked.problems.get("", ())}
    )
    return JsonResponse({"score": score, "blocks": blocks})


PAGES = [("<int:pk>/lint/", lint_team, "lint_team")]
