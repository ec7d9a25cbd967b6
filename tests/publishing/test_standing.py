"""A team among others: withdrawn, merged, renamed, bound to others, a member, maintained by itself."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from directory import publishing, reviewing, search
from directory.models import AuditEntry, FormerAddress, Kinship, Listing, Notice, Proof, Revision, Team
from directory.publishing import Relation
from directory.publishing.standing import BACKUP, PARENT, SUCCESSOR
from directory.search.shelf import shelf
from tests import people

pytestmark = pytest.mark.django_db


def another(name: str, **fields) -> Team:
    return people.published(people.example_cert(name, name.lower(), **fields)).team


def listing(team: Team) -> Listing:
    return Listing.objects.get(pk=team.pk)


def renamed(team: Team, **fields) -> Team:
    for name, value in fields.items():
        setattr(team, name, value)
    team.save()
    people.published(team)
    return team


def derived() -> dict[str, list]:
    """All that this page is about, as it is derived from the record."""
    return {
        "listings": list(Listing.objects.order_by("pk").values("pk", "slug", "standing", "facets", "card", "shelved", "withdrawn_at")),
        "addresses": list(FormerAddress.objects.order_by("slug").values("slug", "listing_id")),
        "kin": list(Kinship.objects.order_by("listing_id", "kind", "other_id").values("listing_id", "kind", "other_id")),
        "found": [sorted(search.holding(word)) for word in ("former", "merged", "parent", "example")],
    }  # fmt: skip


# Renamed -------------------------------------------------------------------------------------------


def test_another_name_and_address_are_told_by_a_notice(published):
    team = renamed(published.team, name="Renamed CERT", slug="renamed-cert")
    notice = Notice.objects.of(team.pk).of_kind("renamed").get()
    assert notice.content.payload == {
        "slug": ["example-cert", "renamed-cert"],
        "name": ["EXAMPLE-CERT", "Renamed CERT"],
    }
    assert listing(team).standing["former_names"] == ["EXAMPLE-CERT"]
    assert FormerAddress.objects.get().slug == "example-cert"


def test_a_revision_under_the_same_name_tells_of_none(published):
    renamed(published.team, host_organisation="Example Holding")
    assert not Notice.objects.of_kind("renamed").exists()


def test_a_former_name_is_found_by_searching(published):
    assert search.holding("example") == [published.team_id]
    renamed(published.team, name="Quite Another Team")
    people.write(published.team, "3.1", "Nothing of it.")
    assert search.holding("example", most=search.NAMES) == [published.team_id]


def test_another_spelling_of_a_name_is_no_former_name(published):
    renamed(published.team, name="Example-Cert")
    assert listing(published.team).standing["former_names"] == []


def test_back_at_its_first_address_only_the_one_between_leads_on(published):
    renamed(published.team, slug="between")
    renamed(published.team, slug="example-cert")
    assert list(FormerAddress.objects.values_list("slug", flat=True)) == ["between"]


def test_security_41_an_address_of_another_team_is_not_given_away(published):
    renamed(published.team, slug="moved-away")
    for slug in ("moved-away", "example-cert"):
        with pytest.raises(ValidationError, match="another team point to this address"):
            Team(name="Usurper", slug=slug).full_clean(validate_unique=False)
    Team(name="Newcomer", slug="newcomer").full_clean()
    published.team.full_clean()


def test_security_41_the_door_refuses_an_address_that_leads_to_another_team(published):
    renamed(published.team, slug="moved-away")
    usurper = people.example_cert("Usurper", "example-cert")
    with pytest.raises(publishing.AddressTaken, match="“example-cert” is another team's"):
        publishing.publish(usurper)
    assert not Revision.objects.of(usurper.pk).exists()


def test_the_door_refuses_an_address_that_another_team_still_has_in_public(published):
    Team.objects.filter(pk=published.team_id).update(slug="only-in-the-draft")
    usurper = people.example_cert("Usurper", "example-cert")
    with pytest.raises(publishing.AddressTaken):
        publishing.publish(usurper)


# Withdrawn and merged ------------------------------------------------------------------------------


def test_a_withdrawn_team_can_name_its_successor(published):
    heir = another("HEIR-CERT")
    publishing.withdraw(published.team, reason="Closed.", successor=heir, by="bob")
    assert listing(published.team).withdrawn_at
    assert publishing.relations_of(published.team) == [Relation(SUCCESSOR, heir)]


def test_a_successor_that_is_not_listed_withdraws_nothing(published):
    with pytest.raises(ValueError, match="is not listed, so nothing can lead to it"):
        publishing.withdraw(published.team, reason="Closed.", successor=people.example_cert("D", "draft"))
    assert listing(published.team).withdrawn_at is None
    assert not Notice.objects.exists()


def test_a_merged_team_is_in_no_list_and_found_as_the_other(published):
    other = another("OTHER-CERT")
    publishing.merge(published.team, other, reason="One team now.", by="bob")
    gone = listing(published.team)
    assert gone.withdrawn_at
    assert gone.merged_into == listing(other)
    assert gone.card["withdrawn"] == "One team now."
    assert search.holding("example", most=search.NAMES) == [other.pk]
    assert "EXAMPLE-CERT" in listing(other).card["names"]


def test_a_merged_team_that_publishes_again_stands_for_itself(published):
    other = another("OTHER-CERT")
    publishing.merge(published.team, other, reason="One team now.")
    people.published(published.team)
    assert listing(published.team).withdrawn_at is None
    assert listing(published.team).merged_into is None
    assert search.holding("example", most=search.NAMES) == [published.team_id]
    assert not Kinship.objects.exists()


@pytest.mark.parametrize("which", ["itself", "draft", "withdrawn"])
def test_a_team_is_merged_into_a_listed_other_team_alone(published, which):
    other = {"itself": published.team, "draft": people.example_cert("D", "draft")}.get(which)
    if other is None:
        other = another("GONE-CERT")
        publishing.withdraw(other, reason="Closed.")
    before = Notice.objects.count()
    with pytest.raises(ValueError, match=r"itself|not listed"):
        publishing.merge(published.team, other, reason="No.")
    assert Notice.objects.count() == before


def test_each_act_is_in_the_audit_trail_once(published):
    other = another("OTHER-CERT")
    before = AuditEntry.objects.count()
    publishing.merge(published.team, other, reason="One team now.", by="Directory")
    entry = AuditEntry.objects.of(published.team_id).with_content()[0]
    assert (entry.act, entry.content.told) == ("noted", "Notice: Merged.")
    assert AuditEntry.objects.count() == before + 1


# Bound to others -----------------------------------------------------------------------------------


def test_the_newest_notice_holds_all_relations(published):
    parent, backup = another("PARENT-CERT"), another("BACKUP-CERT")
    publishing.relate(published.team, [Relation(PARENT, parent)])
    publishing.relate(published.team, [Relation(PARENT, parent), Relation(BACKUP, backup)])
    assert set(publishing.relations_of(published.team)) == {
        Relation(PARENT, parent),
        Relation(BACKUP, backup),
    }
    publishing.relate(published.team, [])
    assert publishing.relations_of(published.team) == []
    assert publishing.relate(published.team, []) is None


def test_a_team_is_not_among_its_own_parents(published):
    middle, top = another("MIDDLE-CERT"), another("TOP-CERT")
    publishing.relate(published.team, [Relation(PARENT, middle)])
    publishing.relate(middle, [Relation(PARENT, top)])
    for team, parent in ((top, published.team), (middle, published.team), (top, top)):
        with pytest.raises(ValueError, match=r"itself a part of|its own parent"):
            publishing.relate(team, [Relation(PARENT, parent)])
    publishing.relate(top, [Relation(BACKUP, published.team)])  # in the other direction that is no circle


def test_a_relation_to_what_is_not_listed_is_refused(published):
    with pytest.raises(ValueError, match="is not listed"):
        publishing.relate(published.team, [Relation(BACKUP, people.example_cert("D", "draft"))])
    with pytest.raises(ValueError, match="is not public"):
        publishing.relate(Team.objects.get(slug="draft"), [Relation(BACKUP, published.team)])


def test_a_withdrawn_team_gets_a_successor_and_nothing_else(published):
    other = another("OTHER-CERT")
    publishing.withdraw(published.team, reason="Closed.")
    with pytest.raises(ValueError, match="only get a successor"):
        publishing.relate(published.team, [Relation(PARENT, other)])
    publishing.relate(published.team, [Relation(SUCCESSOR, other)])
    assert publishing.relations_of(published.team) == [Relation(SUCCESSOR, other)]


def test_the_other_team_s_row_moves_with_what_is_said_of_it(published):
    other = another("OTHER-CERT")
    told = publishing.relate(published.team, [Relation(PARENT, other)])
    assert listing(other).shelved == told.cursor
    told = publishing.relate(published.team, [])
    assert listing(other).shelved == told.cursor
    told = publishing.merge(published.team, other, reason="One.")
    assert listing(other).shelved == told.cursor
    back = people.published(published.team)
    assert listing(other).shelved == back.cursor


# Memberships and marks -----------------------------------------------------------------------------


def test_memberships_and_marks_are_public_without_a_revision(published):
    day = date(2024, 5, 1)
    publishing.set_standing(published.team, [("first.full", day)], ["cert"], by="bob")
    standing = listing(published.team).standing
    assert standing["memberships"] == [
        {"code": "first.full", "label": "FIRST: Full member", "since": "2024-05-01"}
    ]
    assert [mark["code"] for mark in standing["marks"]] == ["cert"]
    assert shelf().having("membership", "first").bit_count() == 1
    assert Revision.objects.count() == 1


def test_the_desk_is_in_step_and_has_nothing_new_to_publish(published):
    publishing.set_standing(published.team, [("first.full", None)], ["cert"])
    team = Team.objects.get(pk=published.team_id)
    assert (team.memberships.get().level, team.marks) == ("first.full", ["cert"])
    assert publishing.publish(team) is None
    publishing.set_standing(team, [], [])
    assert not team.memberships.exists()
    assert publishing.publish(team) is None
    assert listing(team).standing["memberships"] == []
    assert shelf().having("membership", "first") == 0


def test_a_revision_says_what_stands_at_the_desk(published):
    publishing.set_standing(published.team, [("first.full", None)], [])
    published.team.memberships.create(level="ti.listed")
    people.published(published.team)
    assert [m["code"] for m in listing(published.team).standing["memberships"]] == ["first.full", "ti.listed"]


def test_what_is_set_of_a_draft_waits_for_its_first_revision(example_cert):
    assert publishing.set_standing(example_cert, [("first.full", None)], ["cert"]) is None
    people.published(example_cert)
    assert [m["code"] for m in listing(example_cert).standing["memberships"]] == ["first.full"]
    assert not Notice.objects.exists()


def test_setting_what_is_set_tells_nothing(published):
    publishing.set_standing(published.team, [("first.full", None)], ["cert"])
    assert publishing.set_standing(published.team, [("first.full", None)], ["cert"]) is None


@pytest.mark.parametrize(
    ("levels", "marks"),
    [(["first"], []), (["no.such"], []), (["first.full", "first.full"], []), ([], ["no-such"])],
)
def test_a_word_that_is_none_sets_nothing(published, levels, marks):
    with pytest.raises(ValueError, match=r"“|twice"):
        publishing.set_standing(published.team, [(level, None) for level in levels], marks)
    assert not published.team.memberships.exists()
    assert not Notice.objects.exists()


def test_marks_support_and_names_elsewhere_stand_in_the_profile(example_cert):
    example_cert.marks, example_cert.support_level = ["cert"], "on-site"
    example_cert.save()
    example_cert.registry_ids.create(registry="first", value="example-cert")
    profile = people.published(example_cert).content.profile
    assert profile["support_level"]["code"] == "on-site"
    assert profile["registry_ids"] == [
        {"registry": {"code": "first", "label": "FIRST"}, "value": "example-cert"}
    ]
    assert [mark["code"] for mark in profile["marks"]] == ["cert"]


def test_a_team_that_says_nothing_of_them_has_nothing_new_to_publish(published):
    assert {"marks", "support_level", "registry_ids"}.isdisjoint(published.content.profile)


# Maintained by the team ----------------------------------------------------------------------------


def proven(team: Team, user) -> Proof:
    maintainer = people.maintained_by(user, team).maintainers.get(user=user)
    return maintainer.proofs.create(kind="word", by="bob", evidence="A call.")


def test_it_is_said_with_the_first_proof_and_taken_back_with_the_last(published, alice, charlie):
    first, second = proven(published.team, alice), proven(published.team, charlie)
    publishing.settle(published.team)
    assert publishing.settle(published.team) is None
    assert listing(published.team).standing["maintained"] == {
        "means": "word of those who run this directory",
        "at": first.at.date().isoformat(),
    }
    first.maintainer.delete()
    assert publishing.settle(published.team) is None
    second.maintainer.delete()
    publishing.settle(published.team)
    assert listing(published.team).standing["maintained"] is None


def test_whoever_may_not_log_in_proves_nothing(published, alice):
    proven(published.team, alice)
    publishing.settle(published.team)
    alice.is_active = False
    alice.save()
    publishing.settle(published.team)
    assert listing(published.team).standing["maintained"] is None


def test_a_proof_of_a_draft_is_told_when_it_is_published(example_cert, alice):
    proven(example_cert, alice)
    assert publishing.settle(example_cert) is None
    people.published(example_cert)
    assert listing(example_cert).standing["maintained"]


def test_nothing_is_said_of_a_team_that_is_not_listed(published):
    publishing.withdraw(published.team, reason="Closed.")
    with pytest.raises(ValueError, match="is not listed"):
        publishing.maintained(published.team, "mail to the published address")


# From the record alone -----------------------------------------------------------------------------


def test_reindex_makes_all_of_it_again(published, alice):
    parent, heir, gone, back = (another(f"{n}-CERT") for n in ("PARENT", "HEIR", "GONE", "BACK"))
    publishing.relate(published.team, [Relation(PARENT, parent), Relation(BACKUP, heir)])
    publishing.relate(published.team, [Relation(PARENT, parent)])
    renamed(published.team, name="Former No More", slug="another-address")
    renamed(gone, name="Merged Team", slug="merged-team")
    publishing.merge(gone, heir, reason="One.")
    publishing.merge(back, parent, reason="A mistake.")
    people.published(back)
    publishing.withdraw(back, reason="Closed.", successor=heir)
    publishing.set_standing(parent, [("ti.listed", None)], ["sim3"])
    proven(heir, alice)
    publishing.settle(heir)
    before = derived()
    assert len(before["kin"]) == 3
    Listing.objects.all().delete()
    search.clear()
    publishing.reindex()
    assert derived() == before
    assert list(publishing.verify()) == []


def test_what_operators_have_set_since_is_nothing_that_the_team_proposes(published, alice):
    people.maintained_by(alice, published.team)
    publishing.set_standing(published.team, [("first.full", None)], ["cert"])
    team = Team.objects.get(pk=published.team_id)
    assert not reviewing.prospect(team, at=timezone.now()).changed
    people.write(team, "3.1", "Another mission.")
    seen = reviewing.prospect(team, at=timezone.now())
    assert seen.changed
    assert "memberships" not in {reason.code for reason in seen.reasons}
