"""What publishing would make public at this moment: looked at on the page, and once more before anything is written."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from directory import access, desk, lookalikes, publishing
from directory.lookalikes import Match
from directory.models import Appearance, Listing, Revision, Rules, Team
from directory.rfc2350.document import Change, Document, Problem
from directory.rfc2350.lint import lint

from .reasons import Case, Reason, reasons_for


@dataclass(frozen=True)
class Prospect:
    """`before` is the team's last revision; `content` what would be public (`publishing.content_of`); `matches` the
    listed teams that a name of the draft can be taken for, known to readers or not. `snapshot` is the draft itself."""

    team: Team
    at: datetime
    before: Revision | None
    draft: publishing.Prepared
    content: dict[str, Any]
    author: str
    withdrawn: bool
    matches: tuple[Match, ...]
    snapshot: dict[str, Any]

    @property
    def document(self) -> Document:
        return self.draft.document

    @property
    def text(self) -> bytes:
        return self.content["text"]

    @property
    def printed(self) -> str:
        return self.text.decode()

    @property
    def number(self) -> int:
        return self.before.number + 1 if self.before else 1

    @cached_property
    def public(self) -> dict[str, Any] | None:
        """The profile that readers know; None where there is none."""
        return None if self.before is None or self.before.redacted else publishing.profile_now(self.before)

    @property
    def public_document(self) -> Document | None:
        if self.before is None or self.before.redacted:
            return None
        return Document.from_dict(self.before.content.document)

    @cached_property
    def changed(self) -> bool:
        """Whether publishing makes a difference to readers."""
        return self.withdrawn or publishing.differs(self.content, self.before)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        return (*self.document.problems, *lint(self.document, self.at.date()))

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """Why somebody else looks at it first, where it is a maintainer who publishes."""
        known = _names(self.public) if self.public else []
        new = [match for match in self.matches if match.ours not in known]
        case = Case(self.public, self.content["profile"], self.withdrawn, new)
        return reasons_for(case, Rules.objects.in_force().reviewed)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the draft as it is now, whatever the day and the version."""
        canonical = json.dumps(self.snapshot, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(canonical.encode()).hexdigest()

    @property
    def comment_is_asked(self) -> bool:
        """A change is explained to readers: with every revision but the first, and where a table of changes waits for
        it."""
        return self.before is not None or self.has_row

    @property
    def row(self) -> Change:
        """The row that the table of changes gets, as it can be read there."""
        said = self.document.document
        rows = (
            change for change in said.revisions if (change.date, change.version) == (said.date, said.version)
        )
        return next(rows, Change(said.date, said.version))

    @property
    def has_row(self) -> bool:
        """Whether the document has a table of changes that publishing adds a row to."""
        return bool(self.draft.proposed and self.document.document.revisions)


def prospect(team: Team, *, at: datetime, author: str = "", version: str = "", comment: str = "") -> Prospect:
    """The team's draft as it would be published with this version ("" for the next) and comment."""
    before = Revision.objects.of(team.pk).with_content().first()
    draft = publishing.prepare(team, before, at=at, author=author, comment=comment, version=version)
    content = publishing.content_of(team, draft.document)
    return Prospect(
        team=team,
        at=at,
        before=before,
        draft=draft,
        content=content,
        author=author,
        withdrawn=Listing.objects.withdrawn().filter(pk=team.pk).exists(),
        matches=tuple(lookalikes.matches(_names(content["profile"]), but_for=team.pk)),
        snapshot=desk.snapshot(team),
    )


def _names(profile: dict[str, Any]) -> list[str]:
    names = [profile["name"], profile["short_name"], *profile["aliases"], *profile["former_names"]]
    return [name for name in dict.fromkeys(names) if name]


def voice(user: Any, team: Team) -> str:
    """In whose name something of a team becomes public: the team's, or the directory's where an operator does it for
    one that they do not maintain. The record names no person."""
    if access.maintains(user, team):
        return team.short_name or team.name
    return Appearance.objects.site_name()
