"""People at the desk: operators see who there is, and who may do what."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from directory.models import User

from .rights import OperatorsOnly


@admin.register(User)
class PersonAdmin(OperatorsOnly, admin.ModelAdmin):
    """Accounts are made by invitation, so that a password is known to its owner alone."""

    list_display = ["username", "email", "is_reviewer", "is_superuser", "is_active", "last_login"]
    list_filter = ["is_reviewer", "is_superuser", "is_active"]
    search_fields = ["username", "email"]
    fields = ["username", "email", "is_active", "is_reviewer", "is_superuser", "last_login", "date_joined"]
    readonly_fields = ["username", "email", "last_login", "date_joined"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
