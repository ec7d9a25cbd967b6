"""Telephone numbers as directories write them, in E.164."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

_NOTE = re.compile(r"\(([^()\d+]{2,60})\)\s*$")
_EXTENSION = re.compile(r"[ ,-]{0,3}(?:ext(?:ension)?\.?|x)\s?(\d{1,6})$", re.I)

# Figures with the country code: E.164 has no more than fifteen, and nobody answers on fewer than seven.
FEWEST, MOST = 7, 15


@dataclass(frozen=True, slots=True)
class Telephone:
    """`number` is E.164, empty where none could be told; `doubt` says what is wrong with it, empty where nothing is."""

    number: str
    note: str = ""
    doubt: str = ""


def read(written: str, country: str = "") -> Telephone:
    """One number; `country` (ISO 3166-1) is where it is dialled, for a number without its country code."""
    note = _NOTE.search(written)
    extension = _EXTENSION.search(written)
    end = min((m.start() for m in (note, extension) if m), default=len(written))
    notes = [note[1].strip()] if note else [f"ext. {extension[1]}"] if extension else []
    try:
        number = phonenumbers.parse(re.sub(r"\(0\)", "", written[:end]), country or None)
    except phonenumbers.NumberParseException:
        return Telephone("", "", "is no telephone number with its country code")
    if not FEWEST <= len(f"{number.country_code}{number.national_number}") <= MOST:
        return Telephone("", "", "has too many or too few figures for a telephone number")
    doubt = "" if phonenumbers.is_valid_number(number) else "is no number of its country today"
    return Telephone(
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), "; ".join(notes), doubt
    )
