"""SECURITY 50: assistive technology finds its way on every type of page, in every light, on a telephone and on paper."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from .axe import findings
from .teams import KEY, REVOKED_KEY
from .visitors import new_context

PAGES = {
    "home": "/",
    "home, in French": "/fr/",
    "list": "/teams/",
    "list, chosen": "/teams/?country=PL&type=csirt",
    "list, words": "/teams/?q=forensics",
    "list, a typing error": "/teams/?q=forensiks",
    "list, a look-up": "/teams/?q=192.0.2.77",
    "list, nothing left": "/teams/?country=NO&sector=banking",
    "list, not understood": "/teams/?country=ZZ",
    "table": "/teams/?view=table",
    "map": "/teams/?view=map",
    "team": "/teams/nordlys/",
    "team, key revoked": "/teams/revoked/",
    "team, right to left": "/teams/right-to-left/",
    "team, withdrawn": "/teams/withdrawn/",
    "document": "/teams/nordlys/rfc2350",
    "revisions": "/teams/nordlys/revisions/",
    "comparison": "/teams/nordlys/compare/",
    "figures": "/figures/",
    "keys": "/keys/",
    "key": f"/keys/{KEY}/",
    "key, revoked": f"/keys/{REVOKED_KEY}/",
    "key, in French": f"/fr/keys/{KEY}/",
    "look-up": "/lookup/",
    "look-up, answered": "/lookup/?q=192.0.2.77",
    "look up many": "/lookup/many/",
    "look up offline": "/lookup/offline/",
    "privacy": "/privacy/",
    "not there": "/nothing/",
}
WIDE, NARROW = {"width": 1200, "height": 900}, {"width": 320, "height": 700}
WAYS = {
    "light": {"viewport": WIDE, "color_scheme": "light"},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
    "narrow": {"viewport": NARROW, "color_scheme": "light"},
    "print": {"viewport": WIDE, "color_scheme": "light"},
}


@pytest.fixture(params=WAYS)
def seen(request: pytest.FixtureRequest, browser: Browser, site: str):
    context: BrowserContext = new_context(browser, site, **WAYS[request.param])
    page = context.new_page()
    if request.param == "print":
        page.emulate_media(media="print")
    yield page
    context.close()


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_security_50_axe_finds_nothing_serious(seen: Page, address):
    seen.goto(address)
    assert findings(seen) == []


def test_security_50_something_serious_would_be_found(page):
    page.goto("/")
    page.evaluate(
        "document.querySelector('label[for=q]').remove(); document.querySelector('#q').placeholder = ''"
    )
    assert any(finding.startswith("label ") for finding in findings(page))


def test_security_50_what_the_box_finds_is_sound_too(page):
    page.goto("/")
    page.locator("#q").press_sequentially("nordl")
    page.locator("#found a").first.wait_for()
    assert findings(page) == []
