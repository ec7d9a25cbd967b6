"""The site under its operator's own name: on every page, at once, and with nothing in it that could do harm."""

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from directory import pictures, texts
from directory.finished.layer import FinishedPages
from directory.models import Appearance
from tests import mischief, people
from tests.finished import ask
from tests.pictures import picture
from tests.views.test_headers import assert_guarded

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/teams/",
    "/teams/example-cert/",
    "/lookup/",
    "/privacy/",
    "/terms/",
    "/nothing",
    "/fr/",
    "/fr/privacy/",
]
OWN = {
    "name": "Nordic Register",
    "tagline_en": "Teams of five countries.",
    "contact": "register@csirts.example",
    "footer_en": "Run by [us](https://csirts.example/).",
    "accent_light": "#7a1f5c",
}


@pytest.fixture
def own():
    return appearance(**OWN)


def appearance(**fields) -> Appearance:
    """Saved as the desk saves it; a logo is given by its bytes."""
    row = Appearance(**{name: value for name, value in fields.items() if name != "logo"})
    if "logo" in fields:
        row.set_logo(fields["logo"])
    row.full_clean()
    row.save()
    return row


def read(client, address: str) -> str:
    return client.get(address).content.decode()


def dom(client, address: str) -> LexborHTMLParser:
    return LexborHTMLParser(read(client, address))


# Without a row


def test_a_site_without_a_row_looks_as_it_comes(client, settings):
    page = dom(client, "/")
    assert page.css_first("title").text() == settings.SITE_NAME
    assert page.css_first(".mark").text() == settings.SITE_NAME
    assert not page.css(".mark img")
    assert "appearance-" not in page.html
    assert client.get("/appearance-1.css").status_code == client.get("/logo-1").status_code == 404


# Own name, everywhere and at once


@pytest.mark.parametrize("address", PAGES)
def test_every_page_carries_what_the_operator_has_set(client, published, own, address):
    page = dom(client, address)
    assert "Nordic Register" in page.css_first("title").text()
    assert page.css_first(".mark").text() == "Nordic Register"
    foot = page.css_first("footer")
    assert foot.css_first('a[href="mailto:register@csirts.example"]')
    assert foot.css_first('a[href="https://csirts.example/"]').attributes["rel"] == "nofollow noopener ugc"
    assert foot.css_first('p[lang="en"]').text() == "Teams of five countries."
    assert page.css_first(f'link[rel=stylesheet][href="/appearance-{own.version}.css"]')


@pytest.mark.parametrize("address", ["/", "/teams/", "/teams/example-cert/", "/privacy/"])
def test_a_change_shows_at_once(client, published, address):
    for name in ("First", "Second"):
        appearance(name=name)
        assert f"<bdi>{name}</bdi>" in read(client, address)


@pytest.mark.django_db(transaction=True)
def test_a_change_shows_at_once_on_finished_pages_too():
    visited = FinishedPages(get_wsgi_application())
    for name in ("First", "Second"):
        appearance(name=name)
        for _ in range(2):
            assert f"<bdi>{name}</bdi>".encode() in ask(visited, "/privacy/").body


def test_links_to_privacy_and_terms_stay_in_the_language(client):
    for prefix in ("", "/fr"):
        page = dom(client, f"{prefix}/")
        assert page.css_first(f'footer a[href="{prefix}/privacy/"]')
        assert page.css_first(f'footer a[href="{prefix}/terms/"]')


def test_a_footer_is_shown_in_the_language_of_the_page_where_there_is_one(client):
    appearance(footer_en="In English.", footer_fr="En français.")
    assert dom(client, "/").css_first("footer div").attributes["lang"] == "en"
    french = dom(client, "/fr/").css_first("footer div")
    assert (french.attributes["lang"], french.text().strip()) == ("fr", "En français.")


def test_the_desk_carries_the_name_and_the_colours(client, bob, own):
    people.sign_in(client, bob)
    page = dom(client, "/admin/")
    assert "Nordic Register" in page.css_first("#site-name").text()
    assert "Nordic Register" in page.css_first("title").text()
    assert page.css_first(f'link[href="/appearance-{own.version}.css"]')


def test_a_page_without_a_database_still_has_a_name(client, monkeypatch, settings):
    def broken(*args):
        raise DatabaseError("out of reach")

    monkeypatch.setattr("directory.models.appearance.AppearanceQuerySet.on_every_page", broken)
    answer = client.get("/nothing")
    assert answer.status_code == 404
    assert settings.SITE_NAME in answer.content.decode()


@pytest.mark.parametrize("address", ["/privacy/", "/terms/", "/lookup/many/", "/appearance-1.css", "/logo-1"])
def test_what_is_set_costs_the_same_queries_as_what_is_not(client, address):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    costs = {1 if address[-1] != "/" else cost()}  # without a row there is no file
    appearance(logo=picture())
    costs.add(cost())
    everything = {
        f"{name}_{code}": "# Long\n\ntext" * 300 for name in texts.NAMES for code in texts.LANGUAGES
    }
    appearance(**OWN, **everything, logo=picture())
    costs.add(cost())
    assert len(costs) == 1


# Colours


def test_the_colours_are_a_style_sheet_of_custom_properties(client, own):
    answer = client.get(f"/appearance-{own.version}.css")
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    sheet = answer.content.decode()
    assert ":root { --accent: #7a1f5c; --wash: #" in sheet
    assert "@media (prefers-color-scheme: dark)" in sheet
    assert "--accent: #6fc7bb; --wash: #1f332f;" in sheet  # where one scheme is not set it stays as it comes
    assert "url" not in sheet
    assert "import" not in sheet
    assert_guarded(answer)


@pytest.mark.parametrize("address", ["/appearance-{}.css", "/logo-{}"])
def test_an_address_with_a_version_is_kept_for_ever_and_only_the_right_one(client, address):
    appearance(**OWN, logo=picture())
    row = appearance(**OWN, logo=picture("WEBP"))
    now = client.get(address.format(row.version))
    assert now.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    before = client.get(address.format(row.version - 1))
    assert (before.status_code, before.content) == (200, now.content)
    assert "immutable" not in before.headers["Cache-Control"]
    assert client.get(address.format(row.version + 1)).status_code == 404
    known = {"if-none-match": now.headers["ETag"]}
    assert client.get(address.format(row.version), headers=known).status_code == 304


# The logo


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_security_48_the_logo_is_sent_as_what_it_is_and_may_do_nothing(client, form):
    row = appearance(logo=picture(form))
    answer = client.get(f"/logo-{row.version}")
    assert answer.content == bytes(row.logo)
    assert answer.headers["Content-Type"] == f"image/{form.lower()}"
    suffix = pictures.SUFFIXES[row.logo_type]
    assert answer.headers["Content-Disposition"] == f'inline; filename="logo.{suffix}"'
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not answer.cookies


def test_the_logo_stands_beside_the_name_with_its_size_and_its_words(client):
    row = appearance(logo=picture(size=(120, 40)), logo_text="A lighthouse")
    shown = dom(client, "/").css_first(".mark img").attributes
    assert shown == {"src": f"/logo-{row.version}", "width": "120", "height": "40", "alt": "A lighthouse"}


# Privacy and terms


@pytest.mark.parametrize("name", texts.NAMES)
def test_a_site_has_texts_before_its_operator_writes_any(client, settings, name):
    for prefix, language in (("", "en"), ("/fr", "fr")):
        text = dom(client, f"{prefix}/{name}/").css_first(".prose")
        assert text.attributes["lang"] == language
        assert settings.SITE_NAME in text.text()
        assert len(text.css("h2")) >= 5


def test_both_languages_say_the_same_number_of_things():
    for name in texts.NAMES:
        told = [
            texts.default(name, code, site_name="x", contact="", address_days=90) for code in texts.LANGUAGES
        ]
        assert len({(text.count("\n# "), text.count("\n\n")) for text in told}) == 1


def test_the_privacy_text_says_whom_to_ask(client):
    assert "an address is not given here yet" in read(client, "/privacy/")
    appearance(contact="register@csirts.example")
    for address in ("/privacy/", "/fr/privacy/", "/terms/"):
        assert dom(client, address).css_first('.prose a[href="mailto:register@csirts.example"]')


def test_the_privacy_text_is_true_of_cookies(client, bob):
    assert "The public pages set no cookie" in read(client, "/privacy/")
    assert not client.get("/privacy/").cookies
    assert "two cookies" in read(client, "/privacy/")
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": "bob@example.com", "password": people.PASSWORD})
    assert set(client.cookies) == {"csrf", "session"}


def test_an_own_text_takes_the_place_of_the_usual_one(client):
    appearance(privacy_en="# Ours\n\nWe keep *nothing*.", privacy_fr="# Le nôtre")
    assert dom(client, "/privacy/").css_first(".prose").html == (
        '<div class="prose" lang="en">\n<h2 dir="auto">Ours</h2>\n<p dir="auto">We keep <em>nothing</em>.</p>\n</div>'
    )
    assert "Le nôtre" in read(client, "/fr/privacy/")
    assert "What you may do" in read(client, "/terms/")


def test_an_own_text_in_one_language_stands_on_both_pages_and_says_so(client):
    appearance(terms_fr="Nos conditions.")
    page = dom(client, "/terms/")
    assert page.css_first(".prose").attributes["lang"] == "fr"
    assert "This text is not translated yet." in page.html
    assert "This text is not translated yet." not in read(client, "/privacy/")


def test_the_name_in_the_usual_text_is_no_markdown(client):
    appearance(name="*A* [b](https://c.example) <i>{name}")
    text = dom(client, "/privacy/").css_first(".prose")
    assert text.text().strip().startswith("*A* [b](https://c.example) <i>{name} is a directory")
    assert not text.css("em, i, a")


@pytest.mark.parametrize("address", ["/privacy/", "/fr/terms/"])
def test_security_34_the_texts_carry_the_headers_and_are_asked_for_again(client, address):
    answer = client.get(address)
    assert_guarded(answer)
    assert not answer.cookies
    assert "Vary" not in answer.headers
    assert client.get(address, headers={"if-none-match": answer.headers["ETag"]}).status_code == 304


# What is typed stays text


def skeleton(page: LexborHTMLParser) -> list:
    """Elements and attributes without the values that are text: the page's bones."""
    spoken = {"content", "alt", "title"}
    return [
        (node.tag, sorted((name, "" if name in spoken else value) for name, value in node.attributes.items()))
        for node in page.root.traverse()
        if node.attributes.get("name") != "csrfmiddlewaretoken"
    ]


@pytest.mark.parametrize("field", ["name", "tagline_en", "logo_text"])
def test_security_35_one_line_texts_add_nothing_to_the_page(client, field):
    row = appearance(**{field: "Harmless"}, logo=picture())

    def bones(text: str) -> list:
        Appearance.objects.update(**{field: text})
        found = []
        for address in ("/", "/privacy/", "/nothing", "/admin/login/"):
            found += skeleton(dom(client, address))
        return found

    usual = bones("Harmless")
    for text in mischief.SCRIPTS:
        assert bones(text) == usual, text
    assert row.version == 1


@pytest.mark.parametrize(("field", "place"), [("footer_en", "footer div"), ("privacy_en", ".prose"), ("terms_en", ".prose")])  # fmt: skip
def test_security_35_longer_texts_add_only_what_markdown_may(client, field, place):
    appearance(**{field: "Harmless"})
    address = "/terms/" if field == "terms_en" else "/privacy/"
    allowed = {
        "div",
        "p",
        "h2",
        "em",
        "strong",
        "code",
        "pre",
        "ul",
        "ol",
        "li",
        "blockquote",
        "a",
        "br",
        "hr",
    }
    for text in mischief.SCRIPTS:
        Appearance.objects.update(**{field: f"{text}\n\nthe end"})
        page = dom(client, address)
        inside = [node for node in page.css_first(place).traverse() if node.tag != "-comment"]
        assert {node.tag for node in inside} <= allowed, text
        assert {name for node in inside for name in node.attributes} <= {
            "class",
            "lang",
            "dir",
            "href",
            "rel",
            "start",
        }
        assert "the end" in page.css_first(place).text()
        assert len(page.css("script")) == len(dom(client, "/").css("script")), text


def test_no_page_of_the_appearance_reads_the_desk(client, own):
    with CaptureQueriesContext(connection) as queries:
        for address in ("/privacy/", "/terms/", f"/appearance-{own.version}.css"):
            client.get(address)
    tables = {word for query in queries for word in query["sql"].split('"') if word.startswith("directory_")}
    assert tables == {"directory_appearance"}


def test_addresses_are_where_the_pages_say():
    assert reverse("accents", args=[7]) == "/appearance-7.css"
    assert reverse("logo", args=[7]) == "/logo-7"
