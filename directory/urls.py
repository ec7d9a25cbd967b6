from django.contrib import admin
from django.contrib.auth.views import PasswordResetConfirmView
from django.contrib.sitemaps.views import sitemap
from django.urls import URLPattern, URLResolver, include, path, register_converter, reverse_lazy

from directory.api import lookup as lookup_api
from directory.rfc2350.writers import FORMATS
from directory.views import documents, lookup, pages, teams


class RevisionNumber:
    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Suffix:
    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RevisionNumber, "revision")
register_converter(Suffix, "suffix")

# /teams/<slug>/revisions/<number>/
revision_urls: list[URLPattern | URLResolver] = [
    path("", documents.document, name="revision"),
    path("rfc2350.<suffix:suffix>", documents.document_file, name="revision_file"),
]

# /teams/<slug>/
team_urls: list[URLPattern | URLResolver] = [
    path("", teams.team, name="team"),
    path("rfc2350", documents.document, name="document"),
    path("rfc2350.<suffix:suffix>", documents.document_file, name="document_file"),
    path("revisions/", documents.revisions, name="revisions"),
    path("revisions/<revision:number>/", include(revision_urls)),
]

# /lookup/
lookup_urls: list[URLPattern | URLResolver] = [
    path("", lookup.lookup, name="lookup"),
    path("many/", lookup.lookup_many, name="lookup_many"),
    path("offline/", lookup.lookup_offline, name="lookup_offline"),
    path("offline/<str:name>", lookup.lookup_offline_file, name="lookup_offline_file"),
]

urlpatterns = [
    path("", pages.home, name="home"),
    path("teams/", teams.team_list, name="team_list"),
    path("teams/<slug:slug>/", include(team_urls)),
    path("lookup/", include(lookup_urls)),
    path("api/v1/lookup", lookup_api.lookup, name="api_lookup"),
    path("schemas/rfc2350-1.json", documents.schema, name="schema"),
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
