"""A document beside a team's draft: field by field, value by value, section by section, each with a choice.

Nothing is overwritten unasked (SECURITY 85). Where the draft has nothing, "take" is chosen beforehand; where both say
something, what the draft has is kept. Each choice has a name in the form, and `Choices` says what came back.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from directory import desk
from directory.desk.facts import NOTHING
from directory.models import Section, Team
from directory.rfc2350.compare import SectionChange, compare
from directory.rfc2350.compose import compose
from directory.rfc2350.document import Document
from directory.rfc2350.document import Section as Text

from .placing import Placed
from .shapes import Field, Keys
from .standing import Standing, Standings
from .table import FIELDS
from .values import Value

#: Values of one field that can be taken away on the page; longer lists are shortened in the profile.
MOST_DROPS = 100
CHOICES = frozenset({"one", "take", "drop", "section"})


@dataclass(frozen=True, slots=True)
class Line:
    """A value at the desk (`here`), in the document (`there`, with its standing), or both. `offer` is what can be chosen:
    take, drop, publish (it is on request at the desk), or "" for nothing; `chosen` is the state beforehand."""

    value: Value
    here: bool = False
    there: bool = False
    standing: Standing | None = None
    offer: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A field. `now` is set for a field of one value that differs: its choice is between `now` and the one line."""

    field: Field
    lines: tuple[Line, ...]
    now: Value | None = None
    more: int = 0

    @property
    def differs(self) -> bool:
        return any(line.offer for line in self.lines)


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """A section of the document beside the draft's (None where the draft has none). `key` is its name in the form,
    `index` its place in the document."""

    key: str
    index: int
    change: SectionChange
    row: Section | None
    take: bool

    @property
    def generated(self) -> bool:
        return self.row is not None and self.row.mode == Section.Mode.GENERATED


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody has chosen, all of it checked: fields with the values to take and the keys to drop, and the entries
    of the sections to take."""

    fields: tuple[tuple[Field, tuple[Value, ...], frozenset[str]], ...] = ()
    sections: tuple[SectionEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """`sections` are those that are not the same, `pairs` the draft's for each section of the document (None where it has
    none), `staying` those that the draft alone has."""

    entries: tuple[Entry, ...] = ()
    sections: tuple[SectionEntry, ...] = ()
    pairs: tuple[Section | None, ...] = ()
    staying: tuple[Section, ...] = ()


def said(document: Document, standings: Standings) -> tuple[Entry, ...]:
    """What the document says, field by field, without a draft beside it."""
    return tuple(
        Entry(one, tuple(Line(value, there=True, standing=standings.of(one, value)) for value in values))
        for one in FIELDS
        if (values := one.said(document))
    )


def difference(team: Team, placed: Placed, standings: Standings) -> Difference:
    entries = (_entry(team, one, placed.document, standings) for one in FIELDS)
    return Difference(tuple(entry for entry in entries if entry.lines), *_sections(team, placed))


def state_of(team: Team) -> str:
    """Changes with every change of the draft: what was chosen is about the draft that was shown."""
    picture = json.dumps(desk.snapshot(team), sort_keys=True)
    return hashlib.sha256(picture.encode()).hexdigest()


# Fields


def _entry(team: Team, one: Field, document: Document, standings: Standings) -> Entry:
    here, there = one.now(team), one.said(document)
    if not one.many:
        return _single(one, here, there, standings)
    if isinstance(one, Keys):
        there = one.unknown(here, there)
    known, told = {value.key: value for value in here}, {value.key: value for value in there}
    lines = []
    for value in there:
        standing = standings.of(one, value)
        old = known.get(value.key)
        offer = "" if not value.held else "take" if old is None else "" if old.public else "publish"
        lines.append(Line(value, old is not None, True, standing, offer, bool(offer) and not here))
    only_here = [value for value in here if value.key not in told]
    droppable = one.droppable and len(only_here) <= MOST_DROPS
    lines += [Line(value, True, offer="drop" if droppable else "") for value in only_here[:MOST_DROPS]]
    return Entry(one, tuple(lines), more=max(len(only_here) - MOST_DROPS, 0))


def _single(one: Field, here: Sequence[Value], there: Sequence[Value], standings: Standings) -> Entry:
    now = here[0] if here else None
    if not there:
        return Entry(one, (Line(now, True),) if now else ())
    value = there[0]
    same = now is not None and now.key == value.key
    offer = "take" if value.held and not same else ""
    line = Line(value, same, True, standings.of(one, value), offer, bool(offer) and now is None)
    return Entry(one, (line,), now if not same else None)


# Sections


def _sections(
    team: Team, placed: Placed
) -> tuple[tuple[SectionEntry, ...], tuple[Section | None, ...], tuple[Section, ...]]:
    rows = list(team.sections.all())
    facts = desk.facts(team)
    texts = [Text(r.canonical, r.number or None, r.title, _text(r, facts, team.language)) for r in rows]
    row_of = {id(text): row for text, row in zip(texts, rows, strict=True)}
    index_of = {id(section): index for index, section in enumerate(placed.document.sections)}
    pairs: list[Section | None] = [None] * len(placed.document.sections)
    entries, staying = [], []
    for change in compare(Document(sections=tuple(texts)), placed.document):
        row = row_of[id(change.before)] if change.before is not None else None
        if change.after is None:
            staying += [row] if row is not None else []
            continue
        index = index_of[id(change.after)]
        pairs[index] = row
        if row is None or change.what != "same" or change.renamed:
            take = index in placed.grown or _is_empty(row)
            entries.append(SectionEntry(_key(placed, index), index, change, row, take))
    return tuple(entries), tuple(pairs), tuple(staying)


def _text(row: Section, facts: Document, language: str) -> str:
    return row.text if row.mode == Section.Mode.WRITTEN else compose(facts, row.canonical, language)


def _is_empty(row: Section | None) -> bool:
    written = row is not None and row.mode == Section.Mode.WRITTEN
    return row is None or (written and row.text.strip() in ("", NOTHING))


def _key(placed: Placed, index: int) -> str:
    """A section's index in the document as it came, or the number under which a piece has opened it."""
    origin = placed.origins[index]
    return str(origin) if origin is not None else f"new-{placed.document.sections[index].canonical}"


# What comes back


class NotOffered(ValueError):
    """Something was chosen that the page did not offer, as a sentence."""


def choices(found: Difference, answers: Mapping[str, Sequence[str]]) -> Choices:
    """What was chosen, by the names of the form: "one.KEY" and "section.KEY" (keep or take), "take.KEY" and "drop.KEY"
    (the values' keys). Raises NotOffered for whatever the difference does not offer."""
    left = {name: list(values) for name, values in answers.items() if name.partition(".")[0] in CHOICES}
    picked = [(entry.field, *_picked(entry, left)) for entry in found.entries]
    sections = [entry for entry in found.sections if _one_of(left, f"section.{entry.key}") == "take"]
    if any(left.values()):
        raise NotOffered("Something was chosen that the document or the draft does not have.")
    return Choices(tuple(one for one in picked if one[1] or one[2]), tuple(sections))


def _picked(entry: Entry, left: dict[str, list[str]]) -> tuple[tuple[Value, ...], frozenset[str]]:
    key = entry.field.key
    if not entry.field.many:
        line = entry.lines[0]
        taken = bool(line.offer) and _one_of(left, f"one.{key}") == "take"
        return ((line.value,) if taken else ()), frozenset()
    take = _some_of(left, f"take.{key}", [v.value for v in entry.lines if v.offer in ("take", "publish")])
    drop = _some_of(left, f"drop.{key}", [v.value for v in entry.lines if v.offer == "drop"])
    return tuple(take), frozenset(value.key for value in drop)


def _one_of(left: dict[str, list[str]], name: str) -> str:
    answers = left.pop(name, ["keep"])
    if len(answers) != 1 or answers[0] not in ("keep", "take"):
        raise NotOffered("A choice is between keeping and taking.")
    return answers[0]


def _some_of(left: dict[str, list[str]], name: str, offered: Sequence[Value]) -> list[Value]:
    wanted = set(left.pop(name, []))
    if wanted - {value.key for value in offered}:
        raise NotOffered("Something was chosen that the document or the draft does not have.")
    return [value for value in offered if value.key in wanted]
