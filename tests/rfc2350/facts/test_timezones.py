"""Time zones (RFC 2350, 2.3) by their IANA names."""

import pytest

from directory.rfc2350.document import Section
from directory.rfc2350.facts import derive

ADDRESSES = {
    "AT": "1010 Wien\nAustria",
    "AZ": "Baku\nAzerbaijan",
    "BR": "São Paulo\nBrazil",
    "CZ": "Praha\nČeská republika",
    "DE": "Berlin\nDeutschland",
    "EC": "Quito\nEcuador",
    "EE": "Tallinn\nEstonia",
    "FR": "Paris\nFrance",
    "GB": "London\nUnited Kingdom",
    "GH": "Accra\nGhana",
    "ID": "Jakarta\nIndonesia",
    "IN": "Pune\nIndia",
    "KZ": "Almaty\nKazakhstan",
    "LK": "Colombo\nSri Lanka",
    "MT": "Valletta\nMalta",
    "PT": "Lisboa\nPortugal",
    "SK": "Bratislava\nSlovensko",
    "US": "Springfield\nUSA",
}


def derived(text, country=None, language="en"):
    address = (Section("2.2", "2.2", "Address", ADDRESSES[country]),) if country else ()
    return derive((*address, Section("2.3", "2.3", "Time Zone", text)), language)


@pytest.mark.parametrize(
    ("country", "text", "zones"),
    [
        ("FR", "CET/CEST", ["Europe/Paris"]),
        ("FR", "CET (From October to March, UTC+1)\nCEST (From March to October, UTC+2)", ["Europe/Paris"]),
        ("DE", "Europe/Berlin", ["Europe/Berlin"]),
        ("DE", "Europa/Berlin, GMT+1 und\nEuropa/Berlin, GMT+2 im Sommer", ["Europe/Berlin"]),
        ("DE", "MEZ/MESZ", ["Europe/Berlin"]),
        ("CZ", "SEČ, Středoevropský čas (UTC +1)\nSELČ, Středoevropský letní čas (UTC +2)", ["Europe/Prague"]),
        ("AT", "Central European Time (GMT+0100, and GMT+0200 from April to October)", ["Europe/Vienna"]),
        ("AT", "GMT+01.00", ["Europe/Vienna"]),
        ("AT", "GMT01/GMT02", ["Europe/Vienna"]),
        ("EE", "EET, Eastern European Time (UTC+2)\nEEST (UTC+3)", ["Europe/Tallinn"]),
        ("GB", "GMT/UTC (GMT/UTC+0100 during Summer Time)", ["Europe/London"]),
        ("GB", "GMT, BST in summer", ["Europe/London"]),
        ("GH", "Greenwich Mean Time (GMT)", ["Africa/Accra"]),
        ("ID", "WITA (GMT+08:00)", ["Asia/Makassar"]),
        ("ID", "WIB", ["Asia/Jakarta"]),
        ("ID", "WIT", ["Asia/Jayapura"]),
        ("ID", "Jakarta (GMT + 07:00)", ["Asia/Jakarta"]),
        ("ID", "Waktu Indonesia Tengah", ["Asia/Makassar"]),
        ("ID", "Asia/Jakarta, WIB, (GMT+07:00)", ["Asia/Jakarta"]),
        ("IN", "IST (GMT+0530)", ["Asia/Kolkata"]),
        ("LK", "Sri Lanka Standard Time (GMT+0530)", ["Asia/Colombo"]),
        ("BR", "America/Sao_Paulo (GMT-0300)", ["America/Sao_Paulo"]),
        ("BR", "UTC-3", ["America/Sao_Paulo"]),
        ("BR", "Horário de Brasília", ["America/Sao_Paulo"]),
        ("EC", "GMT / UTC -5 hours", ["America/Guayaquil"]),
        ("PT", "WET (GMT+0, GMT+1 no verão); as ilhas GMT-1, GMT+0 no verão", ["Europe/Lisbon", "Atlantic/Azores"]),
        ("US", "PST, MST, CST, EST", ["America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"]),
        ("US", "Eastern Time", ["America/New_York"]),
        ("MT", "Central European Time (GMT 1, GMT 2 in the summer months)", ["Europe/Malta"]),
        ("KZ", "(GMT+05:00) Astana", ["Asia/Almaty"]),
    ],
)  # fmt: skip
def test_the_country_and_the_clock_give_the_zone(country, text, zones):
    assert list(derived(text, country).team.timezones) == zones


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("UTC+5", ["Etc/GMT-5"]),
        ("GMT-0300", ["Etc/GMT+3"]),
        ("UTC", ["UTC"]),
        ("CET/CEST", ["CET"]),
        ("GMT+1, in summer GMT+2", ["CET"]),
        ("Europe/Bucharest", ["Europe/Bucharest"]),
        ("WIB", ["Asia/Jakarta"]),
        ("local time", []),
        ("None.", []),
        ("", []),
        ("Atlantis/Capital", []),
    ],
)
def test_a_zone_without_a_country_is_no_more_than_what_is_said(text, zones):
    assert list(derived(text).team.timezones) == zones


@pytest.mark.parametrize(
    ("country", "text"),
    [
        ("AZ", "CET - Central European Time zone: UTC+0400"),
        ("AZ", "CET with UTC+0300"),
        ("SK", "SEČ (UTC+2)"),
        ("FR", "CEST (UTC+1)"),
    ],
)
def test_a_zone_beside_an_offset_that_it_never_has_is_reported(country, text):
    assert "timezone-offset-mismatch" in {problem.code for problem in derived(text, country).problems}


@pytest.mark.parametrize(
    "text",
    [
        "CET (UTC+1), CEST (UTC+2)",
        "CET/CEST, UTC+0100/UTC+0200",
        "CET, UTC+1 and UTC+2 in summer",
        "UTC+1 (GMT+1)",
    ],
)
def test_a_zone_with_its_own_offsets_is_not_reported(text):
    assert not derived(text, "FR").problems


def test_the_offset_decides_where_name_and_offset_disagree():
    assert derived("CET - Central European Time: UTC+0400", "AZ").team.timezones == ("Asia/Baku",)
