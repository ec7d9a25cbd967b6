import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search.query import fold, understand, words


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Łódź", "lodz"), ("Österreich", "osterreich"), ("Ελληνικό", "ελληνικο"), ("İstanbul", "istanbul"),
     ("Ærø", "aero"), ("ＣＥＲＴ", "cert"), ("straße", "strasse")],
)  # fmt: skip
def test_security_95_words_are_folded_as_people_type_them(typed, folded):
    assert fold(typed) == folded


def test_scripts_without_spaces_give_pairs_of_letters():
    assert words("日本シーサート") == ["日本", "本シ", "シー", "ーサ", "サー", "ート"]


@given(st.text())
def test_words_hold_letters_and_digits_only(text):
    assert all(word.isalnum() for word in words(text))


@given(st.text(max_size=300))
def test_any_text_is_understood_as_something(text):
    assert understand(text).kind in {"words", "fingerprint", "key-id", "target"}


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        (
            "0123 4567 89ab cdef 0123  4567 89ab cdef 0123 4567",
            "fingerprint",
            "0123456789ABCDEF0123456789ABCDEF01234567",
        ),
        ("openpgp4fpr:" + "a1" * 20, "fingerprint", "A1" * 20),
        ("A1" * 32, "fingerprint", "A1" * 32),
        ("0x89ABCDEF01234567", "key-id", "89ABCDEF01234567"),
        ("01234567", "key-id", "01234567"),
        ("0xDEADBEEF", "key-id", "DEADBEEF"),
        ("deadbeef", "words", "deadbeef"),
        ("forensics", "words", "forensics"),
        ("0x123", "words", "0x123"),
    ],
)
def test_keys_and_words_are_told_apart(typed, kind, value):
    query = understand(typed)
    assert (query.kind, query.value) == (kind, value)


def test_more_than_can_be_searched_is_cut(settings):
    query = understand("word " * 10_000)
    assert len(query.value) <= settings.MAX_QUERY_CHARACTERS
    query = understand(" ".join(f"w{n}" for n in range(50)))
    assert len(query.words) == settings.MAX_QUERY_WORDS
