"""Fields that are chosen by name: boxes to tick from a vocabulary, and lines that offer what fits while one types."""

import zoneinfo
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError

from directory import fields
from directory.filters import language_codes, language_name
from directory.vocabularies import Vocabulary

SPARE = 2  # empty lines to type into, beside those that are filled


@dataclass(frozen=True)
class Box:
    """A box to tick; `depth` is its place in a tree, 0 for what stands on its own."""

    value: str
    label: str
    meaning: str = ""
    depth: int = 0


def boxes_of(words: Vocabulary, kinds: Iterable[str] = ()) -> list[Box]:
    """The words of a vocabulary in its order; of the `kinds` given, or all."""
    wanted = set(kinds)
    return [
        Box(entry.code, entry.name, entry.meaning or "", _depth(words, entry.code))
        for entry in words.entries
        if not wanted or entry.kind in wanted
    ]


def by_name(boxes: Iterable[Box]) -> list[Box]:
    return sorted(boxes, key=lambda box: box.label)


def _depth(words: Vocabulary, code: str) -> int:
    parent = words[code].parent
    return 1 + _depth(words, parent) if parent else 0


class BoxesField(forms.MultipleChoiceField):
    """Boxes to tick. What a team has and no box offers any more (a word of another version) keeps a box of its own:
    nothing is lost by saving."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, boxes: Sequence[Box], *, searched: bool = False, **kwargs: Any) -> None:
        self.boxes, self.searched = list(boxes), searched
        kwargs.setdefault("required", False)
        super().__init__(choices=[(box.value, box.label) for box in self.boxes], **kwargs)

    def keep(self, values: Iterable[str]) -> None:
        offered = {box.value for box in self.boxes}
        own = [Box(value, value) for value in values if value not in offered]
        self.boxes = [*self.boxes, *own]
        self.choices = [(box.value, box.label) for box in self.boxes]

    def clean(self, value: Any) -> list[str]:
        chosen = set(super().clean(value))
        return [box.value for box in self.boxes if box.value in chosen]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(initial or ()) != set(data or ())


class LinesWidget(forms.TextInput):
    """Several inputs of one name; `prepare_value` gives what stands in them."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        given = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [given] if isinstance(given, str) else list(given)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False


class PickedField(forms.Field):
    """Lines of which each is picked by name, in the team's order: `read` makes a code of what is typed, or raises
    ValidationError with a sentence; `name_of` gives what stands in the line for a code. `offers` are shown while one
    types: the browser's own list, which works with the keyboard and without script."""

    widget = LinesWidget

    def __init__(
        self,
        read: Callable[[str], str],
        name_of: Callable[[str], str],
        offers: Callable[[], Sequence[str]],
        **kwargs: Any,
    ) -> None:
        self.read, self.name_of, self.offers = read, name_of, offers
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> list[str]:
        """What was typed comes back as typed; codes come as names."""
        return [self.name_of(line) for line in value or ()]

    def clean(self, value: Any) -> list[str]:
        found, errors = [], []
        for line in value or ():
            if line.strip():
                try:
                    found.append(self.read(line.strip()[:200]))
                except ValidationError as error:
                    errors += error.messages
        if errors:
            raise ValidationError(errors)
        return list(dict.fromkeys(found))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return list(initial or ()) != self.clean(data)
        except ValidationError:
            return True

    def lines(self, value: Any) -> list[str]:
        """The inputs to show: what is there, and some to type into."""
        return [*filter(None, value or ()), *[""] * SPARE]


# Time zones ------------------------------------------------------------------------------------------


@cache
def zone_names() -> tuple[str, ...]:
    """IANA's zones by place, without old names of the same and without offsets."""
    continents = (
        "Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/",
    )  # fmt: skip
    return (
        "UTC",
        *sorted(name for name in zoneinfo.available_timezones() if name.startswith(continents)),
    )


@cache
def _zones() -> dict[str, list[str]]:
    """Zones by what people type for them: the whole name, and the city."""
    found: dict[str, list[str]] = {}
    for name in sorted(zoneinfo.available_timezones()):
        found.setdefault(name.lower(), []).append(name)
    for name in zone_names():
        if "/" in name:
            found.setdefault(name.rpartition("/")[2].replace("_", " ").lower(), []).append(name)
    return found


def read_zone(typed: str) -> str:
    """A zone by its name or its city, in whatever case: "Europe/Oslo", "oslo", "New York"."""
    found = _zones().get(typed.lower()) or _zones().get(typed.lower().replace("_", " ")) or []
    if len(found) > 1:
        raise ValidationError(f"“{typed}” is the name of several zones: {', '.join(found)}. Which is it?")
    return found[0] if found else fields.timezone(typed)


# Languages -------------------------------------------------------------------------------------------


@cache
def language_names() -> tuple[str, ...]:
    return tuple(sorted({language_name(code) for code in language_codes()}))


@cache
def _languages() -> dict[str, str]:
    """Codes by the language's name, in English and in itself; of one name the shortest code."""
    found: dict[str, str] = {}
    for code in sorted(language_codes(), key=len):
        info = LANG_INFO[code]
        for name in (info["name"], info["name_local"]):
            found.setdefault(name.casefold(), code)
    return found


def read_language(typed: str) -> str:
    """A language by its name, in English or in itself, or by its code: "French", "français", "fr"."""
    code = _languages().get(typed.casefold())
    try:
        return fields.language(code or typed)
    except ValidationError as error:
        raise ValidationError(f"“{typed}” is not a language that we know, such as French or fr.") from error


def language_choices(current: str = "") -> Iterator[tuple[str, str]]:
    codes = {code for code in language_codes() if "-" not in code} | ({current} - {""})
    yield from sorted(((code, language_name(code)) for code in codes), key=lambda choice: choice[1])
