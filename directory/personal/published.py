"""The public record and the audit trail, which forget what they say and never that it was said."""

from collections.abc import Iterator
from functools import partial

from directory import auditing, publishing
from directory.models import AuditContent, Listing, Notice, Revision

from .person import Person
from .place import Place

#: These entries are not about a draft, and may name an account.
OF_ACCOUNTS = {
    auditing.Act.ROLE, auditing.Act.PROVED, auditing.Act.SETTINGS, auditing.Act.ACCOUNT, auditing.Act.LOGIN,
    auditing.Act.LOGIN_FAILED,
}  # fmt: skip

CURRENT = "It is what the team's page shows: publish a revision without the person, then run this again."
AUTHOR_ALONE = (
    "It names them as its author and nowhere else, which no page shows. Run this again once the team has "
    "published another revision."
)


def of_revisions(person: Person) -> Iterator[Place]:
    shown = set(Listing.objects.values_list("revision_id", flat=True))
    revisions = (
        Revision.objects.exclude(content=None).with_content().select_related("team").order_by("cursor")
    )
    for revision in revisions.iterator(chunk_size=50):
        content = revision.content
        told = [
            content.comment,
            content.document,
            content.profile,
            bytes(content.text).decode("utf-8", "replace"),
        ]
        named = person.is_in(told)
        if not named and not _is_by(person, content.author):
            continue
        name = f"{revision} of {revision.team}, published on {revision.at:%Y-%m-%d}"
        if revision.pk in shown:
            yield Place(name, remedy=CURRENT if named else AUTHOR_ALONE)
        else:
            yield Place(name, partial(publishing.redact, revision))


def of_notices(person: Person) -> Iterator[Place]:
    notices = Notice.objects.told().select_related("team").order_by("cursor")
    for notice in notices.iterator(chunk_size=200):
        if not person.is_in(notice.content.payload) and not _is_by(person, notice.content.by):
            continue
        name = f"The notice “{notice.get_kind_display()}” of {notice.team}, of {notice.at:%Y-%m-%d}"
        if notice.kind == Notice.Kind.SIGNED:
            yield Place(name, remedy="It goes with the revision that it signs, once that is redacted.")
        elif notice.kind not in publishing.REDACTABLE:
            yield Place(
                name,
                remedy="What it says still counts, so it is not redacted.",
            )
        elif publishing.speaks_now(notice):
            yield Place(
                name, remedy="The team's page shows it: publish another in its place, then run this again."
            )
        else:
            yield Place(name, partial(publishing.redact_notices, [notice]))


def _is_by(person: Person, author: str) -> bool:
    return person.is_in(author) or bool(person.username and author == person.username)


def audit_entries(person: Person) -> list[int]:
    """The cursors of what the person did, and of what names them. They are erased all at once."""
    contents = AuditContent.objects.select_related("entry").order_by("entry__cursor").iterator(chunk_size=200)
    return [content.entry.cursor for content in contents if _is_about(content, person)]


def _is_about(content: AuditContent, person: Person) -> bool:
    if person.user is not None and content.user_id == person.user.pk:
        return True
    if content.entry.act in OF_ACCOUNTS and person.is_named_in(f"{content.by}\n{content.told}"):
        return True
    return person.is_in([content.by, content.told, content.changes, content.snapshot])
