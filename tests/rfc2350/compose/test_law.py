"""What is composed from the facts is read back as the same facts."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.rfc2350.compose import COMPOSED, compose
from directory.rfc2350.document import ConstituencyFacts, Document, Information, Section, TeamFacts
from directory.rfc2350.facts import derive
from directory.rfc2350.sections import TITLES
from directory.vocabularies import COUNTRIES
from tests.rfc2350.compose import facts_of_teams as some

languages = st.sampled_from(["en", "fr"])
# The same examples every time: the search for new ones is tests/fuzz.
law = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def read_back(language, *, document=None, team=None, constituency=None):
    """The facts of the sections that are composed from these."""
    team = team or TeamFacts()
    said = Document(
        language,
        document or Information(),
        replace(team, name=team.name or "Example CSIRT"),
        constituency or ConstituencyFacts(),
    )
    sections = [
        Section(
            canonical, canonical, title, compose(said, canonical, language) if canonical in COMPOSED else ""
        )
        for canonical, title in TITLES.items()
    ]
    return derive(tuple(sections), language)


@law
@given(languages, some.informations)
def test_date_version_and_addresses(language, information):
    assert read_back(language, document=information).document == information


@law
@given(languages, some.change_tables())
def test_a_change_table(language, table):
    information = Information(date=table[-1].date, version=table[-1].version, revisions=table)
    assert read_back(language, document=information).document == information


@pytest.mark.parametrize("language", ["en", "fr"])
def test_names(language):
    team = TeamFacts(
        name="Example Response Team", short_name="EX-CSIRT", aliases=("Harbour Desk", "Old Example CERT")
    )
    found = read_back(language, team=team).team
    assert (found.name, found.short_name, found.aliases) == (team.name, team.short_name, team.aliases)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_address_and_country(language):
    address = ("Example SAS", "13-15 rue de l'Exemple", "75002 Paris", "France")
    found = read_back(language, team=TeamFacts(country="FR", address=address)).team
    assert (found.country, found.address) == ("FR", address)


@law
@given(languages, some.numbers)
def test_telephone_numbers(language, phones):
    calls = [phone for phone in phones if phone.kind != "fax"]
    faxes = [phone for phone in phones if phone.kind == "fax"]
    assert read_back(language, team=TeamFacts(phones=phones)).team.phones == (*calls, *faxes)


@law
@given(languages, some.emails)
def test_addresses_of_mail(language, emails):
    assert read_back(language, team=TeamFacts(emails=emails)).team.emails == emails


@law
@given(languages, some.channels)
def test_channels(language, channels):
    assert read_back(language, team=TeamFacts(channels=channels)).team.channels == channels


@law
@given(languages, some.certificates, some.several(some.words.map("https://{}.example/key.asc".format)))
def test_keys(language, keys, key_urls):
    found = read_back(language, team=TeamFacts(keys=keys, key_urls=key_urls)).team
    assert found.keys == keys
    assert found.key_urls == key_urls


@law
@given(languages, some.weeks())
def test_hours(language, hours):
    assert read_back(language, team=TeamFacts(hours=hours)).team.hours == hours


@law
@given(languages, some.schemes)
def test_label_schemes(language, schemes):
    assert read_back(language, team=TeamFacts(tlp=schemes)).team.tlp == schemes


@law
@given(languages, some.zones)
def test_time_zones(language, zones):
    assert read_back(language, team=TeamFacts(timezones=zones)).team.timezones == zones


@law
@given(languages, some.several(some.words.map("https://{}.example".format)))
def test_websites(language, websites):
    emails = tuple(f"csirt@{website.removeprefix('https://')}" for website in websites)
    assert read_back(language, team=TeamFacts(emails=emails, websites=websites)).team.websites == websites


@law
@given(languages, some.constituencies)
def test_the_constituency(language, constituency):
    assert read_back(language, constituency=constituency).constituency == constituency


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_country_of_the_world(language):
    for code in COUNTRIES:
        served = ConstituencyFacts(countries=(code,))
        assert read_back(language, constituency=served).constituency == served


@law
@given(languages, some.informations, some.numbers, some.weeks(), some.constituencies)
def test_one_fact_does_not_disturb_another(language, information, phones, hours, constituency):
    team = TeamFacts(phones=phones, hours=hours, emails=("csirt@team.example",), timezones=("Europe/Paris",))
    found = read_back(language, document=information, team=team, constituency=constituency)
    assert found.document == information
    assert set(found.team.phones) == set(phones)
    assert found.team.hours == hours
    assert found.constituency == constituency
