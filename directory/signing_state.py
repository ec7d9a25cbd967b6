"""What a signature is worth by now. It was verified when it came; its key may have ended, or been taken back, since.

Nothing of this is stored: it follows from the newest certificate of the key, so that whatever makes a revocation
known has weighed every signature by that key again.
"""

from dataclasses import dataclass
from datetime import datetime

from directory.models import DocumentSignature
from directory.openpgp import PublicKey

#: What still shows that the team signed.
HOLDS = {"good", "key-expired", "key-retired"}


@dataclass(frozen=True, slots=True)
class Standing:
    """`code` is one of `HOLDS`, or "made-too-late", "key-compromised" or "key-unknown"; `end` is when the key expired or was revoked, None where it was not or
    where it does not say."""

    code: str
    end: datetime | None = None

    @property
    def holds(self) -> bool:
        return self.code in HOLDS


def standing(signature: DocumentSignature, key: PublicKey | None, at: datetime) -> Standing:
    """What the signature is worth at that moment, by the newest state of the key that made it; None is a key that
    nobody knows any more.

    A key that was replaced or retired keeps what it signed before; any other revocation takes all of it (RFC 9580,
    5.2.3.31), for whoever has the secret part can write any date into a signature.
    """
    made = signature.made_at
    if key is None:
        return Standing("key-unknown")
    if key.revocation:
        when = key.revocation.when
        if key.revocation.compromised:
            return Standing("key-compromised", when)
        return Standing("key-retired" if when is None or made <= when else "made-too-late", when)
    if key.expires and made >= key.expires:
        return Standing("made-too-late", key.expires)
    if key.expires and key.expires <= at:
        return Standing("key-expired", key.expires)
    return Standing("good")
