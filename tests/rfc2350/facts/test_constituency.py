"""The constituency, the services, the labels and the channels (RFC 2350, 3.2, 5, 4.2, 2.6)."""

import pytest

from directory.rfc2350.document import Section
from directory.rfc2350.facts import derive


def constituency(text, language="en"):
    return derive((Section("3.2", "3.2", "Constituency", text),), language).constituency


@pytest.mark.parametrize(
    ("text", "prefixes"),
    [
        ("Networks: 192.0.2.0/24, 2001:db8::/32", ("192.0.2.0/24", "2001:db8::/32")),
        ("- - 198.51.100.128/25\n- - 2001:db8:4400::/40", ("198.51.100.128/25", "2001:db8:4400::/40")),
        ("Addresses of 192.0.2.0 / 25 too.", ("192.0.2.0/25",)),
        ("(203.0.113.64/26, AS64510)", ("203.0.113.64/26",)),
        ("2001:DB8:A::/48.", ("2001:db8:a::/48",)),
        ("999.0.2.0/24 and 192.0.2.0/64 are none", ()),
        ("192.0.2.1 is a host", ()),
        ("24/7 and 01/02/2024", ()),
    ],
)
def test_networks_are_read_from_lists_and_prose(text, prefixes):
    assert constituency(text).prefixes == prefixes


@pytest.mark.parametrize(
    ("text", "asns"),
    [
        ("AS64496", (64496,)),
        ("AS 64510", (64510,)),
        ("ASN 64509.", (64509,)),
        ("ASNs: 64505 Domains: *.example.org", (64505,)),
        ("AS64507, AS64508 and the address blocks 192.0.2.128/26", (64507, 64508)),
        ("autonomous systems 64496 and 64497, and names", (64496, 64497)),
        ("AS64496 to AS64499\n203.0.113.0/24", (64496, 64497, 64498, 64499)),
        ("ASNs: 64496-64498", (64496, 64497, 64498)),
        ("AS numbers: 64496, 64498; 64500", (64496, 64498, 64500)),
        ("systèmes autonomes 64496 et 64497", (64496, 64497)),
        ("sistema autónomo AS64505, dominio example.org", (64505,)),
        ("autonomní systém AS65550", (65550,)),
        ("AS64501\n203.0.113.0/24", (64501,)),
        ("as 61 councils have joined, as well as 12 others", ()),
        ("AS99999999999", ()),
    ],
)
def test_as_numbers_are_read_from_labels_lists_and_ranges(text, asns):
    assert constituency(text).asns == asns


@pytest.mark.parametrize(
    ("text", "domains"),
    [
        ("Domains: *.example.org, example.net", ("example.org", "example.net")),
        ("host names that end in .example.org or .Example.NET.", ("example.org", "example.net")),
        ("See https://www.example.org/list or write to cert@example.net", ()),
        ("The team serves e.g. schools. All of them.", ()),
        ("version 1.2, file readme.txt", ()),
    ],
)
def test_domains_are_names_that_stand_in_the_text(text, domains):
    assert constituency(text).domains == domains


def test_countries_and_sectors_are_read_from_lists():
    found = constituency("Countries: Austria, Liechtenstein, CH\nSectors: Energy, Banking, Drinking water")
    assert found.countries == ("AT", "LI", "CH")
    assert found.sectors == ("energy", "banking", "drinking-water")


def test_countries_and_sectors_are_read_from_lists_in_french():
    found = constituency("Pays : Belgique, France\nSecteurs : énergie, santé", "fr")
    assert (found.countries, found.sectors) == (("BE", "FR"), ("energy", "health"))


def test_a_country_whose_name_is_not_known_is_not_taken_for_another():
    assert constituency(
        "Countries: Outer Samoa, Bosnia and Herzegovina and Trinidad and Tobago"
    ).countries == ("BA", "TT")


def test_a_code_in_brackets_settles_a_country():
    assert constituency("Countries: Samoa (AS), Guinea (GW)").countries == ("AS", "GW")


def test_prose_that_mentions_countries_and_sectors_is_no_list():
    found = constituency("Banks and energy companies in Austria and Germany, and their health services.")
    assert (found.countries, found.sectors) == ((), ())


def services(*headings):
    sections = tuple(Section(canonical, number, title, "") for canonical, number, title in headings)
    return [(one.title, one.canonical, one.depth) for one in derive(sections, "en").services]


def test_services_are_the_headings_of_section_5_without_its_own():
    assert services(
        ("5", "5", "Services"),
        ("5.1", "5.1", "Incident Response"),
        ("5.1.1", "5.1.1", "Incident Triage"),
        ("5.2", "5.2", "Proactive Activities"),
        ("5", "5.3", "Penetration Tests"),
        ("6", "6", "Incident Reporting Forms"),
    ) == [
        ("Incident Response", "5.1", 1),
        ("Incident Triage", "5.1.1", 2),
        ("Proactive Activities", "5.2", 1),
        ("Penetration Tests", "5", 1),
    ]


def test_the_depth_of_a_service_follows_the_documents_own_numbers():
    assert services(
        ("5", "3.5", "Services"), ("5.1", "3.5.1", "Incident Response"), ("5.1.1", "3.5.1.1", "Triage")
    ) == [("Incident Response", "5.1", 1), ("Triage", "5.1.1", 2)]


def test_services_without_numbers_have_the_rfcs_depth():
    assert services(("5", None, "Services"), ("5.1", None, "Response"), ("5.1.2", None, "Coordination")) == [
        ("Response", "5.1", 1),
        ("Coordination", "5.1.2", 2),
    ]


@pytest.mark.parametrize(
    ("text", "schemes"),
    [
        ("We support ISTLP v1.1.", [("ISTLP", "1.1")]),
        ("TLP version 2.0 is honoured.", [("TLP", "2.0")]),
        ("Traffic Light Protocol (TLP 2.0)", [("TLP", "2.0")]),
        ("the Information Sharing Traffic Light Protocol", [("ISTLP", None)]),
        ("Traffic Light Protocol (ISTLP 1.1 and later)", [("ISTLP", "1.1")]),
        ("TLP, in its version 1.0, is understood.", [("TLP", "1.0")]),
        ("според ознаките на TLP 2.0", [("TLP", "2.0")]),
        ("marked TLP:AMBER or TLP:GREEN", [("TLP", None)]),
        ("marked TLP:CLEAR", [("TLP", "2.0")]),
        ("marked TLP:WHITE", [("TLP", "1.0")]),
        ("marked TLP:AMBER+STRICT", [("TLP", "2.0")]),
        ("No labels.", []),
    ],
)
def test_the_traffic_light_protocol_is_named_with_its_version(text, schemes):
    team = derive((Section("4.2", "4.2", "Disclosure", text),), "en").team
    assert [(scheme.scheme, scheme.version) for scheme in team.tlp] == schemes


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("Twitter: @example", ("x", "@example")),
        ("X (Twitter): @example", ("x", "@example")),
        ("Mastodon: https://social.example.org/@cert", ("mastodon", "https://social.example.org/@cert")),
        ("Mastodon @cert@social.example.org", ("mastodon", "@cert@social.example.org")),
        ("Telegram: @example", ("telegram", "@example")),
        ("Signal: +44 1632 960123", ("signal", "+44 1632 960123")),
        ("Matrix: @cert:example.org", ("matrix", "@cert:example.org")),
        ("XMPP: cert@chat.example.org", ("xmpp", "cert@chat.example.org")),
        ("iNOC-DBA: 64511*800", ("inoc-dba", "64511*800")),
        (
            "https://www.linkedin.com/company/example",
            ("linkedin", "https://www.linkedin.com/company/example"),
        ),
    ],
)
def test_a_channel_is_a_kind_and_a_way_to_reach_it(text, channel):
    team = derive((Section("2.6", "2.6", "Other Telecommunication", text),), "en").team
    assert [(one.kind, one.value) for one in team.channels] == [channel]


@pytest.mark.parametrize("text", ["None.", "Signal, after an exchange of keys.", "Viber: on request"])
def test_a_channel_without_an_address_is_none(text):
    assert derive((Section("2.6", "2.6", "", text),), "en").team.channels == ()


def test_a_website_is_the_teams_own_and_no_memberships():
    sections = (
        Section("2.7", "2.7", "", "cert@example.org"),
        Section(
            "2.10",
            "2.10",
            "",
            "See https://www.example.org/ and https://www.first.org/ and https://other.example/.",
        ),
    )
    assert derive(sections, "en").team.websites == ("https://www.example.org/",)
