"""A team's page with its scripts: what depends on the clock, copying, the keyboard, paper, and what it all weighs."""

import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from directory.search.shelf import freshness, key_health
from directory.templatetags.hours import hours_data
from tests.people import FINGERPRINT

from .visitors import WATCH

CASES = json.loads((Path(__file__).parents[1] / "hours.json").read_text(encoding="utf-8"))
TEAM, NIGHT, NOON = "/teams/nordlys/", "2026-11-25T03:12:00Z", "2026-11-25T12:12:00Z"
NORDLYS = "6F2FBB6DFDB7284D1498DFC22D834B73A24DAE94"
PHONE = {"width": 390, "height": 844}

# Puts an element with one attribute on the page, lets the script speak, and reads what came of it.
SAY = """([name, value]) => {
  const element = document.createElement("p");
  Object.assign(element.dataset, { [name]: value, date: "THEN" });
  document.body.append(element);
  document.dispatchEvent(new Event("htmx:after:swap"));
  element.remove();
  return { state: element.dataset.state ?? "", change: element.dataset.change ?? "", says: element.textContent,
           colour: element.className };
}"""


@pytest.fixture
def athens(browser: Browser, site: str) -> Iterator[Page]:
    """A visitor whose clock is an hour ahead of Oslo's and Warsaw's."""
    context = browser.new_context(base_url=site, timezone_id="Europe/Athens")
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


# The clock


def test_the_script_says_of_every_moment_what_the_server_says(page):
    page.goto(TEAM)
    told = {}
    for case in CASES:
        page.clock.set_fixed_time(case["at"])
        said = page.evaluate(SAY, ["hours", hours_data(case["card"])])
        told[case["name"]] = (said["state"], said["change"].replace(".000Z", "Z"))
    assert told == {case["name"]: (case["state"], case["change"]) for case in CASES}


@pytest.mark.parametrize(
    ("address", "at", "says"),
    [
        (TEAM, NOON, "Reachable now, until 16:00 in Oslo (17:00 for you)"),
        (TEAM, NIGHT, "Emergency line open now; office opens in 3 h 48 min (08:00 in Oslo, 09:00 for you)"),
        ("/teams/example-cert/", NIGHT, "Opens in 3 h 48 min (08:00 in Warsaw, 09:00 for you)"),
        ("/teams/example-cert/", "2026-11-25T06:55:00Z", "Opens in 5 min (08:00 in Warsaw, 09:00 for you)"),
        ("/teams/example-cert/", "2026-11-27T18:00:00Z", "Opens in 2 d 13 h (Monday 08:00 in Warsaw, 09:00 for you)"),
    ],
)  # fmt: skip
def test_the_page_says_when_somebody_answers_in_both_times(athens, address, at, says):
    athens.clock.set_fixed_time(at)
    athens.goto(address)
    expect(athens.locator(".now")).to_have_text(says)
    expect(athens.locator(".now")).to_be_visible()


@pytest.mark.parametrize(
    ("zone", "at", "says"),
    [
        ("Europe/Warsaw", NIGHT, "Opens in 3 h 48 min (08:00 in Warsaw)"),
        ("Asia/Tokyo", NOON, "Reachable now, until 16:00 in Warsaw (Thursday 00:00 for you)"),
    ],
)
def test_the_visitors_time_is_said_where_it_is_another_and_with_its_day(browser, site, zone, at, says):
    context = browser.new_context(base_url=site, timezone_id=zone)
    page = context.new_page()
    page.clock.set_fixed_time(at)
    page.goto("/teams/example-cert/")
    expect(page.locator(".now")).to_have_text(says)
    context.close()


def test_around_the_clock_is_said_without_a_time(page):
    page.goto(TEAM)
    always = {"days": ["mo", "tu", "we", "th", "fr", "sa", "su"], "opens": "00:00", "closes": "24:00"}
    card = {"hours": [{**always, "kind": "office"}], "timezone": "Europe/Oslo"}
    assert page.evaluate(SAY, ["hours", hours_data(card)])["says"] == "Reachable around the clock"


def test_the_sentence_follows_the_clock_and_is_read_aloud_only_when_the_state_changes(page):
    page.clock.install(time="2026-11-25T06:58:00Z")
    page.goto("/teams/example-cert/")
    now = page.locator(".now")
    expect(now).to_contain_text("Opens in 2 min")
    page.clock.run_for(60_000)
    expect(now).to_contain_text("Opens in 1 min")
    expect(now).to_have_attribute("aria-live", "off")
    page.clock.run_for(60_000)
    expect(now).to_contain_text("Reachable now, until 16:00 in Warsaw")
    expect(now).to_have_attribute("aria-live", "polite")
    expect(now).to_have_class("state now ok")


@pytest.mark.parametrize(
    ("day", "says", "colour"),
    [
        ("2026-11-25", "Key valid until 3 March 2028", "ok"),
        ("2028-02-20", "Key ends in 12 days, on 3 March 2028", "soon"),
        ("2028-03-02", "Key ends tomorrow, 3 March 2028", "soon"),
        ("2028-03-03", "Key ends today, 3 March 2028", "soon"),
        ("2028-03-04", "This key expired on 3 March 2028", "bad"),
    ],
)
def test_the_page_says_how_long_the_key_lasts(page, day, says, colour):
    page.clock.set_fixed_time(f"{day}T23:30:00Z")
    page.goto(TEAM)
    expect(page.locator("[data-until]")).to_have_text(says)
    expect(page.locator("[data-until]")).to_have_class(f"state {colour}")


def test_health_and_freshness_are_those_by_which_lists_are_filtered(page):
    page.goto(TEAM)
    today = date(2026, 11, 25)
    page.clock.set_fixed_time(NOON)
    keys = {"valid": "ok", "soon": "soon", "expired": "bad"}
    ages = {"4-months": "ok", "year": "soon", "older": "soon"}
    for days in (-1, 0, 1, 59, 60, 61, 400):
        day = (today + timedelta(days)).isoformat()
        assert page.evaluate(SAY, ["until", day])["colour"] == keys[key_health(day, today)], day
    for days in (0, 121, 122, 123, 364, 365, 366):
        day = (today - timedelta(days)).isoformat()
        said = page.evaluate(SAY, ["since", day])
        assert said["colour"] == ages[freshness(day, today)], day
        assert ("year" in said["says"]) == (freshness(day, today) == "older")


def test_without_script_the_hours_and_the_keys_last_day_stand_there(without_script):
    without_script.goto(TEAM)
    reach = without_script.locator("section", has=without_script.get_by_role("heading", name="Reach"))
    expect(reach).to_contain_text("Monday to Friday 08:00–16:00, Oslo time (Europe/Oslo)")
    expect(reach).to_contain_text("Every day around the clock")
    expect(without_script.locator("[data-until]")).to_have_text("This key is valid until 3 March 2028")
    expect(without_script.locator(".now")).to_be_hidden()
    assert without_script.get_by_role("button", name="Copy").count() == 0


# Copying


def test_a_button_copies_the_fingerprint_without_its_spaces(context, page):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(TEAM)
    button = page.get_by_role("button", name="Copy the fingerprint")
    button.click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_attached()
    expect(page.get_by_role("button", name="Copied")).to_be_focused()
    assert page.evaluate("navigator.clipboard.readText()") == NORDLYS
    page.get_by_role("button", name="Copy the e-mail address").click()
    expect(page.get_by_role("button", name="Copied")).to_have_count(2)
    assert page.evaluate("navigator.clipboard.readText()") == "cert@nordlys.example"
    assert page.evaluate("violations") == []


def test_where_the_browser_lends_no_clipboard_the_text_is_selected(page):
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(TEAM)
    page.get_by_role("button", name="Copy the fingerprint").click()
    expect(page.get_by_role("button", name="Selected")).to_be_visible()
    assert "".join(page.evaluate("getSelection().toString()").split()) == NORDLYS


def test_from_the_box_to_the_copied_fingerprint_takes_three_steps(context, page):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/")
    page.get_by_label("Find a team").fill("192.0.2.77")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="EXAMPLE-CERT", exact=True).click()
    page.get_by_role("button", name="Copy the fingerprint").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == FINGERPRINT


def test_the_keyboard_alone_reaches_all_of_it_in_its_order(context, page):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(TEAM)
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    reached = []
    while len(reached) < 60 and "Copy the fingerprint" not in reached:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.replace(/\\s+/g, ' ').trim()"))
    wanted = ["+47 55 51 00 11", "cert@nordlys.example", "Copy the e-mail address", "+48 22 123 45 67"]
    assert [text for text in reached if text in wanted] == wanted
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copied")).to_be_focused()
    assert page.evaluate("navigator.clipboard.readText()") == NORDLYS


# Looks


def test_on_a_phone_the_first_screen_says_who_how_to_reach_them_and_when_that_was_confirmed(page):
    page.set_viewport_size(PHONE)
    page.clock.set_fixed_time(NIGHT)
    page.goto(TEAM)
    for place in (
        "h1",
        "[data-hours]",
        "[href='tel:+4755510011']",
        "[href='mailto:cert@nordlys.example']",
        ".brief",
    ):
        box = page.locator(place).bounding_box()
        assert box, place
        assert box["y"] + box["height"] <= PHONE["height"], place


@pytest.mark.parametrize("address", [TEAM, "/teams/right-to-left/", "/teams/markup/"])
def test_the_narrowest_screen_shows_it_without_scrolling_sideways(page, address):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_name_from_right_to_left_leaves_its_neighbours_in_their_order(page):
    """SECURITY 39: what stands before and after the name in the markup stands so on the screen."""
    page.goto("/teams/right-to-left/")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "ltr"
    assert page.evaluate("getComputedStyle(document.querySelector('h1 bdi')).direction") == "rtl"


@pytest.mark.parametrize("slug", ["nordlys", "example-cert", "right-to-left", "markup"])
def test_on_paper_it_is_one_sheet_with_the_fingerprint_and_nothing_to_click(page, slug):
    page.goto(f"/teams/{slug}/")
    reader = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    assert len(reader.pages) == 1
    text = reader.pages[0].extract_text()
    for there in ("Reach", "Encrypt", "Serves", "Trust", "Monday to Friday", f"/teams/{slug}/"):
        assert there in text
    printed = NORDLYS if slug == "nordlys" else FINGERPRINT
    assert printed in "".join(text.split())
    for absent in ("Look up many", "Reachable now", "Opens in", "Copy", "Suggest a correction"):
        assert absent not in text


# Weight


def test_it_is_light_and_a_second_visit_asks_for_little(context: BrowserContext, page: Page):
    first = visit(context, page)
    document = next(size for url, size in first.items() if url.endswith(TEAM))
    assert document["whole"] < 60_000
    assert sum(size["sent"] for size in first.values()) < 100_000
    assert len(visit(context, page)) <= 4


def visit(context: BrowserContext, page: Page) -> dict[str, dict[str, int]]:
    """What one visit brings over the wire, by address: bytes as sent, and as they are once unpacked."""
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    seen: dict[str, dict[str, int]] = {}
    urls: dict[str, str] = {}

    def answered(event: dict) -> None:
        response = event["response"]
        if not response.get("fromDiskCache") and event["requestId"] not in cached:
            urls[event["requestId"]] = response["url"]

    cached: set[str] = set()
    network.on("Network.requestServedFromCache", lambda event: cached.add(event["requestId"]))
    network.on("Network.responseReceived", answered)
    network.on(
        "Network.dataReceived",
        lambda event: (
            event["requestId"] in urls
            and seen.setdefault(urls[event["requestId"]], {"sent": 0, "whole": 0}).update(
                whole=seen[urls[event["requestId"]]]["whole"] + event["dataLength"]
            )
        ),
    )
    network.on(
        "Network.loadingFinished",
        lambda event: (
            event["requestId"] in urls
            and seen.setdefault(urls[event["requestId"]], {"sent": 0, "whole": 0}).update(
                sent=event["encodedDataLength"]
            )
        ),
    )
    page.goto(TEAM)
    page.wait_for_load_state("networkidle")
    network.detach()
    return seen
