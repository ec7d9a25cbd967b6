"""Whether a signature over some bytes was made by one key: in a ring that holds this key alone.

Any key of a ring makes gpg say "valid", and text around a clear-signed block stays unsigned. So the ring has one
key, the primary fingerprint that gpg names is compared with it, and what comes back is what gpg itself wrote out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from . import armor, limits, packets, selfsig, words
from .backend import Certificate, take_in
from .key import PublicKey
from .limits import Refused
from .process import Answer, throwaway
from .public import UTC

#: gpg's word on a signature whose arithmetic is right -> our code.
_SOUND = {
    "GOODSIG": "good",
    "EXPKEYSIG": "key-expired",
    "REVKEYSIG": "key-revoked",
    "EXPSIG": "signature-expired",
}
_BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE, _END = "-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a signature: `code` is one of `words.VERDICTS`, `sentence` says it.

    `fingerprint` is the primary key's and `signing_key` that of the part that signed; both are empty unless the
    arithmetic is right and the key is the one that was asked about. `made` is when the signature says it was made.
    `signer` is what a signature by another key names as its maker, a fingerprint or a key ID. `text` is the verified
    text of a clear-signed document, and None wherever it is not to be believed.
    """

    code: str
    sentence: str
    fingerprint: str = ""
    signing_key: str = ""
    made: datetime.datetime | None = None
    signer: str = ""
    text: bytes | None = None

    @property
    def valid(self) -> bool:
        """Good now, in every respect."""
        return self.code == "good"

    @property
    def genuine(self) -> bool:
        """Made by this key while it was in force: good, or good until the key expired."""
        return self.code in {"good", "key-expired"}


def verify(signature: bytes, data: bytes, certificate: Certificate) -> Verdict:
    """A detached signature, armored or not, over exactly these bytes.

    Raises Refused where the signature is none, or the key is of a kind that gpg cannot check.
    """
    _checkable(certificate.key)
    made = _signatures(signature)
    with throwaway() as home:
        take_in(home, certificate.binary, certificate.key.fingerprint)
        path = home.put("signature", packets.write(made))
        answer = home.gpg("--verify", "--", str(path), "-", given=data)
    return _verdict(answer, certificate.key)


def verify_clear(document: bytes, certificate: Certificate) -> Verdict:
    """A clear-signed document: the verdict's `text` is what was signed, and nothing that stands around it.

    Line ends come back as \\n, without the spaces before them. Raises Refused where there is not exactly one
    signed block.
    """
    _checkable(certificate.key)
    block = signed_block(document)
    with throwaway() as home:
        take_in(home, certificate.binary, certificate.key.fingerprint)
        answer = home.gpg("--decrypt", given=block)
    verdict = _verdict(answer, certificate.key)
    if not verdict.genuine:
        return verdict
    # Spaces at the end of a line are not signed (RFC 9580, 7.2), so they are not believed either.
    text = b"\n".join(line.rstrip(b" \t\r") for line in answer.output.split(b"\n"))
    return Verdict(
        verdict.code, verdict.sentence, verdict.fingerprint, verdict.signing_key, verdict.made, text=text
    )


def signed_block(document: bytes) -> bytes:
    """The one clear-signed block of a document, from its first line to its last. Raises Refused."""
    if len(document) > limits.MAX_CLEAR_BYTES:
        raise Refused("too-large", f"A signed text may have {limits.MAX_CLEAR_BYTES // limits.MEGABYTE} MB.")
    # Latin-1 maps each octet to one character and back: only line ends are looked at.
    lines = document.decode("latin-1").removeprefix("\xef\xbb\xbf").replace("\r\n", "\n").split("\n")
    marks = [line.rstrip() for line in lines]
    if _BEGIN not in marks:
        raise Refused("not-signed", "This text is not signed.")
    if marks.count(_BEGIN) > 1:
        raise Refused("several-signed", "There is more than one signed text in it; give one at a time.")
    begin = marks.index(_BEGIN)
    try:
        signature = marks.index(_SIGNATURE, begin)
        end = marks.index(_END, signature)
    except ValueError:
        raise Refused("truncated", "This is cut off: the signature's last line is missing.") from None
    made = _signatures("\n".join(marks[signature : end + 1]).encode("latin-1"))
    signed = "\n".join(lines[begin:signature]).encode("latin-1")
    return signed + b"\n" + armor.armored(packets.write(made), armor.SIGNATURE).encode("ascii")


def _checkable(key: PublicKey) -> None:
    if not key.checked:
        raise Refused("unchecked", f"Signatures by keys of version {key.version} cannot be checked here yet.")


def _signatures(material: bytes) -> list[packets.Packet]:
    """Signatures over documents, and nothing else: no text, no key, no certification can hide among them."""
    found = packets.read(material, limit=limits.MAX_SIGNATURE_BYTES).packets
    read = [selfsig.read(packet.body) if packet.tag == packets.SIGNATURE else None for packet in found]
    if not found or any(s is None or s.type not in {selfsig.BINARY, selfsig.TEXT} for s in read):
        raise Refused("not-a-signature", "This is not a signature over a document.")
    if len(found) > limits.MAX_SIGNATURES:
        raise Refused("too-many-signatures", f"More than {limits.MAX_SIGNATURES} signatures are not read.")
    return list(found)


def _verdict(answer: Answer, key: PublicKey) -> Verdict:
    """One verdict over all signatures: a bad one spoils it, one by the key makes it, others' words are nothing."""
    if answer.values("BADSIG"):
        return Verdict("bad", words.VERDICTS["bad"])
    if sound := list(_sound_ones(answer, key)):
        return next((verdict for verdict in sound if verdict.genuine), sound[0])
    others = [rest.split(" ") for keyword, rest in answer.status if keyword == "ERRSIG"]
    missing = next((fields for fields in others if len(fields) > 5 and fields[5] == "9"), None)
    if missing is None:
        return Verdict("unusable", words.VERDICTS["unusable"])
    signer = missing[6] if len(missing) > 6 and missing[6] != "-" else missing[0]
    return Verdict("unknown-signer", words.VERDICTS["unknown-signer"].format(key=signer), signer=signer)


def _sound_ones(answer: Answer, key: PublicKey) -> Iterator[Verdict]:
    """A verdict on each signature whose arithmetic is right and whose primary key is this one."""
    said = ""
    for keyword, rest in answer.status:
        if keyword == "NEWSIG":
            said = ""
        said = _SOUND.get(keyword, said)
        fields = rest.split(" ")
        if keyword == "VALIDSIG" and said and len(fields) > 9 and fields[-1] == key.fingerprint:
            yield _sound(said, fields, key)


def _sound(said: str, fields: list[str], key: PublicKey) -> Verdict:
    """VALIDSIG: fingerprint, day, time, expiry, version, reserved, algorithm, hash, class, primary fingerprint."""
    made = datetime.datetime.fromtimestamp(int(fields[2]), UTC)
    parts: dict[str, object] = {"date": words.day(made), "key": key.key_id}
    code = said
    hashed = int(fields[7])
    if hashed in selfsig.BROKEN_HASHES:
        code, parts["hash"] = "weak", selfsig.BROKEN_HASHES[hashed]
    elif said == "key-expired":
        end = _end(key, fields[0])
        parts["end"] = words.day(end) if end else "an unknown day"
        code = "key-expired" if end and made < end else "made-too-late"
    elif said == "key-revoked":
        revocation = key.revocation
        parts["end"] = words.day(revocation.when) if revocation and revocation.when else "an unknown day"
        parts["reason"] = revocation.reason if revocation else "the part that signed was taken back"
    sentence = words.VERDICTS[code].format(**parts)
    return Verdict(code, sentence, key.fingerprint, fields[0], made)


def _end(key: PublicKey, signing_key: str) -> datetime.datetime | None:
    """When the part that signed ended: with the key, or before it."""
    own = next((s.expires for s in key.subkeys if s.fingerprint == signing_key), None)
    return min((end for end in (key.expires, own) if end), default=None)
