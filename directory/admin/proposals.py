"""The queue of what teams want to publish and somebody else looks at first, and each of it with its differences."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from directory import access, fields, publishing, reviewing
from directory.models import Proposal, Team
from directory.reviewing import NotDone, Reason

from .publish import with_remedies
from .rights import only

LONGEST_ANSWER = 5_000
ANSWERED = 20  # of the latest that the queue shows below


@require_safe
@only(access.is_reviewer)
def proposals(request: HttpRequest, team_admin: admin.ModelAdmin) -> HttpResponse:
    rows = Proposal.objects.select_related("team", "asked_by", "decided_by", "revision")
    ctx = {
        **team_admin.admin_site.each_context(request),
        "title": "What waits for review",
        "opts": Team._meta,
        "waiting": [(row, reasons_of(row)) for row in rows.pending()],
        "answered": rows.answered()[:ANSWERED],
    }
    return TemplateResponse(request, "admin/proposals/list.html", ctx)


@require_http_methods(["GET", "POST"])
@only(access.is_reviewer)
def proposal(request: HttpRequest, pk: int, team_admin: admin.ModelAdmin) -> HttpResponse:
    rows = Proposal.objects.select_related("team", "asked_by", "decided_by", "revision")
    asked = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        return _answer(request, asked, team_admin)
    return _page(request, asked, team_admin)


def reasons_of(proposal: Proposal) -> list[Reason]:
    return [reason for code in proposal.reasons if (reason := reviewing.reason_named(code))]


def _page(
    request: HttpRequest, asked: Proposal, team_admin: admin.ModelAdmin, answer: str = "", refused: str = ""
) -> HttpResponse:
    team = asked.team
    ctx = {
        **team_admin.admin_site.each_context(request),
        "title": f"{team}: what it wants to publish",
        "opts": Team._meta,
        "team": team,
        "proposal": asked,
        "reasons": reasons_of(asked),
        "may_answer": access.may_answer(request.user, team),
        "answer": answer,
        "refused": refused,
        "longest": LONGEST_ANSWER,
    }
    if asked.state == Proposal.State.PENDING:
        ctx |= _prospect(asked)
    return TemplateResponse(request, "admin/proposals/proposal.html", ctx)


def _prospect(asked: Proposal) -> dict[str, object]:
    """What would become public now. A draft that was changed since is shown, and cannot be accepted."""
    team = asked.team
    author = reviewing.voice(asked.asked_by, team) if asked.asked_by else ""
    seen = reviewing.prospect(
        team, at=timezone.now(), author=author, version=asked.version, comment=asked.comment
    )
    fields = {field for reason in reasons_of(asked) for field in reason.fields}
    return {
        "seen": seen,
        "is_as_proposed": seen.digest == asked.digest,
        "problems": with_remedies(seen),
        "differences": reviewing.differences(seen, fields),
        "text_language": seen.document.language,
    }


def _answer(request: HttpRequest, asked: Proposal, team_admin: admin.ModelAdmin) -> HttpResponse:
    action = request.POST.get("action")
    answer = fields.plain_text(request.POST.get("answer", "").replace("\r\n", "\n")).strip()
    if len(answer) > LONGEST_ANSWER:
        sentence = f"Your answer has {len(answer)} characters; at most {LONGEST_ANSWER} are taken."
        return _page(request, asked, team_admin, answer, sentence)
    try:
        if action == "accept":
            revision = reviewing.accept(asked, request.user, answer)  # type: ignore[arg-type]  # the gate
            messages.success(request, f"{asked.team} is public as revision {revision.number}.")
        elif action == "decline":
            reviewing.decline(asked, request.user, answer)  # type: ignore[arg-type]  # the gate
            messages.success(request, f"Declined. {asked.team} is told why.")
        else:
            return redirect("admin:proposal", pk=asked.pk)
    except publishing.Unpublishable as refusal:
        return _page(request, asked, team_admin, answer, f"Not published: {refusal}")
    except NotDone as refusal:
        asked.refresh_from_db()
        return _page(request, asked, team_admin, answer, refusal.sentence)
    return redirect("admin:proposals")


PAGES = [
    ("proposals/", proposals, "proposals"),
    ("proposals/<int:pk>/", proposal, "proposal"),
]
