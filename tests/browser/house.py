"""A site of its own for the desk's journeys: nobody has an account, and the outbox is read as the recipients would."""

import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.process.conftest import PATIENCE, ROOT, Server

from .visitors import new_context

PASSWORD = "a long and quiet sentence"


@dataclass
class House:
    """The site at `url`, whose files are in `folder`."""

    url: str
    folder: Path
    environment: dict[str, str]

    def manage(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return done.stdout

    def mails_to(self, address: str) -> list[str]:
        """Subject and body of each, the newest first."""
        with closing(sqlite3.connect(self.folder / "directory.sqlite3")) as database:
            rows = database.execute(
                'SELECT subject, body FROM directory_mail WHERE "to" = ? ORDER BY id DESC', [address]
            )
            return [f"{subject}\n{body}" for subject, body in rows]

    def link_to(self, address: str) -> str:
        """The link in the newest mail to somebody, as an address of this site."""
        found = re.search(r"https?://[^/\s]+(/\S+)", self.mails_to(address)[0])
        assert found, "the mail holds no link"
        return found[1]


def empty_house() -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="desk") as folder:
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "HOME") if name in os.environ}
        made = {**kept, "DATA_DIR": folder, "STATIC_ROOT": f"{folder}/static"}
        house = House("", Path(folder), made)
        for words in (["migrate"], ["createcachetable"], ["collectstatic", "--no-input"]):
            house.manage(*words)
        server = Server(made, Path(folder) / "server.log")
        try:
            server.wait_until_it_answers()
            house.url = f"http://localhost:{server.port}"
            yield house
        finally:
            server.kill()


class Person:
    """Somebody with a browser of their own, and a passkey in it once `enrol` has made one."""

    def __init__(self, browser: Browser, house: House, email: str) -> None:
        self.house, self.email = house, email
        self.context: BrowserContext = new_context(browser, house.url)
        self.page: Page = self.context.new_page()
        self.devtools = self.context.new_cdp_session(self.page)
        self.devtools.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
        options |= {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
        self.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def close(self) -> None:
        self.context.close()

    def press(self, name: str, role: str = "button") -> None:
        self.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]

    def sign_up(self, name: str) -> None:
        """Follows the invitation: an account with a password, then a passkey; and stands at the desk."""
        self.page.goto(self.house.link_to(self.email))
        self.press("Make an account and accept", "link")
        expect(self.page.get_by_label("E-mail")).to_have_value(self.email)
        self.page.get_by_label("Name at the desk").fill(name)
        for field in self.page.locator("input[type=password]").all():
            field.fill(PASSWORD)
        self.press("Make the account")
        self.enrol()

    def log_in(self) -> None:
        self.page.goto("/accounts/login/")
        self.page.get_by_label("E-mail").fill(self.email)
        self.page.locator("input[type=password]").fill(PASSWORD)
        self.press("Log in")

    def enrol(self) -> None:
        """Sets up a passkey, which lets them in."""
        if "/2fa/" not in self.page.url:
            self.page.goto("/admin/")
        self.press("Set up a passkey", "link")
        name = self.page.get_by_label("Name")
        if name.count():
            name.first.fill("My telephone")
        passwordless = self.page.get_by_role("checkbox")
        if passwordless.count():
            passwordless.first.check()
        self.press("Set it up")
        self.page.wait_for_url(re.compile(r"recovery-codes|2fa/$|webauthn/$"), timeout=PATIENCE * 1000)
        self.page.goto("/admin/")

    def pass_key(self) -> None:
        """Logs in with the passkey alone."""
        self.page.goto("/accounts/login/")
        self.press("Log in with a passkey")
        self.page.wait_for_url(re.compile(r"/admin/"), timeout=PATIENCE * 1000)

    def violations(self) -> list[str]:
        return self.page.evaluate("globalThis.violations")


def operator(browser: Browser, house: House) -> Iterator[Person]:
    """Bob, who set the site up on its host."""
    said = house.manage("bootstrap_admin", "--email", "bob@example.com", "--username", "bob")
    bob = Person(browser, house, "bob@example.com")
    bob.page.goto(re.search(r"https?://[^/\s]+(/\S+)", said)[1])  # type: ignore[index]
    for field in bob.page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    bob.page.locator("main form button").first.click()
    bob.log_in()
    bob.enrol()
    yield bob
    bob.close()
