"""Requests to maintain a team: operators look at each and answer."""

from typing import cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from directory.accounts import registrations
from directory.accounts.invitations import Refused
from directory.models import Registration, Team, User
from directory.openpgp.words import day

from .shown_row import ShownRow


class DecisionForm(forms.Form):
    team = forms.CharField(
        label="An existing team, by its address",
        required=False,
        max_length=80,
        help_text="As in /teams/ADDRESS/. Left empty, a new draft of the name above is made.",
    )
    answer = forms.CharField(
        label="Your answer",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Goes into the mail to them.",
    )

    def clean_team(self) -> Team | None:
        slug = self.cleaned_data["team"].strip().lower()
        if not slug:
            return None
        team = Team.objects.filter(slug=slug).first()
        if team is None:
            raise ValidationError("There is no team at this address.")
        return team


@admin.register(Registration)
class RegistrationAdmin(ShownRow):
    list_display = ["name", "user", "state", "asked", "decided_by"]
    empty_value_display = ""
    list_filter = ["state"]
    list_select_related = ["user", "decided_by"]

    @admin.display(description="asked on", ordering="asked_at")
    def asked(self, row: Registration) -> str:
        return day(row.asked_at)

    def page(self, request: HttpRequest, row: Registration) -> HttpResponse:
        """The request, and the form that answers it."""
        form = DecisionForm(request.POST or None, initial={"team": row.team.slug if row.team else ""})
        if request.method == "POST" and form.is_valid() and _decide(request, row, form):
            return redirect("admin:directory_registration_changelist")
        ctx = {
            **self.admin_site.each_context(request),
            "title": f"{row.user} asks to maintain {row.name}",
            "opts": Registration._meta,
            "registration": row,
            "form": form,
            "alike": registrations.named(row.name),
            "pending": row.state == Registration.State.PENDING,
        }
        return TemplateResponse(request, "admin/directory/registration/change_form.html", ctx)


def _decide(request: HttpRequest, row: Registration, form: DecisionForm) -> bool:
    """Whether it was done; else the form says why not."""
    answer, by = form.cleaned_data["answer"], cast(User, request.user)
    try:
        if request.POST.get("action") == "approve":
            team = registrations.approve(row, form.cleaned_data["team"], answer, by)
            messages.success(request, f"{row.user} maintains {team} from now on, and is told so.")
        else:
            registrations.decline(row, answer, by)
            messages.success(request, f"Declined, and {row.user} is told so.")
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True
