import pytest

pytestmark = pytest.mark.django_db


def test_home_explains_itself_without_a_team(client):
    page = client.get("/").content.decode()
    assert "Whom do I call?" in page
    assert "No team is published here yet." in page


def test_home_names_the_newest_documents(client, published):
    page = client.get("/").content.decode()
    assert "1 security incident response team," in page
    assert '<a href="/teams/example-cert/"><bdi>EXAMPLE-CERT</bdi></a>' in page


def test_the_examples_on_home_work(client, published):
    page = client.get("/", follow=True).content.decode()
    assert "/teams/?q=EXAMPLE-CERT" in page
    assert "EXAMPLE-CERT" in client.get("/teams/?q=EXAMPLE-CERT").content.decode()


def test_an_address_of_nothing_leads_on(client):
    answer = client.get("/no/such/page")
    assert answer.status_code == 404
    assert b'href="/teams/"' in answer.content


def test_robots_are_shown_the_sitemap_and_kept_from_the_desk(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Sitemap: http://localhost:8000/sitemap.xml" in text


def test_the_sitemap_names_pages_by_the_site_s_own_address(client, published):
    text = client.get("/sitemap.xml", headers={"host": "127.0.0.1"}).content.decode()
    assert "<loc>http://localhost:8000/teams/example-cert/</loc>" in text
