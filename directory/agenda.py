"""What stands with a team's entry and what its maintainer does next: the first thing that somebody sees at the desk."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from directory import publishing
from directory.models import Key, Listing, Proof, Proposal, Revision, Team
from directory.openpgp import PublicKey
from directory.openpgp.words import day
from directory.search.shelf import FRESH


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence on how the team stands; `tone` is "ok", "soon", "bad" or "" for what is only told."""

    sentence: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do: the name of the desk's page where it is done. `post` is true where pressing is enough."""

    label: str
    page: str
    post: bool = False


@dataclass(frozen=True, slots=True)
class Agenda:
    """`next` is the one thing to do first, None where there is nothing to do."""

    team: Team
    listing: Listing | None
    lines: tuple[Line, ...]
    next: Step | None


def of(team: Team, at: datetime) -> Agenda:
    """How the team stands at this moment, most urgent things last to say and first to do."""
    before = Revision.objects.of(team.pk).with_content().first()
    listing = Listing.objects.filter(pk=team.pk).first()
    found = [
        *_public(listing, before),
        *_review(team, before),
        *_draft(team, before, listing, at),
        *_keys(team, at),
        *_fresh(listing, at),
        *_proof(team, listing),
    ]
    steps = [step for _, step in found if step]
    return Agenda(team, listing, tuple(line for line, _ in found if line), steps[0] if steps else None)


RENEW = Step("Renew the key", "team_keys")
PUBLISH = Step("Preview and publish", "publish_team")

Found = Iterator[tuple[Line | None, Step | None]]


def _public(listing: Listing | None, before: Revision | None) -> Found:
    if before is None:
        yield Line("Not public yet."), None
    elif listing is None or listing.withdrawn_at:
        yield Line("Withdrawn: it stands in no list.", "bad"), None
    else:
        yield Line(f"Public as revision {before.number} of {day(before.at)}.", "ok"), None


def _review(team: Team, before: Revision | None) -> Found:
    last = team.proposals.first()
    if last is None:
        return
    if last.state == Proposal.State.PENDING:
        yield (
            Line(f"Waiting for review since {day(last.asked_at)}.", "soon"),
            Step("See what waits", "publish_team"),
        )
    if last.state != Proposal.State.DECLINED or last.decided_at is None:
        return
    if before is None or before.at < last.decided_at:
        said = f"Declined on {day(last.decided_at)}: “{last.answer}”"
        yield Line(said, "bad"), Step("Correct the profile", "directory_team_change")


def _draft(team: Team, before: Revision | None, listing: Listing | None, at: datetime) -> Found:
    says_nothing = before is None and not (team.sources.exists() or team.contacts.exists())
    if says_nothing or not team.sections.exists():
        yield None, Step("Import your document", "import_into_team")
        return
    draft = publishing.prepare(team, before, at=at)
    if draft.conflicts:
        count = len(draft.conflicts)
        said = (
            "The text and the fields disagree in one place."
            if count == 1
            else f"The text and the fields disagree in {count} places."
        )
        yield Line(said, "soon"), Step("Settle it", "publish_team")
    elif before is None:
        yield None, PUBLISH
    elif publishing.has_changed(team, before, draft):
        yield Line("The draft has changes that nobody sees yet.", "soon"), PUBLISH


def _keys(team: Team, at: datetime) -> Found:
    for row in team.keys.exclude(facts=None).exclude(purpose=Key.Purpose.FORMER):
        key = PublicKey.from_dict(row.facts or {})
        state = key.state(at)
        if state == "revoked":
            yield Line(f"The key 0x{key.key_id} is revoked.", "bad"), Step("Give another key", "team_keys")
        elif key.ends and state == "expired":
            yield Line(f"The key 0x{key.key_id} expired on {day(key.ends)}.", "bad"), RENEW
        elif state == "no-encryption" and row.purpose == Key.Purpose.TEAM:
            yield Line(f"Nothing can be encrypted to the key 0x{key.key_id}.", "soon"), RENEW
        elif key.ends and state == "soon":
            yield Line(f"The key 0x{key.key_id} expires on {day(key.ends)}.", "soon"), RENEW


def _fresh(listing: Listing | None, at: datetime) -> Found:
    if listing is None or listing.withdrawn_at:
        return
    said = listing.last_said
    if at - said > FRESH:
        told = f"Last confirmed or published on {day(said)}: more than four months ago."
        yield Line(told, "soon"), Step("Confirm without change", "confirm_team", post=True)
    elif listing.confirmed_at:
        yield Line(f"Confirmed on {day(said)}.", "ok"), None


def _proof(team: Team, listing: Listing | None) -> Found:
    if listing and not listing.withdrawn_at and not Proof.objects.filter(maintainer__team=team).exists():
        told = "Readers do not see yet that the team itself maintains this."
        yield Line(told), Step("Show that you speak for it", "team_proof")
