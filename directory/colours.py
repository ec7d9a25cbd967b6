"""Colours of the pages, and how well one stands out from another (WCAG 2.2, contrast ratio and relative luminance).

The two schemes are those of static/css/variables.css; a test holds them together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LEAST = 4.5  # to 1: text of any size (WCAG 2.2, 1.4.3)
STRONGEST_WASH = 0.14  # of the accent in its wash; the rest is the card

_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scheme:
    """The colours of the pages by day or by night. Texts of every colour in `texts` stand on papers and washes."""

    paper: str
    card: str
    texts: tuple[str, ...]
    accent: str
    wash: str


LIGHT = Scheme(
    "#fbfaf6", "#ffffff", ("#1d1c1a", "#5c5953", "#1f7a3f", "#8a5a00", "#a3261d"), "#0b5a54", "#e3efec"
)
DARK = Scheme(
    "#161715", "#1e201d", ("#ecebe6", "#a5a299", "#6cc98b", "#e0b252", "#f08a80"), "#6fc7bb", "#1f332f"
)


def normal(text: str) -> str:
    """A CSS hex colour as # and six small digits. Raises ValueError."""
    found = _HEX.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is no hexadecimal colour")
    digits = found[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black and white); both as `normal` gives them."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def weakest(accent: str, scheme: Scheme) -> tuple[str, float]:
    """The ground of the scheme ("paper" or "card") that an accent stands out from least, and its contrast there. The
    same number holds where the accent is the ground, and the text on it has the paper's or the card's colour."""
    ratios = {"paper": contrast(accent, scheme.paper), "card": contrast(accent, scheme.card)}
    ground = min(ratios, key=ratios.__getitem__)
    return ground, ratios[ground]


def wash(accent: str, scheme: Scheme) -> str:
    """The strongest tint of the accent on which it can still be read, and every text of the scheme."""
    if accent == scheme.accent:
        return scheme.wash
    texts = (*scheme.texts, accent)
    for step in range(int(STRONGEST_WASH * 100), 0, -1):
        tint = _mixed(accent, scheme.card, step / 100)
        if all(contrast(text, tint) >= LEAST for text in texts):
            return tint
    return scheme.card


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def _luminance(colour: str) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(colour: str, ground: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + bytes(round(share * one + (1 - share) * other) for one, other in pairs).hex()
