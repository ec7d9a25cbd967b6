"""What of a name was registered; the cases are of the list's own rules (publicsuffix.org/list)."""

import pytest

from directory.lookup.suffixes import is_public_suffix, registered_domain


@pytest.mark.parametrize(
    ("name", "registered"),
    [
        ("example.org", "example.org"),
        ("www.cert.example.org", "example.org"),
        ("org", None),
        ("co.uk", None),
        ("www.example.co.uk", "example.co.uk"),
        ("a.b.c.kawasaki.jp", "b.c.kawasaki.jp"),  # the rule *.kawasaki.jp
        ("www.city.kawasaki.jp", "city.kawasaki.jp"),  # its exception
        ("team.havenkring.example", "havenkring.example"),  # no top level of the list
        ("www.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),
        ("pages.team.github.io", "team.github.io"),  # the private section
        ("github.io", None),
    ],
)
def test_the_registered_domain_is_the_first_below_a_public_suffix(name, registered):
    assert registered_domain(name) == registered


@pytest.mark.parametrize("name", ["github.io", "team.github.io", "pages.team.github.io"])
def test_a_registry_knows_who_registered_and_not_to_whom_names_are_given_on(name):
    assert registered_domain(name, at_registry=True) == "github.io"


@pytest.mark.parametrize(
    ("name", "public"),
    [
        ("org", True), ("co.uk", True), ("github.io", True), ("example", True), ("xn--p1ai", True),
        ("example.org", False), ("example.co.uk", False), ("team.example", False),
    ],
)  # fmt: skip
def test_a_public_suffix_is_what_is_given_out_to_others(name, public):
    assert is_public_suffix(name) is public
