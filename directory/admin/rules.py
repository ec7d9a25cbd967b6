"""The rules of the desk: one row, which is made by saving it for the first time."""

from django import forms
from django.contrib import admin

from directory.models import Rules
from directory.models.rules import reviewed_by_default
from directory.reviewing import REASONS

from .one_row import OneRow

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
class RulesAdmin(OneRow):
    heading = "Rules of the desk"
    form = RulesForm
    fieldsets = [
        ("Review", {"fields": ["reviewed"]}),
        ("Who may ask", {"fields": ["open_to_requests"]}),
    ]

    class Media:
        css = {"all": ["css/desk-publish.css"]}
