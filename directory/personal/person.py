"""Whom it is about: an account with its addresses, and words such as a name that stand for the person in texts."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from allauth.account.models import EmailAddress

from directory.fields import plain_text
from directory.models import User

MASK = "[…]"
#: Scripts that put no blank between words, from the CJK radicals on.
UNSPACED = re.compile("[\u2e80-\uffdc]")


class Unknown(Exception):
    """Nobody is named by what was given; the message is a sentence."""


@dataclass(frozen=True)
class Person:
    """`emails` are in lower case, `words` as they were given."""

    user: User | None
    emails: tuple[str, ...]
    words: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the words and addresses whole, in any case, whatever blanks stand in them."""
        told = [*map(_whole_word, self.words), *map(_whole_address, self.emails)]
        return re.compile("|".join(told), re.IGNORECASE)

    @property
    def username(self) -> str:
        return self.user.get_username() if self.user else ""

    def is_in(self, value: Any) -> bool:
        """Whether the person stands in a text, or anywhere in a value of JSON."""
        if isinstance(value, str):
            return bool(self.pattern.search(plain_text(value)))
        if isinstance(value, Mapping):
            return any(self.is_in(part) for part in (*value.keys(), *value.values()))
        return isinstance(value, list | tuple) and any(self.is_in(part) for part in value)

    def is_named_in(self, value: str) -> bool:
        """Whether a sentence of the audit trail names the person, by the account's name too. In other texts that name
        may be any word."""
        named = rf"(?<!\w){re.escape(self.username)}(?!\w)" if self.username else r"(?!)"
        return self.is_in(value) or bool(re.search(named, value))

    def masked(self, value: Any) -> Any:
        """The text, or a list of texts, with a mark in the place of the person."""
        if isinstance(value, list):
            return [self.masked(part) for part in value]
        return (
            self.pattern.sub(MASK, plain_text(value))
            if isinstance(value, str) and self.is_in(value)
            else value
        )


def _whole_word(word: str) -> str:
    told = r"\s+".join(map(re.escape, plain_text(word).split()))
    return told if UNSPACED.search(word) else rf"(?<!\w){told}(?!\w)"


def _whole_address(email: str) -> str:
    return rf"(?<![\w.+@-]){re.escape(email)}(?![\w@-]|\.\w)"


def person(email: str = "", words: Iterable[str] = ()) -> Person:
    """Whoever has an account with this address, or the address alone; and the words that name somebody.

    Raises Unknown where neither says anything, or a word is too short to be found safely.
    """
    email, words = email.strip().lower(), tuple(" ".join(word.split()) for word in words if word.strip())
    if not email and not words:
        raise Unknown("Give the person's e-mail address, or the words that name them.")
    short = [word for word in words if len(word) < (2 if UNSPACED.search(word) else 3)]
    if short:
        raise Unknown(f"“{short[0]}” is too short: it would be found in all sorts of texts.")
    user = account_of(email) if email else None
    # One that was only claimed may be somebody else's, whose data stays.
    own = (
        EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True) if user else ()
    )
    emails = dict.fromkeys(
        address.lower() for address in (email, user.email if user else "", *own) if address
    )
    return Person(user, tuple(emails), words)


def account_of(email: str) -> User | None:
    """Whose the address is: of several who have typed it, whoever has shown it to be theirs."""
    found = (
        EmailAddress.objects.filter(email__iexact=email)
        .select_related("user")
        .order_by("-verified", "pk")
        .first()
    )
    return found.user if found else User.objects.filter(email__iexact=email).first()
