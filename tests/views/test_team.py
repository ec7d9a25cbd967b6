import pytest

from tests import people

pytestmark = pytest.mark.django_db


def page_of(client, slug="example-cert") -> str:
    return client.get(f"/teams/{slug}/").content.decode()


def test_the_page_answers_the_four_questions(client, published):
    page = page_of(client)
    assert 'href="mailto:cert@example-cert.example"' in page
    assert '<a class="mono" href="tel:+48221234567">+48 22 123 45 67</a>' in page
    assert "0123 4567 89AB CDEF 0123  4567 89AB CDEF 0123 4567" in page
    assert "Monday to Friday, 08:00–16:00" in page
    for claim in ("192.0.2.0/24", "AS64500", "example-cert.example", "Health", "TLP 2.0", "Poland"):
        assert claim in page


def test_a_contact_on_request_is_promised_and_not_shown(client, example_cert):
    example_cert.contacts.create(kind="mobile", value="+48 601 123 456", public=False)
    people.published(example_cert)
    page = page_of(client)
    assert "available on request" in page
    assert "601" not in page


def test_a_team_with_nothing_but_a_name_has_a_page(client, db):
    team = people.example_cert(
        "Bare", "bare", type="", country="", address=[], timezones=[], label_schemes=[]
    )
    for relation in ("contacts", "openings", "prefixes", "asns", "domains", "served_sectors"):
        getattr(team, relation).all().delete()
    people.published(team)
    page = page_of(client, "bare")
    assert "The team names no key." in page


def test_five_hundred_networks_are_folded_and_all_there(client, example_cert):
    networks = [f"10.{n // 256}.{n % 256}.0/24" for n in range(500)]
    for network in networks:
        example_cert.prefixes.create(network=network)
    people.published(example_cert)
    page = page_of(client)
    assert "All 501 networks" in page
    assert all(f">{network}<" in page for network in networks)


@pytest.mark.parametrize("name", ["فريق الاستجابة", "日本シーサート", "A" * 190, "A < B & C > D CERT"])
def test_any_honest_name_is_shown_as_text(client, db, name):
    people.published(people.example_cert(name, "named"))
    page = page_of(client, "named")
    assert "A < B" not in page
    assert "<h1" in page
