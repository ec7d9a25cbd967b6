"""A site served as bin/serve serves it, and Chromium to visit it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from tests.process.conftest import PATIENCE, ROOT, Server

from .house import House, Person, empty_house, operator
from .many import API, MANY
from .visitors import new_context

CHROMIUM = shutil.which("chromium")
ARGUMENTS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip

expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of a site with the teams of tests/browser/teams.py, on an SQLite file of its own."""
    with tempfile.TemporaryDirectory(prefix="site") as folder:
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "HOME") if name in os.environ}
        made = {**kept, "DATA_DIR": folder, "STATIC_ROOT": f"{folder}/static"}
        for words in (
            ["manage.py", "migrate"],
            ["manage.py", "collectstatic", "--no-input"],
            ["manage.py", "shell", "-v0", "-c", "from tests.browser import teams; teams.publish()"],
            ["manage.py", "lookup_bundle"],
        ):
            subprocess.run(
                [sys.executable, *words], cwd=ROOT, env=made, check=True, capture_output=True, timeout=120
            )
        server = Server(made, Path(folder) / "server.log")
        try:
            server.wait_until_it_answers()
            yield f"http://localhost:{server.port}"
        finally:
            server.kill()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One for all tests here, and gone before the next test elsewhere: while Playwright runs, its event loop makes
    Django refuse every query of the same thread."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium; Debian's package is called chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """A site without anybody, for the journeys at the desk."""
    yield from empty_house()


@pytest.fixture(scope="package")
def bob(browser: Browser, house: House) -> Iterator[Person]:
    """Its operator, who has set it up."""
    yield from operator(browser, house)


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    context = new_context(browser, site)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def without_script(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    context.set_default_timeout(PATIENCE * 1000)
    yield context.new_page()
    context.close()


# Of the page "Look up many"


@pytest.fixture
def many(page: Page) -> Page:
    page.goto(MANY)
    return page


@pytest.fixture
def asked(many: Page) -> list[str]:
    """The bodies that the page sends, as they are sent."""
    bodies: list[str] = []
    many.on("request", lambda request: API.search(request.url) and bodies.append(request.post_data or ""))
    return bodies


@pytest.fixture
def held(many: Page) -> Iterator[list[Route]]:
    """Requests that get no answer as long as the test lasts: at_piece(many, 2, held.append)."""
    routes: list[Route] = []
    yield routes
    for route in routes:
        route.abort()
