"""What was chosen of a document becomes part of a team's draft; everything else stays as it is."""

from collections.abc import Sequence

from directory.models import Section, Team
from directory.rfc2350.document import Section as Text

from .difference import Choices, Difference, SectionEntry
from .shapes import Field


def take(team: Team, chosen: Choices, found: Difference) -> None:
    """Writes what was chosen of `found` into the draft. The caller holds the transaction."""
    for field, values, drop in chosen.fields:
        field.write(team, values, drop)
    team.save()
    _write_sections(team, chosen.sections, found.pairs)


def told(chosen: Choices) -> str:
    """In a sentence, what was taken."""
    taken = [counted(field, len(values)) for field, values, _ in chosen.fields if values]
    gone = [counted(field, len(drop)) for field, _, drop in chosen.fields if drop]
    if chosen.sections:
        count = len(chosen.sections)
        taken.append("the text of one section" if count == 1 else f"the text of {count} sections")
    said = [f"Taken: {', '.join(taken)}." if taken else "", f"Removed: {', '.join(gone)}." if gone else ""]
    return " ".join(filter(None, said)) or "Nothing was taken; the draft is as it was."


def counted(field: Field, count: int) -> str:
    """ "networks (3)", within a sentence; what begins with two capitals ("TLP", "AS numbers") keeps them."""
    start = field.label[:2]
    label = field.label if start.isalpha() and start.isupper() else start.lower() + field.label[2:]
    return f"{label} ({count})" if field.many else label


def _write_sections(team: Team, chosen: Sequence[SectionEntry], pairs: Sequence[Section | None]) -> None:
    """A section that the draft does not have stands behind the one that comes before it in the document."""
    if not chosen:
        return
    rows = list(team.sections.all())
    mine = {row.pk: row for row in rows}
    wanted = {entry.index: entry.change.section for entry in chosen}
    behind = -1
    for index, pair in enumerate(pairs):
        row = mine.get(pair.pk) if pair is not None else None
        if row is None and index in wanted:
            row = Section(team=team)
            rows.insert(behind + 1, row)
        if row is not None:
            behind = rows.index(row)
            if index in wanted:
                _write(row, wanted[index])
    for position, row in enumerate(rows):
        row.position = position
        row.save()


def _write(row: Section, text: Text) -> None:
    row.canonical, row.number, row.title = text.canonical, text.number or "", text.title
    row.text, row.mode = text.text, Section.Mode.WRITTEN
