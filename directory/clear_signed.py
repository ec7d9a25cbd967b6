"""Documents that come in clear-signed: who has signed them, and the text that was signed and nothing around it.

Readers show a clear-signed text whole, though what stands before, behind and in the armor's headers is signed by
nobody (SECURITY 71). So where a signature is right, what it covers is all that is used; and where it is not, or no key
is known, a sentence says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from directory import openpgp
from directory.models import Team
from directory.openpgp import Certificate, Refused, Verdict
from directory.openpgp.words import day, groups
from directory.rfc2350.document import Document, Problem

from .keys import certificate_of, printed
from .signing import is_named, signs

MARK = b"BEGIN PGP SIGNED MESSAGE"
UNKNOWN = "The text is signed, but not verified: no key is known that its signature could be checked with."


@dataclass(frozen=True)
class Checked:
    """What became of a signature, in a sentence. `text` is what was signed, None where that is not proved; `severity`
    is that of a document's problem, empty where the team's own key has signed."""

    sentence: str
    severity: str = "note"
    text: bytes | None = None

    def as_problem(self) -> Problem | None:
        return Problem("signature", self.severity, None, self.sentence) if self.severity else None


def is_signed(data: bytes) -> bool:
    return MARK in data


def checked(data: bytes, document: Document, team: Team | None) -> Checked:
    """The signature of a clear-signed document, checked with the keys that the team lists at the desk, and with those
    that the document itself prints. `document` is what the bytes say without regard to the signature; `team` is None
    where nobody lists a key for it yet."""
    listed = _listed(team)
    names = {row.fingerprint for row in team.keys.all()} if team else set()
    verdict = None
    for key in (*listed, *_carried(document, listed)):
        try:
            verdict = openpgp.verify_clear(data, key)
        except Refused as refusal:
            return Checked(f"The signature was not verified. {refusal.sentence}", "warning")
        if verdict.code != "unknown-signer":
            return _said(verdict, key, names)
    return _by_another(verdict, listed)


def _listed(team: Team | None) -> list[Certificate]:
    rows = team.keys.exclude(facts=None) if team else ()
    return [found for found in map(certificate_of, rows) if signs(found.key)]


def _carried(document: Document, listed: list[Certificate]) -> Iterator[Certificate]:
    """The keys that section 2.8 prints, as far as they can be read and are not known already."""
    known = {found.key.fingerprint for found in listed}
    for named in printed(document):
        try:
            found = openpgp.read((named.armor or "").encode())
        except Refused:
            continue
        if signs(found.key) and found.key.fingerprint not in known:
            yield found


def _said(verdict: Verdict, certificate: Certificate, names: set[str]) -> Checked:
    key = certificate.key
    name = groups(key.fingerprint)
    if not verdict.genuine or verdict.made is None:
        severity = "error" if verdict.code == "bad" else "warning"
        return Checked(f"The signature was not verified. {verdict.sentence}", severity)
    made = f"The signature was made on {day(verdict.made)} by {name}"
    if key.fingerprint in names:
        return Checked(f"{made}, a key of this team.", "", verdict.text)
    if names:
        return Checked(f"{made}, a key that the team does not list.", "warning", verdict.text)
    return Checked(
        f"{made}, a key that the document itself carries. So the text is as it was signed, which says nothing about "
        "who wrote it.",
        "note",
        verdict.text,
    )


def _by_another(verdict: Verdict | None, listed: list[Certificate]) -> Checked:
    """None of the keys has made it: at most, the signature says itself which one did."""
    if verdict is None or not verdict.signer:
        return Checked(UNKNOWN)
    if not any(is_named(verdict.signer, found.key) for found in listed):
        return Checked(
            f"The text is signed, but not verified: the signature names the key {verdict.signer}, which the team does "
            "not list.",
            "warning",
        )
    return Checked(UNKNOWN)
