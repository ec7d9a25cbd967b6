"""Sentences that are made where no language is known, said in the language of the page.

What reads addresses and finds who answers knows no Django and speaks English, as machines and terminals get it. A page
finds the template that made such a sentence and says its translation with the same parts. A sentence that no template
made stays as it is.
"""

import re
from datetime import UTC, datetime
from functools import cache

from django.conf import settings
from django.utils.dateformat import format as format_day
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from directory.vocabularies import COUNTRIES

#: Why a team answers (lookup.answers).
REASONS = (
    _("their network {network} holds it"),
    _("their network {network} lies in it"),
    _("their network {network} overlaps it"),
    _("AS{number}, which announces {network}, is theirs"),
    _("{number} is theirs"),
    _("{email} is their own address"),
    _("their domain {domain}"),
    _("national team of {country}"),
    _("national team of {country} (.{top})"),
    _("national team of {country}, where {entry} is registered"),
)
#: What was asked about (lookup.targets.described, search.query).
KINDS = (
    _("an IPv4 address"),
    _("an IPv6 address"),
    _("an IPv4 network"),
    _("an IPv6 network"),
    _("a range of IPv4 addresses"),
    _("a range of IPv6 addresses"),
    _("the host of a web address"),
    _("an autonomous system"),
    _("a domain name"),
    _("an e-mail address"),
    _("a country"),
    _("an OpenPGP fingerprint"),
    _("an OpenPGP key ID"),
)
#: What can be asked, beside an example (lookup.asking.examples).
EXAMPLES = (
    _("An address"),
    _("A network"),
    _("An AS number"),
    _("A domain"),
    _("An e-mail address"),
    _("A country"),
)
#: Why a text is nothing to look up (lookup.targets.NotATarget, lookup.bulk.NoSuchColumn).
PROBLEMS = (
    _("This is longer than {limit} characters, and no address or name is."),
    _("There is nothing to look up."),
    _("There are invisible characters in it; type it again without them."),
    _("{text} is not a whole network: write all four numbers, as in 192.0.2.0/24."),
    _("{text} is no IPv4 address: each of its four numbers goes to 255 at most."),
    _(
        "{text} has a number that begins with 0: some programs read it as octal, others do not. "
        "Write {decimal} if you mean that."
    ),
    _("{text} is not a whole IPv6 address."),
    _("{text} is not a whole address: write all four numbers of an IPv4 address, in decimal."),
    _("/{length} is no length of a network that begins with {start}."),
    _("{text} mixes IPv4 and IPv6."),
    _("The whole address space has no team of its own; ask about a part of it."),
    _("{text} means two things: ask about {address}, or about {network}."),
    _("A range goes from IPv4 to IPv4, or from IPv6 to IPv6."),
    _("This range runs backwards: {start} comes after {end}."),
    _("{text} is no AS number: each half of it goes to 65535 at most."),
    _("AS{number} is reserved and belongs to nobody (RFC 7607, RFC 7300)."),
    _("{text} is too large for an AS number: the last one is 4294967294."),
    _("This web address names no host."),
    _("“{text}” is not a whole e-mail address."),
    _("“{text}” is neither an address nor a network, an AS number, a domain or a country."),
    _("“{text}” is neither a whole address nor a domain name."),
    _("This name is longer than 253 characters, and no domain name is."),
    _("“{text}” is not a domain name."),
    _("Columns are counted from 1."),
    _("There is no column “{column}” in the first line; it has: {columns}."),
    _("The directory cannot answer now; nothing can be concluded from that. Try again later."),
)
#: What is nobody's on the Internet (lookup.special).
SPECIAL = (
    _("{entry} is kept for {purpose} ({source})"),
    _("{entries} are kept for {purpose} ({source})"),
    _("AS{first} to AS{last}"),
)
PURPOSES = (
    _("hosts that do not know their own address yet"),
    _("private networks"),
    _("addresses that providers share among customers"),
    _("each machine itself"),
    _("one link"),
    _("protocols of the IETF"),
    _("documentation"),
    _("the AS112 project"),
    _("multicast tunnels (AMT)"),
    _("6to4 relays, no longer used"),
    _("measuring network devices"),
    _("multicast"),
    _("future use"),
    _("broadcast on one link"),
    _("translation from IPv6 to IPv4"),
    _("translation from IPv6 to IPv4 in one network"),
    _("discarding"),
    _("routes of no meaning"),
    _("6to4"),
    _("segment routing"),
    _("networks that nobody announces"),
    _("systems that know 16-bit numbers alone (AS_TRANS)"),
    _("private use"),
    _("nobody"),
    _("names outside the DNS"),
    _("names at home"),
    _("names that must fail"),
    _("Tor"),
    _("tests"),
)
#: What is doubtful or wrong with a key (openpgp.words), and why it was revoked.
KEYS = (
    _("This key was revoked on {date}: {reason}."),
    _("This key expired on {date}."),
    _("This key expires on {date}."),
    _("The part of this key that mail is encrypted to expired on {date}."),
    _("The part of this key that mail is encrypted to expires on {date}."),
    _("Nothing can be encrypted to this key: it has no part for that."),
    _("This key says that it was made on {date}, which is yet to come."),
    _(
        "This key is of a newer kind ({kind}) that this site cannot check yet: what it says of itself is not proved."
    ),
    _("{name} is too short: keys of this length can be broken. Make a new one."),
    _("{name} is shorter than what is recommended today (RSA 3072, or Curve25519)."),
    _("{name} is a kind of key that is no longer safe. Make a new one."),
    _("Mail is encrypted with {name}, which is too short. Make a new key."),
    _(
        "This key signs its own user ids with {name}, which can be forged; newer programs may refuse the key. "
        "Setting its expiry date anew with a program of today mends that."
    ),
    _("This key never expires. An expiry date, moved on in time, shows that somebody looks after it."),
    _("A picture was left out: the directory keeps what is needed to use the key."),
    _("Signatures by other keys were left out: {number}."),
    _("Parts that the key has not signed itself were left out: {number}."),
    _("The checksum behind the key was wrong; the key itself is whole."),
)
REVOCATIONS = (
    _("no reason is given"),
    _("it was replaced by another key"),
    _("others may have its secret part"),
    _("it is no longer used"),
    _("its user id is no longer true"),
)
#: How it is known that a team maintains its own profile (publishing.standing.MEANS).
MEANS = (
    _("mail to the published address"),
    _("signature with the published key"),
    _("word of those who run this directory"),
)
#: What a document comes out as, where that is no proper name (rfc2350.writers.FORMATS).
FORMATS = (_("Text"),)
TEMPLATES = (
    *FORMATS,
    *MEANS,
    *REASONS,
    *KINDS,
    *EXAMPLES,
    *PROBLEMS,
    *SPECIAL,
    *PURPOSES,
    *KEYS,
    *REVOCATIONS,
)
#: Between the reasons of one team (lookup.answers.spoken).
JOINT = _(", and ")

PART = re.compile(r"{(\w+)}")
#: Parts that are words of ours themselves, by their names in the templates; all others are given back as they are.
NESTED = {"entries", "purpose", "reason"}
#: A day as openpgp.words writes it, in the part called "date".
DAY = "%d %B %Y"


def said(sentence: object) -> str:
    """The sentence in the language of the page. What it returns is text, never safe for HTML."""
    text = str(sentence)
    if not _is_foreign():
        return text
    # First as several: the template of a domain would take all that follows it for the domain.
    return _joined(text) or _translated(text) or text


def translations() -> list[tuple[str, str]]:
    """Each template of PROBLEMS with its translation, for a script that gets such sentences from the API."""
    return [(template, gettext(template)) for template in PROBLEMS] if _is_foreign() else []


def _is_foreign() -> bool:
    return get_language() not in {None, settings.LANGUAGE_CODE}


def _joined(text: str) -> str | None:
    each = [_translated(part) for part in text.split(JOINT)]
    known = [part for part in each if part]
    return gettext(JOINT).join(known) if len(known) == len(each) > 1 else None


def _translated(text: str) -> str | None:
    for template, pattern in _patterns():
        match = pattern.fullmatch(text)
        if match:
            return gettext(template).format(
                **{name: _part(name, part) for name, part in match.groupdict().items()}
            )
    return None


def _part(name: str, text: str) -> str:
    if name == "country":
        return COUNTRIES.name_of(_country_codes().get(text, text), get_language() or settings.LANGUAGE_CODE)
    if name == "date":
        return _day(text)
    return said(text) if name in NESTED else text


def _day(text: str) -> str:
    """A day in the language of the page; what is none stays as it is."""
    try:
        return format_day(datetime.strptime(text, DAY).replace(tzinfo=UTC), "j F Y")
    except ValueError:
        return text


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """What each template makes; the one that says most of its own comes first, for it fits least by chance."""
    by_words = sorted(TEMPLATES, key=lambda template: -len(PART.sub("", template)))
    return [(template, _pattern(template)) for template in by_words]


def _pattern(template: str) -> re.Pattern[str]:
    literals_and_names = PART.split(template)
    pattern = "".join(
        f"(?P<{piece}>.+?)" if place % 2 else re.escape(piece)
        for place, piece in enumerate(literals_and_names)
    )
    return re.compile(pattern, re.DOTALL)


@cache
def _country_codes() -> dict[str, str]:
    return {COUNTRIES.name_of(code): code for code in COUNTRIES}
