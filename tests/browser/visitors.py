"""A visitor: a browser of their own, whose violations of the page's policy are kept."""

from typing import Any

from playwright.sync_api import Browser, BrowserContext

from tests.process.conftest import PATIENCE

WATCH = """
globalThis.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  violations.push(`${event.effectiveDirective} ${event.blockedURI}`));
"""


def new_context(browser: Browser, site: str, **options: Any) -> BrowserContext:
    """A visitor with a browser of their own, whose violations of the page's policy are kept."""
    context = browser.new_context(base_url=site, **options)
    context.set_default_timeout(PATIENCE * 1000)
    context.add_init_script(WATCH)
    return context
