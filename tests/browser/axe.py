"""What axe-core finds on a page. It is run from outside the page, so that the page's own policy stays as it is."""

from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

WEIGHTY = {"serious", "critical"}
RUN = "axe.run(document, {resultTypes: ['violations']})"


@cache
def _source() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def findings(page: Page) -> list[str]:
    """Serious and critical findings, a line each: the rule and where it is broken."""
    page.evaluate(f"{_source()}; 0")
    result: dict[str, Any] = page.evaluate(RUN)
    return [
        f"{found['id']} ({found['impact']}): {node['target']} {node['failureSummary']}"
        for found in result["violations"]
        if found["impact"] in WEIGHTY
        for node in found["nodes"]
    ]
