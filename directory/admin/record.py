"""The public record, to look at: entries are made by publishing and never by hand."""

from typing import Any

from django.contrib import admin

from directory.models import Notice, Revision
from directory.openpgp.words import day

from .rights import ReadOnly


class Published(admin.DateFieldListFilter):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "day"


@admin.register(Revision)
class RevisionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["team", "number", "published", "author", "comment", "cursor"]
    list_select_related = ["team", "content"]
    list_filter = [("at", Published)]
    search_fields = ["team__name"]

    @admin.display(description="published", ordering="at")
    def published(self, revision: Revision) -> str:
        return day(revision.at)

    def author(self, revision: Revision) -> str:
        return "" if revision.redacted else revision.content.author

    def comment(self, revision: Revision) -> str:
        return "redacted" if revision.redacted else revision.content.comment


@admin.register(Notice)
class NoticeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["team", "kind", "published", "cursor"]
    list_select_related = ["team"]
    list_filter = ["kind", ("at", Published)]
    search_fields = ["team__name"]

    @admin.display(description="published", ordering="at")
    def published(self, notice: Notice) -> str:
        return day(notice.at)
