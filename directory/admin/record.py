"""The public record, to look at: entries are made by publishing and never by hand."""

from django.contrib import admin

from directory.models import Notice, Revision

from .rights import ReadOnly


@admin.register(Revision)
class RevisionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["cursor", "team", "number", "at", "author", "comment"]
    list_select_related = ["team", "content"]
    list_filter = ["at"]
    search_fields = ["team__name"]

    def author(self, revision: Revision) -> str:
        return "" if revision.redacted else revision.content.author

    def comment(self, revision: Revision) -> str:
        return "redacted" if revision.redacted else revision.content.comment


@admin.register(Notice)
class NoticeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["cursor", "team", "kind", "at"]
    list_select_related = ["team"]
    list_filter = ["kind", "at"]
    search_fields = ["team__name"]
