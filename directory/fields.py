"""Identifiers, each normalised once: here. Two spellings of one thing are one value in the database."""

import ipaddress
import re
import unicodedata
import zoneinfo
from collections.abc import Callable
from typing import Any

import idna
import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

from directory.vocabularies import (
    CONSTITUENCY_TYPES,
    COUNTRIES,
    INCIDENT_TYPES,
    MARKS,
    MEMBERSHIPS,
    REGISTRIES,
    SECTORS,
    SERVICES,
    SUPPORT_LEVELS,
    TEAM_SCOPES,
    TEAM_TYPES,
    Vocabulary,
)

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")

# Characters that hide or reorder text: bidirectional overrides and isolates, zero-width space and no-break,
# C0 and C1 controls (tab and line ends aside), lone surrogates. The joiners that Persian and emoji need stay.
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
PILED_MARKS = re.compile("([\u0300-\u036f]{3})[\u0300-\u036f]+")


def plain_text(value: str) -> str:
    """NFC without characters that hide or reorder text, and at most three marks on a letter: they are dropped,
    by every path, so that a text is what it looks like."""
    return PILED_MARKS.sub(r"\1", unicodedata.normalize("NFC", HIDDEN.sub("", value)))


def normal_text(value: str) -> str:
    """`plain_text` on one line: one space for each run of blanks, none at the ends."""
    return " ".join(plain_text(value).split())


def fingerprint(value: str) -> str:
    """40 (v4) or 64 (v6) upper-case hex digits; blanks, colons and a leading 0x are dropped (RFC 9580, 5.5.4)."""
    digits = re.sub(r"[\s:]", "", value).upper().removeprefix("0X")
    if not re.fullmatch(r"[0-9A-F]{40}|[0-9A-F]{64}", digits):
        raise ValidationError(
            "A fingerprint has 40 hexadecimal digits (64 for a version 6 key); this has %(n)s characters.",
            code="fingerprint",
            params={"n": len(digits)},
        )
    return digits


def key_id(value: str) -> str:
    """16 upper-case hex digits, or the 8 of a document that gives no more."""
    digits = re.sub(r"[\s:]", "", value).upper().removeprefix("0X")
    if not re.fullmatch(r"[0-9A-F]{8}|[0-9A-F]{16}", digits):
        raise ValidationError("A key ID has 16 (or 8) hexadecimal digits.", code="key-id")
    return digits


def prefix(value: str) -> str:
    """A network in CIDR form, its host bits zero; a single address is a /32 or /128."""
    text = value.strip()
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError as error:
        raise ValidationError(
            "“%(value)s” is not a network such as 192.0.2.0/24.", code="prefix", params={"value": text}
        ) from error
    if network.network_address != ipaddress.ip_address(text.partition("/")[0]):
        raise ValidationError(
            "“%(value)s” is an address with a length. The network is %(network)s; an address alone has no length.",
            code="prefix",
            params={"value": text, "network": network},
        )
    if isinstance(network, ipaddress.IPv6Network) and network.network_address.ipv4_mapped:
        raise ValidationError("Write an IPv4 network without ::ffff: before it.", code="prefix")
    return str(network)


def asn(value: str | int) -> int:
    """1 to 4294967294, as a number, ``AS64500`` or asdot ``1.10`` (RFC 5396); 0 and 2^32-1 are reserved (RFC 7607)."""
    text = str(value).strip().upper().removeprefix("ASN").removeprefix("AS").strip()
    dotted = re.fullmatch(r"(\d{1,5})\.(\d{1,5})", text, re.ASCII)
    if dotted and max(int(dotted[1]), int(dotted[2])) < 65536:
        number = int(dotted[1]) * 65536 + int(dotted[2])
    elif re.fullmatch(r"\d{1,10}", text, re.ASCII):
        number = int(text)
    else:
        raise ValidationError(
            "“%(value)s” is not an AS number such as AS64500.", code="asn", params={"value": value}
        )
    if not 0 < number < 2**32 - 1:
        raise ValidationError(
            "AS%(number)s is reserved; it belongs to nobody.", code="asn", params={"number": number}
        )
    return number


def domain(value: str) -> str:
    """Lower case, A-labels (IDNA 2008), without a leading ``*.`` and without a trailing dot."""
    text = value.strip().lower().removeprefix("*.").rstrip(".")
    try:
        ascii_form = idna.encode(text, uts46=True).decode()
    except idna.IDNAError as error:
        raise ValidationError(
            "“%(value)s” is not a domain name: %(why)s.", code="domain", params={"value": value, "why": error}
        ) from error
    if "." not in ascii_form and len(ascii_form) < 2:
        raise ValidationError("“%(value)s” is not a domain name.", code="domain", params={"value": value})
    return ascii_form


def email(value: str) -> str:
    """The domain in lower case; the local part as written, for it belongs to the recipient (RFC 5321, 2.4)."""
    local, at, host = value.strip().rpartition("@")
    return f"{local}{at}{host.lower()}"


def country(value: str) -> str:
    code = value.strip().upper()
    if code not in COUNTRIES:
        raise ValidationError(
            "“%(value)s” is not an ISO 3166-1 country code.", code="country", params={"value": value}
        )
    return code


def phone(value: str) -> str:
    """E.164 (ITU-T): + and the country code, then digits; blanks, brackets and a national (0) are dropped."""
    try:
        number = phonenumbers.parse(re.sub(r"\(0\)", "", value))
    except phonenumbers.NumberParseException as error:
        raise ValidationError(
            "Write the number with its country code, such as +47 55 51 00 11.", code="phone"
        ) from error
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def spoken_phone(value: str) -> str:
    """An E.164 number in groups, as it is read aloud; anything else as it is."""
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def language(value: str) -> str:
    """A language tag such as en or pt-BR (BCP 47), its usual case."""
    tag = value.strip().replace("_", "-")
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-[A-Za-z]{2})?", tag):
        raise ValidationError(
            "“%(value)s” is not a language code such as en.", code="language", params={"value": value}
        )
    first, *rest = tag.split("-")
    return "-".join([first.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def _code(vocabulary: Vocabulary, value: str) -> str:
    """A code of a vocabulary, in whatever case it is typed."""
    code = value.strip().lower()
    if code not in vocabulary:
        raise ValidationError(
            "“%(value)s” is not one of %(codes)s.",
            code="code",
            params={"value": value, "codes": ", ".join(vocabulary.codes)},
        )
    return code


def scope(value: str) -> str:
    return _code(TEAM_SCOPES, value)


def incident_type(value: str) -> str:
    return _code(INCIDENT_TYPES, value)


def constituency_type(value: str) -> str:
    return _code(CONSTITUENCY_TYPES, value)


def mark(value: str) -> str:
    return _code(MARKS, value)


def label_scheme(value: str) -> str:
    """A traffic light protocol and its version: ``TLP 2.0``, ``ISTLP 1.1``, or ``TLP`` alone."""
    found = re.fullmatch(r"(TLP|ISTLP)(?:\s*v?(\d+\.\d+))?", value.strip().upper().replace("V", "v"))
    if not found:
        raise ValidationError(
            "“%(value)s” is not like TLP 2.0.", code="label-scheme", params={"value": value}
        )
    return " ".join(filter(None, found.groups()))


def timezone(value: str) -> str:
    name = value.strip()
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            "“%(value)s” is not a time zone such as Europe/Oslo.", code="timezone", params={"value": name}
        )
    return name


def check_timezone(value: str) -> None:
    timezone(value)


def clock(value: str) -> str:
    """A time of day as HH:MM; 24:00 is the day's end."""
    found = re.fullmatch(r"([01]?\d|2[0-4])[:.h]([0-5]\d)", value.strip())
    if not found or (found[1] == "24" and found[2] != "00"):
        raise ValidationError(
            "“%(value)s” is not a time such as 09:00.", code="clock", params={"value": value}
        )
    return f"{int(found[1]):02}:{found[2]}"


# Choices are asked for when they are needed: a longer vocabulary is no migration.


def country_choices() -> list[tuple[str, str]]:
    return COUNTRIES.choices()


def sector_choices() -> list[tuple[str, str]]:
    return [(code, SECTORS.path_of(code)) for code in SECTORS]


def service_choices() -> list[tuple[str, str]]:
    return SERVICES.choices()


def membership_choices() -> list[tuple[str, str]]:
    return [(code, MEMBERSHIPS.path_of(code)) for code in MEMBERSHIPS]


def registry_choices() -> list[tuple[str, str]]:
    return REGISTRIES.choices()


def support_level_choices() -> list[tuple[str, str]]:
    return SUPPORT_LEVELS.choices()


def team_type_choices() -> list[tuple[str, str]]:
    return TEAM_TYPES.choices()


class Normalising:
    """Mixed into a field: what is written, and what is looked up, has passed `to_python`."""

    attname: str

    def to_python(self, value: Any) -> Any:
        raise NotImplementedError

    def get_prep_value(self, value: Any) -> Any:
        # Looking for what is no identifier at all finds nothing; it is not an error.
        try:
            return super().get_prep_value(self.to_python(value))  # type: ignore[misc]
        except ValidationError:
            return models.Field.get_prep_value(self, value)  # type: ignore[arg-type]

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        # The object in hand says the same as the row just written.
        value = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value


class NormalisedField(Normalising, models.CharField):
    """A CharField whose values pass through one function, wherever they come from.

    The function gets the text and returns its one spelling, or raises ValidationError with a sentence.
    """

    normalise: Callable[[str], str] = staticmethod(normal_text)

    def to_python(self, value: Any) -> Any:
        value = models.CharField.to_python(self, value)
        return type(self).normalise(value) if value else value


class NameField(NormalisedField):
    """One line of text as people read it."""


class TextField(Normalising, models.TextField):
    """Lines of text as people read them."""

    def to_python(self, value: Any) -> Any:
        value = models.TextField.to_python(self, value)
        return plain_text(value.replace("\r\n", "\n")) if value else value


class FingerprintField(NormalisedField):
    normalise = staticmethod(fingerprint)

    def formfield(self, **kwargs: Any) -> Any:
        # As people paste it: in groups, with 0x, with colons.
        return super().formfield(**{"max_length": 120, **kwargs})


class KeyIdField(NormalisedField):
    normalise = staticmethod(key_id)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"max_length": 40, **kwargs})


class PrefixField(NormalisedField):
    normalise = staticmethod(prefix)


class DomainField(NormalisedField):
    normalise = staticmethod(domain)


class ClockField(NormalisedField):
    normalise = staticmethod(clock)


class CountryField(NormalisedField):
    """An ISO 3166-1 alpha-2 code, chosen by name."""

    normalise = staticmethod(country)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 2
        kwargs["choices"] = country_choices
        super().__init__(*args, **kwargs)


class AsnField(Normalising, models.BigIntegerField):
    def to_python(self, value: Any) -> Any:
        return asn(value) if value not in (None, "") else None

    def formfield(self, **kwargs: Any) -> Any:
        # As people write it: AS64500, 64500, 0.64500.
        return forms.CharField(
            label=kwargs.get("label") or self.verbose_name,
            max_length=20,
            required=not self.blank,
            help_text=self.help_text,
        )


class LinesField(models.JSONField):
    """A short list of texts, edited one a line; each line passes through `normalise`, doubles are dropped."""

    def __init__(self, *args: Any, normalise: Callable[[str], str] = normal_text, **kwargs: Any) -> None:
        self.normalise = normalise
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "normalise": self.normalise}

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        return super().clean(self._normal(value), model_instance)

    def get_prep_value(self, value: Any) -> Any:
        # JSONField asks once more with a prepared value where it compiles a look-up; lists only are ours.
        return super().get_prep_value(self._normal(value) if isinstance(value, list | tuple) else value)

    def _normal(self, lines: Any) -> list[str]:
        return list(dict.fromkeys(self.normalise(line) for line in lines or () if line.strip()))

    def formfield(self, **kwargs: Any) -> Any:
        return LinesFormField(
            label=kwargs.get("label") or capfirst(self.verbose_name),
            required=not self.blank,
            help_text=self.help_text,
            validators=[],
        )


class LinesFormField(forms.CharField):
    """A text area whose value is a list of its lines."""

    widget = forms.Textarea(attrs={"rows": 2, "cols": 60})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or ()) != [line.strip() for line in (data or "").splitlines() if line.strip()]


class DaysField(Normalising, models.CharField):
    """Days of the week as ``mo,tu,we``: in the week's order, each once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        words = (
            value if isinstance(value, list | tuple) else re.split(r"[\s,]+", (value or "").strip().lower())
        )
        found = set(words) - {""}
        if not found or found - set(DAYS):
            raise ValidationError("Name days by two letters: mo, tu, we, th, fr, sa, su.", code="days")
        return ",".join(day for day in DAYS if day in found)
