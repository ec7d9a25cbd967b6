from django.contrib import admin
from django.contrib.auth.views import PasswordResetConfirmView
from django.contrib.sitemaps.views import sitemap
from django.urls import URLPattern, URLResolver, include, path, register_converter, reverse_lazy

from directory.views import documents, pages, teams


class RevisionNumber:
    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(RevisionNumber, "revision")

# /teams/<slug>/revisions/<number>/
revision_urls: list[URLPattern | URLResolver] = [
    path("", documents.document, name="revision"),
    path("rfc2350.txt", documents.document, {"suffix": "txt"}, name="revision_text"),
    path("rfc2350.json", documents.document, {"suffix": "json"}, name="revision_json"),
]

# /teams/<slug>/
team_urls: list[URLPattern | URLResolver] = [
    path("", teams.team, name="team"),
    path("rfc2350", documents.document, name="document"),
    path("rfc2350.txt", documents.document, {"suffix": "txt"}, name="document_text"),
    path("rfc2350.json", documents.document, {"suffix": "json"}, name="document_json"),
    path("revisions/", documents.revisions, name="revisions"),
    path("revisions/<revision:number>/", include(revision_urls)),
]

urlpatterns = [
    path("", pages.home, name="home"),
    path("teams/", teams.team_list, name="team_list"),
    path("teams/<slug:slug>/", include(team_urls)),
    path("robots.txt", pages.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": {"teams": pages.TeamSitemap}}, name="sitemap"),
    path(
        "accounts/set-password/<uidb64>/<token>/",
        PasswordResetConfirmView.as_view(success_url=reverse_lazy("admin:login")),
        name="set_password",
    ),
    path("admin/", admin.site.urls),
]

handler404 = "directory.views.pages.not_found"
handler500 = "directory.views.pages.server_error"
