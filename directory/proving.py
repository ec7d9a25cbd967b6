"""How it is known that a maintainer speaks for a team: a mail to an address that the team has published, a signature
with a key that it has published, or an operator's word. It is written down once and kept; the public page says
"maintained by the team" as long as one of those who have shown it maintains the team.

Links and texts to sign are signed by this site and bound to one maintainer of one team. Whoever takes them to another
account, another team, or a second time, is refused.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from directory import auditing, openpgp, publishing, signing
from directory.chain import locked_head
from directory.keys import certificate_of
from directory.models import Appearance, Listing, Mail, Maintainer, Proof, PublishedKey, Team, User
from directory.models.mail import ACCOUNT
from directory.openpgp import Certificate, Refused, Verdict
from directory.openpgp.words import day, groups

LINK_LASTS = timedelta(days=3)
TEXT_LASTS = timedelta(days=1)
#: So long an address is left in peace after a mail.
PAUSE = timedelta(minutes=10)
#: Clocks differ: a signature may say that it was made a little before the text was given.
SKEW = timedelta(hours=1)

_NOT_PUBLIC = "The team is not public, so nothing of it can be used as a proof yet."
_NOT_YOURS = "This was made for somebody else, or for another team."
_LINK_OVER = "This link is not good any more: it lasts three days. Send another one."
_TEXT_OVER = "This text is not good any more: it lasts a day. Reload the page and sign the new one."
_USED = "This was used already. What it showed stands below."


def addresses(team: Team) -> list[str]:
    """The e-mail addresses that a listed team has published."""
    listing = Listing.objects.listed().with_revision().filter(pk=team.pk).first()
    contacts = listing.revision.content.profile["contacts"] if listing else []
    return list(dict.fromkeys(c["value"] for c in contacts if c["kind"] == "email" and c["value"]))


# By mail -------------------------------------------------------------------------------------------


def write_to(maintainer: Maintainer, address: str) -> None:
    """Puts a mail with a link into the outbox, to an address that the team has published. Raises Refused."""
    team, now = maintainer.team, timezone.now()
    if address not in addresses(team):
        raise Refused("no-address", "The team does not publish this address.")
    key = f"{ACCOUNT}proof {address.lower()} "
    with transaction.atomic():
        Team.objects.held(team.pk)  # two who ask at once are one after the other
        if Mail.objects.filter(key__startswith=key, created_at__gt=now - PAUSE).exists():
            raise Refused(
                "too-soon", f"A mail went to {address} a moment ago. Wait ten minutes for the next."
            )
        token = _signed(maintainer, "link", now, address=address)
        Mail.objects.enqueue(
            key=key + secrets.token_hex(8),
            to=address,
            subject=f"Does {maintainer.user} speak for {team}?",
            body=_letter(maintainer, token),
        )
        told = f"A mail was sent to {address}, to know whether {maintainer.user} speaks for the team."
        auditing.write(auditing.Act.PROVED, told, team=team)


def _letter(maintainer: Maintainer, token: str) -> str:
    page = reverse("admin:team_proof", args=[maintainer.team_id])
    words = {
        "person": maintainer.user.get_username(),
        "team": maintainer.team,
        "link": f"{settings.SITE_URL}{page}?link={token}",
        "site_name": Appearance.objects.site_name(),
        "site": settings.SITE_URL,
    }
    return render_to_string("emails/proof.txt", words)


def address_of(token: str, maintainer: Maintainer | None) -> str:
    """The address that the link was sent to. Raises Refused where it is not this maintainer's, was used, or is of no
    use any more."""
    told = _read(token, "link", maintainer, _LINK_OVER, LINK_LASTS)
    address = str(told["address"])
    if maintainer is None or address not in addresses(maintainer.team):
        raise Refused("no-address", f"The team does not publish {address} any more.")
    return address


def take_link(token: str, maintainer: Maintainer) -> Proof:
    """Writes down that whoever maintains the team reads the mail of one of its published addresses. Raises Refused."""
    with transaction.atomic():
        locked_head()
        address = address_of(token, maintainer)
        said = f"The link that was sent to {address}, which the team publishes, was opened."
        return _write_down(maintainer, Proof.Kind.MAIL, said, by=maintainer.user)


# By signature --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Challenge:
    """A text to sign, and the token that it is made of."""

    token: str
    text: str


def keys_to_sign_with(team: Team) -> list[Certificate]:
    """The keys that a listed team has published, uses, and can sign with today."""
    now = timezone.now()
    rows = PublishedKey.objects.current().filter(listing_id=team.pk).order_by("position", "pk")
    return [found for found in map(certificate_of, rows) if found.key.checked and found.key.can_sign(now)]


def challenge(maintainer: Maintainer) -> Challenge:
    """A new text for this maintainer. Raises Refused where the team is not public."""
    return _challenge(maintainer, _signed(maintainer, "text", timezone.now()))


def read_challenge(token: str, maintainer: Maintainer) -> Challenge:
    """The text that a token stands for. Raises Refused where it is not this maintainer's, was used, or is too old."""
    _read(token, "text", maintainer, _TEXT_OVER, TEXT_LASTS)
    return _challenge(maintainer, token)


def _challenge(maintainer: Maintainer, token: str) -> Challenge:
    listing = Listing.objects.listed().filter(pk=maintainer.team_id).first()
    if listing is None:
        raise Refused("not-public", _NOT_PUBLIC)
    given = _moment(_unsigned(token, "text"))
    lines = (
        "I speak for this team.",
        "",
        f"Directory: {Appearance.objects.site_name()}, {settings.SITE_URL}",
        f"Team: {listing.name}, {settings.SITE_URL}{listing.get_absolute_url()}",
        f"Person: {maintainer.user.get_username()}",
        f"Given on: {day(given)}, {given:%H:%M} UTC",
        f"Number: {token}",
    )
    return Challenge(token, "\n".join(" ".join(line.split()) for line in lines) + "\n")


def take_signature(token: str, maintainer: Maintainer, material: bytes) -> Proof:
    """Writes down that whoever maintains the team signs with one of its published keys. `material` is the text
    clear-signed, or a detached signature of it.

    Raises Refused with a sentence that says what is wrong.
    """
    text = read_challenge(token, maintainer).text.encode()
    ring = keys_to_sign_with(maintainer.team)
    if not ring:
        raise Refused("no-key", "The team has no public key that signs today, so nothing can be verified.")
    verdict = _verdict(material, text, ring)
    _check_moment(verdict, _moment(_unsigned(token, "text")))
    with transaction.atomic():
        locked_head()
        _read(token, "text", maintainer, _TEXT_OVER, TEXT_LASTS)  # once more: used while gpg was at work?
        said = f"A text of this site was signed with the published key {groups(verdict.fingerprint)}."
        return _write_down(maintainer, Proof.Kind.SIGNATURE, said, by=maintainer.user)


def _verdict(material: bytes, text: bytes, ring: list[Certificate]) -> Verdict:
    """The verdict of the key that has signed this text. Raises Refused where none has."""
    is_clear = signing.BEGIN_CLEAR in material
    verdict = Verdict("unknown-signer", "")
    for key in ring:
        verdict = openpgp.verify_clear(material, key) if is_clear else _detached(material, text, key)
        if verdict.code != "unknown-signer":
            break
    if verdict.code == "unknown-signer":
        named = f" ({verdict.signer})" if verdict.signer else ""
        raise Refused(
            "other-key",
            f"The signature was made with another key{named}, which is no key that the team publishes and uses.",
        )
    if not verdict.valid:
        raise Refused(verdict.code, verdict.sentence)
    if is_clear and signing.canonical(verdict.text or b"") != signing.canonical(text):
        raise Refused(
            "other-text", "The signature is right, but it signs another text. Sign the one that stands here."
        )
    return verdict


def _detached(material: bytes, text: bytes, key: Certificate) -> Verdict:
    """A text that was copied from a page may have lost its last line's end, or have got other line ends."""
    verdict = openpgp.verify(material, text, key)
    for spelling in (text.removesuffix(b"\n"), text.replace(b"\n", b"\r\n")):
        if verdict.code != "bad":
            break
        verdict = openpgp.verify(material, spelling, key)
    return verdict


def _check_moment(verdict: Verdict, given: datetime) -> None:
    made = verdict.made
    if made is None or not given - SKEW <= made <= timezone.now() + SKEW:
        when = f" on {day(made)}" if made else ""
        raise Refused(
            "moment",
            f"The signature says that it was made{when}, which does not fit the text. Is your clock right?",
        )


# By word -------------------------------------------------------------------------------------------


def take_word(maintainer: Maintainer, sentence: str, by: User) -> Proof:
    """Writes down how an operator knows it. Raises Refused where nothing is said."""
    sentence = " ".join(sentence.split())
    if not sentence:
        raise Refused("empty", "Say in a sentence how it is known.")
    with transaction.atomic():
        locked_head()
        return _write_down(maintainer, Proof.Kind.WORD, sentence[:1000], by=by)


# What follows --------------------------------------------------------------------------------------


def remove_maintainer(maintainer: Maintainer) -> None:
    """Somebody maintains a team no longer. With the last one who has shown to speak for it goes what the public page
    says of that."""
    team = maintainer.team
    with transaction.atomic():
        locked_head()
        maintainer.delete()
        auditing.write(auditing.Act.ROLE, f"{maintainer.user} maintains the team no longer.", team=team)
        settle(team)


def settle(team: Team) -> None:
    """The public page says "maintained by the team" where that is shown, and only there. To be called after whatever
    changes who maintains the team or who may log in."""
    publishing.settle(team, by=Appearance.objects.site_name())


def _write_down(maintainer: Maintainer, kind: Proof.Kind, evidence: str, *, by: User) -> Proof:
    """The caller holds the head of the record: it is locked before that of the audit trail, everywhere."""
    proof = Proof.objects.create(maintainer=maintainer, kind=kind, evidence=evidence, by=by.get_username())
    told = f"{maintainer.user} speaks for the team: {proof.get_kind_display()}. {evidence}"
    auditing.write(auditing.Act.PROVED, told, team=maintainer.team)
    settle(maintainer.team)
    return proof


# Tokens --------------------------------------------------------------------------------------------


def _signed(maintainer: Maintainer, what: str, at: datetime, **more: str) -> str:
    told = {"maintainer": maintainer.pk, "team": maintainer.team_id, "at": at.timestamp(), **more}
    return _signer(what).sign_object({**told, "once": secrets.token_hex(8)})


def _signer(what: str) -> Signer:
    return Signer(salt=f"directory.proving.{what}")


def _unsigned(token: str, what: str) -> dict[str, Any]:
    try:
        told: dict[str, Any] = _signer(what).unsign_object(token)
    except (BadSignature, ValueError) as error:
        raise Refused(
            "forged", "This is no link and no text of this site; perhaps it was cut short."
        ) from error
    return told


def _moment(told: Mapping[str, Any]) -> datetime:
    return datetime.fromtimestamp(told["at"], UTC)


def _read(
    token: str, what: str, maintainer: Maintainer | None, over: str, lasts: timedelta
) -> dict[str, Any]:
    """What a token holds. It is spent with the first proof of its kind that was written down since it was given."""
    told = _unsigned(token, what)
    if maintainer is None or (told["maintainer"], told["team"]) != (maintainer.pk, maintainer.team_id):
        raise Refused("not-yours", _NOT_YOURS)
    given = _moment(told)
    if timezone.now() - given > lasts:
        raise Refused("too-old", over)
    kind = Proof.Kind.MAIL if what == "link" else Proof.Kind.SIGNATURE
    if maintainer.proofs.filter(kind=kind, at__gte=given).exists():
        raise Refused("used", _USED)
    return told
