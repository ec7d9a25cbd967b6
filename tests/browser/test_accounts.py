"""Accounts in a real browser: from the invitation to the desk, with a passkey of Chromium's virtual authenticator."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.process.conftest import ROOT, Server

from .axe import findings
from .visitors import new_context

PASSWORD = "vetrlidsalmenningen"
INVITED = """
from directory.accounts import invitations
from directory.acting import Actor, acting
from directory.models import Mail, User
from tests import people
team = people.example_cert()
invitations.invite("eva@cert.example", team, people.bob())
print(Mail.objects.get().body)
"""
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def invitation() -> Iterator[tuple[str, str]]:
    """The address of a site of its own, and the path of an invitation to it."""
    with tempfile.TemporaryDirectory(prefix="site") as folder:
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "HOME") if name in os.environ}
        made = {**kept, "DATA_DIR": folder, "STATIC_ROOT": f"{folder}/static"}
        told = ""
        for words in (["migrate"], ["collectstatic", "--no-input"], ["shell", "-v0", "-c", INVITED]):
            manage = [sys.executable, "manage.py", *words]
            done = subprocess.run(
                manage, cwd=ROOT, env=made, check=True, capture_output=True, text=True, timeout=120
            )
            told = done.stdout
        path = re.search(r"http://localhost:8000(/accounts/\S+)", told)
        assert path, told
        server = Server(made, Path(folder) / "server.log")
        try:
            server.wait_until_it_answers()
            yield f"http://localhost:{server.port}", path[1]
        finally:
            server.kill()


@pytest.fixture
def eva(browser: Browser, invitation: tuple[str, str]) -> Iterator[Page]:
    """A browser whose device keeps passkeys."""
    context = new_context(browser, invitation[0])
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    context.close()


def test_security_22_a_passkey_is_set_up_and_opens_the_desk_without_a_password(eva, invitation):
    site, link = invitation
    violations = []

    def look() -> None:
        """The page keeps to its policy, and assistive technology finds its way on it (SECURITY 33, 50)."""
        violations.extend(eva.evaluate("violations"))
        assert findings(eva) == []

    eva.goto(link)
    expect(eva.get_by_role("heading", level=1)).to_contain_text("You are invited to maintain EXAMPLE-CERT")
    eva.get_by_role("link", name="Make an account and accept").click()
    expect(eva.get_by_label("E-mail")).to_have_value("eva@cert.example")
    look()
    eva.get_by_label("Name at the desk").fill("eva")
    eva.get_by_label("Password", exact=True).fill(PASSWORD)
    eva.get_by_label("Password (again)").fill(PASSWORD)
    eva.get_by_role("button", name="Make the account").click()
    expect(eva.get_by_role("heading", level=1)).to_have_text("Second factor")
    look()
    eva.get_by_role("link", name="Set up a passkey").click()
    eva.get_by_label("Let it open the desk without my password").check()
    eva.get_by_role("button", name="Set it up").click()
    expect(eva.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    look()
    eva.get_by_label("I have kept them").check()
    eva.get_by_role("link", name="On to the desk").click()
    expect(eva.get_by_role("heading", name="EXAMPLE-CERT")).to_be_visible()

    eva.get_by_role("button", name="Log out").click()
    expect(eva).to_have_url(f"{site}/")
    eva.goto("/accounts/login/")
    look()
    eva.get_by_role("button", name="Log in with a passkey").click()
    expect(eva.get_by_role("heading", name="EXAMPLE-CERT")).to_be_visible()
    for page in ("2fa/totp/activate/", "2fa/webauthn/", "email/", "password/change/"):
        eva.goto(f"/accounts/{page}")
        look()
    assert violations == []

    # Another origin, though the same server: the browser has no passkey for it, and says so.
    eva.goto(f"{site.replace('localhost', '127.0.0.1')}/accounts/login/")
    eva.get_by_role("button", name="Log in with a passkey").click()
    expect(eva.get_by_role("status")).to_contain_text("passkey")
    eva.goto(f"{site.replace('localhost', '127.0.0.1')}/admin/")
    expect(eva.get_by_role("heading", level=1)).to_have_text("Log in")
