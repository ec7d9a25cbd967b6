"""Identifiers are normalised once: two spellings of one thing are one value."""

import pytest
from django.core.exceptions import ValidationError

from directory import fields


@pytest.mark.parametrize(
    "spelling",
    [
        "0123456789ABCDEF0123456789ABCDEF01234567",
        "0123 4567 89ab cdef 0123  4567 89ab cdef 0123 4567",
        "0x0123456789abcdef0123456789abcdef01234567",
        "01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67",
    ],
)
def test_a_fingerprint_has_one_spelling(spelling):
    assert fields.fingerprint(spelling) == "0123456789ABCDEF0123456789ABCDEF01234567"


@pytest.mark.parametrize("wrong", ["0123", "G" * 40, "0" * 39, "0" * 41, "٠" * 40])
def test_a_fingerprint_of_another_length_or_alphabet_is_refused(wrong):
    with pytest.raises(ValidationError, match="hexadecimal"):
        fields.fingerprint(wrong)


@pytest.mark.parametrize(
    ("spelling", "network"),
    [("192.0.2.0/24", "192.0.2.0/24"), (" 192.0.2.1 ", "192.0.2.1/32"), ("2001:DB8:0::/32", "2001:db8::/32")],
)
def test_a_network_has_one_spelling(spelling, network):
    assert fields.prefix(spelling) == network


@pytest.mark.parametrize(
    "wrong", ["192.0.2.1/24", "010.0.0.1", "192.0.2", "::ffff:192.0.2.0/120", "fe80::1%eth0/64", ""]
)
def test_what_is_no_network_is_refused_with_a_sentence(wrong):
    with pytest.raises(ValidationError):
        fields.prefix(wrong)


def test_an_address_with_a_length_is_told_from_what_is_no_address():
    with pytest.raises(ValidationError, match=r"The network is 192\.0\.2\.0/24"):
        fields.prefix("192.0.2.1/24")
    with pytest.raises(
        ValidationError, match=r"“999\.1\.1\.1” is not a network such as 192\.0\.2\.0/24\.'\]$"
    ):
        fields.prefix("999.1.1.1")


@pytest.mark.parametrize(
    ("spelling", "number"), [("AS64500", 64500), ("asn 64500", 64500), ("1.10", 65546), (64500, 64500)]
)
def test_an_as_number_has_one_spelling(spelling, number):
    assert fields.asn(spelling) == number


@pytest.mark.parametrize("wrong", ["AS0", "4294967295", "4294967296", "AS", "1.70000", "-1", "٣"])
def test_what_is_no_as_number_is_refused(wrong):
    with pytest.raises(ValidationError):
        fields.asn(wrong)


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Example.ORG.", "example.org"),
        ("*.example.org", "example.org"),
        ("münchen.example", "xn--mnchen-3ya.example"),
    ],
)
def test_a_domain_has_one_spelling(spelling, name):
    assert fields.domain(spelling) == name


@pytest.mark.parametrize("wrong", ["", "a..b", "-x.example", "exa mple.org", "x" * 64 + ".example"])
def test_what_is_no_domain_is_refused(wrong):
    with pytest.raises(ValidationError):
        fields.domain(wrong)


def test_a_telephone_number_becomes_e164():
    assert fields.phone("+33 (0) 1 99 00 12 34") == "+33199001234"
    with pytest.raises(ValidationError, match="country code"):
        fields.phone("01 99 00 12 34")


@pytest.mark.parametrize(("written", "clock"), [("9:00", "09:00"), ("09h30", "09:30"), ("24:00", "24:00")])
def test_a_time_of_day_has_one_spelling(written, clock):
    assert fields.clock(written) == clock


@pytest.mark.parametrize("wrong", ["24:01", "25:00", "9", "noon"])
def test_what_is_no_time_of_day_is_refused(wrong):
    with pytest.raises(ValidationError):
        fields.clock(wrong)


def test_an_email_keeps_its_local_part_and_lowers_its_domain():
    assert fields.email(" CERT@Example.ORG ") == "CERT@example.org"


@pytest.mark.parametrize(
    ("trick", "shown"),
    [
        ("EXAMPLE\u202eTREC\u202c-CERT", "EXAMPLETREC-CERT"),
        ("EXAMPLE\u2066-CERT\u2069", "EXAMPLE-CERT"),
        ("EX\u200bAMPLE\ufeff-CERT", "EXAMPLE-CERT"),
        ("EXAMPLE\x00-\x07CERT\x9b", "EXAMPLE-CERT"),
        ("EXAMPLE\ud800-CERT", "EXAMPLE-CERT"),
        ("E\u0300\u0301\u0302\u0303\u0304\u0305X", "\u00c8\u0301\u0302\u0303X"),
    ],
)
def test_security_38_characters_that_hide_or_reorder_are_dropped(trick, shown):
    assert fields.normal_text(trick) == shown


def test_honest_scripts_keep_their_joiners():
    assert fields.normal_text("می\u200cخواهم 👩\u200d💻") == "می\u200cخواهم 👩\u200d💻"
