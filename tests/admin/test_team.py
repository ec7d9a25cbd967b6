import pytest
from django.urls import reverse

from directory.models import Team
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk_client(client, bob):
    people.sign_in(client, bob)
    return client


def form_of(client, address) -> dict[str, str]:
    """The form as a browser would send it back unchanged."""
    response = client.get(address)
    assert response.status_code == 200
    form = response.context["adminform"].form
    data = {}
    forms = [
        form,
        *(f for formset in response.context["inline_admin_formsets"] for f in formset.formset.forms),
    ]
    for formset in response.context["inline_admin_formsets"]:
        management = formset.formset.management_form
        data |= {management.add_prefix(name): management[name].value() for name in management.fields}
    for one in forms:
        for bound in one:
            value = bound.value()
            if value is True:
                data[bound.html_name] = "on"
            elif value is not None and value is not False:
                data[bound.html_name] = (
                    bound.field.prepare_value(value) if hasattr(bound.field, "prepare_value") else value
                )
    return data


def test_the_list_shows_what_is_public_and_leads_to_publishing(desk_client, published):
    people.example_cert("DRAFT-CERT", "draft-cert")
    page = desk_client.get(reverse("admin:directory_team_changelist")).content.decode()
    assert "revision 1" in page
    assert "not yet" in page
    assert page.count("Preview and publish") == 2


@pytest.mark.parametrize(
    "query",
    ["q=EXAMPLE", "q=cert@example-cert.example", f"q={people.FINGERPRINT}", "type=csirt", "country=PL"],
)
def test_the_list_finds_a_team_by_what_it_is(desk_client, published, query):
    people.example_cert("Nordwind", "nordwind", type="psirt", country="DE").contacts.all().delete()
    page = desk_client.get(reverse("admin:directory_team_changelist") + "?" + query).content.decode()
    assert "EXAMPLE-CERT" in page
    assert "Nordwind" not in page


def test_the_filters_offer_what_is_in_use(desk_client, published):
    people.example_cert("Bare", "bare").served_sectors.all().delete()
    page = desk_client.get(reverse("admin:directory_team_changelist")).content.decode()
    assert "?sector=health" in page
    assert "?country=PL" in page
    assert "?country=NO" not in page


def test_saving_a_team_unchanged_changes_nothing(desk_client, example_cert):
    address = reverse("admin:directory_team_change", args=[example_cert.pk])
    response = desk_client.post(address, form_of(desk_client, address))
    assert response.status_code == 302, response.context["errors"]
    assert Team.objects.get().address == ["Example Ltd.", "ul. Przykładowa 7", "90-001 Łódź", "Poland"]
    assert example_cert.contacts.count() == 2


def test_a_draft_edit_changes_no_public_byte_until_it_is_published(client, desk_client, published):
    public = [
        "/",
        "/teams/",
        "/teams/example-cert/",
        "/teams/example-cert/rfc2350.txt",
        "/teams/example-cert/rfc2350.json",
    ]
    before = [client.get(address).content for address in public]
    address = reverse("admin:directory_team_change", args=[published.team.pk])
    data = form_of(desk_client, address) | {
        "name": "EXAMPLE-CSIRT",
        "contacts-0-value": "other@example-cert.example",
    }
    assert desk_client.post(address, data).status_code == 302
    assert [client.get(address).content for address in public] == before
    desk_client.post(reverse("admin:publish_team", args=[published.team.pk]), {"action": "publish"})
    assert "EXAMPLE-CSIRT" in client.get("/teams/example-cert/").content.decode()
    assert "other@example-cert.example" in client.get("/teams/example-cert/rfc2350.txt").content.decode()


def test_a_new_team_gets_the_outline_of_rfc_2350(desk_client):
    address = reverse("admin:directory_team_add")
    data = form_of(desk_client, address) | {"name": "Newcomer", "slug": "newcomer"}
    assert desk_client.post(address, data).status_code == 302
    team = Team.objects.get()
    assert {"1.1", "2.7", "3.2", "7"} <= set(team.sections.values_list("canonical", flat=True))


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("prefixes-0-network", "192.0.2.1/24", "is not a network"),
        ("asns-0-number", "AS0", "reserved"),
        ("domains-0-name", "exa mple", "is not a domain"),
        ("keys-0-fingerprint", "0123", "40 hexadecimal digits"),
        ("contacts-0-value", "nobody", "is not an e-mail address"),
        ("contacts-1-value", "12", "country code"),
        ("timezones", "Europe/Atlantis", "is not a time zone"),
        ("label_schemes", "PAP", "is not like TLP 2.0"),
        ("openings-0-days", "someday", "Name days by two letters"),
    ],
)
def test_a_wrong_value_is_answered_by_a_sentence_beside_its_field(
    desk_client, example_cert, field, value, sentence
):
    address = reverse("admin:directory_team_change", args=[example_cert.pk])
    response = desk_client.post(address, form_of(desk_client, address) | {field: value})
    assert response.status_code == 200
    assert sentence in response.content.decode()


def test_what_was_published_cannot_be_deleted(desk_client, published):
    address = reverse("admin:directory_team_delete", args=[published.team.pk])
    assert desk_client.post(address, {"post": "yes"}).status_code == 403
    assert Team.objects.exists()


def test_a_draft_that_never_was_public_can_be_deleted(desk_client, example_cert):
    desk_client.post(reverse("admin:directory_team_delete", args=[example_cert.pk]), {"post": "yes"})
    assert not Team.objects.exists()


def test_the_record_is_only_to_look_at(desk_client, published):
    for model in ("revision", "notice"):
        assert desk_client.get(reverse(f"admin:directory_{model}_changelist")).status_code == 200
        assert desk_client.get(reverse(f"admin:directory_{model}_add")).status_code == 403
    assert (
        desk_client.post(
            reverse("admin:directory_revision_delete", args=[published.pk]), {"post": "yes"}
        ).status_code
        == 403
    )
