"""A name on the Internet in both of its spellings: as people read it, and as machines send it (SECURITY 42)."""

import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

import idna

# Scripts that one word may honestly mix: those of Japanese, Chinese and Korean, each with Latin letters.
# Source: Unicode Technical Standard 39, revision 29, section 5.2, "Highly Restrictive".
_TOGETHER = (
    {"LATIN", "CJK", "HIRAGANA", "KATAKANA"},
    {"LATIN", "CJK", "BOPOMOFO"},
    {"LATIN", "CJK", "HANGUL"},
)


@dataclass(frozen=True, slots=True)
class Spelling:
    """`shown` is the name in its own script, `sent` its ASCII form where that is another, else "". `mixed` is True
    where a label mixes scripts that do not belong together, as look-alikes do."""

    shown: str
    sent: str = ""
    mixed: bool = False


def of_domain(name: str) -> Spelling:
    """Both spellings of a domain in either of them. What is no domain name comes back as it is."""
    if name.isascii() and "xn--" not in name:
        return Spelling(name)
    try:
        sent = idna.encode(name, uts46=True).decode()
        shown = idna.decode(sent)
    except idna.IDNAError:
        return Spelling(name)
    if shown == sent:
        return Spelling(name)
    return Spelling(shown, sent, any(_mixes(label) for label in shown.split(".")))


def of_email(address: str) -> Spelling:
    """The same of an e-mail address, whose local part stays as it is."""
    local, at, host = address.rpartition("@")
    spelling = of_domain(host)
    sent = f"{local}{at}{spelling.sent}" if spelling.sent else ""
    return Spelling(f"{local}{at}{spelling.shown}", sent, spelling.mixed)


def of_url(url: str) -> Spelling:
    """The same of a web address; `shown` is without the scheme and a last slash. What is no address is shown as it
    is."""
    host = host_of(url)
    if not host:
        return Spelling(url)
    spelling = of_domain(host)
    rest = url.partition("//")[2].rstrip("/")
    shown = rest.replace(host, spelling.shown, 1) if spelling.sent else rest
    return Spelling(shown, spelling.sent, spelling.mixed)


def host_of(url: str) -> str:
    """Whose server a web address leads to; "" where it leads nowhere."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _mixes(label: str) -> bool:
    scripts = {
        _script(letter) for letter in label if unicodedata.category(letter) in {"Lu", "Ll", "Lt", "Lo"}
    }
    return len(scripts) > 1 and not any(scripts <= allowed for allowed in _TOGETHER)


def _script(letter: str) -> str:
    """The first word of a letter's Unicode name: LATIN, CYRILLIC, CJK, HIRAGANA …"""
    return unicodedata.name(letter, "").partition(" ")[0]
