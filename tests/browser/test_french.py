"""The French pages in a browser: what scripts say is French too, and nothing runs over."""

import re

import pytest
from playwright.sync_api import expect

from .many import API, alert, headings, told

NBSP, NARROW = "\u00a0", "\u202f"
FRENCH = [
    "/fr/", "/fr/teams/", "/fr/teams/?view=table", "/fr/teams/nordlys/", "/fr/teams/nordlys/rfc2350", "/fr/teams/nordlys/compare/",
    "/fr/lookup/?q=192.0.2.77", "/fr/lookup/", "/fr/lookup/many/", "/fr/lookup/offline/", "/fr/figures/",
]  # fmt: skip


@pytest.fixture
def par_lot(page):
    page.goto("/fr/lookup/many/")
    return page


def send(page, text):
    page.get_by_label("Collez une liste").fill(text)
    page.locator("#many").get_by_role("button", name="Chercher").click()


def test_a_list_is_told_about_in_french(par_lot):
    send(par_lot, "192.0.2.1\n198.51.100.1\n8.8.8.8\nnonsense")
    expect(told(par_lot)).to_have_text(f"4 entrées{NBSP}: 2 équipes, personne pour 1, 1 non comprise.")
    assert headings(par_lot)[0].startswith("1 à signaler à ")
    assert headings(par_lot)[2:] == ["Personne pour 1", f"Non comprises{NBSP}: 1"]
    links = par_lot.locator("#result h2 a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert all(link.startswith("/fr/teams/") for link in links)


def test_what_could_not_be_read_has_its_sentence_in_french(par_lot):
    send(par_lot, "nonsense\n192.0.2.300\n010.0.0.1")
    par_lot.get_by_text("Lesquelles", exact=True).click()
    box = par_lot.get_by_label("Lesquelles")
    expect(box).to_have_value(re.compile("ni une adresse"))
    said = box.input_value().splitlines()
    assert said[0].startswith(f"nonsense: «{NBSP}nonsense{NBSP}» n’est ni une adresse, ni un réseau")
    assert said[1].startswith("192.0.2.300: 192.0.2.300 n’est pas une adresse IPv4")
    assert "Écrivez 10.0.0.1 si" in said[2]


def test_the_draft_of_a_mail_is_english_and_says_so(par_lot):
    send(par_lot, "192.0.2.1")
    par_lot.get_by_text("Brouillon de courriel, en anglais").click()
    box = par_lot.get_by_label("Brouillon de courriel, en anglais")
    expect(box).to_have_value(re.compile("^Subject: 1 entry in your constituency"))
    expect(box).to_have_attribute("lang", "en")


def test_a_failure_is_told_in_french(par_lot):
    par_lot.route(API, lambda route: route.abort())
    send(par_lot, "192.0.2.1")
    sentence = f"L’annuaire est injoignable. 0 lignes sur 1 ont leur réponse{NARROW}; les autres non."
    expect(alert(par_lot)).to_have_text(sentence)


def test_what_depends_on_the_clock_is_told_in_french(page):
    page.goto("/fr/teams/nordlys/")
    state = page.locator("#reach ~ .state.now, .card .state.now").first
    expect(state).to_have_text(re.compile("Joignable|Ouvre dans|Ligne d’urgence"))
    assert "undefined" not in page.locator("main").inner_text()


@pytest.mark.parametrize("width", [320, 390, 1200])
@pytest.mark.parametrize("address", FRENCH)
def test_no_french_page_runs_over(page, address, width):
    page.set_viewport_size({"width": width, "height": 800})
    assert page.goto(address).ok
    assert page.evaluate("document.documentElement.scrollWidth") <= width
