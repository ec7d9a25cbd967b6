"""The desk in a real browser: an operator, two maintainers and a reviewer, from an empty site to a public page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from directory import rfc2350
from directory.rfc2350.to_pdf import to_pdf
from tests.conftest import CORPUS
from tests.rfc2350_texts import DOCUMENT

from .house import House, Person

OFFICE = "The province’s office of communication"


@pytest.fixture(scope="module")
def alice(browser: Browser, house: House) -> Iterator[Person]:
    person = Person(browser, house, "alice@example.com")
    yield person
    person.close()


@pytest.fixture(scope="module")
def charlie(browser: Browser, house: House) -> Iterator[Person]:
    person = Person(browser, house, "charlie@example.com")
    yield person
    person.close()


@pytest.fixture(scope="module")
def dora(browser: Browser, house: House) -> Iterator[Person]:
    person = Person(browser, house, "dora@example.com")
    yield person
    person.close()


def new_team(bob: Person, name: str, slug: str) -> int:
    """Bob makes a draft with a name and an address; returns its number."""
    bob.page.goto("/admin/directory/team/add/")
    bob.page.locator("#id_name").fill(name)
    bob.page.locator("#id_slug").fill(slug)
    bob.page.get_by_role("button", name="Save", exact=True).first.click()
    bob.page.wait_for_url(re.compile(r"/admin/directory/team/(\d+/change/|$)"))
    bob.page.goto(f"/admin/directory/team/?q={slug}")
    address = bob.page.locator("#result_list tbody th a").first.get_attribute("href")
    return int(re.search(r"/(\d+)/", address)[1])  # type: ignore[arg-type, index]


def invite(bob: Person, team: int, email: str) -> None:
    bob.page.goto(f"/admin/directory/team/{team}/maintainers/")
    bob.page.get_by_label("E-mail").last.fill(email)
    bob.press("Invite")
    expect(bob.page.locator("body")).to_contain_text("Invited, not accepted yet")


def accept(person: Person, name: str) -> None:
    """Makes the account and the passkey, and accepts what the invitation offers."""
    person.sign_up(name)
    if "/admin/" not in person.page.url or person.page.get_by_role("button", name="Accept").count():
        person.press("Accept")
    expect(person.page).to_have_url(re.compile("/admin/$"))


@dataclass(frozen=True)
class Province:
    """Alice's team: its number at the desk, and its name as the imported document has it."""

    team: int
    name: str


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A PDF as a team sends it, and the team's name in it: a real one where there is a corpus, else one of our own."""
    if CORPUS.is_dir():
        return CORPUS / "docs/jakartaprov-csirt-v1.2.pdf", "Provinsi DKI Jakarta"
    path = tmp_path_factory.mktemp("documents") / "example-cert.pdf"
    path.write_bytes(to_pdf(rfc2350.parse(DOCUMENT), made_on=date(2026, 3, 3)))
    return path, "EXAMPLE-CERT"


@pytest.fixture(scope="module")
def province(house: House, bob: Person, alice: Person, document: tuple[Path, str]) -> Province:
    """Alice comes by an invitation, imports a document, corrects it and publishes, once Bob has looked at it."""
    path, name = document
    team = new_team(bob, "PROVINCE-CSIRT", "province-csirt")
    invite(bob, team, alice.email)
    assert "PROVINCE-CSIRT" in house.mails_to(alice.email)[0]
    accept(alice, "alice")
    page = alice.page
    expect(page.locator("#content")).to_contain_text("Not public yet.")

    # The document comes in, and is looked at before anything is stored.
    page.goto(f"/admin/directory/team/{team}/import/")
    page.get_by_label("The document’s file").set_input_files(path)
    alice.press("Read it and show what comes out")
    expect(page.locator("#content")).to_contain_text("Nothing is stored yet")
    page.get_by_role("button", name="Take all of the document").click()
    alice.press("Take what is chosen")

    # Two corrections.
    correct(alice, team, short_name="PROVINCE", host_organisation=OFFICE)

    # Preview: what is said twice is settled; then somebody else looks at it, for it is new.
    page.goto(f"/admin/directory/team/{team}/publish/")
    while page.locator("form.conflict").count():
        page.locator("form.conflict").first.get_by_role("button", name="Use the text").click()
    ask(alice, team)
    assert "asks for review" in house.mails_to(bob.email)[0]
    bob.page.goto("/admin/directory/team/proposals/")
    bob.page.locator(".waiting a").first.click()
    bob.press("Accept and publish")
    return Province(team, name)


@pytest.fixture(scope="module")
def other(house: House, bob: Person, charlie: Person) -> int:
    """The number of Charlie's own team, which is not public."""
    team = new_team(bob, "OTHER-CERT", "other-cert")
    invite(bob, team, charlie.email)
    accept(charlie, "charlie")
    return team


def correct(person: Person, team: int, **fields: str) -> None:
    person.page.goto(f"/admin/directory/team/{team}/change/")
    for name, value in fields.items():
        person.page.locator(f"#id_{name}").fill(value)
    person.page.get_by_role("button", name="Save", exact=True).first.click()
    expect(person.page.locator(".messagelist")).to_be_visible()


def test_a_maintainer_comes_by_invitation_imports_corrects_and_publishes(alice, province):
    page = alice.page
    page.goto("/teams/province-csirt/")
    expect(page.locator("h1")).to_contain_text(province.name)
    expect(page.locator("main")).to_contain_text(OFFICE)
    page.goto("/admin/")
    expect(page.locator("#content")).to_contain_text("Public as revision 1")
    assert alice.violations() == []


def test_a_second_maintainer_tries_everything_on_the_first_one_s_team_and_gets_nothing(
    house, charlie, other, alice, province
):
    page = charlie.page
    page.goto("/admin/directory/team/?q=province")
    expect(page.locator("#content")).not_to_contain_text(province.name)
    for part in (
        "change",
        "history",
        "delete",
        "publish",
        "import",
        "keys",
        "sign",
        "claims",
        "standing",
        "proof",
        "maintainers",
    ):
        answer = page.goto(f"/admin/directory/team/{province.team}/{part}/")
        led_away = page.url.endswith("/admin/")
        assert answer.status in {403, 404} or led_away, part
        assert OFFICE not in page.content()
    token = next(cookie["value"] for cookie in charlie.context.cookies() if cookie["name"] == "csrf")
    for part, sent in (
        ("change", {"name": "MINE", "short_name": "MINE", "_save": "Save"}),
        ("publish", {"action": "publish"}),
        ("keys", {"action": "add", "text": "x"}),
        ("maintainers", {"action": "invite", "email": charlie.email}),
        ("standing", {"action": "withdraw", "reason": "Mine", "sure": "on"}),
        ("delete", {"post": "yes"}),
    ):
        answer = charlie.context.request.post(
            f"{house.url}/admin/directory/team/{province.team}/{part}/",
            form={**sent, "csrfmiddlewaretoken": token},
            headers={"Referer": house.url, "Origin": house.url},
            max_redirects=0,
        )
        assert answer.status in {302, 403, 404, 405}, part
    alice.page.goto("/teams/province-csirt/")
    expect(alice.page.locator("main")).to_contain_text(OFFICE)
    alice.page.goto("/admin/")
    expect(alice.page.locator("#content")).to_contain_text("Public as revision 1")
    assert charlie.violations() == []


def test_a_reviewer_declines_with_a_comment_and_accepts_what_was_corrected(house, bob, dora, charlie, other):
    bob.page.goto("/admin/directory/user/")
    bob.press("Invite a reviewer", "link")
    bob.page.get_by_label("E-mail").last.fill(dora.email)
    bob.press("Invite")
    accept(dora, "dora")
    page = charlie.page
    ask(charlie, other)

    assert "OTHER-CERT" in house.mails_to(dora.email)[0]
    look = dora.page
    look.goto("/admin/")
    expect(look.locator("#content")).to_contain_text("1 waiting for review")
    look.get_by_role("link", name=re.compile("waiting for review")).click()
    look.locator(".waiting a").first.click()
    look.locator("#answer").fill("Whom do you serve? Section 3.2 does not say.")
    dora.press("Decline")
    answer = house.mails_to(charlie.email)[0]
    assert "Section 3.2 does not say." in answer

    page.goto("/admin/")
    expect(page.locator("#content")).to_contain_text("Section 3.2 does not say.")
    correct(charlie, other, host_organisation="Other Ltd.")
    ask(charlie, other)
    look.goto("/admin/directory/team/proposals/")
    look.locator(".waiting a").first.click()
    expect(look.locator("#content")).to_contain_text("Other Ltd.")
    dora.press("Accept and publish")
    assert "OTHER-CERT" in house.mails_to(charlie.email)[0]
    assert page.goto("/teams/other-cert/").status == 200
    expect(page.locator("main")).to_contain_text("Other Ltd.")
    assert dora.violations() == []


def ask(person: Person, team: int) -> None:
    person.page.goto(f"/admin/directory/team/{team}/publish/")
    override = person.page.locator("#id_override")
    if override.count():
        override.fill("It is not known yet.")
    person.press("Ask for review")
    expect(person.page.locator("#content")).to_contain_text("Waiting for review")


def test_security_22_a_passkey_lets_in_without_a_password_and_another_origin_s_is_refused(
    house, alice, province
):
    alice.page.goto("/accounts/logout/")
    alice.press("Log out")
    alice.pass_key()
    expect(alice.page.locator("#content")).to_contain_text(province.name)
    alice.page.goto("/accounts/logout/")
    alice.press("Log out")
    alice.page.goto(house.url.replace("localhost", "127.0.0.1") + "/accounts/login/")
    alice.press("Log in with a passkey")
    expect(alice.page.locator(".told")).to_contain_text("passkey")
    alice.page.goto(house.url.replace("localhost", "127.0.0.1") + "/admin/")
    assert "/accounts/login/" in alice.page.url
