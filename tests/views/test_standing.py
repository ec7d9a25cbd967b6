"""What visitors see of a team among others, and where its former addresses lead."""

import re
from datetime import date

import pytest
from django.urls import reverse

from directory import publishing
from directory.models import Team
from directory.publishing import Relation
from directory.publishing.standing import BACKUP, PARENT, SUCCESSOR
from tests import people

pytestmark = pytest.mark.django_db

PAGES = (
    "", "rfc2350", "rfc2350.txt", "rfc2350.json?layout=rfc", "revisions/", "revisions/1/", "revisions/1/rfc2350.txt",
    "revisions/1/rfc2350.txt.asc", "rfc2350.txt.asc", "compare/?from=1&to=2", "security.txt",
)  # fmt: skip


def another(name: str, **fields) -> Team:
    return people.published(people.example_cert(name, name.lower(), **fields)).team


@pytest.fixture
def moved(published) -> Team:
    """EXAMPLE-CERT at another address, under another name."""
    team = published.team
    team.slug, team.name = "moved-cert", "Moved CERT"
    team.save()
    people.published(team)
    return team


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


# Addresses -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_former_address_leads_to_the_same_page(client, moved, page):
    answer = client.get(f"/teams/example-cert/{page}")
    assert (answer.status_code, answer["Location"]) == (308, f"/teams/moved-cert/{page}")


@pytest.mark.parametrize("page", ["", "rfc2350", "revisions/1/", "compare/?from=1&to=2"])
def test_in_french_too(client, moved, page):
    answer = client.get(f"/fr/teams/example-cert/{page}")
    assert (answer.status_code, answer["Location"]) == (308, f"/fr/teams/moved-cert/{page}")


def test_the_way_may_be_kept_only_as_long_as_it_is_right(client, moved):
    assert "must-revalidate" in client.get("/teams/example-cert/")["Cache-Control"]
    moved.slug = "example-cert"
    moved.save()
    people.published(moved)
    assert client.get("/teams/example-cert/").status_code == 200
    assert client.get("/teams/moved-cert/")["Location"] == "/teams/example-cert/"


def test_security_41_a_former_address_in_capitals_leads_there_at_once(client, moved):
    assert client.get("/teams/EXAMPLE-Cert/revisions/")["Location"] == "/teams/moved-cert/revisions/"


@pytest.mark.parametrize("spelled", ["ｅｘａｍｐｌｅ-cert", "ＥXAMPLE-CERT", "EXAMPLE-CERT"])
def test_security_41_wide_and_capital_letters_lead_to_the_team(client, published, spelled):
    answer = client.get(f"/teams/{spelled}/rfc2350?x=1")
    assert (answer.status_code, answer["Location"]) == (308, "/teams/example-cert/rfc2350?x=1")


@pytest.mark.parametrize(
    "path",
    ["//evil.example/teams/EXAMPLE-CERT/", "/／evil.example/teams/example-cert/", "/x/y/teams/EXAMPLE-CERT/"],
)
def test_no_spelling_leads_out_of_the_site(client, published, path):
    assert client.get("/", PATH_INFO=path.encode().decode("latin-1")).status_code == 404


def test_a_page_that_is_none_stays_none(client, published):
    assert client.get("/teams/example-cert/a:b/").status_code == 404
    assert client.get("/teams/example-cert/revisions/9/").status_code == 404


def test_security_1_a_draft_s_new_address_is_as_absent_as_what_never_was(client, published):
    Team.objects.filter(pk=published.team_id).update(slug="not-yet")
    draft, nothing = client.get("/teams/not-yet/"), client.get("/teams/never-was/")
    assert (draft.status_code, draft.content) == (nothing.status_code, nothing.content)
    assert draft.status_code == 404


def test_a_former_address_leads_past_the_team_that_was_merged(client, moved):
    publishing.merge(moved, another("OTHER-CERT"), reason="One.")
    assert client.get("/teams/example-cert/")["Location"] == "/teams/other-cert/"


# Merged and withdrawn ------------------------------------------------------------------------------


def test_a_merged_team_s_pages_lead_to_the_other_and_its_revisions_stay(client, published):
    publishing.merge(published.team, another("OTHER-CERT"), reason="One.")
    for page in ("", "rfc2350", "rfc2350.txt", "rfc2350.txt.asc", "security.txt"):
        answer = client.get(f"/teams/example-cert/{page}?x=1")
        assert (answer.status_code, answer["Location"]) == (308, f"/teams/other-cert/{page}?x=1")
    assert client.get("/fr/teams/example-cert/")["Location"] == "/fr/teams/other-cert/"
    for page in ("revisions/", "revisions/1/", "revisions/1/rfc2350.txt", "compare/"):
        assert client.get(f"/teams/example-cert/{page}").status_code == 200
    assert "The team was merged into OTHER-CERT on" in text_of(client.get("/teams/example-cert/revisions/"))
    assert "The team was merged into OTHER-CERT on" in text_of(client.get("/teams/example-cert/revisions/1/"))


def test_the_other_team_says_what_was_merged_into_it(client, published):
    publishing.merge(published.team, another("OTHER-CERT"), reason="One.")
    page = client.get("/teams/other-cert/")
    assert "Merged into it EXAMPLE-CERT" in text_of(page)
    assert reverse("revisions", args=["example-cert"]) in page.content.decode()


def test_a_merged_team_is_in_no_list(client, published):
    publishing.merge(published.team, another("OTHER-CERT"), reason="One.")
    assert "/teams/example-cert/" not in client.get("/teams/").content.decode()
    assert "/teams/example-cert/" not in client.get("/sitemap.xml").content.decode()


def test_a_withdrawn_team_leads_on(client, published):
    parent, heir, helper = another("PARENT-CERT"), another("HEIR-CERT"), another("HELPER-CERT")
    publishing.relate(published.team, [Relation(PARENT, parent), Relation(BACKUP, helper)])
    publishing.withdraw(published.team, reason="The company is gone.", successor=heir)
    for page in ("", "rfc2350", "rfc2350.txt", "security.txt"):
        answer = client.get(f"/teams/example-cert/{page}")
        assert answer.status_code == 410
        said = text_of(answer)
        for line in (
            "Part of PARENT-CERT",
            "Successor HEIR-CERT",
            "Backup HELPER-CERT",
            "The company is gone.",
        ):
            assert line in said
        assert 'href="/teams/heir-cert/"' in answer.content.decode()
    assert "Successor of EXAMPLE-CERT" in text_of(client.get("/teams/heir-cert/"))


def test_security_17_a_withdrawn_team_that_publishes_again_is_there_again(client, published):
    publishing.withdraw(published.team, reason="A mistake.")
    assert client.get("/teams/example-cert/").status_code == 410
    people.published(published.team)
    assert client.get("/teams/example-cert/").status_code == 200
    assert "/teams/example-cert/" in client.get("/teams/").content.decode()


# The team's page -----------------------------------------------------------------------------------


def test_relations_are_shown_both_ways(client, published):
    parent, helper = another("PARENT-CERT"), another("HELPER-CERT")
    publishing.relate(published.team, [Relation(PARENT, parent), Relation(BACKUP, helper)])
    own = text_of(client.get("/teams/example-cert/"))
    assert "Part of PARENT-CERT" in own
    assert "Backup HELPER-CERT" in own
    assert "Its parts EXAMPLE-CERT" in text_of(client.get("/teams/parent-cert/"))
    assert "Backs up EXAMPLE-CERT" in text_of(client.get("/teams/helper-cert/"))


def test_a_relation_is_shown_as_soon_as_it_is_set_and_no_longer(client, published):
    parent = another("PARENT-CERT")
    assert "Its parts" not in text_of(client.get("/teams/parent-cert/"))
    publishing.relate(published.team, [Relation(PARENT, parent)])
    assert "Its parts EXAMPLE-CERT" in text_of(client.get("/teams/parent-cert/"))
    publishing.withdraw(published.team, reason="Closed.")
    assert "Its parts" not in text_of(client.get("/teams/parent-cert/"))


def test_a_team_with_many_parts_names_a_dozen(client, published):
    for n in range(14):
        publishing.relate(another(f"PART-{n:02}"), [Relation(PARENT, published.team)])
    said = text_of(client.get("/teams/example-cert/"))
    assert "PART-11 and 2 more" in said
    assert "PART-12" not in said


def test_another_team_s_name_is_text_and_no_markup(client, published):
    other = people.published(people.example_cert("R&D <3 CERT", "bold")).team
    publishing.relate(published.team, [Relation(SUCCESSOR, other)])
    page = client.get("/teams/example-cert/").content.decode()
    assert "R&amp;D &lt;3 CERT" in page
    assert "R&D <3" not in page


def test_memberships_marks_support_and_names_elsewhere(client, example_cert):
    example_cert.support_level = "coordination"
    example_cert.save()
    example_cert.registry_ids.create(registry="first", value="example cert?")
    example_cert.registry_ids.create(registry="misp", value="55f6ea65-aa10-4c5a-bf01-4f84950d210f")
    people.published(example_cert)
    publishing.set_standing(example_cert, [("first.full", date(2024, 5, 1))], ["cert"])
    page = client.get("/teams/example-cert/")
    said = text_of(page)
    assert "FIRST: Full member since 1 May 2024" in said
    assert "Authorised to use “CERT”" in said
    assert "Support Coordination" in said
    assert 'href="https://www.first.org/members/teams/example%20cert%3F"' in page.content.decode()
    assert "MISP: 55f6ea65-aa10-4c5a-bf01-4f84950d210f" in said
    french = text_of(client.get("/fr/teams/example-cert/"))
    assert "Autorisée à porter la marque « CERT »" in french


def test_maintained_by_the_team_is_said_with_a_proof_alone(client, published, alice):
    maintainer = people.maintained_by(alice, published.team).maintainers.get()
    publishing.settle(published.team)
    assert "By the team itself" not in text_of(client.get("/teams/example-cert/"))
    maintainer.proofs.create(kind="mail", by="alice", evidence=people.SECRET)
    publishing.settle(published.team)
    page = client.get("/teams/example-cert/")
    assert "By the team itself Known by mail to the published address, on" in text_of(page)
    assert people.SECRET not in page.content.decode()
    assert "alice" not in page.content.decode()


def test_a_former_name_stands_on_the_page_and_finds_the_team(client, moved):
    assert "formerly EXAMPLE-CERT" in text_of(client.get("/teams/moved-cert/"))
    assert "/teams/moved-cert/" in client.get("/teams/", {"q": "EXAMPLE-CERT"}).content.decode()
    suggested = client.get("/suggest/", {"q": "example"}, headers={"hx-request": "true"})
    assert "/teams/moved-cert/" in suggested.content.decode()


def test_two_revisions_are_compared_by_what_is_new_in_the_profile(client, published):
    team = published.team
    team.support_level, team.marks = "on-site", ["sim3"]
    team.save()
    team.registry_ids.create(registry="ti", value="example-cert")
    people.published(team)
    said = text_of(client.get("/teams/example-cert/compare/"))
    for line in ("Response on site", "SIM3 assessed", "Trusted Introducer example-cert"):
        assert line in said
