"""What OpenPGP material may cost, and the one refusal."""

from __future__ import annotations

KILOBYTE = 1024
MEGABYTE = 1024 * KILOBYTE

#: Bytes of a key as it comes in, armored or not, and of what may belong to it.
MAX_BYTES = 256 * KILOBYTE
MAX_USER_IDS = 50
MAX_SUBKEYS = 50
#: Signatures that name the key itself as their maker: each one is checked, which takes longer the larger the key is.
MAX_OWN_SIGNATURES = 500
MAX_KEY_BITS = 8192
MAX_EXPONENT_BITS = 64

#: Bytes of a signature, how many may stand in one, and bytes of a text that is signed in the clear.
MAX_SIGNATURE_BYTES = 64 * KILOBYTE
MAX_SIGNATURES = 8
MAX_CLEAR_BYTES = 10 * MEGABYTE

#: Bytes that come out of a compressed packet when it is searched for secret material.
MAX_UNPACKED_BYTES = MEGABYTE

#: Each run of gpg. A document in the clear may grow by its dash escapes and its signature.
GPG_SECONDS = 10.0
GPG_CPU_SECONDS = 10
GPG_MEMORY = 512 * MEGABYTE
GPG_FILE_BYTES = 16 * MEGABYTE
GPG_STATUS_BYTES = 256 * KILOBYTE


class Refused(Exception):
    """Nothing was done: `code` is for programs, `sentence` for the person who asked."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
