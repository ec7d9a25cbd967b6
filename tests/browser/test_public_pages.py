"""What holds for every page that the public reads."""

import pytest
from playwright.sync_api import Page, expect

from .teams import RIGHT_TO_LEFT

PAGES = [
    "/",
    "/teams/",
    "/teams/?q=192.0.2.77",
    "/teams/?view=table",
    "/teams/?view=map",
    "/teams/nordlys/",
    "/teams/nordlys/rfc2350",
    "/teams/nordlys/revisions/",
    "/teams/nordlys/compare/",
    "/figures/",
    "/privacy/",
    "/fr/",
    "/fr/teams/nordlys/",
    "/teams/markup/",
    "/lookup/",
    "/lookup/?q=192.0.2.77",
    "/lookup/?q=198.51.100.7",
    "/lookup/many/",
    "/lookup/offline/",
]
NARROWEST = {"width": 320, "height": 700}

every_page = pytest.mark.parametrize("address", PAGES)


@every_page
def test_security_33_nothing_breaks_the_content_security_policy(page, address):
    complaints: list[str] = []
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    assert page.goto(address).ok
    assert page.evaluate("violations") == []
    assert complaints == []


def test_security_33_a_violation_would_be_seen(page):
    page.goto("/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    page.wait_for_function("violations.length")
    assert page.evaluate("violations[0]").startswith("style-src")


@every_page
def test_security_101_no_page_asks_another_host_or_sets_a_cookie(context, page, site, address):
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    assert asked
    assert [url for url in asked if not url.startswith(f"{site}/")] == []
    assert context.cookies() == []


def test_security_101_looking_up_many_asks_this_site_alone_and_sets_no_cookie(context, page, site):
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page.goto("/lookup/many/")
    page.get_by_label("Paste a list").fill("192.0.2.1")
    page.locator("#many").get_by_role("button", name="Look up").click()
    expect(page.locator("#result .answer")).to_be_visible()
    assert f"{site}/api/v1/lookup?reading=plain&column=&repeat=no" in asked
    assert [url for url in asked if not url.startswith(f"{site}/")] == []
    assert context.cookies() == []
    assert page.evaluate("violations") == []


@every_page
def test_no_page_scrolls_sideways_on_the_narrowest_screen(page, address):
    page.set_viewport_size(NARROWEST)
    page.goto(address)
    assert widest(page) <= NARROWEST["width"]


def test_no_result_scrolls_sideways_on_the_narrowest_screen(page, without_script):
    for visitor in (page, without_script):
        visitor.set_viewport_size(NARROWEST)
        visitor.goto("/lookup/many/")
        list_of_all = (
            "192.0.2.1\n198.51.100.1\n203.0.113.1\n2001:db8:1:2222:3333:4444:5555:6666\n8.8.8.8\n" + "x" * 300
        )
        visitor.get_by_label("Paste a list").fill(list_of_all)
        visitor.locator("#many").get_by_role("button", name="Look up").click()
        expect(visitor.locator(".groups")).to_contain_text(RIGHT_TO_LEFT)
    assert widest(page) <= NARROWEST["width"]
    # Without script nothing can be measured there: the same content is laid out where it can be.
    page.set_content(without_script.content())
    assert widest(page) <= NARROWEST["width"]


def widest(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth")


@every_page
def test_the_slash_goes_to_the_box(page, address):
    page.goto(address)
    page.evaluate("document.activeElement.blur()")  # some pages begin in a box of theirs
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).not_to_have_value("/")
