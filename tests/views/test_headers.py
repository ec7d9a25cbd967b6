"""What browsers are told, on every answer: pages, errors and files."""

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client

from directory.urls import page_urls

pytestmark = pytest.mark.django_db

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def assert_guarded(response) -> None:
    for name, value in EXPECTED.items():
        assert response.headers[name] == value
    assert "geolocation=()" in response.headers["Permissions-Policy"]
    policy = response.headers["Content-Security-Policy"]
    for directive in (
        "default-src 'self'", "script-src 'self'", "style-src 'self'", "object-src 'none'", "base-uri 'none'",
        "frame-ancestors 'none'", "form-action 'self'",
    ):  # fmt: skip
        assert directive in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "address",
    ["/", "/teams/", "/teams/example-cert/", "/teams/example-cert/rfc2350", "/teams/example-cert/rfc2350.txt",
     "/lookup/", "/lookup/?q=192.0.2.1", "/lookup/many/", "/lookup/offline/", "/api/v1/lookup?q=192.0.2.1", "/api/v1/lookup",
     "/teams/example-cert/rfc2350.json", "/teams/?country=ZZ", "/nothing", "/robots.txt", "/sitemap.xml", "/admin/login/"],
)  # fmt: skip
def test_security_34_every_page_carries_the_headers(client, published, address):
    assert_guarded(client.get(address))


def test_security_34_an_error_carries_the_headers(client, monkeypatch):
    def broken(request):
        raise RuntimeError("out of order")

    (home,) = (page for page in page_urls if getattr(page, "name", "") == "home")
    monkeypatch.setattr(home, "callback", broken)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert b"Something broke on our side" in answer.content
    assert b"out of order" not in answer.content
    assert_guarded(answer)


def test_security_34_a_static_file_carries_the_headers(client):
    answer = client.get(staticfiles_storage.url("css/base.css"))
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert_guarded(answer)
    answer.close()


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/teams/",
        "/teams/example-cert/",
        "/teams/example-cert/rfc2350",
        "/lookup/many/",
        "/lookup/?q=192.0.2.1",
    ],
)
def test_no_public_page_sets_a_cookie_or_varies_by_one(client, published, address):
    answer = client.get(address)
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_no_public_page_names_another_host(client, published):
    for address in ("/", "/teams/", "/teams/example-cert/", "/teams/example-cert/rfc2350"):
        page = client.get(address).content.decode()
        for attribute in ('src="http', 'src="//', 'rel="stylesheet" href="http', "@import"):
            assert attribute not in page


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost@evil.example"])
def test_another_host_is_refused(client, host):
    assert client.get("/", headers={"host": host}).status_code == 400
