"""Finished pages with the whole site behind them."""

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage

from directory import publishing
from directory.finished.layer import FinishedPages
from tests import people
from tests.finished import ask

PAGES = ["/", "/teams/", "/teams/?country=PL", "/teams/example-cert/", "/teams/example-cert/rfc2350",
         "/teams/example-cert/revisions/", "/robots.txt"]  # fmt: skip
FILES = [f"/teams/example-cert/rfc2350.{suffix}" for suffix in ("txt", "md", "json")]


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES + FILES)
def test_security_34_a_finished_page_carries_every_header_that_django_sends(site, django, published, address):
    by_django = ask(django, address)
    first, again = ask(site, address), ask(site, address)
    assert first == again
    assert again.body == by_django.body
    assert set(again.headers) == {*by_django.headers, "Vary"}
    vary = [by_django.headers[name] for name in ("Vary",) if name in by_django.headers]
    assert again.headers == {**by_django.headers, "Vary": ", ".join([*vary, "Accept-Encoding"])}


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES + FILES)
def test_a_finished_page_takes_one_statement_and_no_view(site, published, address, django_assert_num_queries):
    ask(site, address)
    with django_assert_num_queries(1):  # where the database is a file of SQLite, none
        assert ask(site, address).status == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/lookup/?q=192.0.2.1", "/teams/?q=192.0.2.1", "/api/v1/lookup?q=192.0.2.1", "/accounts/login/", "/lookup/offline/"],
)  # fmt: skip
def test_security_46_look_ups_forms_and_files_of_the_operator_are_never_kept(site, published, address):
    assert ask(site, address).status == 200
    assert len(site._store._rack) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/teams/example-cert/", "/sitemap.xml", "/lookup/offline/"])
def test_security_54_a_condition_is_honoured_whether_the_page_is_kept_or_not(site, published, address):
    tag = ask(site, address).headers["ETag"]
    for condition, status in ((tag, 304), ('"other"', 200)):
        assert ask(site, address, IF_NONE_MATCH=condition).status == status


@pytest.mark.django_db
def test_a_static_file_is_left_to_whitenoise(site):
    address = staticfiles_storage.url("css/base.css")
    whole = ask(site, address)
    assert whole.status == 200
    assert "immutable" in whole.headers["Cache-Control"]
    assert ask(site, address, IF_NONE_MATCH=whole.headers["ETag"]).status == 304
    assert len(site._store._rack) == 0


@pytest.mark.django_db
def test_security_1_a_draft_is_as_absent_as_what_never_was(site, example_cert):
    assert ask(site, "/teams/example-cert/").status == 404
    publishing.publish(example_cert)
    assert ask(site, "/teams/example-cert/").status == 200


@pytest.mark.django_db
def test_security_5_an_edit_shows_when_it_is_published_and_then_at_once(site, published):
    addresses = PAGES + FILES
    before = [ask(site, address) for address in addresses]
    people.write(published.team, "3.1", people.SECRET)
    assert [ask(site, address) for address in addresses] == before
    publishing.publish(published.team)
    for place in ("rfc2350", "rfc2350.txt", "rfc2350.json"):
        assert people.SECRET in ask(site, f"/teams/example-cert/{place}").body.decode()


@pytest.mark.django_db
def test_security_17_a_withdrawn_team_is_gone_at_once(site, published):
    assert ask(site, "/teams/example-cert/").status == 200
    assert b"EXAMPLE-CERT" in ask(site, "/teams/").body
    publishing.withdraw(published.team, reason="It was closed.")
    assert ask(site, "/teams/example-cert/").status == 410
    assert ask(site, "/teams/example-cert/rfc2350.txt").status == 410
    assert b"EXAMPLE-CERT" not in ask(site, "/teams/").body


@pytest.mark.django_db
def test_a_redacted_revision_is_gone_at_once(site, published):
    people.write(published.team, "3.1", "Without the name.")
    people.published(published.team)
    assert ask(site, "/teams/example-cert/revisions/1/").status == 200
    publishing.redact(published)
    assert ask(site, "/teams/example-cert/revisions/1/").status == 410


@pytest.mark.django_db
@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost@evil.example", "localhost:x", ""]
)
def test_security_45_another_host_is_refused_as_django_refuses_it(site, django, published, host):
    ask(site, "/teams/")
    assert ask(site, "/teams/", HOST=host) == ask(django, "/teams/", HOST=host)
    assert ask(site, "/teams/", HOST=host).status in (400, 200 if host == "" else 400)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "poison",
    [
        {"X_FORWARDED_HOST": "evil.example"},
        {"X_FORWARDED_PROTO": "gopher"},
        {"X_FORWARDED_FOR": "192.0.2.1"},
        {"FORWARDED": "host=evil.example"},
        {"X_ORIGINAL_URL": "/admin/"},
        {"X_REWRITE_URL": "/admin/"},
        {"X_HTTP_METHOD_OVERRIDE": "POST"},
        {"ACCEPT": "application/json"},
        {"ACCEPT_LANGUAGE": "fr"},
        {"ORIGIN": "https://evil.example"},
        {"REFERER": "https://evil.example/"},
        {"COOKIE": "django_language=fr; csrf=evil; messages=evil"},
        {"RANGE": "bytes=0-9"},
    ],
    ids=str,
)
def test_security_46_nobody_is_served_what_another_s_headers_have_made(django, published, poison):
    for address in ("/", "/teams/example-cert/", "/sitemap.xml"):
        clean, poisoned = FinishedPages(django), FinishedPages(django)
        assert ask(poisoned, address, **poison).status == 200
        assert ask(poisoned, address) == ask(clean, address)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["page=2&country=PL", "country=PL&page=2", "%00", "q=%ff", "=&&=", "q[]=x", "\xff\xfe"]
)
def test_odd_query_strings_are_answered_as_django_answers_them(site, django, published, query):
    by_django = ask(django, f"/teams/?{query}")
    for _ in range(2):
        answer = ask(site, f"/teams/?{query}")
        assert (answer.status, answer.body) == (by_django.status, by_django.body)


@pytest.mark.django_db
def test_who_has_logged_in_is_served_by_django(site, client, bob, published, django_assert_num_queries):
    people.sign_in(client, bob)
    cookie = f"session={client.cookies['session'].value}"
    ask(site, "/teams/")
    pages = len(site._store._rack)
    assert ask(site, "/admin/", COOKIE=cookie).status == 200
    assert ask(site, "/admin/").status == 302
    assert len(site._store._rack) == pages
