"""A field of the desk as an import sees it: what the document says for it, what it holds now, and how it is written.

A field holds one value or many. Nothing is written but the values that are handed over, and nothing is taken away but
the keys that are named: notes, purposes, certificates and what is on request stay with the rows that stay.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from directory.models import Contact, Key, Team
from directory.rfc2350.document import Document
from directory.rfc2350.facts.keys import id_of

from .values import Value, contact_key, contact_words, key_words, opening_key, opening_words, unique


@dataclass(frozen=True, slots=True)
class Field:
    """`sections` are those where RFC 2350 has the fact, the first one its own. Of a field that is not `droppable` no
    value goes through an import."""

    key: str
    sections: tuple[str, ...]
    label: str
    of: Callable[[Document], Iterable[Value]]
    many: bool = True
    droppable: bool = True

    def said(self, document: Document) -> list[Value]:
        return unique(self.of(document))

    def now(self, team: Team) -> list[Value]:
        raise NotImplementedError

    def write(self, team: Team, take: Sequence[Value], drop: Collection[str]) -> None:
        """The caller saves the team, and holds the transaction."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Attribute(Field):
    """One value in one column of the team."""

    speak: Callable[[Any], str] = str
    many: bool = False

    def now(self, team: Team) -> list[Value]:
        held = getattr(team, self.key)
        key = ", ".join(held) if isinstance(held, list) else held
        return [Value(key, self.speak(key), row=held)] if held else []

    def write(self, team: Team, take: Sequence[Value], drop: Collection[str]) -> None:
        for value in take:
            setattr(team, self.key, value.row)


@dataclass(frozen=True, slots=True)
class Lines(Field):
    """A column of the team with one value a line."""

    attribute: str = ""

    def now(self, team: Team) -> list[Value]:
        return unique(Value(line, line, row=line) for line in getattr(team, self.attribute or self.key))

    def write(self, team: Team, take: Sequence[Value], drop: Collection[str]) -> None:
        kept = [value.row for value in self.now(team) if value.key not in drop]
        setattr(team, self.attribute or self.key, [*kept, *(value.row for value in take)])


@dataclass(frozen=True, slots=True)
class Claims(Field):
    """Rows with one column, in the order in which they came."""

    relation: str = ""
    column: str = ""
    speak: Callable[[Any], str] = str

    def now(self, team: Team) -> list[Value]:
        held = getattr(team, self.relation).values_list(self.column, flat=True)
        return unique(Value(str(value), self.speak(value), row=value) for value in held)

    def write(self, team: Team, take: Sequence[Value], drop: Collection[str]) -> None:
        rows = getattr(team, self.relation)
        rows.filter(**{f"{self.column}__in": [v.row for v in self.now(team) if v.key in drop]}).delete()
        for value in take:
            rows.get_or_create(**{self.column: value.row})


@dataclass(frozen=True, slots=True)
class Contacts(Field):
    kinds: tuple[str, ...] = ()

    def now(self, team: Team) -> list[Value]:
        return unique(
            Value(contact_key(row), contact_words(row), row=contact, public=contact.public)
            for contact in team.contacts.filter(kind__in=self.kinds)
            for row in [_contact_row(contact)]
        )

    def write(self, team: Team, take: Sequence[Value], drop: Collection[str]) -> None:
        held = {value.key: value.row for value in self.now(team)}
        team.contacts.filter(pk__in=[held[key].pk for key in drop]).delete()
        position = _next(team.contacts)
        for offset, value in enumerate(take):
            if value.key in held:  # it was on request
                team.contacts.filter(pk=held[value.key].pk).update(public=True)
            else:
                team.contacts.create(position=position + offset, **value.row)


def _contact_row(contact: Contact) -> dict[str, str]:
    return {"kind": contact.kind, "value": contact.value, "text": contact.text, "channel": contact.channel}


@dataclass(frozen=True, slots=True)
class Hours(Field):
    def now(self, team: Team) -> list[Value]:
        rows = team.openings.values("pk", "days", "opens", "closes", "kind", "timezone")
        return unique(Value(opening_key(row), opening_words(row), row=row["pk"]) for row in rows)

    def write(self, team: Team, take: Sequence[Value], drop: Collection[str]) -> None:
        team.openings.filter(pk__in=[v.row for v in self.now(team) if v.key in drop]).delete()
        for value in take:
            team.openings.create(**value.row)


@dataclass(frozen=True, slots=True)
class Keys(Field):
    """A key that the document names by its ID alone is none that is new where a fingerprint has that ID."""

    droppable: bool = False

    def now(self, team: Team) -> list[Value]:
        return unique(
            Value(key.fingerprint or key.key_id, key_words(key.fingerprint or key.key_id), row=key)
            for key in team.keys.all()
        )

    def unknown(self, here: Sequence[Value], said: Sequence[Value]) -> list[Value]:
        ids = {value.row.fingerprint and id_of(value.row.fingerprint) for value in here}
        return [v for v in said if v.row["fingerprint"] or not any(i.endswith(v.row["key_id"]) for i in ids)]

    def write(self, team: Team, take: Sequence[Value], drop: Collection[str]) -> None:
        for value in take:
            row = value.row
            own = team.keys.filter(fingerprint="", key_id__in=[row["key_id"], row["key_id"][-8:]]).first()
            if own is not None and row["fingerprint"]:  # the fingerprint of a key that was named by its ID
                own.fingerprint, own.key_id = row["fingerprint"], row["key_id"]
                own.save()
            else:
                Key.objects.create(team=team, position=_next(team.keys), **row)


@dataclass(frozen=True, slots=True)
class Services(Field):
    def now(self, team: Team) -> list[Value]:
        return unique(Value(service.title, service.title, row=service.pk) for service in team.services.all())

    def write(self, team: Team, take: Sequence[Value], drop: Collection[str]) -> None:
        team.services.filter(title__in=drop).delete()
        position = _next(team.services)
        for offset, value in enumerate(take):
            team.services.create(position=position + offset, **value.row)


def _next(rows: Any) -> int:
    """The position behind all others."""
    last = rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
