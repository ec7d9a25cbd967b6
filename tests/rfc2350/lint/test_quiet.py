"""What a rule must leave alone: one sentence a case."""

from dataclasses import replace

import pytest

from directory.rfc2350.document import Change, Key, Opening, Phone, Section
from directory.rfc2350.lint import lint
from tests.rfc2350.lint.blocks import SOUND_FINGERPRINT
from tests.rfc2350.lint.sound import (
    DOCUMENT,
    TODAY,
    WORKDAYS,
    codes,
    constituency,
    information,
    saying,
    team,
    with_section,
    without,
)


def test_a_heading_that_only_opens_its_sub_headings_is_not_empty():
    services = saying("5.1", "")
    below = Section("5.1.1", "5.1.1", "Incident Triage", "First look.", 60)
    at = [section.canonical for section in services.sections].index("5.2")
    document = replace(services, sections=(*services.sections[:at], below, *services.sections[at:]))
    assert "section-empty" not in codes(document)


def test_a_dash_alone_is_empty():
    assert "section-empty" in codes(saying("2.5", "- -"))


def test_none_available_is_not_empty():
    assert "section-empty" not in codes(saying("2.9", "None available."))


def test_vision_and_mission_are_not_a_repetition():
    vision = Section("3.1", "3.5", "Vision", "A calm net.", 50)
    assert "section-repeated" not in codes(replace(DOCUMENT, sections=(*DOCUMENT.sections, vision)))


def test_services_without_an_introduction_are_services():
    assert "section-missing" not in codes(without("5"))


def test_a_fax_section_is_not_asked_for():
    assert "section-missing" not in codes(without("2.5"))


def test_a_number_with_inner_spaces_is_the_same_number():
    assert "numbers-differ" not in codes(with_section("2.7", number="2 .7."))


def test_a_version_is_not_a_reference_to_a_section():
    assert "reference-broken" not in codes(saying("4.3", "We follow version 9.4 of the handbook."))


def test_a_date_with_a_day_above_twelve_has_one_reading():
    assert "date-ambiguous" not in codes(saying("1.1", "17/05/2026"))


def test_a_date_of_equal_day_and_month_has_one_reading():
    assert "date-ambiguous" not in codes(saying("1.1", "05/05/2026"))


def test_a_date_of_this_month_without_a_day_is_not_in_the_future():
    assert "date-in-future" not in codes(information(date="2026-06"))


def test_a_month_of_last_year_counts_to_its_last_day():
    assert "date-old" not in codes(information(date="2025-06"))


def test_a_date_by_month_agrees_with_a_change_of_that_month():
    assert "date-contradicts" not in codes(
        information(date="2026-05", revisions=(Change("2026-05-17", "1.4"),))
    )


def test_a_document_that_expires_today_is_still_valid():
    assert "document-expired" not in codes(information(expires="2026-06-15"))


def test_a_month_of_expiry_lasts_to_its_end():
    assert "document-expired" not in codes(information(expires="2026-06"))


def test_a_change_table_may_run_backwards():
    dates = ("2026-05-17", "2025-01-01", "2024-02-01")
    assert "changes-unordered" not in codes(
        information(revisions=tuple(Change(date, "1.4") for date in dates))
    )


@pytest.mark.parametrize(
    "text",
    [
        "This document is not signed.",
        "This file is clear-signed.",
        "Dieses Dokument ist nicht signiert.",
        "See below.",
    ],
)
def test_a_document_without_a_separate_signature_needs_no_address_for_it(text):
    assert "signature-no-address" not in codes(saying("1.4", text, information(signatures=())))


@pytest.mark.parametrize("text", ["+33 1 99 00 01 23", "(+33 1) 99000123", "0033 199000123", "292"])
def test_a_number_that_can_be_dialled_from_abroad_has_its_country_code(text):
    assert "phone-no-country-code" not in codes(team(phones=(Phone("+33199000123", "voice", text),)))


def test_extensions_of_one_switchboard_are_not_a_slip():
    phones = (Phone("+33199000123", "voice", "…"), Phone("+33199000124", "voice", "…"))
    assert "phones-nearly-equal" not in codes(team(phones=phones))


def test_a_fax_is_no_telephone():
    assert "phone-missing" in codes(team(phones=(Phone("+33199000123", "fax", "…"),)))


def test_two_departments_of_one_domain_do_not_differ_in_their_ending():
    emails = ("csirt@team.example", "soc@desk.team.example")
    assert "email-domains-differ" not in codes(team(emails=emails))


def test_the_dotted_offset_of_a_zone_agrees_with_its_name():
    assert "timezone-offset-mismatch" not in codes(saying("2.3", "CET, GMT+01.00, in summer GMT+0200"))


def test_a_zone_that_nobody_knows_contradicts_nothing():
    assert "timezone-offset-mismatch" not in codes(saying("2.3", "UTC+9", team(timezones=("Mars/Olympus",))))


def test_a_lunch_break_is_no_overlap():
    hours = (Opening(WORKDAYS, "09:00", "12:00"), Opening(WORKDAYS, "13:00", "17:00"))
    assert "hours-overlap" not in codes(team(hours=hours))


def test_an_emergency_line_may_run_beside_office_hours():
    hours = (Opening(WORKDAYS, "09:00", "17:00"), Opening(WORKDAYS, "00:00", "24:00", "emergency"))
    assert "hours-overlap" not in codes(team(hours=hours))


def test_hours_in_words_with_days_and_times_are_not_vague():
    assert "hours-vague" not in codes(saying("2.11", "Business hours: Monday to Friday, 09:00 to 17:00."))


@pytest.mark.parametrize(
    "text",
    [
        "Fingerprint: 44E5BBCB0644261FE97D6D0EC7A3C6AAF5A0FC65",
        "Key fingerprint = 44E5 BBCB 0644 261F E97D  6D0E C7A3 C6AA F5A0 FC65",
        "Fingerprint: available on request",
        "Fingerprint:\n44E5 BBCB",
    ],
)
def test_a_whole_fingerprint_has_the_right_length(text):
    assert "fingerprint-length" not in codes(saying("2.8", text))


def test_the_first_line_of_a_broken_fingerprint_is_not_a_short_one():
    text = "Fingerprint: 44E5 BBCB 0644 261F E97D\n             6D0E C7A3 C6AA F5A0 FC65"
    assert "fingerprint-length" not in codes(saying("2.8", text))


@pytest.mark.parametrize(
    "text",
    [
        "Key ID: 0xC7A3C6AAF5A0FC65",
        "Key-ID: C7A3 C6AA F5A0 FC65",
        "KeyID: 4096R/F5A0FC65.",
        "Key ID: 0x F5A0FC65",
    ],
)
def test_a_key_id_in_any_grouping_is_one(text):
    assert not {"key-id-malformed", "key-id-length"} & codes(saying("2.8", text))


def test_the_first_digits_name_a_key_of_version_six():
    fingerprint = "0123456789ABCDEF" * 4
    keys = (Key(fingerprint, fingerprint[:16]),)
    assert "fingerprint-key-id-mismatch" not in codes(
        saying("2.8", f"Fingerprint: {fingerprint}", team(keys=keys))
    )


def test_a_short_id_beside_a_fingerprint_is_no_danger():
    assert "key-id-short" not in codes(team(keys=(Key(SOUND_FINGERPRINT, SOUND_FINGERPRINT[-8:]),)))


def test_networks_for_documentation_are_left_to_examples():
    assert "constituency-network-not-public" not in codes(
        constituency(prefixes=("192.0.2.0/24", "2001:db8:1::/48"))
    )


def test_what_is_no_network_is_passed_over():
    assert lint(constituency(prefixes=("not/a/network",)), TODAY) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Todo el equipo responde.",
        "The level of support is to be determined by the team.",
        "Dates are written DD/MM/YYYY.",
        "Nama CSIRT : Example-CSIRT",
        "Severity [1] to [4].",
        "The address <csirt@team.example>.",
        "Louis XXXII",
    ],
)
def test_ordinary_words_are_no_placeholder(text):
    assert "placeholder-left" not in codes(saying("4.1", text))


@pytest.mark.parametrize(
    "text",
    [
        "NAMA-CSIRT",
        "XYZ-CERT",
        "[adicionar o link em ingles]",
        "<team name>",
        "{{ team }}",
        "TBD",
        "To be completed.",
        "…… 2023",
        "Fingerprint: 7",
        "Key ID: 1A1A1A12",
        "https://team.example/xxxxx.pdf",
        "20XX",
    ],
)
def test_a_placeholder_is_known_in_its_many_forms(text):
    assert "placeholder-left" in codes(saying("1.5", text, saying("4.1", text)))


@pytest.mark.parametrize(
    "text",
    [
        "Example-CSIRT is signed for by ExampleCSIRT.",
        "A CSIRT, a CERT and TF-CSIRT.",
        "CSIRT-related and CERTIFICATE.",
        "https://other.example/SK-CERT.asc",
        "The Example CSIRTs.",
    ],
)
def test_its_own_name_and_the_names_of_kinds_are_not_foreign(text):
    assert "foreign-name" not in codes(saying("2.8", text))


def test_partners_may_be_named_where_partners_belong():
    assert "foreign-name" not in codes(saying("4.2", "We work with SK-CERT and CSIRT-XY."))


def test_capitals_with_a_tilde_are_not_damaged_letters():
    assert "letters-damaged" not in codes(saying("3.4", "INFORMAÇÃO, GESTÃO"))
