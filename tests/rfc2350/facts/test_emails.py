"""The team's e-mail addresses (RFC 2350, 2.7), hidden from robots in many ways."""

import pytest

from directory.rfc2350.document import Section
from directory.rfc2350.facts import derive


def emails(text, canonical="2.7", language="en"):
    return derive((Section(canonical, canonical, "", text),), language).team.emails


@pytest.mark.parametrize(
    "text",
    [
        "cert@example.org",
        "<cert@example.org>",
        "Mail to cert@example.org.",
        "mailto:cert@example.org",
        "cert (at) example (dot) org",
        "cert(at)example(dot)org",
        "cert(at)example.org",
        "cert[at]example.org",
        "cert [at] example.org",
        "cert [at] example [dot] org",
        "cert[at]example[dot]org",
        "cert {at} example {dot} org",
        "cert (@) example.org",
        "cert [@t] example . org",
        "cert [@] example.org",
        "cert [AT] example . org",
        "cert (AT) example (DOT) org",
        "cert [at] example [.] org [.] Whoever is on duty reads it.",
        "cert (a) example org",
        "<cert (a) example org>",
        "cert at example dot org",
        "cert AT example DOT org",
        "cert @ example.org",
        "cert[arobase]example[point]org",
        "cert (arobase) example.org",
        "cert [arroba] example [punto] org",
        "cert [arroba] example [ponto] org",
        "cert (chiocciola) example.org",
        "cert (ät) example (punkt) org",
        "cert [Klammeraffe] example.org",
        "cert (zavináč) example (tečka) org",
        "cert (małpa) example (kropka) org",
        "cert (apenstaartje) example (punt) org",
        "cert (majmunče) example (tačka) org",
        "cert (мајмунче) example (точка) org",
        "cert[at]example[titik]org",
        "cert<at>example.org",
        "cert [a] example [d] org",
        "E-mail: cert at example.org",
        "cert AT example.org",
        "cert at example . org",
    ],
)
def test_an_address_is_read_in_whichever_way_it_is_hidden(text):
    assert emails(text) == ("cert@example.org",)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("bp[dot]north[at]example[dot]org", "bp.north@example.org"),
        ("first.second (at) sub . example . org", "first.second@sub.example.org"),
        ("it-security+cert@its.example.ac.uk", "it-security+cert@its.example.ac.uk"),
        ("CERT@Example.org", "CERT@example.org"),
        ("info (at) müller.example", "info@müller.example"),
        ("x [AT] its . north . example", "x@its.north.example"),
    ],
)
def test_local_parts_and_sub_domains_are_kept(text, address):
    assert emails(text) == (address,)


@pytest.mark.parametrize(
    "text",
    [
        "report(@) - incidents only",
        "cert[at]",
        "<cert (at)>",
        "[email protected]",
        "Please send reports to <>.",
        "Send reports to",
        "CERT@EXA reads what is sent there.",
        "CSIRT@EXM",
        "https://social.example.org/@cert_example",
        "https://www.example.org/cert_at_example.asc",
        "https://example.org/keys/CERT-cert@example.org-0x1234ABCD-public.asc",
        "Esta cuenta está protegida contra los robots de spam; active JavaScript para verla.",
        "This email address is being protected from spambots. You need JavaScript enabled to view it.",
        "@cert_example on Mastodon",
        "@cert@social.example.org",
        "Meet us at home, in the dot com age.",
        "Write to us at example.org if you can.",
        "xmpp: duty@chat.example.org",
    ],
)
def test_what_is_no_address_or_has_lost_its_domain_is_never_guessed(text):
    assert emails(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "report(@) - incidents only",
        "[email protected]",
        "Esta cuenta está protegida contra los robots de spam.",
        "Diese E-Mail-Adresse ist vor Spambots geschützt!",
        "Cette adresse est protégée contre les robots spammeurs.",
        "Questo indirizzo email è protetto dagli spambots.",
    ],
)
def test_a_lost_address_is_reported(text):
    facts = derive((Section("2.7", "2.7", "", text),), "en")
    assert {problem.code for problem in facts.problems} == {"email-lost"}


def test_several_addresses_keep_their_order():
    text = "For incidents:\ncert@example.org\nGeneral inquiries:\ninfo@example.org; office@example.org;\npress@example.org"
    assert emails(text) == ("cert@example.org", "info@example.org", "office@example.org", "press@example.org")


def test_an_address_is_given_once():
    assert emails("cert@example.org, CERT@example.org, cert (at) example.org") == ("cert@example.org",)


def test_the_author_of_the_preface_is_not_the_team():
    text = "Version: 1.0 Author: Documentation Desk <docs@example.org>"
    assert emails(text, canonical="0") == ()


def test_a_mailing_list_for_changes_is_not_the_team():
    sections = (
        Section("1.2", "1.2", "", "Subscribe to news@lists.example.org."),
        Section("2.7", "2.7", "", "cert@example.org"),
    )
    assert derive(sections, "en").team.emails == ("cert@example.org",)


def test_a_signing_keys_address_is_not_the_teams():
    text = "Master key, do not encrypt: uid Root <signing-only-key@example.org>"
    assert emails(text, canonical="2.8") == ()


@pytest.mark.parametrize("canonical", ["2.11", "2.2", "2.10", "6", "4.3", "2.8"])
def test_an_address_is_looked_for_elsewhere_where_2_7_has_none(canonical):
    assert emails("Write to cert@example.org.", canonical=canonical) == ("cert@example.org",)


def test_the_points_of_contact_add_addresses_of_the_same_domain_alone():
    sections = (
        Section("2.7", "2.7", "", "cert@example.org"),
        Section("2.11", "2.11", "", "Also info@example.org, or ask provider@other.example."),
    )
    assert derive(sections, "en").team.emails == ("cert@example.org", "info@example.org")


def test_an_address_that_the_wrapping_put_on_its_own_line_is_found():
    text = "If you need to notify us about an incident that concerns you, please do write to\ncert (at)\nexample.org."
    assert emails(text) == ("cert@example.org",)
