"""Rules for the keys of section 2.8."""

from __future__ import annotations

import re
from collections.abc import Iterator

from directory.rfc2350.document import Key
from directory.rfc2350.door import PRIVATE_KEY_MARKER

from . import certificate
from .case import Case
from .certificate import Certificate, Damaged
from .phrases import listed, plural, shortened, spoken
from .rule import Finding, rule

PRIVATE = re.compile(r"BEGIN (?:PGP|RSA|DSA|EC|OPENSSH|ENCRYPTED)? ?(?:PRIVATE|SECRET) KEY", re.IGNORECASE)
PRINTED = re.compile(
    r"(?:finger ?print|empreinte|huella|odcisk|otisk)[^\n0-9A-Za-z]{0,12}([0-9A-Fa-f][0-9A-Fa-f :\t]*)(?![A-Za-z])",
    re.IGNORECASE,
)
LABELLED_ID = re.compile(
    r"\bkey[ -]?ids?[ \t]{0,4}[:=][ \t]{0,4}(?:0x ?)?([^\s]+(?: [0-9A-Fa-f]{4,8}\b){0,3})", re.IGNORECASE
)
ENCRYPTION = re.compile(r"PGP|GPG|GnuPG|S/MIME|X\.509", re.IGNORECASE)
# Servers that no longer answer: the SKS pool closed in June 2021, and keys.gnupg.net pointed to it.
GONE_SERVERS = re.compile(
    r"(?<![\w.-])[\w.-]{0,60}sks-keyservers\.net|keys\.gnupg\.net|(?:wwwkeys|subkeys)\.(?:[a-z]{2}\.)?pgp\.net|pgpkeys\.(?:mit|pca)\.\w+",
    re.IGNORECASE,
)
HEXADECIMAL = frozenset("0123456789abcdefABCDEF")
WEAK_BITS = 2048


@rule(
    "private-key-published",
    "error",
    title="A private key stands in the document.",
    remedy="Revoke the key today, make a new one, and publish only the block that begins with “PUBLIC KEY”.",
)
def private_key_published(case: Case) -> Iterator[Finding]:
    """Whoever has copied the document can read all mail to the team and sign in its name; taking the text
    down does not undo that."""
    for section in case.document.sections:
        if PRIVATE_KEY_MARKER in section.text or PRIVATE.search(section.text):
            yield Finding("The document publishes the team's private key.", section.line)


@rule(
    "key-missing",
    "warning",
    title="There is no key for encrypted mail.",
    remedy="Make an OpenPGP key for the team's address and print its fingerprint and where to get it in section 2.8.",
)
def key_missing(case: Case) -> Iterator[Finding]:
    """“Response teams must support and use a method to secure the communications” (RFC 2350, 2.3)."""
    team = case.document.team
    if not team.keys and not team.key_urls and not ENCRYPTION.search(case.text("2.8")):
        yield Finding(f"{case.name_of('2.8')} names no key.", case.line("", "2.8", "2"))


@rule(
    "fingerprint-missing",
    "warning",
    title="A key is named without its fingerprint.",
    remedy="Print the whole fingerprint (gpg --fingerprint) in section 2.8.",
)
def fingerprint_missing(case: Case) -> Iterator[Finding]:
    """Only the fingerprint tells the team's key from another with the same name or the same short ID."""
    keys = case.document.team.keys
    for index, key in enumerate(keys):
        if key.fingerprint is None and not PRINTED.search(case.text("2.8")):
            name = f"the key {key.key_id}" if key.key_id else "the printed key"
            line = case.line(f"team.keys.{index}", "2.8")
            yield Finding(f"{case.name_of('2.8')} names {name} without a fingerprint.", line)
    if not keys and case.document.team.key_urls:
        yield Finding(
            "A key can be fetched, but no fingerprint is there to check it by.",
            case.line("team.key_urls", "2.8"),
        )


@rule(
    "fingerprint-length",
    "error",
    title="A fingerprint has too many or too few digits.",
    remedy="Copy the fingerprint again from gpg --fingerprint: 40 hexadecimal digits (64 for version 6 keys).",
)
def fingerprint_length(case: Case) -> Iterator[Finding]:
    """A fingerprint that was cut or mistyped cannot be compared with the key (RFC 9580, 5.5.4)."""
    for section in case.sections("2.8"):
        for match in PRINTED.finditer(section.text):
            digits = re.sub(r"[^0-9A-Fa-f]", "", match[1])
            if len(digits) not in (40, 64) and 8 <= len(digits) <= 80 and not _continues(digits, case):
                message = f"The fingerprint “{shortened(match[1])}” has {plural(len(digits), 'digit')}."
                yield Finding(message, case.line("", "2.8"))


@rule(
    "fingerprint-key-id-mismatch",
    "error",
    title="A key ID is not that of the fingerprint beside it.",
    remedy="Copy both again from one gpg --fingerprint listing; most often one is left over from an older key.",
)
def fingerprint_key_id_mismatch(case: Case) -> Iterator[Finding]:
    """A key ID is the end of its fingerprint (RFC 9580, 5.5.4; of a version 6 key the beginning)."""
    for index, key in enumerate(case.document.team.keys):
        if key.fingerprint and key.key_id and not _belongs(key.key_id, key.fingerprint):
            tail = key.fingerprint[-len(key.key_id) :]
            message = f"The key ID is given as {key.key_id}, but the fingerprint ends in {tail}."
            yield Finding(message, case.line(f"team.keys.{index}.key_id", "2.8"))


@rule(
    "key-id-short",
    "warning",
    title="A key is named by eight digits only.",
    remedy="Give the whole fingerprint; if you also want a key ID, its last 16 digits.",
)
def key_id_short(case: Case) -> Iterator[Finding]:
    """A key with any eight-digit ID one likes can be made in seconds."""
    for index, key in enumerate(case.document.team.keys):
        if key.key_id and len(key.key_id) <= 8 and key.fingerprint is None:
            line = case.line(f"team.keys.{index}", "2.8")
            yield Finding(f"The key is named by “{key.key_id}” alone, which others can imitate.", line)


@rule(
    "key-id-length",
    "warning",
    title="A key ID has too many or too few digits.",
    remedy="Give the last 16 digits of the fingerprint as the key ID, or leave it out.",
)
def key_id_length(case: Case) -> Iterator[Finding]:
    """A key ID has 16 hexadecimal digits, in its short form 8; with one missing it finds no key."""
    for line, digits in _labelled_ids(case):
        if HEXADECIMAL.issuperset(digits) and len(digits) not in (8, 16, 40, 64):
            yield Finding(f"The key ID “{digits}” has {plural(len(digits), 'digit')}.", line)


@rule(
    "key-id-malformed",
    "warning",
    title="What is called a key ID is none.",
    remedy="Give the last 16 digits of the fingerprint as the key ID, or leave it out.",
)
def key_id_malformed(case: Case) -> Iterator[Finding]:
    """A name or an address is found in no key ring by that, or in too many."""
    for line, digits in _labelled_ids(case):
        if not HEXADECIMAL.issuperset(digits):
            yield Finding(f"“{shortened(digits)}” is not a key ID.", line)


@rule(
    "key-block-damaged",
    "warning",
    title="A printed key block cannot be read.",
    remedy="Export the key again (gpg --armor --export) and paste it without changing a line; a PDF may break it.",
)
def key_block_damaged(case: Case) -> Iterator[Finding]:
    """A block that lost a line or gained blanks cannot be imported."""
    for index, key in enumerate(case.document.team.keys):
        if key.armor is not None and _read(key) is None:
            yield Finding("The public key block is damaged.", case.line(f"team.keys.{index}.armor", "2.8"))


@rule(
    "fingerprint-not-of-block",
    "error",
    title="The printed fingerprint is not that of the printed key.",
    remedy="Export key and fingerprint again from the same key.",
)
def fingerprint_not_of_block(case: Case) -> Iterator[Finding]:
    """Readers who compare the two will take the key for a forgery; readers who do not use a wrong key."""
    printed = {key.fingerprint for key in case.document.team.keys if key.fingerprint}
    for index, block in _blocks(case):
        if printed and block.fingerprint not in printed:
            message = (
                f"The printed key has the fingerprint {block.fingerprint}, which the document does not name."
            )
            yield Finding(message, case.line(f"team.keys.{index}.armor", "2.8"))


@rule(
    "key-expired",
    "error",
    title="The printed key has expired.",
    remedy="Extend the key (gpg --quick-set-expire) or make a new one, and print the new block.",
)
def key_expired(case: Case) -> Iterator[Finding]:
    """Mail programs refuse to encrypt to an expired key."""
    for index, block in _blocks(case):
        if block.expires and block.expires < case.today:
            message = (
                f"The printed key {block.fingerprint[-16:]} expired on {spoken(block.expires.isoformat())}."
            )
            yield Finding(message, case.line(f"team.keys.{index}.armor", "2.8"))


@rule(
    "key-revoked",
    "error",
    title="The printed key has been revoked.",
    remedy="Print the key that took its place.",
)
def key_revoked(case: Case) -> Iterator[Finding]:
    """The block itself carries the owner's word not to use it any more."""
    for index, block in _blocks(case):
        if block.revoked:
            message = f"The printed key {block.fingerprint[-16:]} is revoked."
            yield Finding(message, case.line(f"team.keys.{index}.armor", "2.8"))


@rule(
    "key-weak",
    "warning",
    title="The printed key is too short to be safe.",
    remedy="Make a new key (Curve25519, or RSA with 3072 bits or more) and announce the change signed by both.",
)
def key_weak(case: Case) -> Iterator[Finding]:
    """RSA and DSA below 2048 bits are within reach of determined attackers (RFC 9580, 12.4; NIST SP 800-131A)."""
    for index, block in _blocks(case):
        if block.bits is not None and block.bits < WEAK_BITS:
            kind = "DSA" if block.algorithm == certificate.DSA else "RSA"
            message = f"The printed key is {kind} with {block.bits} bits."
            yield Finding(message, case.line(f"team.keys.{index}.armor", "2.8"))


@rule(
    "key-for-other-address",
    "warning",
    title="The printed key is not made out to the team's address.",
    remedy="Add the address as a user ID (gpg --quick-add-uid) and print the new block.",
)
def key_for_other_address(case: Case) -> Iterator[Finding]:
    """Mail programs choose the key by the address; they will not find this one."""
    emails = [email.lower() for email in case.document.team.emails]
    for index, block in _blocks(case):
        owners = " ".join(block.user_ids).lower()
        if emails and owners and not any(email in owners for email in emails):
            named = listed([f"“{shortened(user_id)}”" for user_id in block.user_ids[:2]])
            message = f"The printed key is made out to {named}, and not to {emails[0]}."
            yield Finding(message, case.line(f"team.keys.{index}.armor", "2.8"))


@rule(
    "key-nowhere-to-fetch",
    "note",
    title="The document names a key, but not where to get it.",
    remedy="Print the key's https address in section 2.8, or the key block itself.",
)
def key_nowhere_to_fetch(case: Case) -> Iterator[Finding]:
    """A fingerprint checks a key; it does not deliver one."""
    team = case.document.team
    served = (
        "://" in case.text("2.8")
        or "keyserver" in case.text("2.8").lower()
        or "key server" in case.text("2.8").lower()
    )
    if team.keys and not team.key_urls and not served and not any(key.armor for key in team.keys):
        yield Finding(
            f"{case.name_of('2.8')} does not say where to get the key.", case.line("team.keys", "2.8")
        )


@rule(
    "key-address-not-https",
    "warning",
    title="The key is offered over plain http.",
    remedy="Offer the key at an https address.",
)
def key_address_not_https(case: Case) -> Iterator[Finding]:
    """A key that is fetched over http can be exchanged on its way."""
    for index, address in enumerate(case.document.team.key_urls):
        if address.lower().startswith(("http://", "ftp://")):
            yield Finding(f"“{address}” is not https.", case.line(f"team.key_urls.{index}", "2.8"))


@rule(
    "keyserver-gone",
    "warning",
    title="The document sends readers to a key server that is gone.",
    remedy="Name keys.openpgp.org or another server that has your key today, and try it.",
)
def keyserver_gone(case: Case) -> Iterator[Finding]:
    """The pool of SKS key servers was closed in 2021; the names no longer answer."""
    for section in case.sections("2.8", "1.4", "4.3", "2.10"):
        for name in sorted({match[0] for match in GONE_SERVERS.finditer(section.text)}):
            yield Finding(f"“{name}” no longer answers.", section.line)


def _labelled_ids(case: Case) -> Iterator[tuple[int | None, str]]:
    """What section 2.8 calls a key ID, without spaces and without the kind of key before it."""
    for section in case.sections("2.8"):
        for match in LABELLED_ID.finditer(section.text):
            yield section.line, match[1].replace(" ", "").rpartition("/")[2].rstrip(".,;)")


def _read(key: Key) -> Certificate | None:
    try:
        return certificate.read(key.armor or "")
    except Damaged:
        return None


def _blocks(case: Case) -> Iterator[tuple[int, Certificate]]:
    """The printed keys that can be read, with their index."""
    for index, key in enumerate(case.document.team.keys):
        block = _read(key) if key.armor is not None else None
        if block is not None:
            yield index, block


def _belongs(key_id: str, fingerprint: str) -> bool:
    return fingerprint.endswith(key_id) or (len(fingerprint) == 64 and fingerprint.startswith(key_id))


def _continues(digits: str, case: Case) -> bool:
    """True where the digits are the first line of a fingerprint that the reader put together."""
    return any(key.fingerprint and digits.upper() in key.fingerprint for key in case.document.team.keys)
