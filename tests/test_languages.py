"""The interface in its languages: complete, alike in structure, each page at an address of its own."""

import gettext
import re
import shutil
import subprocess
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import Resolver404, resolve, reverse
from django.utils.formats import localize
from django.utils.translation import override

from directory import publishing
from directory.language import address_in
from directory.views.pages import server_error
from tests import people
from tests.catalogue import messages
from tests.views.test_reading_room import public_addresses

ROOT = Path(__file__).parent.parent
OTHERS = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PART = re.compile(r"%\(\w+\)[sd]|\{\w*\}|<[^>]+>")
NBSP, NARROW = "\u00a0", "\u202f"

in_every_language = pytest.mark.parametrize("language", OTHERS)


def catalogue(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


# The catalogues -----------------------------------------------------------------------------------


@in_every_language
def test_every_sentence_of_the_source_stands_in_the_catalogue(language, tmp_path, monkeypatch, settings):
    for name in ("directory", "templates"):
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.toml", "*.json")
        )
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    (tmp_path / "locale").mkdir()
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=[language], no_wrap=True, no_location=True, verbosity=0)
    found = {m.key for m in messages(tmp_path / "locale" / language / "LC_MESSAGES" / "django.po")}
    assert len(found) > 300
    assert found - {m.key for m in messages(catalogue(language))} == set()


@in_every_language
def test_nothing_is_untranslated_or_in_doubt(language):
    assert [m.english for m in messages(catalogue(language)) if m.is_fuzzy or not all(m.translated)] == []


@in_every_language
def test_what_is_compiled_is_what_is_written(language, tmp_path):
    made = tmp_path / "django.mo"
    subprocess.run(["msgfmt", "--check", "-o", made, catalogue(language)], check=True)
    with made.open("rb") as fresh, catalogue(language).with_suffix(".mo").open("rb") as committed:
        ours, theirs = gettext.GNUTranslations(fresh), gettext.GNUTranslations(committed)
    assert vars(ours)["_catalog"] == vars(theirs)["_catalog"]


@in_every_language
def test_a_translation_has_the_parts_and_the_elements_of_the_sentence(language):
    def parts(text: str) -> Counter[str]:
        return Counter(PART.findall(text))

    harmed = [
        (m.english[-1], text)
        for m in messages(catalogue(language))
        for text in m.translated
        # A singular may say its number in words, or not: either form of the English will do.
        if parts(text) not in [parts(english) for english in m.english]
    ]
    assert harmed == []


def test_french_is_set_as_french_is():
    wrong = re.compile(rf"[^{NARROW}][;!?]|[^{NBSP}]:(?!//)|«[^{NBSP}]|[^{NBSP}]»|'|\.\.\.| {{2}}")
    texts = [text for m in messages(catalogue("fr")) for text in m.translated]
    texts = [re.sub(r"<[^>]+>|hxxps://\S+", "…", text) for text in texts]
    assert [text for text in texts if wrong.search(text)] == []


# The pages ----------------------------------------------------------------------------------------

MORE = (
    "/privacy/", "/terms/", "/nowhere/", "/teams/?view=table", "/teams/?view=map", "/teams/?country=XX", "/teams/?q=zzzz",
    "/teams/?q=010.0.0.1", "/teams/?q=8.8.8.8", "/teams/?q=forensix", "/teams/?q=forensics+in+Poland", "/teams/?country=PL&key=none",
    "/lookup/?q=nonsense", "/lookup/?q=10.0.0.1", "/teams/other/", "/teams/other/revisions/1/", "/teams/example-cert/compare/?from=1&to=9",
)  # fmt: skip


class Reader(HTMLParser):
    """What a page says, in its text and in the attributes that are read or shown; and what it is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.ids: list[str] = []
        self.elements: Counter[str] = Counter()
        self.links: list[str] = []
        self.elsewhere: dict[str, list[str]] = {"a": [], "link": []}
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._inside = tag
        self.said += [
            given[name]
            for name in ("aria-label", "alt", "content", "placeholder", "title", "data-done")
            if name in given
        ]
        if "id" in given:
            self.ids.append(given["id"])
        if "hreflang" in given:
            self.elsewhere[tag].append(given["href"])
            return
        if tag not in {"text", "tspan"}:  # charts break their words into lines
            self.elements[tag] += 1
        if "href" in given and tag == "a":
            self.links.append(given["href"])

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside not in {"script", "style"}:
            self.said.append(data)


@pytest.fixture
def pages(client, published):
    """Every page in English and in each other language, by its English address: {address: {language: answer}}."""
    people.published(people.example_cert("Other", "other", country="DE"))
    publishing.withdraw(published.team.__class__.objects.get(slug="other"), reason="Gone.")
    people.write(published.team, "3.1", "It changed.")
    people.published(published.team)
    publishing.confirm(published.team, means="A word by telephone")
    found = {}
    for address in (*public_addresses(), *MORE):
        answer = client.get(address)
        is_page = answer.headers["Content-Type"].startswith("text/html")
        if is_page and "Content-Disposition" not in answer.headers:
            found[address] = {"en": answer} | {code: client.get(address_in(code, address)) for code in OTHERS}
    return found


def read(answer) -> Reader:
    return Reader(answer.content.decode())


@in_every_language
def test_every_page_answers_in_every_language_as_it_does_in_english(pages, language):
    assert len(pages) > 25
    for address, said in pages.items():
        answer, english = said[language], said["en"]
        assert answer.status_code == english.status_code, address
        assert f'<html lang="{language}">' in answer.content.decode(), address
        assert answer.headers["Content-Language"] == language, address
        assert english.headers["Content-Language"] == "en", address
        assert answer.headers.get("Cache-Control") == english.headers.get("Cache-Control"), address


@in_every_language
def test_no_page_depends_on_what_a_browser_would_like_to_read(pages, client, language):
    for address, said in pages.items():
        for answer in said.values():
            assert "accept-language" not in answer.headers.get("Vary", "").lower(), address
            assert not answer.cookies
    assert client.get("/", headers={"accept-language": language}).content == pages["/"]["en"].content


@in_every_language
def test_a_page_links_to_itself_in_the_other_language(pages, language):
    for address, said in pages.items():
        if said["en"].status_code == 404:
            continue
        there = read(said[language])
        assert there.elsewhere["a"] == [address]
        assert there.elsewhere["link"] == [settings.SITE_URL + address]
        assert address_in(language, address) in read(said["en"]).elsewhere["a"]


@in_every_language
def test_links_stay_in_the_language_of_the_page(pages, language):
    astray = set()
    with override(language):
        for address, said in pages.items():
            for link in read(said[language]).links:
                path = re.split(r"[?#]", link)[0]
                if not path.startswith("/"):
                    continue
                try:
                    resolve(path)
                except Resolver404:
                    astray.add((address, link))
    assert astray == set()


@in_every_language
def test_a_page_has_the_same_structure_in_every_language(pages, language):
    for address, said in pages.items():
        english, other = read(said["en"]), read(said[language])
        assert english.ids == other.ids, address
        assert english.elements == other.elements, address
        assert len(english.links) == len(other.links), address


def pieces_of_english(language: str) -> set[str]:
    """Of each sentence what is long enough to be English and nothing else."""
    return {
        piece.strip()
        for m in messages(catalogue(language))
        for english, text in zip(m.english, m.translated, strict=False)
        for piece in PART.split(english)
        if english != text and len(re.sub(r"\W", "", piece)) > 12 and piece.strip() not in text
    }


@in_every_language
def test_no_english_sentence_stands_on_a_page_in_another_language(pages, client, language):
    pieces = pieces_of_english(language)
    assert len(pieces) > 200
    many = address_in(language, "/lookup/many/")
    form = {"lines": "192.0.2.1\n8.8.8.8\nnonsense", "output": "table", "reading": "plain"}
    answers = {
        **{address: said[language] for address, said in pages.items()},
        "many": client.post(many, form),
        "none": client.post(many, {}),
        "no column": client.post(many, {**form, "reading": "csv", "column": "when"}),
    }
    for q in ("192.0.2.1", "EXAMPLE", "zzzz", "010.0.0.1", "forensix"):
        suggest = address_in(language, "/suggest/")
        answers[f"suggest {q}"] = client.get(suggest, {"q": q}, headers={"HX-Request": "true"})
    said = {address: " ".join(" ".join(read(answer).said).split()) for address, answer in answers.items()}
    seen = {(address, piece) for address, text in said.items() for piece in pieces if piece in text}
    assert seen == set()


def test_an_error_at_the_address_of_a_file_leads_to_no_page_that_is_not_there(client, published):
    text = client.get("/teams/example-cert/rfc2350.txt?layout=x").content.decode()
    assert "A layout is one of team or rfc." in text
    assert 'href="/fr/" hreflang="fr"' in text


# Words that depend on the language ------------------------------------------------------------------


def test_dates_numbers_and_names_are_french_on_french_pages(client, published):
    text = client.get("/fr/teams/example-cert/").content.decode()
    day = f"{published.at.day} "
    month = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
             "décembre")[published.at.month - 1]  # fmt: skip
    assert f"{day}{month} {published.at.year}" in text
    assert "Pologne" in text


def test_a_list_of_thousands_is_counted_with_the_spaces_of_french(client, published):
    lines = "192.0.2.1\n" * 1234
    form = {"lines": lines, "output": "table", "reading": "plain"}
    text = client.post("/fr/lookup/many/", form).content.decode().replace(NARROW, NBSP)
    assert f"1{NBSP}234 entrées{NBSP}: 1 équipe." in text
    assert "1,234 entries" in client.post("/lookup/many/", form).content.decode()
    assert f"1{NBSP}234 à signaler à" in text


@pytest.mark.parametrize("address", ["/fr/teams/", "/fr/lookup/?q=192.0.2.1", "/fr/lookup/many/"])
def test_files_and_machines_are_answered_in_english_wherever_the_visitor_came_from(
    client, published, address
):
    client.get(address)
    assert "their network 192.0.2.0/24 holds it" in client.get("/api/v1/lookup?q=192.0.2.1").content.decode()
    with override("fr"):
        assert reverse("api_lookup") == "/api/v1/lookup"
        assert reverse("teams_file", args=["csv"]) == "/teams.csv"


def test_nothing_was_found_in_french_either(client, published):
    text = client.get("/fr/lookup/", {"q": "8.8.8.8"}).content.decode()
    assert "Aucune équipe répertoriée ici n’est compétente." in text


def test_the_page_of_a_broken_site_speaks_the_language_of_the_address(rf, db):
    with override("fr"):
        text = server_error(rf.get("/fr/teams/")).content.decode()
    assert '<html lang="fr">' in text
    assert "de notre côté" in text
    assert "/fr/teams/" in text


def test_a_date_that_django_writes_has_the_day_before_the_month():
    """As in the rows of the record at the desk, which name no format."""
    assert localize(date(2026, 3, 2)) == "2 March 2026"
