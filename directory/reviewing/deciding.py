"""Publishing at the desk, and asking for it where somebody else looks first. Whatever is done here is done whole or not
at all: the revision, the proposal, the audit trail and the mail stand in one transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from directory import access, auditing, publishing
from directory.models import Proposal, Revision, Team, User

from . import letters
from .prospect import Prospect, prospect, voice
from .versions import problem_with

State = Proposal.State


class NotDone(Exception):
    """Nothing was done, and the sentence says why; `field` is that of the form which it is about, "" for none."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.field = sentence, field


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wants the draft to be published. `version` "" is the next one; `override` says why it is published
    with errors; `seen` is the digest of the draft that they looked at, "" where they do not say."""

    version: str = ""
    comment: str = ""
    override: str = ""
    seen: str = ""


def publish(team: Team, user: User, wish: Wish, at: datetime | None = None) -> Revision | None:
    """Publishes the draft at once; None where nothing has changed. Raises NotDone, and `publishing.Unpublishable`."""
    at = at or timezone.now()
    with transaction.atomic():
        seen = _locked(team, user, wish, at)
        if seen.reasons and not access.is_operator(user):
            raise NotDone("Somebody else looks at this first: ask for review.")
        revision = _publish(seen, wish)
        if revision:
            _close(team, user, revision, seen.digest, at)
    return revision


def ask(team: Team, user: User, wish: Wish, at: datetime | None = None) -> Proposal:
    """Asks for review of the draft as it is now. What the team has asked before and nobody has answered yet is taken
    back by it. Raises NotDone, and `publishing.Unpublishable`."""
    at = at or timezone.now()
    with transaction.atomic():
        seen = _locked(team, user, wish, at)
        if not seen.changed:
            raise NotDone("Nothing has changed since the last revision, so there is nothing to ask for.")
        if not seen.reasons or access.is_operator(user):
            raise NotDone("Nobody needs to look at this first: publish it.")
        if team.proposals.filter(asked_at__gt=at - timedelta(hours=1)).count() >= settings.REVIEWS_PER_HOUR:
            raise NotDone(
                f"The team has asked {settings.REVIEWS_PER_HOUR} times within the hour, and every reviewer gets a mail "
                "each time. The draft is kept; ask again later."
            )
        _take_back(team, "Asked anew, with another draft.", at)
        proposal = Proposal.objects.create(
            team=team,
            reasons=[reason.code for reason in seen.reasons],
            digest=seen.digest,
            version=wish.version,
            comment=wish.comment,
            override=wish.override,
            asked_by=user,
            asked_at=at,
        )
        told = "Asked for review. " + " ".join(reason.sentence for reason in seen.reasons)
        auditing.write(auditing.Act.PROPOSED, told, team=team, snapshot=seen.snapshot, at=at)
        letters.asked(proposal)
    return proposal


def take_back(team: Team, at: datetime | None = None) -> bool:
    """Takes back what the team asks for; False where it asks for nothing."""
    with transaction.atomic():
        Team.objects.held(team.pk)
        return _take_back(team, "Taken back.", at or timezone.now())


def accept(proposal: Proposal, user: User, answer: str = "", at: datetime | None = None) -> Revision:
    """Publishes exactly what was proposed. Raises NotDone where the draft has changed since, or cannot be published,
    and PermissionDenied for whoever may not answer."""
    at = at or timezone.now()
    with transaction.atomic():
        waiting = _waiting(proposal, user)
        team = waiting.team
        if waiting.asked_by is None or not access.may_edit(waiting.asked_by, team):
            raise NotDone("Whoever asked for this no longer maintains the team, so it can only be declined.")
        wish = Wish(waiting.version, waiting.comment, waiting.override)
        seen = _looked_at(team, waiting.asked_by, wish, at)
        if seen.digest != waiting.digest:
            raise NotDone(
                "The draft was changed after it was proposed. Nothing is published; the team asks again."
            )
        revision = _publish(seen, wish)
        if revision is None:
            raise NotDone("Readers see all of this already, so there is nothing to publish.")
        _answer(waiting, State.ACCEPTED, user, answer, at, revision)
    return revision


def decline(proposal: Proposal, user: User, answer: str, at: datetime | None = None) -> None:
    """Says no, and why. Raises NotDone without a reason, and PermissionDenied for whoever may not answer."""
    if not answer.strip():
        raise NotDone("Say what should be otherwise: the team reads it.", "answer")
    with transaction.atomic():
        _answer(_waiting(proposal, user), State.DECLINED, user, answer, at or timezone.now())


# What is looked at before ------------------------------------------------------------------------


def _locked(team: Team, user: User, wish: Wish, at: datetime) -> Prospect:
    """The prospect of a draft that nobody else proposes or publishes meanwhile. Raises NotDone."""
    team = Team.objects.held(team.pk)
    seen = _looked_at(team, user, wish, at)
    if wish.seen and wish.seen != seen.digest:
        raise NotDone("The draft has changed since you looked at it. Look again.")
    return seen


def _looked_at(team: Team, user: User, wish: Wish, at: datetime) -> Prospect:
    author = voice(user, team)
    seen = prospect(team, at=at, author=author, version=wish.version, comment=wish.comment)
    check(seen, wish)
    return seen


def check(seen: Prospect, wish: Wish) -> None:
    """Raises `publishing.Unpublishable` where text and fields disagree, NotDone where anything else stands in the way."""
    if seen.draft.conflicts:
        raise publishing.Unpublishable(seen.draft.conflicts)
    if not seen.changed:
        return
    check_version(seen, wish.version)
    if seen.comment_is_asked and not wish.comment:
        raise NotDone("Say in a few words what changed: readers see it beside the revision.", "comment")
    if seen.errors and not wish.override.strip():
        raise NotDone("The document has errors. Correct them, or say why it is right as it is.", "override")


def check_version(seen: Prospect, version: str) -> None:
    """Raises NotDone where the document cannot be given this version ("" for the next)."""
    if version and not seen.draft.proposed:
        raise NotDone("The text of the document says its version itself; change it there.", "version")
    last = seen.public_document.document.version if seen.public_document else None
    problem = problem_with(version, seen.draft.proposed, last)
    if not problem and version and seen.document.document.version != version:
        problem = (
            f"The document would not say version {version}. Take another, such as {seen.draft.proposed}."
        )
    if problem:
        raise NotDone(problem, "version")


# What is written ---------------------------------------------------------------------------------


def _publish(seen: Prospect, wish: Wish) -> Revision | None:
    count = len(seen.errors)
    remark = ""
    if count:
        errors = "1 error" if count == 1 else f"{count} errors"
        remark = f"With {errors}, for this reason: {wish.override}"
    return publishing.publish(
        seen.team,
        author=seen.author,
        comment=wish.comment,
        version=wish.version,
        remark=remark,
        at=seen.at,
    )


def _waiting(proposal: Proposal, user: User) -> Proposal:
    """The proposal as it is now, with nobody else answering it."""
    Team.objects.held(proposal.team_id)
    now = Proposal.objects.select_related("team", "asked_by").get(pk=proposal.pk)
    if not access.may_answer(user, now.team):
        raise PermissionDenied
    if now.state != State.PENDING:
        raise NotDone(f"This was {now.get_state_display().lower()} in the meantime.")
    return now


def _answer(
    proposal: Proposal, state: str, user: User, answer: str, at: datetime, revision: Revision | None = None
) -> None:
    proposal.state, proposal.answer, proposal.decided_at = state, answer, at
    proposal.decided_by, proposal.revision = user, revision
    proposal.save()
    told = f"Accepted as revision {revision.number}." if revision else "Declined."
    auditing.write(auditing.Act.REVIEWED, f"{told} {answer}".strip(), team=proposal.team, at=at)
    letters.answered(proposal)


def _take_back(team: Team, told: str, at: datetime) -> bool:
    taken = team.proposals.pending().update(state=State.TAKEN_BACK, decided_at=at)
    if taken:
        auditing.write(auditing.Act.PROPOSED, told, team=team, at=at)
    return bool(taken)


def _close(team: Team, user: User, revision: Revision, digest: str, at: datetime) -> None:
    """What the team asked for is answered by an operator who publishes it; another draft leaves nothing to ask for."""
    for proposal in team.proposals.pending().select_related("team", "asked_by"):
        if proposal.digest == digest and access.may_answer(user, team):
            _answer(proposal, State.ACCEPTED, user, "", at, revision)
        else:
            _take_back(team, f"Replaced by revision {revision.number}.", at)
