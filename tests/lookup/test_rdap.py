import pytest

from directory.lookup import asking, rdap


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("192.0.2.1", "ip/192.0.2.1"),
        ("2001:db8::1", "ip/2001:db8::1"),
        ("::ffff:192.0.2.1", "ip/192.0.2.1"),
        ("192.0.2.0/24", "ip/192.0.2.0/24"),
        ("2001:db8::/32", "ip/2001:db8::/32"),
        ("192.0.2.3 - 192.0.2.9", "ip/192.0.2.3"),
        ("hxxp://192.0.2[.]1/path", "ip/192.0.2.1"),
        ("AS64500", "autnum/64500"),
        ("1.10", "autnum/65546"),
        ("example.org", "domain/example.org"),
        ("https://www.example.co.uk/", "domain/example.co.uk"),
        ("somebody@mail.example.org", "domain/example.org"),
        ("team.github.io", "domain/github.io"),
        ("www.müller.example", "domain/xn--mller-kva.example"),
    ],
)
def test_a_record_is_where_rfc_9082_puts_it(asked, path):
    assert rdap.record(asking.read(asked)) == f"https://rdap.org/{path}"


@pytest.mark.parametrize("asked", ["Poland", "PL", ".uk", "co.uk"])
def test_what_no_registry_has_has_no_record(asked):
    assert rdap.record(asking.read(asked)) == ""


def test_the_operator_chooses_the_service(settings):
    settings.RDAP_URL = "https://rdap.example/of/all"
    assert rdap.record(asking.read("AS64500")) == "https://rdap.example/of/all/autnum/64500"
