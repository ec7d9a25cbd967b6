"""Signatures of a team's documents: a revision's exact bytes, signed by the team with its own tools.

A signature counts when it was made with a key that the team itself has published, each tried in a ring of its own
(SECURITY 72): that somebody else's key made a signature, known here or not, says nothing of this team.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from directory import openpgp
from directory.models import PublishedKey, Revision, Team
from directory.openpgp import Certificate, PublicKey, Refused, Subkey, Verdict, armor, limits, packets
from directory.openpgp.verifying import signed_block
from directory.openpgp.words import day

from .keys import certificate_of

BEGIN_CLEAR = b"-----BEGIN PGP SIGNED MESSAGE-----"
_BEGIN_SIGNATURE = b"-----BEGIN PGP SIGNATURE-----"
#: Clocks differ; a signature from further ahead is refused.
AHEAD = timedelta(hours=1)

_CRLF = (
    "The signature fits the text with other line ends (CRLF), not the bytes that are published. Sign the file as it "
    "was downloaded, without opening it in an editor; or sign in text mode (gpg --textmode)."
)
_OTHER_TEXT = (
    "The signature is right, but what it signs is another text than this revision's. Download the text here, and sign "
    "that file."
)
_NO_SIGNATURE = Refused(
    "not-a-signature", "This is no signature: there is no line “-----BEGIN PGP SIGNATURE-----” in it."
)


@dataclass(frozen=True)
class Verified:
    """A signature that one of the team's keys made: that key's fingerprint, when, and the armor to keep (for a
    clear-signed text, the whole of it)."""

    fingerprint: str
    made_at: datetime
    armor: str


def keys_that_sign(team: Team) -> list[Certificate]:
    """The public keys of the team that can make signatures, the former ones too."""
    published = PublishedKey.objects.filter(listing_id=team.pk).order_by("position", "pk")
    return [found for found in map(certificate_of, published) if signs(found.key)]


def signs(key: PublicKey) -> bool:
    """Whether the key has, or had, a part that signs."""
    return key.checked and (key.signs or any(part.signs for part in key.subkeys))


def verified(revision: Revision, material: bytes) -> Verified:
    """A detached signature (armored or not) over the revision's exact text, or that text clear-signed.

    Raises Refused with a sentence that says what is wrong.
    """
    if revision.redacted:
        raise Refused(
            "redacted", "This revision was redacted; there is no text any more that could be signed."
        )
    text = bytes(revision.content.text)
    ring = keys_that_sign(revision.team)
    if not ring:
        raise Refused("no-key", "The team has no public key that signs, so nothing can be verified.")
    check = _clear if BEGIN_CLEAR in material else _detached
    verdict, kept = check(material, text, ring, revision.team)
    return _sound(verdict, kept, revision.at)


def _detached(material: bytes, text: bytes, ring: list[Certificate], team: Team) -> tuple[Verdict, str]:
    found = _only_one(material)
    verdict = _own((openpgp.verify(material, text, key) for key in ring), team)
    if verdict.code == "bad":
        raise _misfit(material, text, ring)
    return verdict, armor.armored(found, armor.SIGNATURE)


def _clear(material: bytes, text: bytes, ring: list[Certificate], team: Team) -> tuple[Verdict, str]:
    # What stands around the block is signed by nobody, so it is not kept.
    block = signed_block(material)
    _only_one(block[block.rindex(_BEGIN_SIGNATURE) :])
    if not all(line.startswith(b"Hash: ") for line in _headers(block)):
        raise Refused(
            "headers", "Before the signed text stand lines that nobody has signed; give it without them."
        )
    verdict = _own((openpgp.verify_clear(block, key) for key in ring), team)
    if verdict.genuine and canonical(verdict.text or b"") != canonical(text):
        raise Refused("other-text", _OTHER_TEXT)
    return verdict, block.decode("utf-8", "replace")


def _headers(block: bytes) -> Iterator[bytes]:
    """What stands before the signed text: the name of a hash algorithm, and nothing else (RFC 9580, 7.1)."""
    for line in block.split(b"\n")[1:]:
        if not line.strip():
            return
        yield line


def _only_one(material: bytes) -> bytes:
    """The packet of the one signature: with others beside it, readers would be told of keys that they do not have."""
    try:
        found = packets.read(material, limit=limits.MAX_SIGNATURE_BYTES).packets
    except Refused as error:
        raise (_NO_SIGNATURE if error.code == "not-openpgp" else error) from None
    if len(found) > 1 and {packet.tag for packet in found} == {packets.SIGNATURE}:
        raise Refused("several-signatures", "There is more than one signature in it; give one at a time.")
    return packets.write(list(found))


def canonical(text: bytes) -> bytes:
    """A text as a clear signature sees it: without blanks at the ends of lines, whatever ends them, and without the
    last line's end (RFC 9580, 7.2)."""
    lines = text.replace(b"\r\n", b"\n").split(b"\n")
    return b"\n".join(line.rstrip(b" \t\r") for line in lines).removesuffix(b"\n")


def _own(verdicts: Iterator[Verdict], team: Team) -> Verdict:
    """The verdict with the key that made the signature. Raises Refused where none of the team's did."""
    verdict = Verdict("unusable", "The signature cannot be checked.")
    for verdict in verdicts:
        if verdict.code != "unknown-signer":
            return verdict
    for row in team.keys.exclude(facts=None):
        key = certificate_of(row).key
        if verdict.signer and is_named(verdict.signer, key):
            raise Refused(
                "not-public",
                f"The signature names the key {key.groups}, which is at the desk but not public yet. Publish it with "
                "the next revision; then its signatures can be verified by everybody.",
            )
    raise Refused(
        "other-key",
        f"The signature was made with another key ({verdict.signer}), which is none of the public keys of this team. "
        "It was not verified.",
    )


def is_named(signer: str, key: PublicKey) -> bool:
    """Whether a signature's maker, as a fingerprint or a key ID, is the key or a part of it."""
    parts: list[PublicKey | Subkey] = [key, *key.subkeys]
    return any(signer in {part.fingerprint, part.key_id} for part in parts)


def _misfit(material: bytes, text: bytes, ring: list[Certificate]) -> Refused:
    """Why a signature by the team's key does not fit: most often, an editor has changed the line ends."""
    with_crlf = text.replace(b"\n", b"\r\n")
    if any(openpgp.verify(material, with_crlf, key).genuine for key in ring):
        return Refused("crlf", _CRLF)
    return Refused(
        "bad",
        "The signature does not fit this text: what was signed is another text, to the byte. Download the text of this "
        "revision again, and sign that file.",
    )


def _sound(verdict: Verdict, kept: str, published: datetime) -> Verified:
    """Raises Refused where the signature says too little today, comes from the future, or cannot be as old as it says."""
    made = verdict.made
    if not verdict.genuine or made is None:
        raise Refused(verdict.code, verdict.sentence)
    if made > timezone.now() + AHEAD:
        raise Refused("not-yet", f"The signature says that it was made on {day(made)}, which is yet to come.")
    if verdict.code == "key-expired" and made < published - AHEAD:
        raise Refused(
            "key-expired",
            f"The signature says that it was made on {day(made)}, before this revision was published, with a key that "
            "has expired since. Sign with a key that is in force.",
        )
    return Verified(verdict.fingerprint, made, kept)
