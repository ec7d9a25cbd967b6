"""SECURITY 91 and 93: every spelling is read as one thing, or refused with a sentence that says why."""

import contextlib
import ipaddress

import idna
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from directory.lookup import asking, keys, targets
from directory.lookup.targets import NotATarget


def read(text: str) -> tuple[str, str]:
    target = asking.read(text)
    return target.kind, target.value


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("192.0.2.1", "address", "192.0.2.1"),
        (" 192.0.2.1,", "address", "192.0.2.1"),
        ("192[.]0[.]2[.]1", "address", "192.0.2.1"),
        ("192.0.2.1:8080", "address", "192.0.2.1"),
        ("::ffff:192.0.2.1", "address", "192.0.2.1"),
        ("::ffff:c000:201", "address", "192.0.2.1"),
        ("2001:DB8:0::0001", "address", "2001:db8::1"),
        ("[2001:db8::1]:443", "address", "2001:db8::1"),
        ("fe80::1%eth0", "address", "fe80::1"),
        ("1.2.0.192.in-addr.arpa.", "address", "192.0.2.1"),
        ("1.0.0.0." + "0." * 20 + "8.b.d.0.1.0.0.2.ip6.arpa", "address", "2001:db8::1"),
        ("192.0.2.0/24", "network", "192.0.2.0/24"),
        ("192.0.2.0 / 24", "network", "192.0.2.0/24"),
        ("192.0.2.0/255.255.255.0", "network", "192.0.2.0/24"),
        ("192.0.2.1/32", "address", "192.0.2.1"),
        ("::ffff:192.0.2.0/120", "network", "192.0.2.0/24"),
        ("2001:db8::/32", "network", "2001:db8::/32"),
        ("192.0.2.0-192.0.2.255", "network", "192.0.2.0/24"),
        ("192.0.2.0 – 192.0.3.1", "range", "192.0.2.0 - 192.0.3.1"),
        ("2001:db8::1 - 2001:db8::2", "range", "2001:db8::1 - 2001:db8::2"),
        ("AS64500", "asn", "AS64500"),
        ("as 64500", "asn", "AS64500"),
        ("ASN64500", "asn", "AS64500"),
        ("64500", "asn", "AS64500"),
        ("1", "asn", "AS1"),
        ("4200000000", "asn", "AS4200000000"),
        ("1.10", "asn", "AS65546"),
        ("AS1.10", "asn", "AS65546"),
        ("Example.ORG.", "domain", "example.org"),
        ("*.ac.uk", "domain", "ac.uk"),
        (".uk", "domain", "uk"),
        ("mail.example.org:25", "domain", "mail.example.org"),
        ("bücher.example", "domain", "xn--bcher-kva.example"),
        ("BÜCHER.example", "domain", "xn--bcher-kva.example"),
        ("例え。テスト", "domain", "xn--r8jz45g.xn--zckzah"),
        ("_dmarc.example.org", "domain", "_dmarc.example.org"),
        ("https://www.example.org:8443/a?b=c#d", "url", "www.example.org"),
        ("hxxps://www[.]example[.]org/a", "url", "www.example.org"),
        ("www.example.org/path", "url", "www.example.org"),
        ("https://good.example@evil.example/", "url", "evil.example"),
        ("http://192.0.2.1/x", "url", "192.0.2.1"),
        ("http://[2001:db8::1]:80/", "url", "2001:db8::1"),
        ("Cert@Example.ORG", "email", "Cert@example.org"),
        ("mailto:cert@example.org", "email", "cert@example.org"),
        ("cert[at]example[.]org", "email", "cert@example.org"),
        ("NO", "country", "NO"),
        ("norway", "country", "NO"),
        ("Norvège", "country", "NO"),
        ("UK", "country", "GB"),
    ],
)
def test_security_91_a_spelling_is_read_as_one_thing(text, kind, value):
    assert read(text) == (kind, value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "nothing to look up"),
        ("010.0.0.1", "begins with 0"),
        ("192.0.2.256", "255 at most"),
        ("192.0.2", "not a whole address"),
        ("0x7f.1", "not a whole address"),
        ("0xC0000201", "not a whole address"),
        ("192.0.2.1/24", "ask about 192.0.2.1, or about 192.0.2.0/24"),
        ("192.0.2.0/33", "no length"),
        ("0/0", "not a whole network"),
        ("0.0.0.0/0", "whole address space"),
        ("::/0", "whole address space"),
        ("2001:db8:::1", "not a whole IPv6 address"),
        ("192.0.2.9 - 192.0.2.1", "runs backwards"),
        ("192.0.2.9 - 2001:db8::1", "from IPv4 to IPv4"),
        ("AS0", "reserved"),
        ("AS4294967295", "reserved"),
        ("AS4294967296", "too large"),
        ("1.70000", "65535 at most"),
        ("١٩٢.٠.٢.١", "."),
        ("foo", "neither"),
        ("-x-.example", "not a domain name"),
        ("a" * 64 + ".example", "not a domain name"),
        ("https:///path", "names no host"),
        ("cert@", "not a whole e-mail"),
        ("192.0.2.1\x00", "invisible"),
        ("exa\u202emple.org", "invisible"),
        ("x" * 3000, "longer than"),
    ],
)
def test_security_91_what_is_none_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(NotATarget, match=sentence):
        asking.read(text)


def test_security_91_a_mapped_address_is_the_ipv4_address():
    assert asking.read("::ffff:192.0.2.1") == asking.read("192.0.2.1")


@given(st.text(max_size=80))
@example("http://[")
@example("http://]:99999999")
@example("1.2.3.4/999999999999999999999")
@example("\ud800")
@example("a@b@c")
@example("xn--a.example")
def test_no_text_breaks_the_reading(text):
    with contextlib.suppress(NotATarget):
        target = asking.read(text)
        assert target.value
        assert 0 <= target.first <= target.last < 2**128


@given(st.ip_addresses())
def test_every_address_is_read_in_the_spelling_that_it_has(address):
    target = asking.read(str(address))
    assert target.kind == "address"
    assert target.first == keys.number(getattr(address, "ipv4_mapped", None) or address)


@pytest.mark.parametrize(
    "name",
    ["straße.example", "ελληνικά.example", "مثال.إختبار", "日本語.jp", "l·l.example", "फ़.example", "кіт.укр"],
)
def test_names_become_the_a_labels_that_idna_gives(name):
    assert targets.to_ascii(name) == idna.encode(name, uts46=True).decode()


def test_security_93_suffixes_stand_on_label_edges():
    assert keys.suffixes("www.ox.ac.uk") == [b"dwww.ox.ac.uk", b"dox.ac.uk", b"dac.uk", b"duk"]
    assert keys.of_domain("example.org") not in keys.suffixes("evil-example.org")


@given(st.ip_addresses(), st.integers(0, 128))
def test_a_network_s_key_gives_the_network_back(address, length):
    network = ipaddress.ip_network(f"{address}/{min(length, address.max_prefixlen)}", strict=False)
    assume(not (network.version == 6 and network.network_address.ipv4_mapped and network.prefixlen >= 96))
    assert keys.spelled(keys.of_network(network)) == str(network)
