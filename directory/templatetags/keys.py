"""What a key is and how it stands, in the language of the page.

A page is kept for a quarter of an hour at most, so whatever depends on the clock is asked as of the moment when its
quarter began (`at`); static/js/hours.js goes on from the last day that the page states.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django import template
from django.utils.dateformat import format as in_words
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from directory.figures import validity
from directory.models import DocumentSignature, PublishedKey
from directory.openpgp import PublicKey, Subkey, UserId, words
from directory.openpgp.key import SOON
from directory.phrases import said
from directory.signing_state import Standing, standing

register = template.Library()

DAY = "j F Y"
#: What the state of a key says already, and what only whoever gave the key has to know.
SAID_BY_STATE = {"revoked", "expired", "soon", "not-yet", "unchecked", "no-encryption", "encryption-expired"}
ABOUT_THE_MATERIAL = {"checksum"}


@dataclass(frozen=True, slots=True)
class State:
    """`code` is `PublicKey.state`'s; `tone` colours the sentence. `until` is the last day (ISO 8601) of a key of
    which the script may say how it stands later, and `date` the same in words."""

    code: str
    sentence: str
    tone: str
    until: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class UserIds:
    """Those that name an address which a team publishes; of the others how many there are, and nothing else."""

    shown: list[UserId]
    hidden: int


@dataclass(frozen=True, slots=True)
class Part:
    """A row of the table of a key's parts; `end` is what becomes of it, in words."""

    fingerprint: str
    name: str
    purpose: str
    created: datetime
    end: str
    is_gone: bool


def last_day(end: datetime) -> date:
    """The last day on which a key that ends at that moment was of use, in UTC."""
    return (end.astimezone(UTC) - timedelta(seconds=1)).date()


@register.simple_tag
def key_state(key: PublicKey, at: datetime, purpose: str = "") -> State:
    """How the key stands for what its team uses it for. A key that is to sign alone need not encrypt."""
    code, end = key.state(at), key.ends
    if code == "no-encryption" and purpose == "signing":
        end = key.expires
        code = "soon" if end and end - at <= SOON else "valid"
    if code == "expired":
        end = key.expires
    if code in {"valid", "soon", "expired"}:
        return _state_of_time(code, end)
    sentence, tone = {
        "revoked": (_revoked, "bad"),
        "not-yet": (_not_yet, "soon"),
        "unchecked": (_unchecked, "soon"),
        "no-encryption": (_no_encryption, "soon"),
    }[code]
    return State(code, sentence(key), tone)


def _state_of_time(code: str, end: datetime | None) -> State:
    if end is None:
        return State(code, _("This key is valid; it states no end"), "ok")
    sentence, tone = {
        "valid": (_("This key is valid until %(date)s"), "ok"),
        "soon": (_("This key ends on %(date)s"), "soon"),
        "expired": (_("This key expired on %(date)s"), "bad"),
    }[code]
    last = last_day(end)
    date = in_words(last, DAY)
    return State(code, sentence % {"date": date}, tone, last.isoformat(), date)


def _revoked(key: PublicKey) -> str:
    reason = revocation_reason(key)
    when = key.revocation.when if key.revocation else None
    if when is None:
        return _("This key was revoked: %(reason)s") % {"reason": reason}
    date = in_words(when, DAY)
    return _("This key was revoked on %(date)s: %(reason)s") % {"date": date, "reason": reason}


def _not_yet(key: PublicKey) -> str:
    return _("This key says that it was made on %(date)s, which is yet to come") % {
        "date": in_words(key.created, DAY)
    }


def _unchecked(key: PublicKey) -> str:
    return _("This directory cannot check keys of this kind yet: what the key says is not proved")


def _no_encryption(key: PublicKey) -> str:
    end = key.encryption_ends
    if end is None:
        return _("Nothing can be encrypted to this key: it has no part for that")
    date = in_words(last_day(end), DAY)
    return _("Nothing can be encrypted to this key any more: its part for that expired on %(date)s") % {
        "date": date
    }


@register.filter
def revocation_reason(key: PublicKey) -> str:
    """Why it was revoked, to stand within a sentence; what its owner wrote beside that is not repeated."""
    code = key.revocation.code if key.revocation else 0
    return said(words.REASONS.get(code, words.REASONS[0]))


@register.simple_tag
def signature_standing(signature: DocumentSignature, key: PublicKey, at: datetime) -> State:
    """What became of a signature since it was verified, as its key was revoked or has expired; without a sentence
    where nothing did."""
    stands = standing(signature, key, at)
    if key.revocation:
        return _under_revocation(stands, key)
    if stands.end is None:
        return State("", "", "")
    date = in_words(last_day(stands.end), DAY)
    if stands.holds:
        sentence = _("The key has expired since, on %(date)s; what it signed before still counts.")
        return State("expired", sentence % {"date": date}, "")
    sentence = _("The key had expired by then, on %(date)s: the signature does not count.")
    return State("expired", sentence % {"date": date}, "bad")


def _under_revocation(stands: Standing, key: PublicKey) -> State:
    """What is said of a signature whose key is revoked; why it counts or not is `signing_state`'s to say."""
    date = in_words(stands.end, DAY) if stands.end else _("an unknown day")
    sentence, tone = {
        "key-compromised": (
            _("That key was revoked on %(date)s: %(reason)s. Nothing signed with it counts any longer, whenever it was made."),
            "bad",
        ),
        "made-too-late": (
            _("That key was revoked on %(date)s: %(reason)s. The signature was made after that, and does not count."),
            "bad",
        ),
        "key-retired": (
            _("That key was revoked on %(date)s: %(reason)s. A signature made before still counts."),
            "soon",
        ),
    }[stands.code]  # fmt: skip
    return State("revoked", sentence % {"date": date, "reason": revocation_reason(key)}, tone)


@register.simple_tag
def key_problems(key: PublicKey, at: datetime) -> list[str]:
    """What else there is to say against the key, the gravest first."""
    left_out = SAID_BY_STATE | ABOUT_THE_MATERIAL
    return [said(problem.sentence) for problem in key.problems(at) if problem.code not in left_out]


@register.filter
def key_strength(key: PublicKey) -> str:
    """Algorithm and size, and what they are worth today, as a sentence."""
    sentence = {
        "good": _("%(name)s: as strong as is recommended today."),
        "short": _("%(name)s: of use, and weaker than what is recommended today."),
        "weak": _("%(name)s: too weak to be relied on."),
    }[key.strength]
    return sentence % {"name": key.name}


@register.filter
def made_to(key: PublicKey) -> str:
    """What the key and its parts are for, whatever the day, as a sentence."""
    parts: list[PublicKey | Subkey] = [key, *(part for part in key.subkeys if not part.revoked)]
    encrypts, signs = any(part.encrypts for part in parts), any(part.signs for part in parts)
    return {
        (True, True): _("Made to encrypt to and to sign with."),
        (True, False): _("Made to encrypt to, and not to sign with."),
        (False, True): _("Made to sign with, and not to encrypt to."),
        (False, False): _("Made neither to encrypt to nor to sign with."),
    }[encrypts, signs]


@register.filter
def key_purpose(code: str) -> str:
    """What a team uses a key for, to stand behind its name."""
    names = {
        "team": _("to write to the team, and to sign"),
        "signing": _("to sign only"),
        "former": _("no longer used"),
    }
    return names.get(code, code)


@register.filter
def key_parts(key: PublicKey) -> list[Part]:
    """The main key and its subkeys."""
    return [_part(key, key.revoked), *(_part(subkey, subkey.revoked) for subkey in key.subkeys)]


def _part(part: PublicKey | Subkey, revoked: bool) -> Part:
    purposes = {
        (True, True): _("to encrypt and to sign"),
        (True, False): _("to encrypt"),
        (False, True): _("to sign"),
        (False, False): "",
    }
    own = purposes[part.encrypts, part.signs]
    if isinstance(part, PublicKey):
        own = _("the main key, %(purpose)s") % {"purpose": own} if own else _("the main key")
    end = _("revoked") if revoked else in_words(last_day(part.expires), DAY) if part.expires else _("no end")
    return Part(part.fingerprint, part.name, own or "–", part.created, end, revoked)


@register.simple_tag
def user_ids(copies: Iterable[PublishedKey], emails: Collection[str]) -> UserIds:
    """The user ids of all copies of a key, as far as they name one of these addresses, which teams publish. A name
    that holds an address is not shown either (SECURITY 69)."""
    every = {own.text: own for copy in copies for own in copy.key.user_ids if not own.revoked}.values()
    shown = [own for own in every if own.email and own.email in emails]
    named = [UserId(own.text, "" if "@" in own.name else own.name, own.email) for own in shown]
    return UserIds(named, len(every) - len(shown))


@register.simple_tag
def validity_bar(key: PublicKey, at: datetime, state: State) -> SafeString:
    """The key's time as a bar, from the day it was made."""
    end, begin = key.ends, key.created.astimezone(UTC).date()
    last = last_day(end) if end else None
    if key.revocation and key.revocation.when:
        last = key.revocation.when.astimezone(UTC).date()
    word = in_words(last, DAY) if last else _("no end")
    first = in_words(begin, DAY)
    told = _("Made on %(date)s. %(state)s.") % {"date": first, "state": state.sentence}
    drawing = validity.drawn(
        validity.Life(begin, last, at.date(), state.tone),
        validity.Words(_("The key’s time"), told, first, word, _("today")),
    )
    return mark_safe(drawing)  # noqa: S308 - every word in it is escaped by `validity`
