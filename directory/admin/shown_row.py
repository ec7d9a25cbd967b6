"""What operators look at, row by row, on a page of our own: the audit trail, the outbox, requests."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from directory import access

from .rights import ReadOnly


class ShownRow(ReadOnly, admin.ModelAdmin):
    """`page` answers for one row, whatever the method of the request."""

    def page(self, request: HttpRequest, row: Any) -> HttpResponse:
        raise NotImplementedError

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not access.is_operator(request.user):
            raise PermissionDenied
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404(f"There is no such {self.opts.verbose_name}.")
        return self.page(request, row)
