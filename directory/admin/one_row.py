"""What the operators settle once for the whole site: a model with one row, made by saving it for the first time."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from .rights import OperatorsOnly


class OneRow(OperatorsOnly, admin.ModelAdmin):
    """Its list leads to the row, or to where it is made. It is never deleted: what it says would be gone, and where its
    versions have addresses, these would come to mean something else."""

    heading: str

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        shown = {"heading": self.heading, "show_save_and_add_another": False, "show_save_and_continue": False}
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **shown})

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        return self._saved(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._saved(request, obj)

    def _saved(self, request: HttpRequest, row: models.Model) -> HttpResponse:
        """Back to the form: there is no list to lead to."""
        messages.success(request, "Saved. It holds from now on.")
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", row.pk)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request) and self._row() is None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        row, page = self._row(), f"admin:{self.opts.app_label}_{self.opts.model_name}"
        return redirect(f"{page}_change", row.pk) if row else redirect(f"{page}_add")

    def _row(self) -> models.Model | None:
        return self.model._default_manager.first()
