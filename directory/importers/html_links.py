"""Addresses that a link holds and its text does not show, or that a page's mail protection hides."""

from __future__ import annotations

import re
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from .html_tree import some_text

_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){4,200}")
_PROTECTED = "/cdn-cgi/l/email-protection"
_ADDRESS = re.compile(r"[\w.+%-]{1,64}@[\w.-]{1,253}")


def protected_address(node: LexborNode) -> str | None:
    """The address that Cloudflare's mail protection stands for: hex, the first byte the key of the others."""
    attributes = node.attributes
    code = attributes.get("data-cfemail") or ""
    place, _, fragment = (attributes.get("href") or "").partition("#")
    if not code and place.endswith(_PROTECTED):
        code = fragment
    if not _HEX.fullmatch(code):
        return None
    key, *rest = bytes.fromhex(code)
    address = bytes(byte ^ key for byte in rest).decode("utf-8", "replace").partition("?")[0]
    return address if _ADDRESS.fullmatch(address) else None


def unseen_address(node: LexborNode) -> str | None:
    """The mail address or number of a link whose text has neither."""
    scheme, _, target = (node.attributes.get("href") or "").partition(":")
    target = unquote(target.partition("?")[0]).strip()
    text = some_text(node, 300)
    if text is None or not target:
        return None
    if scheme.lower() == "mailto" and _ADDRESS.fullmatch(target) and not mentions(text, target):
        return target
    if scheme.lower() == "tel" and not any(char.isdigit() for char in text) and len(target) < 40:
        return target
    return None


def mentions(text: str, address: str) -> bool:
    """Whether a text shows an address, plainly or in one of the ways that hide it from machines."""
    name, _, domain = address.lower().partition("@")
    return address.lower() in text.lower() or (name in text.lower() and domain.split(".")[0] in text.lower())
