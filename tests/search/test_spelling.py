import pytest

from directory.search import spelling

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(db):
    for words in (["exatrack", "forensics", "cert"], ["forensics", "nordlys"], ["forensies"]):
        spelling.learn(words)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("exatrak", "exatrack"),  # a letter missing
        ("exattrack", "exatrack"),  # one too many
        ("extarack", "exatrack"),  # two changed places
        ("nordlis", "nordlys"),
        ("norldis", "nordlys"),  # two errors
        ("certt", "cert"),
        ("forensicz", "forensics"),  # of two that are as near, the one that more teams use
    ],
)
def test_one_error_or_two_are_forgiven(known, typed, meant):
    assert spelling.meant(typed) == meant


@pytest.mark.parametrize("typed", ["exa", "cxxt", "fxrxnsxcs", "192", "x" * 300, "日本", ""])
def test_what_is_near_nothing_is_left_as_it_is(known, typed):
    assert spelling.meant(typed) == ""


def test_a_word_that_no_team_uses_any_more_is_gone(known):
    spelling.forget(["exatrack", "forensics"])
    assert spelling.meant("exatrak") == ""
    assert spelling.meant("forensicz") == "forensics"
