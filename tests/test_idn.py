import pytest

from directory.idn import Spelling, of_domain, of_email, of_url


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("example.org", Spelling("example.org")),
        ("xn--bcher-kva.example", Spelling("bücher.example", "xn--bcher-kva.example")),
        ("bücher.example", Spelling("bücher.example", "xn--bcher-kva.example")),
        ("日本.example", Spelling("日本.example", "xn--wgv71a.example")),
        ("xn--zz--.example", Spelling("xn--zz--.example")),
        ("a_b.example", Spelling("a_b.example")),
        ("not a domain", Spelling("not a domain")),
        ("", Spelling("")),
    ],
)
def test_security_42_a_domain_is_told_in_both_spellings(name, spelling):
    assert of_domain(name) == spelling


@pytest.mark.parametrize(
    ("name", "mixed"),
    [
        ("сеrt.example", True),  # Cyrillic с and е
        ("αcert.example", True),
        ("сервер.example", False),  # all of it Cyrillic
        ("日本cert.example", False),
        ("テスト漢字かなabc.example", False),
        ("한국cert.example", False),
        ("český.example", False),
        ("δοκιμή1.example", False),  # digits are of every script
        ("bücher.сайт", False),  # each label on its own
    ],
)
def test_security_42_a_label_that_mixes_scripts_is_flagged(name, mixed):
    assert of_domain(name).mixed is mixed


def test_security_42_an_address_keeps_its_local_part():
    assert of_email("Cert@xn--bcher-kva.example") == Spelling(
        "Cert@bücher.example", "Cert@xn--bcher-kva.example"
    )
    assert of_email("cert@example.org") == Spelling("cert@example.org")


@pytest.mark.parametrize(
    ("url", "shown", "sent"),
    [
        ("https://example.org/", "example.org", ""),
        ("https://example.org/a/b?c=d", "example.org/a/b?c=d", ""),
        ("https://xn--bcher-kva.example:8443/x/", "bücher.example:8443/x", "xn--bcher-kva.example"),
        ("https://[2001:db8::1]/x", "[2001:db8::1]/x", ""),
        ("https://[2001:db8::1", "https://[2001:db8::1", ""),
        ("nothing", "nothing", ""),
    ],
)
def test_security_42_a_web_address_is_shown_without_its_scheme(url, shown, sent):
    assert of_url(url) == Spelling(shown, sent)
