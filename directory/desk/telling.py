"""Changes of a draft (`snapshot.differences`) in words: fields by their labels, values as people read them."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst

from directory.models import Team

from .restoring import NOT_IN_A_PICTURE, model_of
from .snapshot import NOT_OF_THE_DRAFT, ROWS

MOST_PAIRS = 10_000  # of rows that are held side by side; past that, each is told as gone or come


@dataclass(frozen=True, slots=True)
class Value:
    """What became of one value: `lines` are (kind, line), kind "gone", "new", "same" or "gap"."""

    label: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A field or a kind of rows (`label`) with what became of its values, each under the row's own name, or under
    "" where there is one value alone."""

    label: str
    values: tuple[Value, ...]


def told(changes: Iterable[Mapping[str, Any]]) -> list[Told]:
    return [_told(str(change["what"]), change.get("before"), change.get("after")) for change in changes]


def _told(name: str, before: Any, after: Any) -> Told:
    if name in ROWS:
        model = model_of(name)
        label = capfirst(str(model._meta.verbose_name_plural))
        return Told(label, tuple(_rows(model, before or [], after or [])))
    label, field = _label(Team, name)
    return Told(label, (Value("", difference(_spoken(field, before), _spoken(field, after))),))


def _label(model: type[models.Model], name: str) -> tuple[str, models.Field | None]:
    """What people call the field; a name that is no field of the model is read as words."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return capfirst(name.replace("_", " ")), None
    return (capfirst(str(field.verbose_name)), field) if isinstance(field, models.Field) else (name, None)


# Rows ----------------------------------------------------------------------------------------------


def _rows(
    model: type[models.Model], gone: list[Mapping[str, Any]], come: list[Mapping[str, Any]]
) -> Iterator[Value]:
    """A row that went and one that came and says mostly the same are one row that was changed."""
    come = list(come)
    comparable = len(gone) * len(come) <= MOST_PAIRS
    for row in gone:
        later = _same_row(row, come) if comparable else None
        if later is None:
            yield Value("Taken away", (("gone", _name(model, row)),))
            continue
        come.remove(later)
        yield from _changed(model, row, later)
    yield from (Value("Added", (("new", _name(model, row)),)) for row in come)


def _same_row(row: Mapping[str, Any], others: list[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The one of the others that shares most with the row, if it shares more than half of what the row says."""

    def shared(other: Mapping[str, Any]) -> int:
        return sum(1 for name, value in row.items() if value not in ("", None) and other.get(name) == value)

    best = max(others, key=shared, default=None)
    said = sum(1 for value in row.values() if value not in ("", None))
    return best if best is not None and shared(best) * 2 > said else None


def _changed(
    model: type[models.Model], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Value]:
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) == after.get(name) or name in NOT_OF_THE_DRAFT or name == "facts":
            continue
        label, field = _label(model, name)
        old, new = (_spoken(field, picture.get(name)) for picture in (before, after))
        yield Value(f"{_name(model, after)}: {label.lower()}", difference(old, new))


def _name(model: type[models.Model], row: Mapping[str, Any]) -> str:
    """What the row is called; of one that is not public, that too."""
    known = {field.name for field in model._meta.concrete_fields} - NOT_OF_THE_DRAFT - NOT_IN_A_PICTURE
    name = str(model(**{name: value for name, value in row.items() if name in known}))
    return f"{name} (not public)" if row.get("public") is False else name


# Values --------------------------------------------------------------------------------------------


def _spoken(field: models.Field | None, value: Any) -> str:
    """A value as lines of text, "" for none."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(field, models.BinaryField):
        return f"SHA-256 {value}"
    if isinstance(value, list | tuple):
        return "\n".join(_spoken(field, part) for part in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{capfirst(str(name).replace('_', ' '))}: {part}" for name, part in value.items())
    choices = dict(field.flatchoices) if field is not None and field.choices else {}
    return str(choices.get(value, value))


def difference(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Two texts as lines (kind, line): gone, new, same beside those, and a gap between two places. None where both are
    empty."""
    if not before or not after:  # what was empty needs no line of its own
        whole = [("gone", before), ("new", after)]
        return tuple((kind, line) for kind, text in whole for line in text.splitlines())
    kinds = {"-": "gone", "+": "new", " ": "same", "@": "gap"}
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1))[2:]
    if lines and lines[0][0] == "@":
        lines = lines[1:]
    return tuple((kinds[line[0]], "" if line[0] == "@" else line[1:]) for line in lines)
