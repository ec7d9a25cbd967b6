"""The lists of words that a profile may use, each with its source and version.

A vocabulary is a JSON file beside this module, read once when it is imported. Its words are data and
not choices of a migration: to add a word is to add a line, and to add a vocabulary is to add a file and
a name here. Time zones are no vocabulary of ours: `zoneinfo` knows them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

COLONS = {"fr": "\u00a0: "}  # between a name and what stands below it; in French after a no-break space


@dataclass(frozen=True, slots=True)
class Entry:
    """One word: `code` is what is stored, `name` what is shown.

    `parent` is the code of the entry above, `kind` the level in a tree (area, service, function …),
    `meaning` one line of explanation. `facts` holds whatever else the file says of the entry, such as a
    country's region.
    """

    code: str
    name: str
    names: Mapping[str, str] = field(default_factory=dict)
    parent: str | None = None
    kind: str | None = None
    meaning: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)

    def name_in(self, language: str) -> str:
        """The name in a language ("fr"), and in English where the file has no other."""
        return self.names.get(language, self.name)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A closed list of entries in the order of its file; codes are compared exactly.

    It reads like a mapping: ``"FR" in COUNTRIES``, ``COUNTRIES["FR"].name``, ``for code in COUNTRIES``.
    """

    name: str
    version: str
    source: str
    url: str
    licence: str
    entries: tuple[Entry, ...]
    _by_code: Mapping[str, Entry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {entry.code: entry for entry in self.entries})

    def __getitem__(self, code: str) -> Entry:
        return self._by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_code)

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self._by_code)

    def name_of(self, code: str, language: str = "en") -> str:
        """The name of a code. A code that is not in the list (a word of another version) names itself."""
        entry = self._by_code.get(code)
        return entry.name_in(language) if entry else code

    def path_of(self, code: str, language: str = "en") -> str:
        """The name with those above it in the tree: "Transport: Water"."""
        entry = self._by_code.get(code)
        name = self.name_of(code, language)
        colon = COLONS.get(language, ": ")
        return f"{self.path_of(entry.parent, language)}{colon}{name}" if entry and entry.parent else name

    def children_of(self, code: str | None) -> tuple[Entry, ...]:
        """The entries right under a code; under None, the roots of the tree."""
        return tuple(entry for entry in self.entries if entry.parent == code)

    def choices(self, language: str = "en", kind: str | None = None) -> list[tuple[str, str]]:
        """(code, label) pairs for a form, in the order of the file; of one kind where it is given."""
        return [(e.code, e.name_in(language)) for e in self.entries if kind is None or e.kind == kind]


_OWN_KEYS = {"code", "name", "parent", "kind", "meaning"}


def _entry(data: Mapping[str, str]) -> Entry:
    names = {key.removeprefix("name_"): value for key, value in data.items() if key.startswith("name_")}
    facts = {k: v for k, v in data.items() if k not in _OWN_KEYS and not k.startswith("name_")}
    return Entry(
        code=data["code"],
        name=data["name"],
        names=MappingProxyType(names),
        parent=data.get("parent"),
        kind=data.get("kind"),
        meaning=data.get("meaning"),
        facts=MappingProxyType(facts),
    )


def _read(name: str) -> Vocabulary:
    path = Path(__file__).with_name(f"{name}.json")
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Vocabulary(
        name=data["name"],
        version=data["version"],
        source=data["source"]["title"],
        url=data["source"]["url"],
        licence=data["licence"],
        entries=tuple(_entry(entry) for entry in data["entries"]),
    )


COUNTRIES = _read("countries")  # facts: m49, region, subregion (codes of REGIONS)
REGIONS = _read("regions")  # a tree under "001", the world
SERVICES = _read("services")  # a tree; kinds area, service, function
TEAM_TYPES = _read("team_types")
TEAM_SCOPES = _read("team_scopes")
SECTORS = _read("sectors")  # a tree; kinds sector, subsector; facts: annex
TLP = _read("tlp")  # a tree; kinds scheme, label; facts of a scheme: scheme, version, superseded_by
INCIDENT_TYPES = _read("incident_types")  # a tree; kinds classification, type
MEMBERSHIPS = _read("memberships")  # a tree; kinds organisation, level
CONSTITUENCY_TYPES = _read("constituency_types")
MARKS = _read("marks")
REGISTRIES = _read("registries")  # facts: address, with {} where the value goes
SUPPORT_LEVELS = _read("support_levels")
