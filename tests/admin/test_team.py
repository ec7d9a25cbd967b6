from html.parser import HTMLParser

import pytest
from django.urls import reverse

from directory import publishing
from directory.models import Team
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk_client(client, bob):
    people.sign_in(client, bob)
    return client


class FieldsOf(HTMLParser):
    """What a browser would send of the page's form: {name: value}, or a list where a name stands several times."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.inside, self.aside = form, False, 0
        self.sent: dict[str, list[str]] = {}
        self.select = self.area = ""
        self.options: list[tuple[str, bool]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "form":
            self.inside = given.get("id") == self.form
        if tag == "template":
            self.aside += 1
        if not self.inside or self.aside:
            return
        name = given.get("name") or ""
        if tag == "input" and name and (given.get("type") not in {"checkbox", "radio"} or "checked" in given):
            self._send(name, given.get("value") or ("on" if given.get("type") == "checkbox" else ""))
        if tag == "select":
            self.select, self.options = name, []
        if tag == "option" and self.select:
            self.options.append((given.get("value") or "", "selected" in given))
        if tag == "textarea":
            self.area, self.text = name, ""

    def handle_data(self, data: str) -> None:
        self.text += data if self.area else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self.aside -= 1
        if tag == "form":
            self.inside = False
        if tag == "select" and self.select:
            chosen = [value for value, on in self.options if on] or [value for value, _ in self.options[:1]]
            self._send(self.select, *chosen[:1])
            self.select = ""
        if tag == "textarea" and self.area:
            self._send(self.area, self.text.removeprefix("\n"))
            self.area = ""

    def _send(self, name: str, *values: str) -> None:
        self.sent.setdefault(name, []).extend(values)


def sent_by(page: str, form: str = "team_form") -> dict[str, str | list[str]]:
    parser = FieldsOf(form)
    parser.feed(page)
    return {name: values[0] if len(values) == 1 else values for name, values in parser.sent.items()}


def form_of(client, address) -> dict[str, str | list[str]]:
    """The form as a browser would send it back unchanged."""
    response = client.get(address)
    assert response.status_code == 200
    return sent_by(response.content.decode())


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
    publishing.publish(Team.objects.get())
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
        ("networks", "192.0.2.1/24", "Did you mean 192.0.2.0/24, or 192.0.2.1 alone?"),
        ("networks", "my network", "is not a network"),
        ("asns", "AS0", "reserved"),
        ("domains", "exa_mple!", "is not a domain"),
        ("contacts-0-value", "nobody", "is not an e-mail address"),
        ("contacts-1-value", "12", "country code"),
        ("timezones", "Europe/Atlantis", "is not a time zone"),
        ("languages", "Klingon!", "is not a language"),
        ("label_schemes", "PAP", "Select a valid choice"),
        ("hours-0-mo-0-closes", "", "Office hours, Monday: give both a beginning and an end."),
        ("hours-0-mo-0-closes", "25:00", "is not a time such as 09:00"),
        ("hours_said", "Mon-Fri 9-17", "press “Read this”"),
        ("document_locations", "javascript:alert(1)", "is not a web address"),
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


def test_a_reviewer_sees_all_teams_and_is_offered_nothing_to_publish(client, dora, published):
    people.sign_in(client, dora)
    page = client.get(reverse("admin:directory_team_changelist")).content.decode()
    assert "EXAMPLE-CERT" in page
    assert "Preview and publish" not in page
