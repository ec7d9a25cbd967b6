"""What a visitor does on the page "Look up many", and what is seen there."""

import re
from collections.abc import Callable, Sequence

from playwright.sync_api import Download, Locator, Page, Route

MANY = "/lookup/many/"
API = re.compile(r"/api/v1/lookup\b")
LISTED = {"192.0.2.": 12_000, "198.51.100.": 8_000, "203.0.113.": 2_000}
UNREAD = "nobody knows what"
LONG_LIST = [f"{start}{n % 100}" for start, count in LISTED.items() for n in range(count)]
LONG_LIST += [UNREAD, *(f"100.64.{n // 250}.{n % 250}" for n in range(25_000 - len(LONG_LIST) - 1))]
SAID_OF_ALL = "25,000 entries: 3 teams, nobody listed for 2,999, 1 not understood."


def paste(page: Page, text: str) -> None:
    page.get_by_label("Paste a list").fill(text)
    look_up(page)


def choose(page: Page, content: str | bytes | Sequence[str]) -> None:
    text = content if isinstance(content, str | bytes) else "\n".join(content)
    data = text.encode() if isinstance(text, str) else text
    page.get_by_label("or choose a file").set_input_files(
        {"name": "list.txt", "mimeType": "text/plain", "buffer": data}
    )


def look_up(page: Page) -> None:
    page.locator("#many").get_by_role("button", name="Look up").click()


def headings(page: Page) -> list[str]:
    return page.locator("#result h2").all_inner_texts()


def alert(page: Page) -> Locator:
    return page.locator("#result").get_by_role("alert")


def told(page: Page) -> Locator:
    return page.locator("#result p.answer")


def downloaded(page: Page, button: str) -> tuple[Download, str]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).first.click()
    return waiting.value, waiting.value.path().read_bytes().decode()


def at_piece(page: Page, number: int, instead: Callable[[Route], object]) -> None:
    """The page's request of that number, from 1, and those after it, are answered by `instead`."""
    seen = []

    def answer(route: Route) -> None:
        seen.append(route)
        route.continue_() if len(seen) < number else instead(route)

    page.route(API, answer)
