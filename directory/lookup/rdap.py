"""Where the registry that gave something out describes it: its RDAP record (paths by RFC 9082, 3.1).

`settings.RDAP_URL` is a service that leads on to the registry in charge, as rdap.org does (RFC 9224)."""

from django.conf import settings

from . import keys
from .suffixes import registered_domain
from .targets import Target


def record(target: Target) -> str:
    """The record's address: of a range that of its first address, of a name that of the domain which was registered
    with a registry; "" for what no registry has, countries and public suffixes."""
    path = _path(target)
    return f"{settings.RDAP_URL}/{path}" if path else ""


def _path(target: Target) -> str:
    if target.kind == "network":
        return f"ip/{target.value}"
    if target.is_numeric:
        return f"ip/{keys.address(target.first)}"
    if target.asn:
        return f"autnum/{target.asn}"
    registered = registered_domain(target.domain, at_registry=True) if target.domain else None
    return f"domain/{registered}" if registered else ""
