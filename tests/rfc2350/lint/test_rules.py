"""Each rule: a document that it speaks about."""

from dataclasses import replace

import pytest

from directory.rfc2350.document import Change, Channel, Document, Key, LabelScheme, Opening, Phone, Section
from directory.rfc2350.lint import RULES, lint
from tests.rfc2350.lint.blocks import (
    OLD,
    OLD_FINGERPRINT,
    REVOKED,
    REVOKED_FINGERPRINT,
    SOUND,
    SOUND_FINGERPRINT,
    WEAK,
    WEAK_FINGERPRINT,
)
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

BARE = replace(DOCUMENT, sections=tuple(replace(section, number=None) for section in DOCUMENT.sections))
KEYLESS = saying("2.8", "On request.", team(keys=()))
PRIVATE = "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n[removed]\n-----END PGP PRIVATE KEY BLOCK-----"


def printed(fingerprint: str, armor: str, address: str = "csirt@team.example") -> Document:
    """The sound document with another key in 2.8."""
    key = Key(fingerprint, fingerprint[-16:], armor)
    return saying("2.8", f"Fingerprint: {fingerprint}\n\n{armor}", team(keys=(key,), emails=(address,)))


SPOKEN_OF = {
    "section-missing": (without("3.4"), "“Authority” (RFC 2350, 3.4)"),
    "section-empty": (saying("2.9", ""), "Section 2.9 (Team Members) is empty."),
    "section-repeated": (
        replace(DOCUMENT, sections=(*DOCUMENT.sections, Section("7", "8", "Disclaimer", "None.", 90))),
        "“Disclaimers” is told 2 times: Section 7 and Section 8.",
    ),
    "number-repeated": (with_section("3.4", number="3.3"), "The number 3.3 stands before"),
    "number-skipped": (without("2.5"), "The numbers go from 2.4 to 2.6."),
    "numbers-absent": (BARE, "None of the headings is numbered."),
    "numbers-differ": (with_section("2.7", number="2.12"), "its 2.7 is your 2.12"),
    "reference-broken": (saying("4.3", "See section 9.4."), "Section 4.3 refers to section 9.4"),
    "date-missing": (information(date=None), "No date"),
    "date-ambiguous": (saying("1.1", "02/03/2026"), "2 March 2026 or as 3 February 2026"),
    "date-month-only": (information(date="2026-05"), "May 2026"),
    "date-in-future": (information(date="2026-07-20"), "20 July 2026"),
    "date-old": (information(date="2022-05-17"), "17 May 2022, 4 years ago"),
    "date-contradicts": (
        information(revisions=(Change("2026-06-01", "1.4"),)),
        "dated 17 May 2026, but its newest change 1 June 2026",
    ),
    "document-expired": (information(expires="2026-06-14"), "14 June 2026"),
    "expiry-before-date": (information(expires="2026-04"), "expires April 2026"),
    "version-missing": (information(version=None), "No version"),
    "version-contradicts": (
        information(revisions=(Change("2026-05-17", "1.3"),)),
        "version 1.4, its change table has only 1.3",
    ),
    "changes-unordered": (
        information(
            revisions=tuple(Change(date, "1.4") for date in ("2025-01-01", "2026-05-17", "2024-02-01"))
        ),
        "1 January 2025, 17 May 2026, 1 February 2024",
    ),
    "location-missing": (information(locations=()), "No address of the document"),
    "location-not-https": (
        information(locations=("http://team.example/rfc2350.txt",)),
        "http://team.example",
    ),
    "signature-no-address": (information(signatures=()), "Section 1.4 speaks of a signature"),
    "signature-missing": (
        without("1.4", document=information(signatures=())),
        "no section on authenticating",
    ),
    "name-missing": (team(name=None), "No name"),
    "address-missing": (team(address=()), "Section 2.2 gives no postal address."),
    "country-missing": (team(country=None), "in which country"),
    "phone-missing": (team(phones=()), "Section 2.4 gives no telephone number."),
    "phone-no-country-code": (team(phones=(Phone(None, "voice", "01 99 00 01 23"),)), "“01 99 00 01 23”"),
    "phone-implausible": (team(phones=(Phone("+3319900", "voice", "+33 1 99 00"),)), "its length is wrong"),
    "phones-nearly-equal": (
        team(phones=(Phone("+33199000123", "voice", "…"), Phone("+33199800123", "mobile", "…"))),
        "+33199000123 and +33199800123 differ in a single digit.",
    ),
    "email-missing": (team(emails=()), "No e-mail address"),
    "email-lost": (saying("2.7", "[email protected]"), "“[email protected]”"),
    "email-obfuscated": (saying("2.7", "csirt (at) team (dot) example"), "“csirt (at) team”"),
    "email-free-provider": (team(emails=("csirt.team@gmail.com",)), "csirt.team@gmail.com"),
    "email-domains-differ": (
        team(emails=("a@team.example", "b@team.org.example")),
        "team.example and in team.org.example",
    ),
    "email-elsewhere": (saying("2.7", "As given above."), "gives csirt@team.example"),
    "channel-gone": (team(channels=(Channel("skype", "example.csirt"),)), "2025"),
    "emergency-no-phone": (
        team(phones=(), hours=(Opening((*WORKDAYS, "sa", "su"), "00:00", "24:00"),)),
        "Round-the-clock",
    ),
    "website-missing": (replace(information(locations=()), team=team(websites=()).team), "No website"),
    "timezone-missing": (saying("2.3", "None available.", team(timezones=())), "names no time zone"),
    "timezone-offset-mismatch": (saying("2.3", "CET (UTC+0300)"), "which is UTC+1 and UTC+2"),
    "timezone-bare-offset": (saying("2.3", "UTC+5", team(timezones=("Etc/GMT-5",))), "summer time"),
    "hours-missing": (saying("2.11", "By e-mail.", team(hours=())), "No operating hours"),
    "hours-vague": (saying("2.11", "During business hours.", team(hours=())), "“business hours”"),
    "hours-backwards": (team(hours=(Opening(WORKDAYS, "09:00", "05:00"),)), "from 09:00 to 05:00"),
    "hours-overlap": (
        team(hours=(Opening(("mo",), "09:00", "17:00"), Opening(("mo", "tu"), "16:00", "20:00"))),
        "Monday has both 09:00 to 17:00 and 16:00 to 20:00.",
    ),
    "private-key-published": (saying("2.8", PRIVATE), "private key"),
    "key-missing": (KEYLESS, "Section 2.8 names no key."),
    "fingerprint-missing": (
        saying("2.8", "Key ID: 0x1122334455667788", team(keys=(Key(None, "1122334455667788"),))),
        "1122334455667788 without a fingerprint",
    ),
    "fingerprint-length": (
        saying("2.8", "Fingerprint: 44E5 BBCB 0644 261F E97D 6D0E", team(keys=())),
        "has 24 digits",
    ),
    "fingerprint-key-id-mismatch": (
        team(keys=(Key(SOUND_FINGERPRINT, "1122334455667788"),)),
        "given as 1122334455667788, but the fingerprint ends in C7A3C6AAF5A0FC65",
    ),
    "key-id-short": (team(keys=(Key(None, "F5A0FC65"),)), "“F5A0FC65”"),
    "key-id-length": (saying("2.8", "Key ID: 0xAD91C54"), "The key ID “AD91C54” has 7 digits."),
    "key-id-malformed": (
        saying("2.8", "Key ID: Example CSIRT <csirt@team.example>"),
        "“Example” is not a key ID.",
    ),
    "key-block-damaged": (printed(SOUND_FINGERPRINT, SOUND.replace("mDME", "")), "damaged"),
    "fingerprint-not-of-block": (printed(OLD_FINGERPRINT, SOUND), SOUND_FINGERPRINT),
    "key-expired": (printed(OLD_FINGERPRINT, OLD, "old@team.example"), "expired on 1 January 2025"),
    "key-revoked": (printed(REVOKED_FINGERPRINT, REVOKED, "revoked@team.example"), "is revoked"),
    "key-weak": (printed(WEAK_FINGERPRINT, WEAK, "weak@team.example"), "RSA with 1024 bits"),
    "key-for-other-address": (
        printed(SOUND_FINGERPRINT, SOUND, "other@team.example"),
        "not to other@team.example",
    ),
    "key-nowhere-to-fetch": (
        saying("2.8", f"Fingerprint: {SOUND_FINGERPRINT}", team(keys=(Key(SOUND_FINGERPRINT, None),))),
        "where to get the key",
    ),
    "key-address-not-https": (team(key_urls=("http://team.example/key.asc",)), "http://team.example/key.asc"),
    "keyserver-gone": (saying("2.8", "hkp://pool.sks-keyservers.net"), "“pool.sks-keyservers.net”"),
    "constituency-not-machine-readable": (constituency(domains=()), "in words only"),
    "constituency-network-not-public": (
        constituency(prefixes=("10.1.0.0/16",)),
        "10.1.0.0/16 is not a public one",
    ),
    "constituency-network-too-wide": (constituency(prefixes=("2a00::/8",)), "2a00::/8"),
    "constituency-network-repeated": (
        constituency(prefixes=("192.0.2.0/24", "192.0.2.128/25")),
        "192.0.2.128/25 lies within 192.0.2.0/24",
    ),
    "constituency-asn-not-public": (constituency(asns=(64512,)), "AS64512"),
    "tlp-missing": (saying("4.2", "In confidence.", team(tlp=())), "Traffic Light Protocol"),
    "tlp-obsolete": (team(tlp=(LabelScheme("TLP", "1.0"),)), "TLP 1.0 was replaced"),
    "istlp-obsolete": (team(tlp=(LabelScheme("ISTLP", "1.1"),)), "ISTLP 1.1"),
    "tlp-white": (saying("1", "TLP:WHITE"), "Section 1 uses the label WHITE."),
    "tlp-no-version": (team(tlp=(LabelScheme("TLP", None),)), "without a version"),
    "incident-response-missing": (without("5.1"), "it names Incident Response"),
    "reporting-nowhere": (saying("6", ""), "Section 6 has the heading"),
    "placeholder-left": (saying("1.3", "www.team.example/xxxxxxx"), "“www.team.example/xxxxxxx”"),
    "foreign-name": (saying("2.8", "The key of SK-CERT."), "Section 2.8 speaks of “SK-CERT”."),
    "name-spellings": (
        saying("3.1", "Team-CSIRT helps.", saying("1", "About TeamCSIRT.", team(name="TeamCSIRT"))),
        "both “TeamCSIRT” and “Team-CSIRT”",
    ),
    "letters-damaged": (
        saying("3.4", "Autorit\u00c3\u00a9 du minist\u00c3\u00a8re"),
        "Section 3.4 holds damaged letters",
    ),
}


@pytest.mark.parametrize("code", SPOKEN_OF)
def test_the_rule_speaks_and_says_what_it_found(code):
    document, words = SPOKEN_OF[code]
    told = [problem.message for problem in lint(document, TODAY) if problem.code == code]
    assert told, codes(document)
    assert words in told[0]


def test_every_rule_has_a_document_that_it_speaks_about():
    assert set(SPOKEN_OF) == {rule.code for rule in RULES if rule.check is not None}
