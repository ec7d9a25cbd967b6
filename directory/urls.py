from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import URLPattern, URLResolver, include, path, register_converter

from directory.api import lookup as lookup_api
from directory.exports import FORMATS as EXPORTS
from directory.exports.keyring import KEYRINGS
from directory.rfc2350.writers import FORMATS
from directory.views import (
    appearance,
    compare,
    documents,
    figures,
    invitations,
    keys,
    keyservers,
    lookup,
    own_key,
    pages,
    signatures,
    teams,
)
from directory.views.team import team


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


class Export(Suffix):
    regex = "|".join(EXPORTS)


class KeySpelling(Suffix):
    """A fingerprint or key ID as people write it: in any case, in groups, with 0x."""

    regex = "[0-9A-Fa-fXx :+-]{16,120}"


class KeyringSuffix(Suffix):
    regex = "|".join(KEYRINGS)


register_converter(RevisionNumber, "revision")
register_converter(Suffix, "suffix")
register_converter(Export, "export")
register_converter(KeySpelling, "key")
register_converter(KeyringSuffix, "keyring")

# Pages, in every language of the interface: bare in English, below /fr/ in French.

# /teams/<slug>/revisions/<number>/
revision_urls: list[URLPattern | URLResolver] = [
    path("", documents.document, name="revision"),
]

# /teams/<slug>/
team_urls: list[URLPattern | URLResolver] = [
    path("", team, name="team"),
    path("rfc2350", documents.document, name="document"),
    path("revisions/", documents.revisions, name="revisions"),
    path("compare/", compare.compare, name="compare"),
    path("revisions/<revision:number>/", include(revision_urls)),
]

# /lookup/
lookup_urls: list[URLPattern | URLResolver] = [
    path("", lookup.lookup, name="lookup"),
    path("many/", lookup.lookup_many, name="lookup_many"),
    path("offline/", lookup.lookup_offline, name="lookup_offline"),
]

page_urls: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("teams/", teams.team_list, name="team_list"),
    path("suggest/", teams.team_suggestions, name="team_suggestions"),
    path("teams/<slug:slug>/", include(team_urls)),
    path("lookup/", include(lookup_urls)),
    path("figures/", figures.figures, name="figures"),
    path("keys/", keys.keys, name="keys"),
    path("keys/<key:spelling>/", keys.key, name="key"),
    path("privacy/", appearance.privacy, name="privacy"),
    path("terms/", appearance.terms, name="terms"),
]

# Files, which speak no language of ours, and what is for machines or for the desk.

# /teams/<slug>/
team_file_urls: list[URLPattern | URLResolver] = [
    path("security.txt", own_key.team_security_txt, name="team_security_txt"),
    path("rfc2350.<suffix:suffix>", documents.document_file, name="document_file"),
    path("rfc2350.txt.asc", signatures.document_signature, name="document_signature"),
    path(
        "revisions/<revision:number>/rfc2350.<suffix:suffix>", documents.document_file, name="revision_file"
    ),
    path(
        "revisions/<revision:number>/rfc2350.txt.asc",
        signatures.document_signature,
        name="revision_signature",
    ),
]

# Keys, for the programs that ask for them.

# /vks/v1/
vks_urls: list[URLPattern | URLResolver] = [
    path("by-fingerprint/<path:sought>", keyservers.vks, {"kind": "fingerprint"}, name="vks_by_fingerprint"),
    path("by-keyid/<path:sought>", keyservers.vks, {"kind": "key-id"}, name="vks_by_keyid"),
    path("by-email/<path:sought>", keyservers.vks, {"kind": "email"}, name="vks_by_email"),
]

# /.well-known/openpgpkey/
wkd_urls: list[URLPattern | URLResolver] = [
    path("policy", keyservers.wkd_policy, name="wkd_policy"),
    path("hu/<str:hash>", keyservers.wkd_key, name="wkd_key"),
    path("<str:domain>/policy", keyservers.wkd_policy, name="wkd_advanced_policy"),
    path("<str:domain>/hu/<str:hash>", keyservers.wkd_key, name="wkd_advanced_key"),
]

# Accounts, of those who work at the desk.

# /accounts/
account_urls: list[URLPattern | URLResolver] = [
    path("invitations/<str:token>/", invitations.open_invitation, name="open_invitation"),
    path("invitation/", invitations.invitation, name="invitation"),
    path("registration/", invitations.registration, name="registration"),
    path("", include("allauth.urls")),
]

urlpatterns = [
    *i18n_patterns(*page_urls, prefix_default_language=False),
    path("teams.<export:suffix>", teams.teams_file, name="teams_file"),
    path("teams/<slug:slug>/", include(team_file_urls)),
    path("lookup/offline/<str:name>", lookup.lookup_offline_file, name="lookup_offline_file"),
    path("figures/<slug:name>.csv", figures.figures_file, name="figures_file"),
    path("api/v1/lookup", lookup_api.lookup, name="api_lookup"),
    path("keys/directory.asc", own_key.own_key, name="own_key"),
    path("keys/<key:spelling>.asc", keys.key_file, name="key_file"),
    path("keys.<keyring:suffix>", keys.keyring, name="keyring"),
    path(".well-known/security.txt", own_key.security_txt, name="security_txt"),
    path("pks/lookup", keyservers.hkp, name="hkp"),
    path("vks/v1/", include(vks_urls)),
    path(".well-known/openpgpkey/", include(wkd_urls)),
    path("schemas/rfc2350-1.json", documents.schema, name="schema"),
    path("appearance-<revision:version>.css", appearance.accents, name="accents"),
    path("logo-<revision:version>", appearance.logo, name="logo"),
    path("robots.txt", pages.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": {"teams": pages.TeamSitemap}}, name="sitemap"),
    path("accounts/", include(account_urls)),
    path("admin/", admin.site.urls),
]

handler404 = "directory.views.pages.not_found"
handler500 = "directory.views.pages.server_error"
