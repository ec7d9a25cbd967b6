"""Secrets that have to be read again, such as the seed of an authenticator app, are stored sealed: whoever copies the
database without the site's SECRET_KEY can make no codes from it."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def seal(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises Unreadable where it was sealed with none of the keys that the settings name."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable("This was sealed with another SECRET_KEY.") from error


class Unreadable(Exception):
    """What is stored was sealed with a key that the site has no more."""


def _box() -> MultiFernet:
    """Seals with SECRET_KEY, and opens what SECRET_KEY_FALLBACKS have sealed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"seal:{key}".encode()).digest())) for key in keys]
    )
