from directory.search.facets import clock_of, facets_of, read_clock

PROFILE = {
    "country": {"code": "NO", "label": "Norway"},
    "type": {"code": "csirt", "label": "CSIRT"},
    "scopes": [{"code": "national", "label": "National"}],
    "languages": ["no", "en"],
    "contacts": [{"kind": "emergency"}, {"kind": "email"}],
    "hours": [{"kind": "office", "days": ["mo", "tu"], "opens": "08:00", "closes": "16:00", "timezone": None, "note": "or so"}],
    "timezones": ["Europe/Oslo"],
    "keys": [{"fingerprint": "", "key_id": "ABCD"}, {"fingerprint": "A" * 40, "key_id": "", "expires": "2027-01-31"}],
    "constituency": {"sectors": [{"code": "energy.oil", "label": "Oil"}], "types": [{"code": "members", "label": ""}]},
    "services": [{"framework": {"code": "6.1.2", "label": ""}}, {"framework": None}],
    "incident_types": [{"code": "fraud.phishing", "label": ""}],
    "memberships": [{"code": "ti.certified", "label": "", "since": None}],
}  # fmt: skip


def values(profile: dict) -> list[str]:
    return [word for word in facets_of(profile, "unknown").split(" ") if not word.startswith("clock=")]


def test_a_profile_becomes_words_with_all_that_is_above_them_in_a_tree():
    assert values(PROFILE) == [
        "country=NO", "region=154", "region=150", "type=csirt", "scope=national", "sector=energy.oil", "sector=energy",
        "service=6.1.2", "service=6.1", "service=6", "incident=fraud", "membership=ti.certified", "membership=ti",
        "language=no", "language=en", "constituency=members", "key-ends=unknown",
    ]  # fmt: skip


def test_the_first_profiles_knew_less_and_are_read_as_well():
    old = {k: v for k, v in PROFILE.items() if k not in {"incident_types", "memberships"}}
    old |= {
        "constituency": {"sectors": []},
        "country": None,
        "type": None,
        "keys": [{"fingerprint": "A" * 40}],
    }
    assert values(old) == [
        "scope=national", "service=6.1.2", "service=6.1", "service=6", "language=no", "language=en", "key-ends=unknown",
    ]  # fmt: skip


def test_the_clock_has_no_blanks_and_only_what_the_state_follows_from():
    clock = clock_of(PROFILE)
    assert " " not in clock
    assert read_clock(clock) == {
        "voice": "",
        "emergency": "yes",
        "hours": [
            {"kind": "office", "days": ["mo", "tu"], "opens": "08:00", "closes": "16:00", "timezone": None}
        ],
        "timezone": "Europe/Oslo",
    }
    assert clock_of({**PROFILE, "hours": [], "contacts": []}) == ""


def test_around_the_clock_is_every_day_from_midnight_to_midnight():
    always = {
        "kind": "emergency",
        "days": ["mo", "tu", "we", "th", "fr", "sa", "su"],
        "opens": "00:00",
        "closes": "24:00",
    }
    assert "hours=24x7" in values({**PROFILE, "hours": [always]})
    assert "hours=24x7" not in values({**PROFILE, "hours": [always | {"days": ["mo"]}]})
    assert "hours=24x7" not in values({**PROFILE, "hours": [always | {"closes": "23:00"}]})
