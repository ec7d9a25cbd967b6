"""Claims on the team form, pasted as texts."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from directory.admin import claims_paste
from directory.models import Prefix
from tests import people
from tests.admin.test_team import form_of, sent_by

from .filling import refused, saved, told

pytestmark = pytest.mark.django_db


def test_a_paste_is_kept_by_difference(desk_client, here, team):
    stays = team.prefixes.get().pk
    saved(
        desk_client,
        here,
        networks="# ours\n192.0.2.0/24, 198.51.100.0 - 198.51.100.255\n",
        asns="",
        domains="",
    )
    assert [(prefix.network, prefix.pk == stays) for prefix in team.prefixes.all()] == [
        ("192.0.2.0/24", True),
        ("198.51.100.0/24", False),
    ]
    assert not team.asns.exists()
    assert not team.domains.exists()


def test_what_is_odd_with_a_new_claim_is_said_when_it_is_saved(desk_client, here, team):
    people.published(people.with_key(people.example_cert("NEIGHBOUR-CERT", "neighbour"), "AB" * 20))
    response = saved(desk_client, here, networks="192.0.2.0/24\n192.0.2.64/26\n10.0.0.0/8")
    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert "192.0.2.64/26: It lies in 192.0.2.0/24 of NEIGHBOUR-CERT." in said
    assert any("10.0.0.0/8 is kept for private networks" in sentence for sentence in said)
    assert not [sentence for sentence in said if sentence.startswith("192.0.2.0/24:")]  # it was there


def test_a_refused_line_keeps_the_text_and_is_told_under_it(desk_client, here, team):
    text = "192.0.2.0/24 # the campus\n192.0.2.1/24\n2001:DB8::/32"
    response = refused(desk_client, here, networks=text)
    page = response.content.decode()
    assert sent_by(page)["networks"].replace("\r\n", "\n") == text
    assert "Taken as 2001:db8::/32." in page
    assert "Line 2: “192.0.2.1/24” lies inside a network" in told(response)[0]
    assert [prefix.network for prefix in team.prefixes.all()] == ["192.0.2.0/24"]


def test_many_refused_lines_are_told_in_short(desk_client, here):
    response = refused(desk_client, here, networks="\n".join(["bad"] * 500))
    assert len(told(response)) == claims_paste.MOST_ERRORS + 1
    assert f"And {500 - claims_paste.MOST_ERRORS} more" in told(response)[-1]


def test_check_claims_gives_the_verdicts_and_keeps_nothing(desk_client, here, team):
    address = reverse("admin:check_claims", args=[team.pk])
    asked = {"kind": "networks", "text": "198.51.100.0/24\nbad <b>"}
    page = desk_client.post(address, asked).content.decode()
    assert "1 new, 2 refused; 1 to be removed." in page
    assert "<code>&lt;b&gt;</code>" in page
    assert "<b>" not in page
    assert [prefix.network for prefix in team.prefixes.all()] == ["192.0.2.0/24"]
    assert desk_client.post(address, {"kind": "contacts"}).status_code == 404
    assert desk_client.get(address).status_code == 405


def test_a_team_with_500_networks_costs_what_one_with_one_costs(
    desk_client, here, team, django_assert_max_num_queries
):
    def cost(networks):
        form = form_of(desk_client, here) | {"networks": networks}
        with django_assert_max_num_queries(10_000) as shown:
            desk_client.get(here)
        with django_assert_max_num_queries(10_000) as kept:
            assert desk_client.post(here, form).status_code == 302
        return len(shown), len(kept)

    few = "\n".join(f"198.18.{n}.0/24" for n in range(30))
    many = "\n".join(f"198.18.{n // 100}.{n % 100}/32" for n in range(500))
    cost(few)
    of_few = cost(few.replace("198.18", "198.19"))
    cost(many)
    of_many = cost(many.replace("198.18", "198.19"))
    assert Prefix.objects.filter(team=team).count() == 500
    # The database takes some hundred values at a time: a few statements more, and none for each.
    assert of_many[0] == of_few[0]
    assert of_many[1] - of_few[1] < 10
