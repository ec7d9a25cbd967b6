"""What people ask about, in the spellings in which it reaches them: logs, mails, reports, defanged or not.

`read` returns a Target or raises NotATarget with a sentence. It guesses nothing: where a text means two things,
the sentence names both. This module knows neither Django nor a database.
"""

import ipaddress
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from . import keys

LONGEST = 2048

_DEFANGED = re.compile(r"\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)", re.IGNORECASE)
_DEFANGED_AT = re.compile(r"\[@\]|\[at\]|\(at\)", re.IGNORECASE)
_DEFANGED_SCHEME = re.compile(r"^(?:hxxp|h\*\*p|meow)(s?)(?:\[?:\]?)//", re.IGNORECASE)
_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]{0,20})://(.*)$", re.IGNORECASE | re.DOTALL)
_ASN = re.compile(r"(?:asn?\s?)?(\d{1,20})(?:\.(\d{1,20}))?", re.IGNORECASE | re.ASCII)
_QUAD = re.compile(r"\d{1,10}(?:\.\d{1,10}){3}", re.ASCII)
_PORT = re.compile(r"(.+):(\d{1,5})", re.ASCII | re.DOTALL)
_BRACKETED = re.compile(r"\[([0-9a-f:.%\w]+)\](?::\d{1,5})?", re.IGNORECASE | re.ASCII)
_RANGE = re.compile(r"([0-9a-f:.]+)\s*(?:-|–|—|\.\.\.)\s*([0-9a-f:.]+)", re.IGNORECASE | re.ASCII)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.ASCII)
_EMAIL = re.compile(r"[^\s@<>(),;:\\\"\[\]]{1,64}@[^\s@<>(),;:\\\"]{1,253}")
_REVERSE_V4 = re.compile(r"((?:\d{1,3}\.){4})in-addr\.arpa", re.ASCII)
_REVERSE_V6 = re.compile(r"((?:[0-9a-f]\.){32})ip6\.arpa", re.ASCII)

# What surrounds a target in prose and logs.
_AROUND = " \t\r\n\f\v\"'“”‘’<>«»`"


class NotATarget(ValueError):
    """Why a text cannot be looked up, as a sentence."""


@dataclass(frozen=True, slots=True)
class Target:
    """`kind` is address, network, range, asn, domain, url, email or country; `value` its one spelling.

    Addresses, networks and ranges have `first` and `last` (numbers below 2^128, see keys); an AS has `asn`; names
    have `domain`, the host in A-labels; a web address has either.
    """

    kind: str
    value: str
    first: int = 0
    last: int = 0
    asn: int = 0
    domain: str = ""

    @property
    def is_numeric(self) -> bool:
        """True for what stands in the address space."""
        return not (self.asn or self.domain or self.kind == "country")

    @property
    def is_v4(self) -> bool:
        return self.is_numeric and keys.is_v4(self.first)


def read(text: str, countries: Mapping[str, str] = {}) -> Target:
    """What a text asks about. `countries` maps folded names and codes to ISO codes. Raises NotATarget."""
    if len(text) > LONGEST:
        raise NotATarget(f"This is longer than {LONGEST:,} characters, and no address or name is.")
    text = text.strip(_AROUND).rstrip(",;").strip(_AROUND)
    if not text:
        raise NotATarget("There is nothing to look up.")
    if any(unicodedata.category(letter) in {"Cc", "Cf", "Cs"} for letter in text):
        raise NotATarget("There are invisible characters in it; type it again without them.")
    country = countries.get(folded_name(text)) if text[0].isalpha() else None
    if country:
        return Target("country", country)
    plain = _refanged(text)
    for reader in (_url, _asn, _numeric, _email):
        target = reader(plain)
        if target:
            return target
    return _named(plain)


def folded_name(text: str) -> str:
    """A country's name or code as it is compared: without accents, case and punctuation."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if c.isalnum()).casefold()


def _refanged(text: str) -> str:
    """Undoes what keeps links in reports from being clicked: 192[.]0[.]2[.]1, hxxps://, user[at]host."""
    text = _DEFANGED_AT.sub("@", _DEFANGED.sub(".", text))
    return _DEFANGED_SCHEME.sub(r"http\1://", text)


# Addresses ---------------------------------------------------------------------------------------


def _numeric(text: str) -> Target | None:
    """An address, a network or a range; None where the text is none of them."""
    reverse = _reverse(text.lower().rstrip("."))
    if reverse:
        return reverse
    span = _RANGE.fullmatch(text)
    if span and _looks_numeric(span[1]):
        return _range(span[1], span[2])
    head, slash, tail = text.partition("/")
    if slash and _looks_numeric(head.strip(" []")) and re.fullmatch(r"\s*[\d.]+\s*", tail, re.ASCII):
        return _network(head.strip(" []"), tail.strip())
    if slash and re.fullmatch(r"[\d.]+\s*/\s*\d+", text, re.ASCII):
        raise NotATarget(f"{text} is not a whole network: write all four numbers, as in 192.0.2.0/24.")
    bracketed = _BRACKETED.fullmatch(text)
    if bracketed:
        text = bracketed[1]
    elif text.count(":") == 1 and _PORT.fullmatch(text) and _looks_numeric(text.partition(":")[0]):
        text = text.partition(":")[0]
    text = text.rstrip(".")
    return _single(_address(text)) if _looks_numeric(text) else None


def _looks_numeric(text: str) -> bool:
    """True for what can only be meant as an address: four numbers, or colons among hexadecimal digits."""
    if ":" in text:
        return re.fullmatch(r"[0-9a-f:.]*:[0-9a-f:.]*(?:%\w+)?", text, re.IGNORECASE | re.ASCII) is not None
    return re.fullmatch(
        r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){2,}", text, re.I | re.A
    ) is not None or (re.fullmatch(r"0x[0-9a-f]+(?:\.\d+)*", text, re.IGNORECASE | re.ASCII) is not None)


def _address(text: str) -> keys.Address:
    try:
        found: keys.Address = ipaddress.ip_address(text)
    except ValueError:
        raise NotATarget(_why_no_address(text)) from None
    if isinstance(found, ipaddress.IPv6Address):
        # A zone (%eth0) means something only on the machine that wrote it.
        return found.ipv4_mapped or ipaddress.IPv6Address(int(found))
    return found


def _why_no_address(text: str) -> str:
    if _QUAD.fullmatch(text):
        parts = text.split(".")
        if any(int(part) > 255 for part in parts):
            return f"{text} is no IPv4 address: each of its four numbers goes to 255 at most."
        return (
            f"{text} has a number that begins with 0: some programs read it as octal, others do not. "
            f"Write {'.'.join(str(int(part)) for part in parts)} if you mean that."
        )
    if ":" in text:
        return f"{text} is not a whole IPv6 address."
    return f"{text} is not a whole address: write all four numbers of an IPv4 address, in decimal."


def _single(address: keys.Address) -> Target:
    value = keys.number(address)
    return Target("address", str(address), value, value)


def _network(head: str, tail: str) -> Target:
    whole = f"{head}/{tail}"
    address = _address(head)  # also says what is wrong with 010.0.0.0/8
    try:
        loose = ipaddress.ip_network(whole, strict=False)
    except ValueError:
        raise NotATarget(f"/{tail} is no length of a network that begins with {head}.") from None
    if isinstance(loose, ipaddress.IPv6Network) and loose.network_address.ipv4_mapped:
        if loose.prefixlen < keys.FIRST_OF_V4:
            raise NotATarget(f"{whole} mixes IPv4 and IPv6.")
        start = loose.network_address.ipv4_mapped
        loose = ipaddress.IPv4Network((start, loose.prefixlen - keys.FIRST_OF_V4))
    if loose.prefixlen == 0:
        raise NotATarget("The whole address space has no team of its own; ask about a part of it.")
    if loose.network_address != address:
        raise NotATarget(f"{whole} means two things: ask about {address}, or about {loose}.")
    return _of_network(loose)


def _of_network(network: keys.Network) -> Target:
    first, last = keys.span(network)
    if first == last:
        return _single(network.network_address)
    return Target("network", str(network), first, last)


def _range(low: str, high: str) -> Target:
    start, end = _address(low), _address(high)
    if start.version != end.version:
        raise NotATarget("A range goes from IPv4 to IPv4, or from IPv6 to IPv6.")
    if int(start) > int(end):
        raise NotATarget(f"This range runs backwards: {start} comes after {end}.")
    if start == end:
        return _single(start)
    whole = list(_summarised(start, end))
    if len(whole) == 1:
        return _network(*str(whole[0]).split("/"))
    return Target("range", f"{start} - {end}", keys.number(start), keys.number(end))


def _summarised(start: keys.Address, end: keys.Address) -> list[keys.Network]:
    if isinstance(start, ipaddress.IPv4Address) and isinstance(end, ipaddress.IPv4Address):
        return list(ipaddress.summarize_address_range(start, end))
    if isinstance(start, ipaddress.IPv6Address) and isinstance(end, ipaddress.IPv6Address):
        return list(ipaddress.summarize_address_range(start, end))
    return []


def _reverse(name: str) -> Target | None:
    """The address that a name of the reverse zones stands for (RFC 1035, 3.5; RFC 3596, 2.5)."""
    found = _REVERSE_V4.fullmatch(name)
    if found:
        return _single(_address(".".join(reversed(found[1].rstrip(".").split(".")))))
    found = _REVERSE_V6.fullmatch(name)
    if found:
        digits = found[1].replace(".", "")[::-1]
        return _single(_address(":".join(digits[n : n + 4] for n in range(0, 32, 4))))
    return None


# Autonomous systems --------------------------------------------------------------------------------


def _asn(text: str) -> Target | None:
    """A number as asplain, with AS before it, or as asdot (RFC 5396)."""
    found = _ASN.fullmatch(text)
    if not found:
        return None
    number = int(found[1])
    if found[2] is not None:
        if max(number, int(found[2])) > 65535:
            raise NotATarget(f"{text} is no AS number: each half of it goes to 65535 at most.")
        number = number * 65536 + int(found[2])
    if number in (0, 2**32 - 1):
        raise NotATarget(f"AS{number} is reserved and belongs to nobody (RFC 7607, RFC 7300).")
    if number >= 2**32:
        raise NotATarget(f"{text} is too large for an AS number: the last one is 4294967294.")
    return Target("asn", f"AS{number}", asn=number)


# Names -------------------------------------------------------------------------------------------


def _url(text: str) -> Target | None:
    found = _SCHEME.match(text)
    if found:
        rest = found[2]
    elif "/" in text and _looks_like_host(text.partition("/")[0]) and not _is_network(text):
        rest = text
    else:
        return None
    authority = re.split(r"[/?#\\]", rest, maxsplit=1)[0].rpartition("@")[2]
    if not authority:
        raise NotATarget("This web address names no host.")
    numeric = _numeric(authority)
    if numeric:
        return Target("url", numeric.value, numeric.first, numeric.last)
    port = _PORT.fullmatch(authority)
    name = to_ascii(port[1] if port else authority)
    return Target("url", name, domain=name)


def _looks_like_host(text: str) -> bool:
    return "." in text and not re.search(r"[\s@/]", text)


def _is_network(text: str) -> bool:
    return re.fullmatch(r"[\d.:a-f]+\s*/\s*[\d.]+", text, re.IGNORECASE | re.ASCII) is not None


def _email(text: str) -> Target | None:
    text = text[7:] if text.lower().startswith("mailto:") else text
    if "@" not in text:
        return None
    if not _EMAIL.fullmatch(text):
        raise NotATarget(f"“{text}” is not a whole e-mail address.")
    local, _, host = text.rpartition("@")
    name = to_ascii(host)
    return Target("email", f"{local}@{name}", domain=name)


def _named(text: str) -> Target:
    port = _PORT.fullmatch(text)
    name = to_ascii(port[1] if port else text)
    if "." not in name and not text.startswith((".", "*.")):
        raise NotATarget(
            f"“{text}” is neither an address nor a network, an AS number, a domain or a country."
        )
    return Target("domain", name, domain=name)


def to_ascii(host: str) -> str:
    """A host's name in lower case and A-labels, without `*.` before it and the root's dot behind it.

    U-labels are folded as UTS 46 folds them without its transitional step, and encoded (RFC 5891, 4.4). Labels may
    hold underscores: hosts in logs do. Raises NotATarget.
    """
    name = unicodedata.normalize("NFKC", host.strip().lower()).lower()
    name = re.sub("[\u3002\uff0e\uff61]", ".", name).removeprefix("*.").removeprefix(".")
    name = name.removesuffix(".")
    if name.rpartition(".")[2].isdecimal():
        raise NotATarget(f"“{host}” is neither a whole address nor a domain name.")
    whole = ".".join(_label(label, host) for label in name.split("."))
    if len(whole) > 253:
        raise NotATarget("This name is longer than 253 characters, and no domain name is.")
    return whole


def _label(label: str, host: str) -> str:
    if not label.isascii():
        if not all(letter.isalnum() or unicodedata.category(letter) in _JOINING for letter in label):
            raise NotATarget(f"“{host}” is not a domain name.")
        label = "xn--" + label.encode("punycode").decode("ascii")
    if not _LABEL.fullmatch(label):
        raise NotATarget(f"“{host}” is not a domain name.")
    return label


_JOINING = {
    "Mn",
    "Mc",
    "Pd",
    "Po",
}  # marks of Indic and Arabic scripts, the hyphen, the Catalan and Japanese dots


# What it is called ---------------------------------------------------------------------------------

NOUNS = {
    "asn": "an autonomous system",
    "domain": "a domain name",
    "email": "an e-mail address",
    "country": "a country",
}


def described(target: Target) -> str:
    """What the one box says it understood: "an IPv4 address", "a range of IPv6 addresses"."""
    family = "IPv4" if target.is_v4 else "IPv6"
    numeric = {
        "address": f"an {family} address",
        "network": f"an {family} network",
        "range": f"a range of {family} addresses",
    }
    if target.kind == "url":
        return "the host of a web address"
    return numeric.get(target.kind) or NOUNS[target.kind]
