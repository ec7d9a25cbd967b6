"""SECURITY 14: every address of the site, and what each visitor gets. A new address without a row fails.

The matrix says statuses for nobody (anonymous), Charlie (an account without a team), Alice (she maintains the team),
Erin (she maintains another team), Dora (a reviewer) and Bob (an operator), each of whom asks by GET.
"""

import pytest
from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from directory import auditing, publishing
from directory.models import Appearance, AuditEntry, Mail, Proposal, Registration, Rules
from tests import keyring, people
from tests.pictures import picture

pytestmark = pytest.mark.django_db


VISITORS = ("nobody", "charlie", "alice", "erin", "dora", "bob")


def all_get(status: int) -> tuple[int, ...]:
    return (status,) * 6


PUBLIC = all_get(200)
ANYBODY = (302, 302, 200, 200, 200, 200)  # who has something to do at the desk
SEEN = (302, 302, 200, 403, 200, 200)  # of a team: whoever maintains or reviews it
EDITED = (302, 302, 200, 403, 403, 200)  # of a team: whoever may change it
REVIEWERS = (302, 302, 403, 403, 200, 200)
OPERATORS = (302, 302, 403, 403, 403, 200)
NEVER = (302, 302, 403, 403, 403, 403)
POSTED = (302, 302, 405, 405, 405, 405)
LEADS = all_get(302)
NOTHING = (302, 404, 404, 404, 404, 404)
ACCOUNT = (302, 200, 200, 200, 200, 200)

ABOUT_A_TEAM = (
    "check_claims",
    "confirm_team",
    "import_into_team",
    "lint_team",
    "publish_team",
    "publish_text",
    "read_hours",
    "sign_team",
    "team_claims",
    "team_keys",
    "team_maintainers",
    "team_proof",
    "team_standing",
)

MATRIX = {
    "home": PUBLIC,
    "team_list": PUBLIC,
    "teams_file": PUBLIC,
    "team_suggestions": all_get(302),  # asked for by the page alone; otherwise it leads to the list
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
    "lookup_offline_file": all_get(404),  # no bundle is made in the tests
    "api_lookup": all_get(400),  # without a question it says so
    "figures": PUBLIC,
    "figures_file": PUBLIC,
    "privacy": PUBLIC,
    "terms": PUBLIC,
    "accents": PUBLIC,
    "logo": PUBLIC,
    "schema": PUBLIC,
    "own_key": all_get(404),  # none is made in the tests
    "security_txt": all_get(404),  # nobody is named to tell
    "team_security_txt": PUBLIC,
    "keys": PUBLIC,
    "key": PUBLIC,
    "key_file": PUBLIC,
    "keyring": PUBLIC,
    "document_signature": PUBLIC,
    "revision_signature": PUBLIC,
    "hkp": all_get(501),  # without an operation
    **{f"vks_by_{name}": all_get(404) for name in ("fingerprint", "keyid", "email")},  # nobody's
    "wkd_policy": PUBLIC,
    "wkd_advanced_policy": PUBLIC,
    "wkd_key": all_get(404),  # nobody's
    "wkd_advanced_key": all_get(404),
    "robots": PUBLIC,
    "sitemap": PUBLIC,
    # Accounts: everybody's own
    **{
        f"account_{name}": PUBLIC
        for name in (
            "inactive",
            "reset_password",
            "reset_password_done",
            "reset_password_from_key",
            "reset_password_from_key_done",
        )
    },
    **{f"account_{name}": ACCOUNT for name in ("change_password", "email", "logout", "reauthenticate")},
    **{f"account_{name}": (200, *LEADS[1:]) for name in ("login", "signup")},
    **{
        f"account_{name}": LEADS for name in ("confirm_login_code", "email_verification_sent", "set_password")
    },
    **{
        f"mfa_{name}": ACCOUNT
        for name in (
            "add_webauthn",
            "deactivate_totp",
            "generate_recovery_codes",
            "index",
            "list_webauthn",
            "reauthenticate",
        )
    },
    **{
        f"mfa_{name}": LEADS
        for name in ("activate_totp", "authenticate", "login_webauthn", "reauthenticate_webauthn")
    },
    **{
        f"mfa_{name}": NOTHING for name in ("download_recovery_codes", "view_recovery_codes")
    },  # none were made
    **{f"mfa_{name}": NOTHING for name in ("edit_webauthn", "remove_webauthn")},  # nobody's passkey
    "open_invitation": all_get(404),  # none is called so
    "invitation": all_get(404),  # nobody was invited
    "registration": NOTHING,  # closed, as it comes
    # The desk
    "admin:index": ANYBODY,
    "admin:login": (
        302,
        403,
        302,
        302,
        302,
        302,
    ),  # leads to where somebody may go, or says that it is nowhere
    "admin:logout": LEADS,
    "admin:password_change": LEADS,
    "admin:password_change_done": ANYBODY,
    "admin:jsi18n": ANYBODY,
    "admin:autocomplete": NEVER,  # without a model's name it is for nobody
    "admin:app_list": ANYBODY,
    "admin:mine": ANYBODY,
    "admin:mine_file": ANYBODY,
    # Of a team
    "admin:directory_team_changelist": ANYBODY,  # one's own
    "admin:directory_team_add": OPERATORS,
    "admin:directory_team_change": (302, 302, 200, 302, 200, 200),  # Django leads away from what is not there
    "admin:directory_team_history": SEEN,
    "admin:directory_team_delete": NEVER,  # it was published
    "admin:team_version": SEEN,
    "admin:team_claims": SEEN,
    "admin:team_maintainers": SEEN,
    "admin:team_standing": OPERATORS,
    **{
        f"admin:{name}": EDITED
        for name in (
            "import_into_team",
            "publish_team",
            "publish_text",
            "sign_team",
            "source_of_team",
            "team_keys",
            "team_proof",
        )
    },
    **{
        f"admin:{name}": POSTED
        for name in ("check_claims", "confirm_team", "lint_team", "read_hours", "take_factors")
    },
    # Of the directory
    "admin:import_team": OPERATORS,
    "admin:invite_reviewer": OPERATORS,
    "admin:overlaps": REVIEWERS,
    "admin:proposals": REVIEWERS,
    "admin:proposal": REVIEWERS,
    **{
        f"admin:directory_{model}_{action}": OPERATORS
        for model in ("auditentry", "mail", "notice", "registration", "revision", "user")
        for action in ("changelist", "change")
    },
    **{
        f"admin:directory_{model}_history": (302, 302, 403, 403, 403, 302)  # it is in the audit trail
        for model in (
            "appearance",
            "auditentry",
            "mail",
            "notice",
            "registration",
            "revision",
            "rules",
            "user",
        )
    },
    **{
        f"admin:directory_{model}_{action}": NEVER
        for model in (
            "appearance",
            "auditentry",
            "mail",
            "notice",
            "registration",
            "revision",
            "rules",
            "user",
        )
        for action in ("add", "delete")
    },
    **{f"admin:directory_{model}_change": OPERATORS for model in ("appearance", "rules")},
    **{
        f"admin:directory_{model}_changelist": (302, 302, 403, 403, 403, 302)  # leads to the one row
        for model in ("appearance", "rules")
    },
}


def patterns(resolver: URLResolver, namespace: str = "") -> list[tuple[str | None, URLPattern]]:
    found = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else namespace
            found += patterns(entry, inner)
        else:
            found.append((namespace + entry.name if entry.name else None, entry))
    return found


#: The arguments of addresses that speak of nothing in particular.
FIXED = {
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
    "open_invitation": ["none"],
    "mfa_edit_webauthn": [1],
    "mfa_remove_webauthn": [1],
    "account_reset_password_from_key": ["1", "abc-def"],
    "admin:app_list": ["directory"],
}


@pytest.fixture
def erin(db):
    return people.elsewhere(people.person("erin"))


@pytest.fixture
def addresses(published, alice, bob):
    """The address of a name, about EXAMPLE-CERT where it is about a team."""
    team = people.maintained_by(alice, published.team)
    keyring.give(team)
    people.write(team, "3.1", "Again.")
    newest = people.published(team)
    publishing.sign(newest, fingerprint=people.FINGERPRINT, made_at=newest.at, armor="a signature")
    notice = publishing.redact(published)
    appearance = Appearance()
    appearance.set_logo(picture())
    appearance.save()
    Rules().save()
    mail = Mail.objects.enqueue(key="one", to="alice@example.com", subject="Hello", body="Hello")
    with auditing.change(team, auditing.Act.EDITED):
        people.write(team, "3.1", "Once more.")
    entry = AuditEntry.objects.of(team.pk).first()
    source = team.sources.create(name="a.txt", format="text", content=b"a", sha256="0" * 64)
    proposal = Proposal.objects.create(team=team, asked_by=alice, digest="0")
    registration = Registration.objects.create(user=alice, name="OTHER-CERT")
    rows = {
        "team": team,
        "user": bob,
        "revision": published,
        "notice": notice,
        "appearance": appearance,
        "rules": Rules.objects.get(),
        "mail": mail,
        "auditentry": entry,
        "registration": registration,
    }
    of_rows = {
        f"admin:directory_{model}_{action}": [row.pk]
        for model, row in rows.items()
        for action in ("history", "delete", "change")
    }
    of_team = {
        name: ["example-cert"]
        for name in ("team", "document", "revisions", "compare", "document_signature", "team_security_txt")
    }
    of_team |= {"document_file": ["example-cert", "txt"]}
    of_revision = {"revision": ["example-cert", 2], "revision_file": ["example-cert", 2, "json"]}
    of_revision |= {"revision_signature": ["example-cert", 2]}
    about_team = {f"admin:{name}": [team.pk] for name in ABOUT_A_TEAM}
    others = {
        "admin:take_factors": [bob.pk],
        "admin:proposal": [proposal.pk],
        "admin:team_version": [team.pk, entry.cursor],
        "admin:source_of_team": [team.pk, source.pk],
    }
    arguments = FIXED | of_team | of_revision | of_rows | about_team | others
    return lambda name: reverse(name, args=arguments.get(name, []))


def test_security_14_every_address_has_a_row_in_the_matrix():
    names = [name for name, _ in patterns(get_resolver())]
    assert set(names) - {None} == set(MATRIX)
    # Django's own: the admin's catch-all, and an old address for each of its models' rows.
    assert names.count(None) == 1 + len(admin.site._registry)


@pytest.mark.parametrize("visitor", VISITORS)
def test_security_14_each_visitor_gets_what_the_matrix_says(client, addresses, request, visitor):
    person = None if visitor == "nobody" else request.getfixturevalue(visitor)
    got = {}
    for name in MATRIX:
        if person:
            people.sign_in(client, person)
        got[name] = client.get(addresses(name)).status_code
    assert got == {name: row[VISITORS.index(visitor)] for name, row in MATRIX.items()}
