"""What changed in the facts between two revisions."""

import pytest

from directory import comparing, desk
from tests import people

EMPTY = {"schema": "profile/1", "name": "EXAMPLE-CERT", "contacts": [], "constituency": {}}
POLAND = {"code": "PL", "label": "Poland"}
NORWAY = {"code": "NO", "label": "Norway"}


def changes(before: dict, after: dict) -> list[tuple[str, tuple, tuple]]:
    found = comparing.compare({**EMPTY, **before}, {**EMPTY, **after})
    return [(str(change.label), change.removed, change.added) for change in found]


def contact(kind: str, value: str, **more: str) -> dict[str, str]:
    return {"kind": kind, "channel": "", "value": value, "text": "", "note": "", **more}


def test_nothing_changed_is_nothing_told():
    assert changes({"country": POLAND}, {"country": POLAND}) == []


@pytest.mark.parametrize(
    ("before", "after", "label", "removed", "added"),
    [
        ({"name": "A"}, {"name": "B"}, "Name", ("A",), ("B",)),
        ({"country": POLAND}, {"country": NORWAY}, "Country", (POLAND,), (NORWAY,)),
        ({"country": None}, {"country": NORWAY}, "Country", (), (NORWAY,)),
        ({"scopes": [POLAND, NORWAY]}, {"scopes": [NORWAY]}, "Scope", (POLAND,), ()),
        ({"timezones": ["Europe/Oslo"]}, {"timezones": []}, "Time zones", ("Europe/Oslo",), ()),
        ({"address": ["A", "B"]}, {"address": ["A", "C"]}, "Address", ("B",), ("C",)),
        (
            {"label_schemes": ["TLP 1.0"]},
            {"label_schemes": ["TLP 2.0"]},
            "Labels",
            ("TLP 1.0",),
            ("TLP 2.0",),
        ),
        ({"constituency": {"asns": [1, 2]}}, {"constituency": {"asns": [2, 3]}}, "AS numbers", (1,), (3,)),
        ({"on_request": []}, {"on_request": ["voice"]}, "Available on request", (), ("voice",)),
    ],
)
def test_a_field_says_what_went_and_what_came(before, after, label, removed, added):
    assert changes(before, after) == [(label, removed, added)]


def test_the_order_of_values_is_none():
    assert changes({"timezones": ["Europe/Oslo", "UTC"]}, {"timezones": ["UTC", "Europe/Oslo"]}) == []


def test_a_word_of_a_vocabulary_is_compared_by_its_code():
    assert changes({"country": POLAND}, {"country": {"code": "PL", "label": "Republic of Poland"}}) == []


def test_contacts_are_told_kind_by_kind():
    before = {"contacts": [contact("voice", "+48221234567"), contact("email", "cert@example.com")]}
    after = {"contacts": [contact("emergency", "+48221234567"), contact("email", "cert@example.com")]}
    assert [label for label, _, _ in changes(before, after)] == ["Emergency", "Telephone"]


def test_a_number_that_was_only_written_in_another_way_is_the_same():
    before = {"contacts": [contact("voice", "+48221234567", text="022 123 45 67")]}
    after = {"contacts": [contact("voice", "+48221234567", text="+48 22 123 45 67")]}
    assert changes(before, after) == []


def test_a_key_is_its_fingerprint_and_its_last_day():
    old = {"fingerprint": people.FINGERPRINT, "key_id": "", "note": ""}
    new = {**old, "expires": "2028-03-03"}
    assert changes({"keys": [old]}, {"keys": [dict(old)]}) == []
    assert changes({"keys": [old]}, {"keys": [new]}) == [("OpenPGP keys", (old,), (new,))]


def test_hours_services_and_memberships_are_compared_by_what_they_say():
    opening = {
        "days": ["mo"],
        "opens": "08:00",
        "closes": "16:00",
        "kind": "office",
        "timezone": None,
        "note": None,
    }
    service = {"title": "Triage", "canonical": "5.1", "depth": 1, "framework": None}
    member = {"code": "first.full", "label": "FIRST: Full member", "since": None}
    before = {"hours": [opening], "services": [service], "memberships": [member]}
    after = {
        "hours": [{**opening, "closes": "17:00"}],
        "services": [{**service, "depth": 2}],
        "memberships": [{**member, "since": "2020"}],
    }
    assert [label for label, _, _ in changes(before, after)] == ["Hours", "Memberships"]


def test_a_profile_of_an_earlier_release_lacks_keys_and_is_compared_all_the_same():
    after = {"memberships": [{"code": "first.full", "label": "FIRST: Full member", "since": None}]}
    found = comparing.compare({"schema": "profile/1", "name": "EXAMPLE-CERT"}, {**EMPTY, **after})
    assert [str(change.label) for change in found] == ["Memberships"]


@pytest.mark.django_db
def test_every_field_of_a_profile_is_compared(example_cert):
    """A new key of profile/1 needs a row in FIELDS."""
    profile = desk.profile(example_cert)
    known = {path.split(" ")[0] for path, _, _ in comparing.FIELDS}
    assert set(profile) - known == {"schema", "slug"}
    parts = {path.split(" ")[1] for path, _, _ in comparing.FIELDS if path.startswith("constituency ")}
    assert set(profile["constituency"]) - parts == set()
