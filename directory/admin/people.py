"""People at the desk: operators see who there is, and who may do what."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from directory import access, auditing, proving
from directory.accounts import invitations
from directory.accounts.forms import InvitationForm
from directory.accounts.sessions import confirmed_lately, end_others
from directory.models import Invitation, User
from directory.openpgp.words import day

from .maintainers import invite
from .rights import OperatorsOnly, only, row_number

ROLES = {"is_active", "is_reviewer", "is_superuser"}
WORDS = {
    "is_active": (
        "Account open",
        "Closed, nobody can log in with it. What was done with it stays in the history.",
    ),
    "is_superuser": ("Operator", "Sees and changes every team, invites, and settles the rules of the desk."),
}


class Operators(admin.BooleanFieldListFilter):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "operator"


class Open(admin.BooleanFieldListFilter):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "open account"


@admin.register(User)
class PersonAdmin(OperatorsOnly, admin.ModelAdmin):
    """Accounts are made by invitation, so that a password is known to its owner alone."""

    act = auditing.Act.ROLE
    list_display = ["username", "email", "does", "is_active", "seen"]
    empty_value_display = ""
    list_filter = ["is_reviewer", ("is_superuser", Operators), ("is_active", Open)]
    search_fields = ["username", "email"]
    fields = ["username", "email", "is_active", "is_reviewer", "is_superuser", "last_login", "date_joined"]
    readonly_fields = ["username", "email", "last_login", "date_joined"]
    change_list_template = "admin/directory/user/change_list.html"
    change_form_template = "admin/directory/user/change_form.html"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An account is closed, so that what it did keeps its name; whoever wants to be forgotten is erased
        (`manage.py erase_person`)."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Nobody shuts themselves out: so there is always an operator."""
        own = ["is_active", "is_superuser"] if obj is not None and obj.pk == request.user.pk else []
        return [*self.readonly_fields, *own]

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """In the words of the desk: Django's own are of groups and permissions, which are not asked here."""
        found = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in WORDS and found is not None:
            found.label, found.help_text = WORDS[db_field.name]
        return found

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).prefetch_related("maintained__team")

    @admin.display(description="last log-in", ordering="last_login")
    def seen(self, person: User) -> str:
        return day(person.last_login) if person.last_login else "never"

    @admin.display(description="what they do here")
    def does(self, person: User) -> str:
        roles = [
            word
            for word, is_so in (("operator", person.is_superuser), ("reviewer", person.is_reviewer))
            if is_so
        ]
        teams = [f"maintains {row.team}" for row in person.maintained.all()]
        return ", ".join([*roles, *teams])

    def change_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nobody is made an operator at an unwatched screen (SECURITY 27)."""
        return confirmed_lately(super().change_view)(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        """Whoever may do more or less than before logs in again (SECURITY 27)."""
        super().save_model(request, obj, form, change)
        if ROLES & set(form.changed_data):
            end_others(request, obj)
        if "is_active" in form.changed_data:
            for maintainer in obj.maintained.select_related("team"):
                proving.settle(maintainer.team)

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        own = [
            path("invite/", view(invite_reviewer), {"admin": self}, name="invite_reviewer"),
            path("<int:pk>/second-factor/", view(take_factors), name="take_factors"),
        ]
        return own + super().get_urls()


@require_http_methods(["GET", "POST"])
@only(access.is_operator)
def invite_reviewer(request: HttpRequest, admin: PersonAdmin) -> HttpResponse:
    """An invitation without a team makes a reviewer; whether one becomes an operator is settled on their own page."""
    form, sent = InvitationForm(), Invitation.objects.open(timezone.now()).filter(team=None)
    if request.method == "POST":
        action, _, which = request.POST.get("action", "").partition(":")
        if action == "revoke":
            invitations.revoke(get_object_or_404(sent, pk=row_number(which)))
            return redirect("admin:invite_reviewer")
        form = InvitationForm(request.POST)
        if invite(request, form, None):
            return redirect("admin:invite_reviewer")
    ctx = {
        **admin.admin_site.each_context(request),
        "title": "Invite a reviewer",
        "opts": User._meta,
        "form": form,
        "invitations": sent,
    }
    return TemplateResponse(request, "admin/directory/user/invite.html", ctx)


@require_POST
@only(access.is_operator)
@confirmed_lately
def take_factors(request: HttpRequest, pk: int) -> HttpResponse:
    """For somebody who has lost app, passkey and recovery codes alike, and has shown an operator who they are: they log
    in with the password and set up a new factor. Never one's own: that is done where the factor is."""
    person = get_object_or_404(User, pk=pk)
    if person.pk == request.user.pk:
        raise Http404("One’s own factors are changed on the page of the second factor.")
    with transaction.atomic():
        Authenticator.objects.filter(user=person).delete()
        end_others(request, person)
        auditing.write(auditing.Act.ACCOUNT, f"Took away the lost second factors of {person}.")
    messages.success(request, f"{person} sets up a new second factor at the next log-in.")
    return redirect("admin:directory_user_change", person.pk)
