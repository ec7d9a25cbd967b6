"""The public record, to look at: entries are made by publishing and never by hand."""

from django.contrib import admin
from django.http import HttpRequest

from directory.models import Notice, Revision


class ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Revision)
class RevisionAdmin(ReadOnly):
    list_display = ["cursor", "team", "number", "at", "author", "comment"]
    list_select_related = ["team", "content"]
    list_filter = ["at"]
    search_fields = ["team__name"]

    def author(self, revision: Revision) -> str:
        return "" if revision.redacted else revision.content.author

    def comment(self, revision: Revision) -> str:
        return "redacted" if revision.redacted else revision.content.comment


@admin.register(Notice)
class NoticeAdmin(ReadOnly):
    list_display = ["cursor", "team", "kind", "at"]
    list_select_related = ["team"]
    list_filter = ["kind", "at"]
    search_fields = ["team__name"]
