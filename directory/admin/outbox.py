"""The outbox as operators see it: what waits, what was sent, what no server has taken, and what nobody knows of."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from directory import access, auditing
from directory.models import Mail

from .shown_row import ShownRow

PER_PAGE = 50

#: (in the address, what it is called, what stands there where there is none)
STATES = (
    ("waiting", "Waiting", "No mail waits."),
    ("given-up", "Given up", "Every mail that was tried was taken."),
    ("in-doubt", "In doubt", "Of every mail it is known whether it went out."),
    ("sent", "Sent", "No mail was sent yet."),
)


@admin.register(Mail)
class OutboxAdmin(ShownRow):
    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not access.is_operator(request.user):
            raise PermissionDenied
        now = timezone.now()
        rows = {name: Mail.objects.in_state(name, now) for name, _, _ in STATES}
        state = request.GET.get("state", "")
        if state not in rows:  # first what needs somebody
            state = next((name for name in ("given-up", "in-doubt") if rows[name].exists()), "waiting")
        ctx = {
            **self.admin_site.each_context(request),
            "title": "Outbox",
            "opts": Mail._meta,
            "states": [(name, label, rows[name].count(), name == state) for name, label, _ in STATES],
            "nothing": next(words for name, _, words in STATES if name == state),
            "page": Paginator(rows[state].order_by("-created_at", "-pk"), PER_PAGE).get_page(request.GET.get("page")),
            "query": f"state={state}",
        }  # fmt: skip
        return TemplateResponse(request, "admin/outbox/list.html", ctx)

    def page(self, request: HttpRequest, mail: Mail) -> HttpResponse:
        if request.method == "POST":
            return _act(request, mail)
        now = timezone.now()
        state = _state(mail, now)
        ctx = {
            **self.admin_site.each_context(request),
            "title": mail.subject,
            "opts": Mail._meta,
            "mail": mail,
            "state": state,
            "label": next((label for name, label, _ in STATES if name == state), "Being sent"),
            "may_act": bool(mail.body),  # an account's letter is emptied once its link has run out
        }  # fmt: skip
        return TemplateResponse(request, "admin/outbox/mail.html", ctx)


def _state(mail: Mail, now: datetime) -> str:
    """One of `STATES`; "" while it is being sent."""
    return next(
        (name for name, _, _ in STATES if Mail.objects.in_state(name, now).filter(pk=mail.pk).exists()), ""
    )


def _act(request: HttpRequest, mail: Mail) -> HttpResponse:
    """A mail that was given up is tried again, and one in doubt is put back, so that it may arrive twice."""
    now = timezone.now()
    acts = {"again": ("given-up", "is tried again"), "put-back": ("in-doubt", "is sent again")}
    state, done = acts.get(request.POST.get("action", ""), ("none", ""))
    if _state(mail, now) != state or not mail.body:
        messages.error(request, "Nothing was done: this mail is in another state by now.")
        return redirect("admin:directory_mail_change", mail.pk)
    mail.to_be_tried_anew(now)
    auditing.write(auditing.Act.SETTINGS, f"The mail {mail.pk} in the outbox {done}.")
    messages.success(request, f"The mail {done}, with the next run of send_mail.")
    return redirect("admin:directory_mail_change", mail.pk)
