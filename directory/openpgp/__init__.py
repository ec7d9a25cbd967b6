"""OpenPGP keys and signatures as values: read, checked, verified, made. No Django, no database.

`read`, `merge`, `verify`, `verify_clear`, `sign_detached`, `sign_clear` and `make_signing_key` run gpg; everything else
is pure. The only exception is `Refused`, whose sentence is for the person who asked, and ValueError for a program that
names a key otherwise than by its whole fingerprint.
"""

from .backend import Certificate, limited, merge, read
from .key import PublicKey, Revocation, Subkey, UserId
from .limits import Refused
from .signing import make_signing_key, public_key, sign_clear, sign_detached
from .verifying import Verdict, verify, verify_clear
from .words import Problem

__all__ = [
    "Certificate",
    "Problem",
    "PublicKey",
    "Refused",
    "Revocation",
    "Subkey",
    "UserId",
    "Verdict",
    "limited",
    "make_signing_key",
    "merge",
    "public_key",
    "read",
    "sign_clear",
    "sign_detached",
    "verify",
    "verify_clear",
]
