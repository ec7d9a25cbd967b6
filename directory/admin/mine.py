"""What the directory keeps about whoever is at the desk: to read, and as a file (SECURITY 99)."""

import json

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from directory import access, personal
from directory.models import User

from .rights import only

LATEST = 20  # entries that the page shows; the file has them all


@require_safe
@never_cache
@only(access.has_a_place)
def mine(request: HttpRequest, team_admin: admin.ModelAdmin) -> HttpResponse:
    told = personal.kept_about(_reader(request), timezone.now())
    ctx = {
        **team_admin.admin_site.each_context(request),
        "title": "What is kept about you",
        "told": told,
        "latest": told["audit"][: -LATEST - 1 : -1],
    }
    return TemplateResponse(request, "admin/mine.html", ctx)


@require_safe
@never_cache
@only(access.has_a_place)
def mine_file(request: HttpRequest, team_admin: admin.ModelAdmin) -> HttpResponse:
    told = personal.kept_about(_reader(request), timezone.now())
    text = json.dumps(told, indent=2, ensure_ascii=False)
    named = {"Content-Disposition": 'attachment; filename="kept-about-you.json"'}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=named)


def _reader(request: HttpRequest) -> User:
    return User.objects.get(username=request.user.get_username())


PAGES = [("mine/", mine, "mine"), ("mine.json", mine_file, "mine_file")]
