"""The marks of ordered lists: 1 2 3, a b c, i ii iii, as HTML and Word number them."""

from __future__ import annotations

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def ordinal(number: int, style: str) -> str:
    """A number in a list's style: "1", "a", "A", "i" or "I"; what cannot be so written is a plain number.

    >>> ordinal(28, "a"), ordinal(4, "I")
    ('ab', 'IV')
    """
    if number < 1 or number > 3999 or style not in ("a", "A", "i", "I"):
        return str(number)
    text = letters(number) if style in "aA" else roman(number)
    return text.upper() if style in "AI" else text


def letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text
