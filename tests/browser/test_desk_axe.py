"""SECURITY 33 and 50 at the desk: its main screens for those who cannot see them, in every light and on a telephone.
Of what Django's own admin is known for, nothing serious is left on them, so there is no list of exceptions."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from .axe import findings
from .house import House, Person
from .test_axe import NARROW, WIDE

TEAM = "/admin/directory/team/{team}/"
SCREENS = {
    "home": "/admin/",
    "teams": "/admin/directory/team/",
    "new team": "/admin/directory/team/add/",
    "profile": TEAM + "change/",
    "import": TEAM + "import/",
    "import of a new team": "/admin/directory/team/import/",
    "publish": TEAM + "publish/",
    "keys": TEAM + "keys/",
    "sign": TEAM + "sign/",
    "claims": TEAM + "claims/",
    "history": TEAM + "history/",
    "maintainers": TEAM + "maintainers/",
    "standing": TEAM + "standing/",
    "proof": TEAM + "proof/",
    "overlaps": "/admin/directory/team/overlaps/",
    "queue": "/admin/directory/team/proposals/",
    "people": "/admin/directory/user/",
    "requests": "/admin/directory/registration/",
    "rules": "/admin/directory/rules/",
    "audit trail": "/admin/directory/auditentry/",
    "outbox": "/admin/directory/mail/",
    "about you": "/admin/directory/team/mine/",
    "appearance": "/admin/directory/appearance/",
    "revisions": "/admin/directory/revision/",
    "second factor": "/accounts/2fa/",
    "passkeys": "/accounts/2fa/webauthn/",
    "e-mail addresses": "/accounts/email/",
    "password": "/accounts/password/change/",
}
WAYS = {"light": (WIDE, "light"), "dark": (WIDE, "dark"), "narrow": (NARROW, "light")}


@pytest.fixture(scope="module")
def team(house: House, bob: Person) -> int:
    """A sample team, with a draft that has changed since."""
    house.manage("load_samples")
    bob.page.goto("/admin/directory/team/?q=nordlys-cert")
    found = bob.page.locator("#result_list tbody th a").first.get_attribute("href")
    return int(re.search(r"/(\d+)/", found or "")[1])  # type: ignore[index]


@pytest.fixture(params=WAYS)
def seen(request: pytest.FixtureRequest, bob: Person) -> Iterator[Page]:
    viewport, scheme = WAYS[request.param]
    bob.page.set_viewport_size(viewport)
    bob.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    yield bob.page
    bob.page.set_viewport_size(WIDE)
    bob.page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("screen", SCREENS)
def test_security_50_axe_finds_nothing_serious_at_the_desk(seen, team, screen):
    answer = seen.goto(SCREENS[screen].format(team=team))
    assert answer.status == 200
    assert findings(seen) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_security_33_no_screen_of_the_desk_breaks_the_policy(bob, team, screen):
    bob.page.goto(SCREENS[screen].format(team=team))
    assert bob.violations() == []


@pytest.mark.parametrize("screen", SCREENS)
def test_no_screen_of_the_desk_is_wider_than_a_telephone(bob, team, screen):
    bob.page.set_viewport_size(NARROW)
    bob.page.goto(SCREENS[screen].format(team=team))
    assert bob.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    bob.page.set_viewport_size(WIDE)
