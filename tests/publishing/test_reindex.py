from io import StringIO

import pytest
from django.core.management import call_command

from directory import publishing, search
from directory.models import Identifier, Listing, LookupState, SearchWord
from tests import people

pytestmark = pytest.mark.django_db


def derived():
    tables = (
        Listing.objects.order_by("pk").values_list(
            "pk", "revision_id", "slug", "name", "card", "published_at", "confirmed_at", "facets", "shelved"
        ),
        SearchWord.objects.order_by("word").values_list("word", "teams"),
        Identifier.objects.order_by("listing_id", "kind", "value").values_list("listing_id", "kind", "value"),
    )
    return [list(table) for table in tables], sorted(search.holding("forensics"))


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


def test_a_site_of_another_release_is_made_anew_once(published):
    assert not publishing.is_outdated()
    LookupState.objects.update(shape=publishing.SHAPE - 1)
    Listing.objects.update(facets="")
    call_command("reindex", "--if-outdated", stdout=StringIO())
    assert "country=PL" in Listing.objects.get().facets
    Listing.objects.update(facets="")
    call_command("reindex", "--if-outdated", stdout=StringIO())
    assert Listing.objects.get().facets == "", "it is made already"


def test_an_empty_site_is_not_outdated(db):
    assert not publishing.is_outdated()
