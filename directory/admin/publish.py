"""Publishing, as a step: the document as it will be read, what changed in it, and what stands in its way."""

import difflib
from collections.abc import Iterator

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from directory import desk, publishing, rfc2350
from directory.models import Revision, Team
from directory.rfc2350.lint import lint

from .rights import of_team


@require_http_methods(["GET", "POST"])
@of_team()
def publish_team(request: HttpRequest, team: Team, team_admin: admin.ModelAdmin) -> HttpResponse:
    if request.method == "POST":
        return _act(request, team)
    before = Revision.objects.of(team.pk).with_content().first()
    now = timezone.now()
    draft = publishing.prepare(team, before, at=now, author=request.user.get_username())
    text = rfc2350.to_text(draft.document)
    old = "" if before is None or before.redacted else bytes(before.content.text).decode()
    ctx = {
        **team_admin.admin_site.each_context(request),
        "title": f"Publish {team}",
        "opts": Team._meta,
        "team": team,
        "before": before,
        "conflicts": draft.conflicts,
        "problems": [*draft.document.problems, *lint(draft.document, now.date())],
        "text": text,
        "difference": list(_difference(old, text)),
        "changed": publishing.has_changed(team, before, draft),
    }
    return TemplateResponse(request, "admin/directory/team/publish.html", ctx)


def _act(request: HttpRequest, team: Team) -> HttpResponse:
    action, _, key = request.POST.get("action", "").partition(":")
    keys = {fact.key for fact in desk.FACTS}
    if action == "use-field" and key in keys:
        desk.use_field(team, key)
    elif action == "use-text" and key in keys:
        desk.use_text(team, key)
    elif action == "publish":
        return _publish(request, team)
    return redirect("admin:publish_team", pk=team.pk)


def _publish(request: HttpRequest, team: Team) -> HttpResponse:
    comment = request.POST.get("comment", "").replace("\x00", "")[:500].strip()
    try:
        revision = publishing.publish(team, author=request.user.get_username(), comment=comment)
    except publishing.Unpublishable as error:
        messages.error(request, f"Not published: {error}")
        return redirect("admin:publish_team", pk=team.pk)
    if revision is None:
        messages.info(request, "Nothing has changed since the last revision; nothing was published.")
    else:
        messages.success(request, f"{team} is public as revision {revision.number}.")
    return redirect("admin:directory_team_change", team.pk)


def _difference(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Lines of the texts as (kind, line): gone, new, same, or a gap between two places."""
    kinds = {"-": "gone", "+": "new", " ": "same", "@": "gap"}
    for line in list(difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=2))[2:]:
        yield kinds[line[0]], "" if line[0] == "@" else line[1:]


PAGES = [("<int:pk>/publish/", publish_team, "publish_team")]
