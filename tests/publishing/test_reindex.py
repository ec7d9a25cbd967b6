import pytest

from directory import publishing, search
from directory.models import Facet, Identifier, Listing
from tests import people

pytestmark = pytest.mark.django_db


def derived():
    tables = (
        Listing.objects.order_by("pk").values_list(
            "pk", "revision_id", "slug", "name", "card", "published_at"
        ),
        Facet.objects.order_by("listing_id", "facet", "value").values_list("listing_id", "facet", "value"),
        Identifier.objects.order_by("listing_id", "kind", "value").values_list("listing_id", "kind", "value"),
    )
    found = [team.slug for team in search.matching(Listing.objects.all(), ["forensics"])]
    return [list(table) for table in tables], found


def test_reindex_makes_the_same_again_from_the_record_alone(published):
    people.published(people.example_cert("OTHER-CERT", "other-cert"))
    before = derived()
    Listing.objects.all().delete()
    search.clear()
    assert publishing.reindex() == 2
    assert derived() == before


def test_reindex_does_not_look_at_drafts(published):
    published.team.name = people.SECRET
    published.team.save()
    people.example_cert("DRAFT-CERT", "draft-cert")
    assert publishing.reindex() == 1
    assert Listing.objects.get().name == "EXAMPLE-CERT"
