"""Rules for reaching the team: name, place, telephone, e-mail and the rest of section 2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

import phonenumbers

from .case import Case
from .phrases import listed
from .rule import Finding, rule

OBFUSCATED = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64} ?[\[({<] ?(?:at|@t?|a|arobase|arroba|kukac|malpa|zavinac|zavináč|klammeraffe) ?[\])}>]"
    r" ?\w[\w.-]{0,63}",
    re.IGNORECASE,
)
LOST = re.compile(
    r"\[email[ \xa0]protected\]|protected from spam ?bots|JavaScript (?:enabled )?to view it|<[ \xa0]?\(?(?:at|@)\)?[ \xa0]?>"
    r"|protegida contra (?:los )?robots|protégée contre les robots|vor Spambots geschützt|защищ[её]н от спам",
    re.IGNORECASE,
)
ROUND_THE_CLOCK = re.compile(
    r"24 ?[x×*/h] ?7|24 hours a day|around the clock|rund um die Uhr|24 ?h ?(?:sur|/) ?24"
)

# Where anyone can open an account under any name.
FREE_MAIL = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "yahoo.com",
        "aol.com",
        "icloud.com",
        "gmx.net",
        "gmx.de",
        "web.de",
        "mail.com",
        "mail.ru",
        "yandex.ru",
        "yandex.com",
        "qq.com",
        "163.com",
        "proton.me",
        "protonmail.com",
    ]
)
# Services that have been shut down, with the year of their end.
GONE = {"skype": 2025, "icq": 2024, "yahoo": 2018, "aim": 2017, "msn": 2013}


@rule(
    "name-missing",
    "error",
    title="The team's name cannot be found.",
    remedy="Give the full name, and the short one in parentheses, in section 2.1.",
)
def name_missing(case: Case) -> Iterator[Finding]:
    """The name is what every look-up and every greeting begins with (RFC 2350, 3.2)."""
    if case.document.team.name is None:
        yield Finding("No name of the team can be found.", case.line("", "2.1", "2"))


@rule(
    "address-missing",
    "note",
    title="There is no postal address.",
    remedy="Give the postal address in section 2.2, with the country on its last line.",
)
def address_missing(case: Case) -> Iterator[Finding]:
    """The address shows under which law a team works, and where a letter of a lawyer goes (RFC 2350, 3.2)."""
    if not case.document.team.address:
        yield Finding(f"{case.name_of('2.2')} gives no postal address.", case.line("", "2.2", "2"))


@rule(
    "country-missing",
    "warning",
    title="The address does not name a country.",
    remedy="Write the country on the last line of section 2.2.",
)
def country_missing(case: Case) -> Iterator[Finding]:
    """The document is read from abroad; many cities have a namesake, and directories list teams by country."""
    if case.document.team.country is None and case.document.team.address:
        yield Finding("The address does not say in which country it is.", case.line("team.address", "2.2"))


@rule(
    "phone-missing",
    "warning",
    title="There is no telephone number.",
    remedy="Give a number in section 2.4, or say there how you want to be called (on request, by a form).",
)
def phone_missing(case: Case) -> Iterator[Finding]:
    """When mail is what has been broken into, the telephone is what is left (RFC 2350, 3.2)."""
    if not any(phone.kind != "fax" for phone in case.document.team.phones):
        yield Finding(f"{case.name_of('2.4')} gives no telephone number.", case.line("", "2.4", "2"))


@rule(
    "phone-no-country-code",
    "warning",
    title="A telephone number has no country code.",
    remedy="Write the number in the international form, as +49 30 1234567.",
)
def phone_no_country_code(case: Case) -> Iterator[Finding]:
    """A caller from abroad cannot dial it (ITU-T E.123)."""
    for index, phone in enumerate(case.document.team.phones):
        digits = sum(character.isdecimal() for character in phone.text)
        if digits >= 5 and not phone.text.lstrip(" (").startswith(("+", "00")):
            line = case.line(f"team.phones.{index}", "2.4", "2.5")
            yield Finding(f"“{phone.text}” does not begin with “+” and a country code.", line)


@rule(
    "phone-implausible",
    "warning",
    title="A telephone number has too many or too few digits for its country.",
    remedy="Dial the number once from abroad, and correct it.",
)
def phone_implausible(case: Case) -> Iterator[Finding]:
    """A digit was lost or doubled (lengths by the ITU-T E.164 national plans, as libphonenumber lists them)."""
    for index, phone in enumerate(case.document.team.phones):
        if phone.number is not None and not _possible(phone.number):
            line = case.line(f"team.phones.{index}", "2.4", "2.5")
            yield Finding(f"“{phone.text}” cannot be a number of its country: its length is wrong.", line)


@rule(
    "phones-nearly-equal",
    "warning",
    title="Two telephone numbers differ in one digit.",
    remedy="Check both; correct the one that was copied wrongly.",
)
def phones_nearly_equal(case: Case) -> Iterator[Finding]:
    """The same number, mistyped once, is far likelier than two so much alike. Differing last digits are
    the extensions of one switchboard, and pass."""
    numbers = [(index, phone.number) for index, phone in enumerate(case.document.team.phones) if phone.number]
    for (_, first), (index, second) in combinations(numbers[:50], 2):
        if first[:-2] != second[:-2] and _one_letter_apart(first, second):
            line = case.line(f"team.phones.{index}", "2.4", "2.11")
            yield Finding(f"{first} and {second} differ in a single digit.", line)


@rule(
    "email-missing",
    "error",
    title="There is no e-mail address.",
    remedy="Give the address that incidents go to in section 2.7, as plain text.",
)
def email_missing(case: Case) -> Iterator[Finding]:
    """Nearly every report begins with an e-mail (RFC 2350, 3.2)."""
    if not case.document.team.emails:
        message = "No e-mail address of the team can be read."
        yield Finding(message, case.line("", "2.7", "2"))


@rule(
    "email-lost",
    "error",
    title="An e-mail address was lost to a web page's spam protection.",
    remedy="Write the address out in section 2.7, and publish the document as a file beside the web page.",
)
def email_lost(case: Case) -> Iterator[Finding]:
    """Copies, converters and screen readers get the protection's sentence instead of the address."""
    for section in case.document.sections:
        match = LOST.search(section.text)
        if match:
            yield Finding(f"“{match[0]}” stands in the place of an address.", section.line)


@rule(
    "email-obfuscated",
    "note",
    title="An e-mail address is disguised.",
    remedy="Write the address plainly; it is in every mailing list already, and the mailbox filters spam.",
)
def email_obfuscated(case: Case) -> Iterator[Finding]:
    """A disguise stops people and programs in a hurry, and no collector of addresses."""
    for section in case.sections("2.7"):
        match = OBFUSCATED.search(section.text)
        if match:
            yield Finding(f"“{match[0]}” has to be put together by hand.", section.line)


@rule(
    "email-free-provider",
    "warning",
    title="The team's mailbox is with a provider where anyone can open one.",
    remedy="Use an address in the team's or its host's own domain.",
)
def email_free_provider(case: Case) -> Iterator[Finding]:
    """A reader cannot tell the team's address from an impostor's at the same provider."""
    for index, email in enumerate(case.document.team.emails):
        if email.rpartition("@")[2].lower() in FREE_MAIL:
            yield Finding(
                f"{email} is not in a domain of the team's own.", case.line(f"team.emails.{index}", "2.7")
            )


@rule(
    "email-domains-differ",
    "warning",
    title="The team's addresses are in two domains that differ only in their ending.",
    remedy="Check which domain is yours; an old domain that lapses can be registered by others.",
)
def email_domains_differ(case: Case) -> Iterator[Finding]:
    """One of `csirt@team.example` and `csirt@team.org.example` is a slip, or a domain that was given up."""
    domains = dict.fromkeys(email.rpartition("@")[2].lower() for email in case.document.team.emails)
    for first, second in combinations(list(domains)[:50], 2):
        one, other = first.split("."), second.split(".")
        if (
            one[0] == other[0]
            and one[1:] != other[1:]
            and len(one[0]) > 2
            and one[0] not in ("cert", "csirt", "mail")
        ):
            line = case.line("team.emails", "2.7")
            yield Finding(f"The addresses are in {first} and in {second}.", line)


@rule(
    "email-elsewhere",
    "note",
    title="The e-mail address does not stand in the section on e-mail.",
    remedy="Repeat the address in section 2.7, where readers look for it.",
)
def email_elsewhere(case: Case) -> Iterator[Finding]:
    """Whoever looks up the address under its heading finds nothing and leaves."""
    silent = not any(mark in case.text("2.7") for mark in ("@", "(", "[", "{", "<"))
    if case.document.team.emails and case.sections("2.7") and silent:
        addresses = listed(list(case.document.team.emails[:2]))
        message = f"{case.name_of('2.7')} names no address, though the document gives {addresses}."
        yield Finding(message, case.line("", "2.7"))


@rule(
    "channel-gone",
    "warning",
    title="The document names a service that no longer exists.",
    remedy="Remove the service from section 2.6, or name its successor.",
)
def channel_gone(case: Case) -> Iterator[Finding]:
    """Messages to it reach nobody, and its names may be taken over."""
    for index, channel in enumerate(case.document.team.channels):
        if channel.kind in GONE:
            message = f"“{channel.value}” is on {channel.kind}, which was shut down in {GONE[channel.kind]}."
            yield Finding(message, case.line(f"team.channels.{index}", "2.6"))


@rule(
    "emergency-no-phone",
    "warning",
    title="The team says that it is there around the clock, but gives no telephone number.",
    remedy="Give the on-call number in section 2.4, or say how it is handed out.",
)
def emergency_no_phone(case: Case) -> Iterator[Finding]:
    """At three in the morning somebody has to be woken, and mail wakes nobody."""
    always = any(
        opening.closes == "24:00" and opening.opens == "00:00" for opening in case.document.team.hours
    )
    told = always or ROUND_THE_CLOCK.search(case.text("2.4", "2.11"))
    if told and not any(phone.kind != "fax" for phone in case.document.team.phones):
        yield Finding(
            "Round-the-clock service is offered without a telephone number.", case.line("", "2.11", "2.4")
        )


@rule(
    "website-missing",
    "note",
    title="There is no website.",
    remedy="Name the team's website in section 2.10.",
)
def website_missing(case: Case) -> Iterator[Finding]:
    """A website is where warnings, forms and the newest edition of this document are looked for."""
    if not case.document.team.websites and not case.document.document.locations:
        yield Finding("No website of the team can be found.", case.line("", "2.10", "2"))


def _possible(number: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False


def _one_letter_apart(first: str, second: str) -> bool:
    return len(first) == len(second) and sum(a != b for a, b in zip(first, second, strict=True)) == 1
