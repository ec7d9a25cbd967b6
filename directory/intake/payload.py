"""What a preview hands to its confirmation, through the browser, so that a preview stores nothing (SECURITY 84).

The file's bytes and name are packed with the user and the team that they were previewed for, and signed. Whoever
changes them, is somebody else, asks about another team or comes too late gets a sentence and starts again.
"""

import binascii
import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from django.conf import settings
from django.core import signing

SALT = "directory.intake.payload"
AGAIN = "Give the document once more."


class Unusable(Exception):
    """Why a payload is not taken, as a sentence. `reason` is expired, changed or foreign."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Payload:
    name: str
    data: bytes


def seal(payload: Payload, user_id: int, team_id: int | None) -> str:
    """The payload as a field of a form: letters, digits, "-", "_", "=" and ":". `team_id` is None for a new team."""
    about = {"user": user_id, "team": team_id, "name": payload.name}
    packed = zlib.compress(json.dumps(about).encode() + b"\n" + payload.data)
    return signing.TimestampSigner(salt=SALT).sign(urlsafe_b64encode(packed).decode("ascii"))


def unseal(sealed: str, user_id: int, team_id: int | None) -> Payload:
    """Raises Unusable with a sentence."""
    try:
        packed = signing.TimestampSigner(salt=SALT).unsign(sealed, max_age=settings.IMPORT_SECONDS)
    except signing.SignatureExpired as error:
        minutes = settings.IMPORT_SECONDS // 60
        raise Unusable("expired", f"The preview is older than {minutes} minutes. {AGAIN}") from error
    except signing.BadSignature as error:
        raise Unusable(
            "changed", f"What the preview sent along did not come back as it was. {AGAIN}"
        ) from error
    about, data = _unpacked(packed)
    if about.get("user") != user_id:
        raise Unusable("foreign", f"This preview was made for another account. {AGAIN}")
    if about.get("team") != team_id:
        raise Unusable("foreign", f"This preview was made for another team. {AGAIN}")
    return Payload(about["name"], data)


def _unpacked(packed: str) -> tuple[dict, bytes]:
    """Only this site has made what is unpacked here, for the signature is right; a release may have packed it another
    way."""
    try:
        head, _, data = zlib.decompress(urlsafe_b64decode(packed.encode("ascii"))).partition(b"\n")
        return json.loads(head), data
    except (ValueError, binascii.Error, zlib.error) as error:
        raise Unusable("changed", f"What the preview sent along cannot be read. {AGAIN}") from error
