"""security.txt (RFC 9116): whom to tell about a weakness, of this site, and of a team as its profile says.

The text of the site is signed by a command and kept in a file. It is served as long as it says what would be said now.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse

from directory import files, own_key
from directory.idn import of_email
from directory.models import Appearance, PublishedKey

MONTHS_AHEAD = 6  # a year at most is recommended (RFC 9116, 2.5.5)
ADDRESSES = ("email",)
PHONES = ("emergency", "voice", "mobile")

_BEGIN, _SIGNATURE = "-----BEGIN PGP SIGNED MESSAGE-----", "-----BEGIN PGP SIGNATURE-----"

Fields = Sequence[tuple[str, str]]


class NoContact(Exception):
    """A security.txt names somebody (RFC 9116, 2.5.3); the message says where the contact comes from."""


# The text ------------------------------------------------------------------------------------------


def expires(at: datetime) -> str:
    """When what is said today is to be read anew: the same all through a month, so that the text is too."""
    months = at.astimezone(UTC).year * 12 + at.astimezone(UTC).month - 1 + MONTHS_AHEAD
    return f"{months // 12:04}-{months % 12 + 1:02}-01T00:00:00Z"


def text(fields: Fields, comments: Iterable[str] = ()) -> str:
    """A field a line, below the comments."""
    said = [f"# {_line(comment)}" for comment in comments]
    return "\n".join([*said, *(f"{name}: {_line(value)}" for name, value in fields), ""])


def _line(value: str) -> str:
    """On one line, whatever was typed: a line end would begin another field (SECURITY 44)."""
    return " ".join(value.split())


# The site ------------------------------------------------------------------------------------------


def of_site(at: datetime) -> str:
    """The site's own text, not signed. Costs one query; raises NoContact."""
    contact = settings.SECURITY_CONTACT or Appearance.objects.values_list("contact", flat=True).first()
    if not contact:
        raise NoContact("Nobody is named to tell: set the contact under Appearance, or SECURITY_CONTACT.")
    fields = [
        ("Contact", contact if contact.startswith("https:") else mailto(contact)),
        ("Expires", expires(at)),
    ]
    own = own_key.certificate()
    if own:
        fields += _secure("Encryption", reverse("own_key"))
        fields += [("Encryption", fingerprint_of(own.key.fingerprint))]
    fields += [("Preferred-Languages", ", ".join(code for code, _ in settings.LANGUAGES))]
    return text([*fields, *_secure("Canonical", reverse("security_txt"))])


def kept_at() -> Path:
    """Where the signed text is."""
    return Path(settings.DATA_DIR) / "security.txt"


def served(at: datetime) -> str:
    """What the site serves: the signed text where it says the same as today's, else today's, not signed. Starts no
    process; raises NoContact."""
    today = of_site(at)
    return _signed(today, at) or today


def sign(at: datetime) -> bool:
    """Signs the text of today where that is not done yet; whether it was done now. Raises own_key.NotSigned and
    NoContact, and keeps what was signed before."""
    own_key.keep_certificate()
    today = of_site(at)
    if _signed(today, at, to_the_byte=True):
        return False
    try:
        files.put(kept_at(), own_key.sign_clear(today.encode()))
    except OSError as error:
        raise own_key.NotSigned(
            f"Signature not available: {kept_at()} cannot be written ({error})."
        ) from error
    return True


def _signed(today: str, at: datetime, *, to_the_byte: bool = False) -> str:
    """The kept text, if it is of use; it may expire on another day than today's, but not have expired."""
    try:
        kept = kept_at().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    within = re.search(rf"^{_BEGIN}\n(?:\S[^\n]*\n)*\n(.*?)^{_SIGNATURE}$", kept, re.DOTALL | re.MULTILINE)
    if within is None or (within[1] != today if to_the_byte else not _says_the_same(within[1], today, at)):
        return ""
    return kept


def _says_the_same(kept: str, today: str, at: datetime) -> bool:
    ending = re.compile(r"^Expires: (\S+)\n", re.MULTILINE)
    end = ending.search(kept)
    # Of the same form, dates compare as text.
    now = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return end is not None and end[1] > now and ending.sub("", kept) == ending.sub("", today)


# A team --------------------------------------------------------------------------------------------


def of_team(profile: Mapping[str, Any], keys: Iterable[PublishedKey], slug: str, at: datetime) -> str:
    """A text for a team to take and to put on its own site: what it has published, and nothing of what it gives on
    request. Raises NoContact where it publishes no way to reach it."""
    contacts = _contacts(profile["contacts"])
    if not contacts:
        raise NoContact("The team publishes neither an address nor a number, so no security.txt can be made.")
    fields = [*(("Contact", contact) for contact in contacts), ("Expires", expires(at))]
    known = {key.fingerprint: key for key in keys}
    for fingerprint in _fingerprints(profile["keys"], known, at):
        if fingerprint in known:
            fields += _secure("Encryption", reverse("key_file", args=[fingerprint]))
        fields += [("Encryption", fingerprint_of(fingerprint))]
    if profile["languages"]:
        fields += [("Preferred-Languages", ", ".join(profile["languages"]))]
    fields += _secure("Policy", reverse("document_file", args=[slug, "txt"]))
    return text(fields, _remarks(profile["name"], slug))


def _remarks(name: str, slug: str) -> list[str]:
    return [
        f"Made by {settings.SITE_URL}/teams/{slug}/ from what {name} has published there. It is a text to take:",
        "check it, add a line “Canonical:” with the address where it will stand, sign it, and put it on your own site",
        "as /.well-known/security.txt (RFC 9116). Take it anew before it expires.",
    ]


def _contacts(contacts: Iterable[Mapping[str, Any]]) -> list[str]:
    """As addresses, in the order in which a team wishes to be reached: mail, telephone, web."""
    found: dict[str, list[str]] = {"mailto": [], "tel": [], "https": []}
    for contact in contacts:
        kind, value = contact["kind"], contact["value"]
        if kind in ADDRESSES and value:
            found["mailto"].append(mailto(value))
        elif kind in PHONES and re.fullmatch(r"\+[0-9 ().-]+", value):
            found["tel"].append("tel:+" + re.sub(r"\D", "", value))
        elif kind == "website" and value.startswith("https://") and value.isascii():
            found["https"].append(value)
    return list(dict.fromkeys(uri for uris in found.values() for uri in uris))


def _fingerprints(
    named: Iterable[Mapping[str, Any]], known: Mapping[str, PublishedKey], at: datetime
) -> list[str]:
    """Those that mail can be encrypted to on that day; of a key that the directory has not seen, what it is told."""
    found = []
    for key in named:
        fingerprint, told = key["fingerprint"], key.get("expires") or ""
        seen = known.get(fingerprint)
        of_use = seen.key.can_encrypt(at) if seen else not told or told >= at.date().isoformat()
        if fingerprint and key.get("purpose", "team") == "team" and of_use:
            found.append(fingerprint)
    return found


# Addresses ------------------------------------------------------------------------------------------


def mailto(email: str) -> str:
    return f"mailto:{quote(of_email(email).sent or email, safe='@+')}"


def fingerprint_of(fingerprint: str) -> str:
    return f"openpgp4fpr:{fingerprint.lower()}"


def _secure(name: str, path: str) -> Fields:
    """A field with an address of this site; none on a site without https, for only such may stand there."""
    return [(name, settings.SITE_URL + path)] if settings.HTTPS else []
