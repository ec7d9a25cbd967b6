"""Accent colours: what can be read on which ground."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory import colours
from directory.colours import DARK, LEAST, LIGHT, contrast, wash, weakest
from directory.settings import BASE_DIR

SHEET = (BASE_DIR / "static/css/variables.css").read_text(encoding="utf-8")


@pytest.mark.parametrize(("scheme", "block"), [(LIGHT, 0), (DARK, 1)])
def test_the_schemes_are_those_of_the_style_sheet(scheme, block):
    said = dict(
        re.findall(
            r"--(\w+): (#[0-9a-f]{6});",
            SHEET.partition("@media print")[0].split("prefers-color-scheme: dark")[block],
        )
    )
    assert (said["paper"], said["card"], said["accent"], said["wash"]) == (
        scheme.paper,
        scheme.card,
        scheme.accent,
        scheme.wash,
    )
    assert tuple(said[name] for name in ("ink", "soft", "ok", "soon", "bad")) == scheme.texts


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
def test_what_the_project_comes_with_can_be_read(scheme):
    for ground in (scheme.paper, scheme.card, scheme.wash):
        assert all(contrast(text, ground) >= LEAST for text in (*scheme.texts, scheme.accent))


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.478), ("#767676", "#ffffff", 4.542), ("#123456", "#123456", 1)]
)  # fmt: skip
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.001)


@pytest.mark.parametrize(
    ("typed", "kept"), [("#0b5a54", "#0b5a54"), (" #0B5A54 ", "#0b5a54"), ("abc", "#aabbcc"), ("0b5a54", "#0b5a54")]
)  # fmt: skip
def test_a_colour_has_one_spelling(typed, kept):
    assert colours.normal(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "red", "#12", "#1234", "#12345g", "#0b5a54ff", "url(x)", "#fff;}", "rgb(1,2,3)", "#１２３"]
)
def test_anything_else_is_no_colour(typed):
    with pytest.raises(ValueError, match="no hexadecimal colour"):
        colours.normal(typed)


@settings(deadline=None)
@given(st.integers(0, 0xFFFFFF))
def test_whatever_passes_can_be_read_in_its_wash_as_well(number):
    accent = f"#{number:06x}"
    for scheme in (LIGHT, DARK):
        if weakest(accent, scheme)[1] >= LEAST:
            tint = wash(accent, scheme)
            assert all(contrast(text, tint) >= LEAST for text in (*scheme.texts, accent))
