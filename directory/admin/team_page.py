"""What the page of a team's form shows, and the page for those who only read it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from directory import desk, rfc2350
from directory.models import Revision, Team
from directory.pasting import KINDS
from directory.vocabularies import MARKS

from . import claims_paste, layout, lint
from .picking import language_names, zone_names
from .team_form import CHECK, READ_HOURS, SAVE_AND_PREVIEW, TeamForm


def is_published(team: Team) -> bool:
    return Revision.objects.of(team.pk).exists()


def form_context(form: TeamForm, formsets: Mapping[str, BaseInlineFormSet]) -> dict[str, Any]:
    groups = layout.shown(form, formsets)
    team = form.instance
    checked = lint.check(form, formsets.values()) if form.looking and team.pk else None
    return {
        "groups": groups,
        "formsets": list(formsets.values()),
        "new_section": formsets["sections"].extra_forms[:1] if "sections" in formsets else [],
        "keys": formsets["keys"].initial_forms if "keys" in formsets else [],
        "checked": checked,
        "left": lint.told_in(groups, checked) if checked else [],
        "mistakes": layout.mistakes(form, formsets.values()) if form.is_bound else [],
        "claims": [_claims(form, name) for name in KINDS],
        "standing": _standing(team),
        "sources": team.sources.defer("content") if team.pk else [],
        "zone_names": zone_names(),
        "language_names": language_names(),
        "buttons": {"check": CHECK, "read_hours": READ_HOURS, "preview": SAVE_AND_PREVIEW},
    }


def _claims(form: TeamForm, name: str) -> dict[str, Any]:
    """A text of claims; with verdicts where it was sent."""
    team = form.instance
    told = claims_paste.verdicts(name, form[name].value() or "", team) if form.is_bound else {}
    return {"field": form[name], "name": name, "kind": KINDS[name], "told": told}


def _standing(team: Team) -> dict[str, Any]:
    """What operators settle: shown here, and changed on a page of theirs."""
    if team.pk is None:
        return {}
    return {
        "memberships": list(team.memberships.all()),
        "marks": [MARKS.name_of(code) for code in team.marks],
    }


def seen_team(request: HttpRequest, team: Team, team_admin: admin.ModelAdmin) -> HttpResponse:
    """The draft as its document, for those who may see it and not change it."""
    if request.method not in {"GET", "HEAD"}:
        raise PermissionDenied
    ctx = {
        **team_admin.admin_site.each_context(request),
        "title": str(team),
        "opts": Team._meta,
        "team": team,
        "text": rfc2350.to_text(desk.assemble(team)),
    }
    return TemplateResponse(request, "admin/directory/team/seen.html", ctx)
