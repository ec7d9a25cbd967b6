"""SECURITY 14: every address of the site, and what each visitor gets. A new address without a row fails.

The matrix says statuses for nobody (anonymous), Charlie (an account, no desk), Alice (staff without rights;
what a maintainer may do comes with the desk's roles) and Bob (an operator).
"""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import people

pytestmark = pytest.mark.django_db

PUBLIC = (200, 200, 200, 200)
DESK = (302, 302, 200, 200)
OPERATORS = (302, 302, 403, 200)
RECORD = (302, 302, 403, 200)
NEVER = (302, 302, 403, 403)

MATRIX = {
    "home": PUBLIC,
    "team_list": PUBLIC,
    "teams_file": PUBLIC,
    "team_suggestions": (302, 302, 302, 302),  # asked for by the page alone; otherwise it leads to the list
    "team": PUBLIC,
    "document": PUBLIC,
    "document_file": PUBLIC,
    "revisions": PUBLIC,
    "compare": PUBLIC,
    "revision": PUBLIC,
    "revision_file": PUBLIC,
    "lookup": PUBLIC,
    "lookup_many": PUBLIC,
    "lookup_offline": PUBLIC,
    "lookup_offline_file": (404, 404, 404, 404),  # no bundle is made in the tests
    "api_lookup": (400, 400, 400, 400),  # without a question it says so
    "figures": PUBLIC,
    "figures_file": PUBLIC,
    "privacy": PUBLIC,
    "terms": PUBLIC,
    "accents": PUBLIC,
    "logo": PUBLIC,
    "schema": PUBLIC,
    "own_key": (404, 404, 404, 404),  # none is made in the tests
    "security_txt": (404, 404, 404, 404),  # nobody is named to tell
    "team_security_txt": PUBLIC,
    "keys": PUBLIC,
    "key": PUBLIC,
    "key_file": PUBLIC,
    "keyring": PUBLIC,
    "document_signature": PUBLIC,
    "revision_signature": PUBLIC,
    "hkp": (501, 501, 501, 501),  # without an operation
    **{f"vks_by_{name}": (404, 404, 404, 404) for name in ("fingerprint", "keyid", "email")},  # nobody's
    "wkd_policy": PUBLIC,
    "wkd_advanced_policy": PUBLIC,
    "wkd_key": (404, 404, 404, 404),  # nobody's
    "wkd_advanced_key": (404, 404, 404, 404),
    "robots": PUBLIC,
    "sitemap": PUBLIC,
    "set_password": PUBLIC,  # a link that is none says so
    "admin:index": DESK,
    "admin:login": (200, 200, 302, 302),
    "admin:logout": (302, 302, 405, 405),  # by POST only
    "admin:password_change": DESK,
    "admin:password_change_done": DESK,
    "admin:jsi18n": DESK,
    "admin:autocomplete": (302, 302, 403, 403),  # without a model's name it is for nobody
    "admin:view_on_site": (302, 302, 404, 404),  # pages are found by their own addresses
    "admin:app_list": (302, 302, 404, 200),
    "admin:publish_team": OPERATORS,
    "admin:team_claims": OPERATORS,
    "admin:team_keys": OPERATORS,
    "admin:sign_team": OPERATORS,
    "admin:overlaps": OPERATORS,
    "admin:auth_user_password_change": OPERATORS,
    **{
        f"admin:{model}_{action}": OPERATORS
        for model in ("directory_team", "directory_user", "auth_group")
        for action in ("changelist", "add", "history", "delete", "change")
    },
    **{f"admin:directory_appearance_{action}": OPERATORS for action in ("history", "change")},
    "admin:directory_appearance_changelist": (302, 302, 403, 302),  # leads to the one row
    "admin:directory_appearance_add": NEVER,  # there is one already
    "admin:directory_appearance_delete": NEVER,
    "admin:directory_team_delete": (302, 302, 403, 403),  # it was published
    **{
        f"admin:directory_{model}_{action}": RECORD
        for model in ("revision", "notice")
        for action in ("changelist", "history", "change")
    },
    **{
        f"admin:directory_{model}_{action}": NEVER
        for model in ("revision", "notice")
        for action in ("add", "delete")
    },
}
NAMELESS = 8  # Django's own: the admin's catch-all, and an old address for each of its models' rows


def patterns(resolver: URLResolver, namespace: str = "") -> list[tuple[str | None, URLPattern]]:
    found = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else namespace
            found += patterns(entry, inner)
        else:
            found.append((namespace + entry.name if entry.name else None, entry))
    return found


@pytest.fixture
def addresses(published, bob):
    from directory import publishing
    from directory.models import Appearance
    from tests import keyring, people
    from tests.pictures import picture

    keyring.give(published.team)
    people.write(published.team, "3.1", "Again.")
    newest = people.published(published.team)
    publishing.sign(newest, fingerprint=people.FINGERPRINT, made_at=newest.at, armor="a signature")
    notice = publishing.redact(published)
    appearance = Appearance()
    appearance.set_logo(picture())
    appearance.save()
    of_team = {name: ["example-cert"] for name in ("team", "document", "revisions", "compare")}
    of_team |= {"document_file": ["example-cert", "txt"], "team_security_txt": ["example-cert"]}
    of_revision = {"revision": ["example-cert", 2], "revision_file": ["example-cert", 2, "json"]}
    of_team |= {"document_signature": ["example-cert"]}
    of_revision |= {"revision_signature": ["example-cert", 2]}
    rows = {"directory_team": published.team.pk, "directory_user": bob.pk, "directory_revision": published.pk,
            "directory_notice": notice.pk, "auth_group": 1,
            "directory_appearance": 1}  # fmt: skip
    of_rows = {
        f"admin:{model}_{action}": [pk]
        for model, pk in rows.items()
        for action in ("history", "delete", "change")
    }
    others = {
        "lookup_offline_file": ["csirt-lookup.py"],
        "figures_file": ["countries"],
        "teams_file": ["csv"],
        "key": [people.FINGERPRINT],
        "key_file": [people.FINGERPRINT],
        "keyring": ["asc"],
        "accents": [1],
        "logo": [1],
        "vks_by_fingerprint": ["1" * 40],
        "vks_by_keyid": ["1" * 16],
        "vks_by_email": ["nobody@example.net"],
        "wkd_advanced_policy": ["localhost"],
        "wkd_key": ["y" * 32],
        "wkd_advanced_key": ["localhost", "y" * 32],
        "set_password": ["MQ", "abc-def"],
        "admin:view_on_site": [1, 1],
        "admin:app_list": ["directory"],
        "admin:publish_team": [published.team.pk],
        "admin:team_claims": [published.team.pk],
        "admin:team_keys": [published.team.pk],
        "admin:sign_team": [published.team.pk],
        "admin:auth_user_password_change": [bob.pk],
    }
    arguments = of_team | of_revision | of_rows | others
    return lambda name: reverse(name, args=arguments.get(name, []))


def test_security_14_every_address_has_a_row_in_the_matrix():
    names = [name for name, _ in patterns(get_resolver())]
    assert set(names) - {None} == set(MATRIX)
    assert names.count(None) <= NAMELESS


@pytest.mark.parametrize("name", MATRIX)
def test_security_14_each_visitor_gets_what_the_matrix_says(client, addresses, alice, charlie, bob, name):
    from django.contrib.auth.models import Group

    Group.objects.create(pk=1, name="editors")
    address = addresses(name)
    got = []
    for person in (None, charlie, alice, bob):
        client.logout()
        if person:
            people.sign_in(client, person)
        got.append(client.get(address).status_code)
    assert tuple(got) == MATRIX[name]
