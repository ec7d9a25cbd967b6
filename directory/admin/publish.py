"""Publishing, as a step: what readers will see, what changes for them, what stands in the way, and who looks first."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from directory import access, auditing, desk, publishing, reviewing
from directory.accounts.sessions import confirmed_lately
from directory.models import Proposal, Team
from directory.reviewing import NotDone, Prospect, Wish
from directory.rfc2350.document import Problem
from directory.rfc2350.lint import remedy

from .rights import of_team

WISHED = ("version", "comment", "override")


class WishForm(forms.ModelForm):
    """How the draft is to be published. What it may say depends on the draft: `reviewing.check`."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    class Meta:
        model = Proposal
        fields = WISHED
        labels = {
            "version": "Version",
            "comment": "What changed, in a few words (public)",
            "override": "Why it is to be published with errors",
        }
        help_texts = {
            "version": "You may give a higher one.",
            "override": "Kept in the history of the team; not public.",
        }
        widgets = {
            "version": forms.TextInput(attrs={"size": 12, "autocomplete": "off"}),
            "comment": forms.TextInput(attrs={"size": 60, "autocomplete": "off"}),
            "override": forms.Textarea(attrs={"rows": 3, "cols": 60}),
        }

    @property
    def wish(self) -> Wish:
        """What was asked for, as far as it could be read."""
        self.is_valid()  # reads what was sent, once; the row has it on one line and without what hides
        good = getattr(self, "cleaned_data", {})
        told = {name: getattr(self.instance, name) for name in WISHED if name in good}
        return Wish(**told, seen=good.get("seen", ""))


@require_http_methods(["GET", "POST"])
@of_team()
def publish_team(request: HttpRequest, team: Team, team_admin: admin.ModelAdmin) -> HttpResponse:
    if request.method == "POST":
        return _act(request, team, team_admin)
    asked = WishForm(request.GET) if {"version", "comment"} & set(request.GET) else WishForm()
    return _page(request, team, team_admin, asked)


def _page(
    request: HttpRequest, team: Team, team_admin: admin.ModelAdmin, form: WishForm, refused: str = ""
) -> HttpResponse:
    seen = _prospect(request, team, form)
    waiting = team.proposals.pending().select_related("asked_by").first()
    fields = {field for reason in seen.reasons for field in reason.fields}
    ctx = {
        **team_admin.admin_site.each_context(request),
        "title": f"Publish {team}",
        "opts": Team._meta,
        "team": team,
        "form": form,
        "refused": refused,
        "seen": seen,
        "problems": with_remedies(seen),
        "differences": reviewing.differences(seen, fields) if seen.changed else None,
        "needs_review": bool(seen.reasons) and not access.is_operator(request.user),
        "may_answer": access.may_answer(request.user, team),
        "waiting": waiting,
        "waits_unchanged": waiting is not None and waiting.digest == seen.digest,
        "last": team.proposals.exclude(state=Proposal.State.PENDING).first(),
        "text_language": seen.document.language,
        "file_name": file_name(seen),
    }
    return TemplateResponse(request, "admin/directory/team/publish.html", ctx)


def _prospect(request: HttpRequest, team: Team, form: WishForm) -> Prospect:
    """With the version and the comment that were asked for; a version that cannot be given is told beside its field."""
    wish, author, now = form.wish, reviewing.voice(request.user, team), timezone.now()
    seen = reviewing.prospect(team, at=now, author=author, version=wish.version, comment=wish.comment)
    if form.is_bound and "version" not in form.errors:
        try:
            reviewing.check_version(seen, wish.version)
        except NotDone as refusal:
            form.add_error("version", refusal.sentence)
            return reviewing.prospect(team, at=now, author=author, comment=wish.comment)
    return seen


def with_remedies(seen: Prospect) -> list[tuple[Problem, str]]:
    """The problems, errors first, each with what to do about it."""
    order = ("error", "warning", "note")
    problems = sorted(seen.problems, key=lambda problem: order.index(problem.severity))
    return [(problem, remedy(problem.code) or "") for problem in problems]


def file_name(seen: Prospect) -> str:
    return f"{seen.team.slug}-rfc2350-{seen.number}.txt"


# What is done ------------------------------------------------------------------------------------


def _act(request: HttpRequest, team: Team, team_admin: admin.ModelAdmin) -> HttpResponse:
    action, _, key = request.POST.get("action", "").partition(":")
    if action in {"publish", "ask"}:
        return _go(request, team, team_admin, action)
    if action == "show":
        return _page(request, team, team_admin, WishForm(request.POST))
    if action == "take-back":
        taken = reviewing.take_back(team)
        messages.info(
            request, "Taken back; nobody is asked any more." if taken else "Nothing waits for review."
        )
    elif key in {fact.key for fact in desk.FACTS} and action in {"use-field", "use-text"}:
        settle = confirmed_lately(_settle) if key == "keys" else _settle
        return settle(request, team, action, key)
    return redirect("admin:publish_team", pk=team.pk)


def _settle(request: HttpRequest, team: Team, action: str, key: str) -> HttpResponse:
    settle, of = (desk.use_field, "field") if action == "use-field" else (desk.use_text, "text")
    with auditing.change(team, auditing.Act.EDITED, f"Settled for the {of}: {key}."):
        settle(team, key)
    return redirect("admin:publish_team", pk=team.pk)


def _go(request: HttpRequest, team: Team, team_admin: admin.ModelAdmin, action: str) -> HttpResponse:
    """Publishes, or asks for review. What was typed stays where it cannot be done."""
    form = WishForm(request.POST)
    if not form.is_valid():
        return _page(request, team, team_admin, form, "See below what to correct.")
    do: Any = _publish if action == "publish" else _ask
    try:
        return do(request, team, form.wish)
    except publishing.Unpublishable as refusal:
        messages.error(request, f"Not published: {refusal}")
        return redirect("admin:publish_team", pk=team.pk)
    except NotDone as refusal:
        if refusal.field:
            form.add_error(refusal.field, refusal.sentence)
        return _page(request, team, team_admin, form, refusal.sentence)


def _publish(request: HttpRequest, team: Team, wish: Wish) -> HttpResponse:
    revision = reviewing.publish(team, request.user, wish)  # type: ignore[arg-type]  # the gate lets nobody else in
    if revision is None:
        messages.info(request, "Nothing has changed since the last revision; nothing was published.")
        return redirect("admin:publish_team", pk=team.pk)
    messages.success(request, f"{team} is public as revision {revision.number}. You can sign its text now.")
    return redirect("admin:sign_team", pk=team.pk)


def _ask(request: HttpRequest, team: Team, wish: Wish) -> HttpResponse:
    reviewing.ask(team, request.user, wish)  # type: ignore[arg-type]  # the gate lets nobody else in
    messages.success(request, "A reviewer is asked. You get a mail when they have looked at it.")
    return redirect("admin:publish_team", pk=team.pk)


# The exact bytes ---------------------------------------------------------------------------------


@require_safe
@of_team()
def publish_text(request: HttpRequest, team: Team, team_admin: admin.ModelAdmin) -> HttpResponse:
    """The very bytes that would be published now, with `?version=` and `?comment=`, to sign or to keep."""
    form = WishForm(request.GET)
    seen = _prospect(request, team, form)
    wrong = [str(sentence) for sentences in form.errors.values() for sentence in sentences]
    if wrong or seen.draft.conflicts:
        messages.error(request, " ".join(wrong) or str(publishing.Unpublishable(seen.draft.conflicts)))
        return redirect("admin:publish_team", pk=team.pk)
    response = HttpResponse(seen.text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, file_name(seen)) or ""
    return response


PAGES = [
    ("<int:pk>/publish/", publish_team, "publish_team"),
    ("<int:pk>/publish/text", publish_text, "publish_text"),
]
