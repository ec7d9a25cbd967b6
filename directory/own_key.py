"""The directory's own key: where it is, what it is called, and the one way to sign with it.

Commands sign, and each leaves the public part beside the ring as a file. The process that serves pages reads that
file and nothing else, so that it never runs gpg for the key, and serves on where the ring is locked or gone.
"""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from directory import files, openpgp
from directory.openpgp import Certificate, PublicKey

MISSING = "Signature not available: no signing key is made yet; manage.py make_signing_key makes it."
UNNAMED = "Signature not available: the file {path} does not name the key by its 40 hexadecimal digits."
UNREADABLE = "Signature not available: the file {path} cannot be read."
CONFIGURED = "There is a signing key already: {fingerprint}. --replace makes another in its place."
SETTING = "The setting SIGNING_KEY names the key {fingerprint}: take it away first, or set it to the new key afterwards."

_WHOLE = re.compile(r"[0-9A-F]{40}")


class NotSigned(Exception):
    """Why nothing was signed, as a sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


# Where it is ----------------------------------------------------------------------------------------


def home() -> Path:
    """The GNUPGHOME of the key, its owner's alone."""
    return Path(settings.DATA_DIR) / "gnupg"


def _name() -> Path:
    return home() / "fingerprint"


def _public() -> Path:
    return home() / "public.json"


def fingerprint() -> str | None:
    """The 40 digits of the key that signs; None where there is none. Raises NotSigned where the file that should
    name it does not."""
    if settings.SIGNING_KEY:
        return str(settings.SIGNING_KEY)
    try:
        named = _name().read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        raise NotSigned(UNREADABLE.format(path=_name())) from None
    if not _WHOLE.fullmatch(named):
        raise NotSigned(UNNAMED.format(path=_name()))
    return named


def is_made() -> bool:
    """Whether the directory signs. A key that is named and cannot be used is one, and then signing says why not."""
    try:
        return fingerprint() is not None
    except NotSigned:
        return True


# The public part ------------------------------------------------------------------------------------


def certificate() -> Certificate | None:
    """The public part of the key, as the last command left it; None where there is none. Starts no process."""
    try:
        signer, told = fingerprint(), _public().stat()
    except (NotSigned, OSError):
        return None
    kept = _kept(_public(), told.st_mtime_ns, told.st_size)
    return kept if kept and kept.key.fingerprint == signer else None


@lru_cache(maxsize=4)
def _kept(path: Path, _modified: int, _size: int) -> Certificate | None:
    """What the file says, read once for each state of it."""
    try:
        said = json.loads(path.read_bytes())
        return Certificate(PublicKey.from_dict(said["facts"]), b64decode(said["certificate"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep_certificate() -> Certificate:
    """Reads the public part from the ring and leaves it for `certificate`. Raises NotSigned."""
    signer = _signer()
    try:
        read = openpgp.read(openpgp.public_key(home(), signer))
    except openpgp.Refused as error:
        raise NotSigned(f"Signature not available: {error.sentence}") from error
    if read.key.fingerprint != signer:
        raise NotSigned(f"Signature not available: the ring holds another key than {signer}.")
    if read == certificate():
        return read
    said = {"facts": read.key.as_dict(), "certificate": b64encode(read.binary).decode()}
    try:
        files.put(_public(), json.dumps(said, indent=1).encode())
    except OSError as error:
        raise NotSigned(f"Signature not available: the public key cannot be kept ({error}).") from error
    return read


# Signing --------------------------------------------------------------------------------------------


def sign(data: bytes, former: bytes = b"") -> bytes:
    """An armored detached signature over the bytes by this key and no other. Raises NotSigned.

    `former` is a signature that is there already: where it holds for these bytes, it is the answer, so that what has
    not changed stays the same to the byte.
    """
    own = keep_certificate()
    if former and _holds(former, data, own):
        return former
    return _signed(openpgp.sign_detached, data)


def sign_clear(text: bytes) -> bytes:
    """The text (UTF-8) signed in the clear. Raises NotSigned."""
    keep_certificate()
    return _signed(openpgp.sign_clear, text)


def _signed(how: Callable[[bytes, Path, str], bytes], data: bytes) -> bytes:
    try:
        return how(data, home(), _signer())
    except openpgp.Refused as error:
        raise NotSigned(f"Signature not available: {error.sentence}") from error


def _holds(signature: bytes, data: bytes, own: Certificate) -> bool:
    try:
        return openpgp.verify(signature, data, own).valid
    except openpgp.Refused:
        return False


def _signer() -> str:
    signer = fingerprint()
    if signer is None:
        raise NotSigned(MISSING)
    return signer


# Making ---------------------------------------------------------------------------------------------


def make(name: str, email: str, *, replace: bool = False) -> str:
    """Makes the key and returns its fingerprint; from now on it is the one that signs. Raises NotSigned where there
    is one and it is not to be replaced, and where gpg or the disk refuses."""
    if settings.SIGNING_KEY:
        raise NotSigned(SETTING.format(fingerprint=settings.SIGNING_KEY))
    try:
        home().mkdir(mode=0o700, parents=True, exist_ok=True)
        home().chmod(0o700)
        with files.alone_in(home()):
            if not replace and is_made():
                raise NotSigned(CONFIGURED.format(fingerprint=fingerprint()))
            made = openpgp.make_signing_key(home(), name, email)
            files.put(_name(), f"{made}\n".encode())
    except openpgp.Refused as error:
        raise NotSigned(error.sentence) from error
    except OSError as error:
        raise NotSigned(f"The key cannot be kept in {home()}: {error}.") from error
    keep_certificate()
    return made
