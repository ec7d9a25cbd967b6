"""The directory's own key: made by one command, used by its whole fingerprint, checked after every signature.

python-gnupg is not asked to sign: it passes `--default-key`, and where that key is missing gpg takes the first other
one it finds. Here the key is named with `--local-user FINGERPRINT!`, which gpg never replaces, and a signature leaves
this module only when gpg says that this very key made it.

The key stays in its own home, whose path may be long and whose files nobody else touches. Each signature is made in a
home that is thrown away: it has a copy of the public ring, and a link to the folder of secret keys, so that no secret
is copied, many can sign at once, and each one's agent ends with it.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import gnupg

from .backend import checked_fingerprint
from .limits import Refused
from .process import UNAVAILABLE, Answer, Home, throwaway

SECRETS, REVOCATIONS = "private-keys-v1.d", "openpgp-revocs.d"
_RINGS = ("pubring.kbx", "pubring.gpg")
_WITHOUT_PASSPHRASE = ("--pinentry-mode", "loopback", "--passphrase", "")
_NAME = re.compile(r"[^\x00-\x1f\x7f<>@-][^\x00-\x1f\x7f<>@]{1,98}")
_EMAIL = re.compile(r"[A-Za-z0-9._%+][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9][A-Za-z0-9.-]{0,189}")

_NO_KEY = "The directory's signing key is not available, so nothing was signed."


def sign_detached(data: bytes | Path, home: Path, fingerprint: str) -> bytes:
    """An armored detached signature over the bytes, or over a file's, by this key and no other.

    Raises Refused where the key is missing, locked or of another fingerprint; ValueError where it is not named by 40
    hexadecimal digits.
    """
    return _signed(data, home, fingerprint, "--armor", "--detach-sign")


def sign_clear(text: bytes, home: Path, fingerprint: str) -> bytes:
    """The text (UTF-8) clear-signed by this key and no other; raises as `sign_detached` does."""
    return _signed(text, home, fingerprint, "--clear-sign")


def _signed(data: bytes | Path, home: Path, fingerprint: str, *how: str) -> bytes:
    signer = checked_fingerprint(fingerprint)
    with borrowed(home) as work:
        options = (*_WITHOUT_PASSPHRASE, "--digest-algo", "SHA512", "--local-user", f"{signer}!")
        answer = work.gpg(*options, *how, given=data)
    result = gnupg.Sign(None)
    _tell(result, answer, {"SIG_CREATED", "INV_SGNR", "KEYEXPIRED", "KEYREVOKED"})
    if answer.code != 0 or result.fingerprint != signer or not answer.output:
        raise Refused("no-signature", _NO_KEY)
    return answer.output


def make_signing_key(home: Path, name: str, email: str) -> str:
    """Make an Ed25519 key that certifies and signs, without a passphrase and without an end; its fingerprint.

    The home is made where it is missing, for its owner alone; keys that it has stay. Raises Refused.
    """
    if not _NAME.fullmatch(name) or not _EMAIL.fullmatch(email):
        raise Refused("bad-name", "The key needs a plain name and an e-mail address.")
    try:
        for folder in (home, home / SECRETS, home / REVOCATIONS):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
        with borrowed(home) as work:
            (work.path / REVOCATIONS).symlink_to((home / REVOCATIONS).resolve())
            wanted = ("--yes", "--quick-generate-key", f"{name} <{email}>", "ed25519", "cert,sign", "never")
            answer = work.gpg(*_WITHOUT_PASSPHRASE, "--utf8-strings", "--display-charset", "utf-8", *wanted)
            result = gnupg.GenKey(None)
            _tell(result, answer, {"KEY_CREATED"})
            if answer.code != 0 or not result.fingerprint:
                raise Refused("no-key", "gpg did not make the key.")
            _keep(work.path / _RINGS[0], home / _RINGS[0])
    except OSError:
        raise Refused("unavailable", "The folder of the signing key cannot be written.") from None
    return checked_fingerprint(str(result.fingerprint))


def public_key(home: Path, fingerprint: str) -> bytes:
    """The certificate of the directory's own key, as bytes of packets, for `backend.read`. Raises Refused."""
    signer = checked_fingerprint(fingerprint)
    with borrowed(home) as work:
        output = work.gpg("--export", signer).output
    if not output:
        raise Refused("no-key", _NO_KEY)
    return output


@contextmanager
def borrowed(home: Path) -> Iterator[Home]:
    """A home to throw away with the keys of a home to keep: its ring copied, its secret keys linked."""
    with throwaway(agent=True) as work:
        try:
            if not (home / SECRETS).is_dir():
                raise Refused("no-key", _NO_KEY)
            for ring in _RINGS:
                if (home / ring).is_file():
                    shutil.copyfile(home / ring, work.path / ring)
            (work.path / SECRETS).symlink_to((home / SECRETS).resolve())
        except OSError:
            raise Refused("no-key", _NO_KEY) from None
        yield work


def _tell(result: gnupg.Sign | gnupg.GenKey, answer: Answer, keywords: set[str]) -> None:
    """Let python-gnupg's reader of status lines hear those that it is asked about."""
    try:
        for keyword, rest in answer.status:
            if keyword in keywords:
                result.handle_status(keyword, rest)
    except (ValueError, IndexError, KeyError):
        raise Refused("unavailable", UNAVAILABLE) from None


def _keep(ring: Path, place: Path) -> None:
    """Put the new ring into its place whole: written, on the disk, renamed."""
    beside = place.with_name(f"{place.name}.new")
    with beside.open("wb") as written:
        written.write(ring.read_bytes())
        written.flush()
        os.fsync(written.fileno())
    beside.chmod(0o600)
    beside.replace(place)
