"""The incident handler at three in the morning: one address, words, a key; with the mouse and with the keyboard alone."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import people

from .teams import RIGHT_TO_LEFT

FINGERPRINT = people.FINGERPRINT


def copied(context: BrowserContext, page: Page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


@pytest.fixture(autouse=True)
def clipboard(context: BrowserContext, site: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)


def test_from_an_address_to_the_copied_fingerprint_in_three_steps(context, page):
    page.goto("/")
    page.locator("#q").fill("192.0.2.77")
    page.keyboard.press("Enter")  # one
    expect(page.locator(".answer")).to_contain_text("192.0.2.77 is an IPv4 address. One team answers for it.")
    expect(page.locator(".reason")).to_contain_text("Their network 192.0.2.0/24 holds it")
    page.get_by_role("link", name="EXAMPLE-CERT", exact=True).click()  # two
    page.get_by_role("button", name=re.compile("fingerprint", re.IGNORECASE)).click()  # three
    page.wait_for_function("document.body.innerText.includes('Copied')")
    assert copied(context, page) == FINGERPRINT


def test_the_same_with_the_keyboard_alone(context, page):
    page.goto("/teams/")
    page.keyboard.press("/")
    page.keyboard.type("192.0.2.77")
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_be_visible()
    tab_to(page, "EXAMPLE-CERT")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("EXAMPLE-CERT")
    tab_to(page, "fingerprint")
    page.keyboard.press("Enter")
    page.wait_for_function("document.body.innerText.includes('Copied')")
    assert copied(context, page) == FINGERPRINT


def tab_to(page: Page, name: str, most: int = 80) -> None:
    """Goes on by the Tab key to what is called so; it can be seen where one is, all the way."""
    for _ in range(most):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e.closest('.box') || e);
            return [(e.getAttribute('aria-label') || e.innerText || ''), s.outlineStyle !== 'none' || e.tagName === 'BODY' || getComputedStyle(e).strokeWidth] }"""
        )
        assert seen[1], f"the focus cannot be seen on {seen[0]!r}"
        if name.lower() in seen[0].lower():
            return
    raise AssertionError(f"{name} is not reached in {most} steps")


def test_words_lead_to_teams_and_say_where_they_stand(page):
    page.goto("/")
    page.locator("#q").fill("forensics")
    page.keyboard.press("Enter")
    expect(page.locator(".teams > li")).to_have_count(5)
    expect(page.locator(".line mark").first).to_have_text("forensics")


def test_a_choice_narrows_and_its_chip_widens_again(page):
    page.goto("/teams/?q=forensics")
    page.locator(".facets").get_by_role("link", name="Norway").click()
    expect(page.locator(".teams > li")).to_have_count(1)
    expect(page).to_have_url(re.compile("country=NO"))
    page.locator(".chosen").get_by_role("link", name="Norway").click()
    expect(page.locator(".teams > li")).to_have_count(5)


def test_teams_show_themselves_while_somebody_types(page):
    page.goto("/")
    page.locator("#q").press_sequentially("nordl")
    expect(page.locator("#found a")).to_contain_text("NORDLYS-CERT")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("NORDLYS-CERT")
    assert page.evaluate("violations") == []


def test_what_would_be_looked_up_is_named_while_somebody_types_and_escape_puts_it_away(page):
    page.goto("/teams/")
    page.locator("#q").press_sequentially("AS64500")
    expect(page.locator("#found")).to_contain_text("AS64500 is an autonomous system.")
    page.keyboard.press("Escape")
    expect(page.locator("#found")).to_be_hidden()
    expect(page.locator("#q")).to_have_value("AS64500")


def test_without_script_the_same_question_is_answered(without_script):
    without_script.goto("/")
    without_script.locator("#q").fill("AS64500")
    without_script.get_by_role("button", name="Find").click()
    expect(without_script.locator(".answer")).to_contain_text("an autonomous system")
    without_script.goto("/teams/?q=nordlis")
    expect(without_script.locator(".teams > li h2")).to_have_text("NORDLYS-CERT")


def test_a_handler_who_reads_french_stays_in_french(page):
    page.goto("/fr/")
    page.locator("#q").fill("192.0.2.77")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/fr/teams/"))
    page.get_by_role("link", name="EXAMPLE-CERT", exact=True).click()
    expect(page).to_have_url(re.compile("/fr/teams/example-cert/"))
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile("[0-9]/teams/example-cert/"))


def test_security_39_a_name_from_right_to_left_keeps_its_neighbours_in_order(page):
    page.goto("/teams/?q=203.0.113.7")
    name = page.locator(".teams h2 bdi")
    expect(name).to_have_text(RIGHT_TO_LEFT)
    assert page.locator(".teams .soft").first.evaluate("e => getComputedStyle(e).direction") == "ltr"
    box, phone = name.bounding_box(), page.locator(".teams .reach a").first.bounding_box()
    assert box["x"] < phone["x"], "what stands at the side stays there"
