"""The desk's pages on how a team stands, and on who speaks for it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from directory import publishing
from directory.models import AuditEntry, Listing, Mail, Notice, Proof, Revision, Team
from directory.publishing import Relation
from directory.publishing.standing import PARENT, SUCCESSOR
from tests import people
from tests.openpgp.rings import Ring
from tests.team_keys import published_with

pytestmark = pytest.mark.django_db


def another(name: str) -> Team:
    return people.published(people.example_cert(name, name.lower())).team


@pytest.fixture
def operator(client, bob):
    people.sign_in(client, bob)
    return client


@pytest.fixture
def page(published) -> str:
    return reverse("admin:team_standing", args=[published.team_id])


def act(client, page: str, action: str, *, sure: bool = True, **fields: str) -> str:
    told = {f"{action}-{name}": value for name, value in fields.items()}
    told |= {f"{action}-sure": "on"} if sure else {}
    return client.post(page, {"action": action, **told}, follow=True).content.decode()


def rows(*levels: tuple[str, str]) -> dict[str, str]:
    found = {"TOTAL_FORMS": str(len(levels)), "INITIAL_FORMS": "0"}
    for n, (level, since) in enumerate(levels):
        found |= {f"{n}-level": level, f"{n}-since": since}
    return found


def listing(team: Team) -> Listing:
    return Listing.objects.get(pk=team.pk)


# Standing ------------------------------------------------------------------------------------------


def test_the_page_says_what_each_act_does(operator, page):
    text = operator.get(page).content.decode()
    for title in ("Rename", "Other teams", "Memberships", "Marks", "Merge into another team", "Withdraw"):
        assert f">{title}</h2>" in text
    shown = re.findall(r'<(?:input type="(?!hidden)|select|textarea)[^>]* id="([^"]+)"', text)
    assert len(shown) > 20
    for labelled in shown:
        assert f'for="{labelled}"' in text, f"{labelled} has no label"


@pytest.mark.parametrize("person", ["alice", "dora"])
def test_maintainers_and_reviewers_change_no_standing(client, request, published, page, person):
    user = request.getfixturevalue(person)
    people.maintained_by(user, published.team)
    people.sign_in(client, user)
    assert client.get(page).status_code == 403
    answer = client.post(page, {"action": "withdraw", "withdraw-reason": "Mine.", "withdraw-sure": "on"})
    assert answer.status_code == 403
    assert not Notice.objects.exists()


def test_a_team_is_withdrawn_with_a_successor(operator, page, published):
    heir = another("HEIR-CERT")
    said = act(operator, page, "withdraw", reason="The company is gone.", successor="heir-cert")
    assert "is withdrawn" in said
    assert listing(published.team).card["withdrawn"] == "The company is gone."
    assert publishing.relations_of(published.team) == [Relation(SUCCESSOR, heir)]
    notice = Notice.objects.of_kind("withdrawn").get()
    assert notice.content.by == "CSIRT Directory"
    entry = (
        AuditEntry.objects.of(published.team_id).with_content().filter(content__told__contains="Withdrawn")[0]
    )
    assert entry.content.by == "bob"


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("withdraw", {"reason": "Gone."}),
        ("merge", {"reason": "One.", "into": "other-cert"}),
        ("rename", {"name": "New", "slug": "new"}),
        ("relate", {"parents": "other-cert"}),
        ("marks", {"marks": "cert"}),
        ("memberships", rows(("first.full", ""))),
    ],
)
def test_nothing_is_done_where_it_is_not_said_that_it_is_meant(operator, page, published, action, fields):
    another("OTHER-CERT")
    said = act(operator, page, action, sure=False, **fields)
    assert "Tick this box if you mean it; nothing was done yet." in said
    assert not Notice.objects.exists()
    assert Team.objects.get(pk=published.team_id).name == "EXAMPLE-CERT"


def test_what_was_typed_stands_there_again(operator, page):
    said = act(operator, page, "withdraw", sure=False, reason="Their long story.", successor="nobody-cert")
    assert "Their long story." in said
    assert 'value="nobody-cert"' in said
    assert "No listed team is called “nobody-cert”" in said


def test_a_team_is_picked_by_its_name_and_two_of_one_name_by_address(operator, page, published):
    other = another("OTHER-CERT")
    people.published(people.example_cert("Same", "same-one"))
    people.published(people.example_cert("Same", "same-two"))
    assert "More than one team is called “Same”" in act(operator, page, "relate", parents="Same")
    act(operator, page, "relate", parents="other-cert\nsame-two")
    kin = {relation.other.slug for relation in publishing.relations_of(published.team)}
    assert kin == {other.slug, "same-two"}
    assert "other-cert\nsame-two" in operator.get(page).content.decode()


def test_what_the_door_refuses_is_a_sentence(operator, page, published):
    other = another("OTHER-CERT")
    publishing.relate(other, [Relation(PARENT, published.team)])
    assert "Nothing was done. OTHER-CERT is itself a part of EXAMPLE-CERT." in act(
        operator, page, "relate", parents="other-cert"
    )
    assert "cannot be merged into itself" in act(operator, page, "merge", into="example-cert", reason="No.")


def test_a_team_is_merged(operator, page, published):
    other = another("OTHER-CERT")
    assert "is merged into OTHER-CERT" in act(operator, page, "merge", into="OTHER-cert", reason="One.")
    assert listing(published.team).merged_into == listing(other)
    text = operator.get(page).content.decode()
    assert "It was merged into" in text
    assert ">Withdraw</h2>" not in text


def test_renaming_changes_the_draft_and_leads_to_publishing(operator, page, published):
    told = {"rename-name": "New Name", "rename-slug": "new-name", "rename-sure": "on", "action": "rename"}
    answer = operator.post(page, told)
    assert answer["Location"] == reverse("admin:publish_team", args=[published.team_id])
    team = Team.objects.get(pk=published.team_id)
    assert (team.name, team.slug, team.former_names) == ("New Name", "new-name", ["EXAMPLE-CERT"])
    assert listing(team).slug == "example-cert"
    assert AuditEntry.objects.of(team.pk)[0].act == "edited"


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("example-cert", "Name and address are as they were."),
        ("other-cert", "Links to another team point to this address"),
        ("draft-cert", "Team with this Address already exists."),
        ("before", "Links to another team point to this address"),
        ("Not An Address", "Enter a valid"),
        ("", "This field is required."),
    ],
)
def test_security_41_an_address_that_cannot_be_had_is_a_sentence(operator, page, published, slug, sentence):
    people.example_cert("DRAFT-CERT", "draft-cert")
    other = another("BEFORE")
    other.slug = "other-cert"
    other.save()
    people.published(other)
    said = act(operator, page, "rename", name="EXAMPLE-CERT", slug=slug)
    assert sentence in said
    assert Team.objects.get(pk=published.team_id).slug == "example-cert"


def test_memberships_are_set_and_taken_away(operator, page, published):
    act(operator, page, "memberships", **rows(("first.full", "2024-05-01"), ("", "")))
    assert listing(published.team).standing["memberships"][0]["since"] == "2024-05-01"
    assert 'value="2024-05-01"' in operator.get(page).content.decode()
    act(operator, page, "memberships", **rows(("", "")))
    assert listing(published.team).standing["memberships"] == []
    assert Revision.objects.count() == 1


@pytest.mark.parametrize(
    ("levels", "sentence"),
    [
        ([("first.full", ""), ("first.full", "")], "Given twice: FIRST: Full member."),
        ([("", "2024-05-01")], "There is a day without a membership."),
        ([("first.full", "soon")], "Enter a valid date."),
        ([("first", "")], "Select a valid choice."),
    ],
)
def test_memberships_that_cannot_be_are_sentences(operator, page, published, levels, sentence):
    assert sentence in act(operator, page, "memberships", **rows(*levels))
    assert not published.team.memberships.exists()


def test_marks_are_set_beside_the_memberships(operator, page, published):
    act(operator, page, "memberships", **rows(("first.full", "")))
    act(operator, page, "marks", marks="cert")
    standing = listing(published.team).standing
    assert [mark["code"] for mark in standing["marks"]] == ["cert"]
    assert [membership["code"] for membership in standing["memberships"]] == ["first.full"]


def test_what_is_set_of_a_draft_is_kept_for_its_first_revision(operator, example_cert):
    address = reverse("admin:team_standing", args=[example_cert.pk])
    assert "The team is not public yet." in operator.get(address).content.decode()
    assert "become public with the next revision" in act(operator, address, "marks", marks="cert")
    another("OTHER-CERT")
    assert "is not public, so it cannot be bound" in act(operator, address, "relate", parents="other-cert")
    assert Team.objects.get(pk=example_cert.pk).marks == ["cert"]


# Proof ---------------------------------------------------------------------------------------------


@pytest.fixture
def proof(published) -> str:
    return reverse("admin:team_proof", args=[published.team_id])


@pytest.fixture
def maintaining(client, alice, published):
    people.maintained_by(alice, published.team)
    people.sign_in(client, alice)
    return client


def test_a_maintainer_shows_it_by_the_link_of_a_mail(maintaining, proof, published):
    assert (
        "A mail is on its way"
        in maintaining.post(
            proof, {"action": "mail", "address": "cert@example-cert.example"}, follow=True
        ).content.decode()
    )
    address = re.search(r"http\S+\?link=\S+", Mail.objects.latest("pk").body)[0]
    opened = maintaining.get(address.partition("8000")[2]).content.decode()
    assert "It was sent to <code>cert@example-cert.example</code>" in opened
    assert not Proof.objects.exists(), "to open a link changes nothing"
    token = address.partition("link=")[2]
    said = maintaining.post(proof, {"action": "link", "link": token}, follow=True).content.decode()
    assert "It is known now that you speak for the team" in said
    assert listing(published.team).standing["maintained"]
    again = maintaining.post(proof, {"action": "link", "link": token}, follow=True).content.decode()
    assert "used already" in again
    assert Proof.objects.count() == 1


def test_the_link_is_nothing_in_another_s_hands(client, maintaining, bob, proof):
    maintaining.post(proof, {"action": "mail", "address": "cert@example-cert.example"})
    token = re.search(r"\?link=(\S+)", Mail.objects.latest("pk").body)[1]
    client.logout()
    assert client.get(proof, {"link": token}).status_code == 302
    people.sign_in(client, bob)
    assert "made for somebody else" in client.get(proof, {"link": token}).content.decode()
    client.post(proof, {"action": "link", "link": token})
    assert not Proof.objects.exists()


def test_a_maintainer_shows_it_by_a_signature(client, alice, team_ring: Ring):
    team = people.maintained_by(alice, published_with(team_ring, "team").team)
    people.sign_in(client, alice)
    address = reverse("admin:team_proof", args=[team.pk])
    asked = client.get(address).context["challenge"]
    wrong = team_ring.sign("charlie", asked.text.encode(), "--clear-sign").decode()
    answer = client.post(address, {"action": "signature", "challenge": asked.token, "text": wrong})
    assert "no key that the team publishes" in answer.content.decode()
    assert answer.context["challenge"].token == asked.token, "nobody signs twice"
    assert wrong.split("\n")[0] in answer.content.decode()
    right = team_ring.sign("team", asked.text.encode(), "--clear-sign").decode().replace("\n", "\r\n")
    said = client.post(address, {"action": "signature", "challenge": asked.token, "text": right}, follow=True)
    assert "by a signature with its published key" in said.content.decode()


def test_an_operator_gives_their_word_and_a_maintainer_does_not(client, maintaining, bob, proof, published):
    maintainer = published.team.maintainers.get()
    word = {"action": "word", "maintainer": maintainer.pk, "sentence": "I called them."}
    assert "for the directory&#x27;s operators" in maintaining.post(proof, word).content.decode()
    assert not Proof.objects.exists()
    people.sign_in(client, bob)
    assert "nothing to show" in client.post(proof, {"action": "mail", "address": "x"}).content.decode()
    assert "choose one of those" in client.post(proof, {**word, "maintainer": "²"}).content.decode()
    assert "I called them." in client.post(proof, word, follow=True).content.decode()


def test_security_7_nobody_else_sees_or_shows_anything(client, alice, dora, proof, published):
    for user in (people.elsewhere(alice), dora):
        people.sign_in(client, user)
        assert client.get(proof).status_code == 403
        assert (
            client.post(proof, {"action": "mail", "address": "cert@example-cert.example"}).status_code == 403
        )
        assert client.post(reverse("admin:confirm_team", args=[published.team_id])).status_code == 403
    assert not Mail.objects.exists()
    assert not Notice.objects.exists()


def test_the_page_of_a_team_that_is_not_public_says_so(client, alice, example_cert):
    people.sign_in(client, people.maintained_by(alice, example_cert) and alice)
    address = reverse("admin:team_proof", args=[example_cert.pk])
    assert "The team is not public." in client.get(address).content.decode()
    refused = client.post(address, {"action": "mail", "address": "cert@example-cert.example"})
    assert "does not publish this address" in refused.content.decode()


# Confirming ----------------------------------------------------------------------------------------


def test_a_maintainer_confirms_for_the_team_and_an_operator_for_the_directory(
    client, maintaining, bob, published
):
    address = reverse("admin:confirm_team", args=[published.team_id])
    assert maintaining.post(address)["Location"] == reverse("admin:index")
    people.sign_in(client, bob)
    client.post(address)
    told = Notice.objects.of_kind("confirmed").order_by("cursor").select_related("content")
    assert [(notice.content.payload["means"], notice.content.by) for notice in told] == [
        ("by the team, at the desk", "EXAMPLE-CERT"),
        ("by the directory", "CSIRT Directory"),
    ]


def test_confirming_leads_back_within_the_site_alone(maintaining, proof, published):
    address = reverse("admin:confirm_team", args=[published.team_id])
    assert maintaining.post(address, {"next": proof})["Location"] == proof
    assert maintaining.post(address, {"next": "//evil.example/"})["Location"] == reverse("admin:index")
    assert maintaining.post(address, {"next": "nowhere"})["Location"] == "nowhere"  # below this very address
    assert maintaining.get(address).status_code == 405


def test_a_draft_has_nothing_to_confirm(operator, example_cert):
    answer = operator.post(reverse("admin:confirm_team", args=[example_cert.pk]), follow=True)
    assert "nothing to confirm" in answer.content.decode()


def test_security_49_nothing_is_done_without_the_form_s_token(bob, page, proof, published):
    strict = Client(enforce_csrf_checks=True)
    people.sign_in(strict, bob)
    for address in (page, proof, reverse("admin:confirm_team", args=[published.team_id])):
        assert (
            strict.post(
                address, {"action": "withdraw", "withdraw-reason": "x", "withdraw-sure": "on"}
            ).status_code
            == 403
        )
    assert not Notice.objects.exists()
