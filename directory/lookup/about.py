"""What a page says of a target beside the teams that answer for it."""

from dataclasses import dataclass

from .rdap import record
from .special import Special, of_asn, of_domain, of_span
from .targets import Target


@dataclass(frozen=True)
class About:
    """`special` says what the target is kept for; `record` is the address of the registry's own entry."""

    special: Special | None = None
    record: str = ""


def about(target: Target) -> About:
    if target.is_numeric:
        kept = of_span(target.first, target.last)
    elif target.asn:
        kept = of_asn(target.asn)
    else:
        kept = of_domain(target.domain) if target.domain else None
    return About(kept, record(target))
