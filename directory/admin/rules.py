"""The rules of the desk: one row, which is made by saving it for the first time."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from directory.models import Rules
from directory.models.rules import reviewed_by_default
from directory.reviewing import REASONS

from .rights import OperatorsOnly

CHOICES = [(reason.code, reason.choice) for reason in REASONS if reason.choice]


class RulesForm(forms.ModelForm):
    reviewed = forms.MultipleChoiceField(
        label="Somebody else looks first at",
        required=False,
        choices=CHOICES,
        initial=reviewed_by_default,
        widget=forms.CheckboxSelectMultiple,
        help_text="What of a team’s entry a maintainer does not publish alone. Whatever you tick here, a reviewer "
        "looks at a team’s first publication, at one that was withdrawn, and at a name that can be taken for that of "
        "another team. Operators publish directly.",
    )

    class Meta:
        model = Rules
        fields = ["reviewed", "open_to_requests"]
        labels = {"open_to_requests": "Open to requests"}


@admin.register(Rules)
class RulesAdmin(OperatorsOnly, admin.ModelAdmin):
    form = RulesForm
    fieldsets = [
        ("Review", {"fields": ["reviewed"]}),
        ("Who may ask", {"fields": ["open_to_requests"]}),
    ]

    class Media:
        css = {"all": ["css/desk-publish.css"]}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        once = {**(extra_context or {}), "show_save_and_add_another": False, "show_save_and_continue": False}
        return super().changeform_view(request, object_id, form_url, once)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request) and not Rules.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if self.has_view_permission(request) and Rules.objects.exists():
            return redirect("admin:directory_rules_change", 1)
        if self.has_add_permission(request):
            return redirect("admin:directory_rules_add")
        return super().changelist_view(request, extra_context)
