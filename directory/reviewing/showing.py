"""What a draft changes for readers, field by field and section by section."""

from collections.abc import Collection
from dataclasses import dataclass

from directory import comparing
from directory.comparing import FieldChange
from directory.rfc2350.compare import SectionChange, compare
from directory.rfc2350.document import Document

from .prospect import Prospect


@dataclass(frozen=True, slots=True)
class Differences:
    """`fields` come with whether they are among those that are looked at. `moved` are the page's addresses, the old
    and the new one, where it moves."""

    fields: tuple[tuple[FieldChange, bool], ...]
    changed: tuple[SectionChange, ...]
    same: tuple[SectionChange, ...]
    moved: tuple[str, str] | None

    @property
    def counts(self) -> str:
        """How much changes, in a few words."""
        said = [_count(len(self.fields), "field")] if self.fields else []
        said += [_count(len(self.changed), "section")] if self.changed else []
        return " and ".join(said)


def differences(prospect: Prospect, marked: Collection[str] = ()) -> Differences:
    """Between what readers see and what they would see; `marked` are the fields (`comparing.FIELDS`) to mark."""
    public, profile = prospect.public or {}, prospect.content["profile"]
    fields = comparing.compare(public, profile)
    sections = compare(prospect.public_document or Document(), prospect.document)
    old, new = public.get("slug", profile["slug"]), profile["slug"]
    return Differences(
        tuple((field, field.path in marked) for field in fields),
        tuple(section for section in sections if not section.untouched),
        tuple(section for section in sections if section.untouched),
        (old, new) if old != new else None,
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number > 1 else ''}"
