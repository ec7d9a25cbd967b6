"""A certificate taken apart (RFC 9580, 10.1): its key, user ids and subkeys, each with the signatures on it.

Made from packets alone, before gpg sees any of them: here is counted, and here is left out what does not belong to the
owner's own certificate (others' signatures, photo ids, trust packets).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from . import packets, public, selfsig
from .limits import MAX_BYTES, MAX_OWN_SIGNATURES, MAX_SUBKEYS, MAX_USER_IDS, Refused
from .packets import Packet
from .public import PublicPacket
from .selfsig import Signature

_IGNORED = {packets.TRUST, packets.MARKER, packets.PADDING}


@dataclass(slots=True)
class Component:
    """The primary key, a user id, a photo id or a subkey, and the signatures behind it."""

    packet: Packet
    signatures: list[Packet] = field(default_factory=list)

    def read_signatures(self) -> list[Signature]:
        return [s for s in (selfsig.read(packet.body) for packet in self.signatures) if s is not None]

    def packets(self) -> list[Packet]:
        return [self.packet, *self.signatures]


@dataclass(slots=True)
class Outline:
    """One certificate. `others` counts the signatures by other keys that were left out, `photos` the photo ids."""

    key: PublicPacket
    primary: Component
    user_ids: list[Component] = field(default_factory=list)
    subkeys: list[Component] = field(default_factory=list)
    checksum: bool | None = None
    others: int = 0
    photos: int = 0

    def components(self) -> list[Component]:
        return [self.primary, *self.user_ids, *self.subkeys]

    def parts(self) -> list[PublicPacket]:
        """The subkeys, read."""
        return [public.read(component.packet.body) for component in self.subkeys]

    def write(self) -> bytes:
        """The certificate as bytes, without what was left out."""
        return packets.write([packet for component in self.components() for packet in component.packets()])


def read(material: bytes) -> Outline:
    """The one certificate in some material. Raises Refused where there is none, several, or too much in it."""
    found = packets.read(material)
    outline = of_packets([packet for packet in found.packets if packet.tag not in _IGNORED])
    outline.checksum = found.checksum
    return outline


def of_packets(found: list[Packet]) -> Outline:
    if not found:
        raise Refused("empty", "There is no key in it.")
    if found[0].tag == packets.SIGNATURE:
        raise Refused("signature", "This is a signature, not a key.")
    if found[0].tag != packets.PUBLIC_KEY:
        raise Refused("damaged", "This is damaged: it does not begin with a public key.")
    _count(found)
    outline = Outline(public.read(found[0].body), Component(found[0]))
    _gather(outline, found[1:])
    for component in outline.components():
        _leave_out_others(outline, component)
    if (own := sum(len(c.signatures) for c in outline.components())) > MAX_OWN_SIGNATURES:
        raise Refused(
            "too-many-signatures",
            f"This key has {own} signatures of its own; more than {MAX_OWN_SIGNATURES} are not read.",
        )
    outline.parts()  # refuses subkeys that cannot be read, or cost too much
    return outline


def _count(found: list[Packet]) -> None:
    tags = [packet.tag for packet in found]
    if (keys := tags.count(packets.PUBLIC_KEY)) > 1:
        raise Refused("several", f"There are {keys} keys in it; give them one at a time.")
    if (names := tags.count(packets.USER_ID) + tags.count(packets.USER_ATTRIBUTE)) > MAX_USER_IDS:
        raise Refused(
            "too-many-user-ids", f"This key has {names} user ids; more than {MAX_USER_IDS} are not read."
        )
    if (subkeys := tags.count(packets.PUBLIC_SUBKEY)) > MAX_SUBKEYS:
        raise Refused(
            "too-many-subkeys", f"This key has {subkeys} subkeys; more than {MAX_SUBKEYS} are not read."
        )


def _gather(outline: Outline, rest: list[Packet]) -> None:
    """Put each signature behind what it signs."""
    current = outline.primary
    for packet in rest:
        if packet.tag == packets.SIGNATURE:
            current.signatures.append(packet)
            continue
        current = Component(packet)
        if packet.tag == packets.USER_ID:
            outline.user_ids.append(current)
        elif packet.tag == packets.PUBLIC_SUBKEY:
            outline.subkeys.append(current)
        elif packet.tag == packets.USER_ATTRIBUTE:
            outline.photos += 1
        elif packet.tag < 40:  # from 40 on, what is not known is passed over (RFC 9580, 4.3)
            raise Refused("damaged", "This is damaged: there is a part in it that no key has.")


def _leave_out_others(outline: Outline, component: Component) -> None:
    """Keep a signature unless it names another key as its maker: what it cannot be is decided here, not what it is."""
    kept = []
    for packet in component.signatures:
        signature = selfsig.read(packet.body)
        issuers = signature.issuers if signature else ()
        if not issuers or any(i in {outline.key.fingerprint, outline.key.key_id} for i in issuers):
            kept.append(packet)
    outline.others += len(component.signatures) - len(kept)
    component.signatures = kept


def lone_revocation(material: bytes) -> bytes | None:
    """The bytes of a revocation certificate, as `gpg --gen-revoke` writes it; None where the material is none."""
    found = packets.read(material, limit=MAX_BYTES).packets
    kept = [packet for packet in found if packet.tag not in _IGNORED]
    types = {s.type if (s := selfsig.read(packet.body)) else None for packet in kept}
    only = {packet.tag for packet in kept} == {packets.SIGNATURE} and types == {selfsig.KEY_REVOCATION}
    return packets.write(kept) if only else None
