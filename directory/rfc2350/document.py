"""The value of an RFC 2350 document, and the one shape of its JSON: ``rfc2350/1``.

`sections` is the truth: the whole document in its own order. Every other part is derived from the
sections (and from nothing else), so two documents with the same sections have the same facts.
Everything here is immutable and knows neither Django nor the clock.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SCHEMA = "rfc2350/1"


@dataclass(frozen=True, slots=True)
class Section:
    """One heading and what stands under it, up to the next heading.

    `canonical` is the number of RFC 2350, appendix D, by the heading's meaning ("2.7"), "0" for what
    stands before section 1 and "9" for a section with no counterpart. `number` and `title` are the
    document's own; `title` is empty only for text that has no heading. `text` has no trailing spaces,
    no blank line at either end, and lines of at most 72 columns (URLs and key blocks aside).
    `line` is the heading's line in the source, counted from 1.
    """

    canonical: str
    number: str | None
    title: str
    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is doubtful or wrong, as data: `severity` is "error", "warning" or "note"."""

    code: str
    severity: str
    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the document's own change table; `date` is ISO 8601, a month alone ``2022-05``."""

    date: str | None
    version: str | None
    author: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Information:
    """What section 1 says of the document itself. Dates are ISO 8601, a month alone ``2022-05``."""

    title: str | None = None
    date: str | None = None
    version: str | None = None
    expires: str | None = None
    revisions: tuple[Change, ...] = ()
    locations: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    distribution: str | None = None


@dataclass(frozen=True, slots=True)
class Phone:
    """`number` is E.164, or None where it cannot be told; `text` is the number as written.

    `kind` is one of voice, emergency, mobile, fax, sms.
    """

    number: str | None
    kind: str
    text: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """Another way to reach the team: `kind` is a lower-case word (x, matrix, signal, form …)."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Key:
    """An OpenPGP key as the document names it.

    `fingerprint` is 40 (v4) or 64 (v6) upper-case hex digits, `key_id` 16, or the 8 of a document that
    gives no more; `armor` is the public key block, unindented.
    """

    fingerprint: str | None
    key_id: str | None
    armor: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """Weekly hours: `days` of mo tu we th fr sa su; "HH:MM", midnight at the end of a day is "24:00".

    `kind` is office or emergency; `timezone` (IANA) is given where it is not the team's.
    """

    days: tuple[str, ...]
    opens: str
    closes: str
    kind: str = "office"
    timezone: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class LabelScheme:
    """A traffic light protocol that the team honours: `scheme` is TLP or ISTLP."""

    scheme: str
    version: str | None = None


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """What section 2 (and the policies) say of the team. `country` is ISO 3166-1 alpha-2."""

    name: str | None = None
    short_name: str | None = None
    aliases: tuple[str, ...] = ()
    country: str | None = None
    address: tuple[str, ...] = ()
    timezones: tuple[str, ...] = ()
    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    keys: tuple[Key, ...] = ()
    key_urls: tuple[str, ...] = ()
    hours: tuple[Opening, ...] = ()
    tlp: tuple[LabelScheme, ...] = ()
    websites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConstituencyFacts:
    """Whom the team serves: CIDR prefixes, ASNs as integers, lower-case domains, ISO country codes,
    NIS2 sector codes."""

    prefixes: tuple[str, ...] = ()
    asns: tuple[int, ...] = ()
    domains: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """A service that section 5 names; `depth` is 1 for 5.1, 2 for 5.1.1."""

    title: str
    canonical: str
    depth: int


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed RFC 2350 document.

    `lines` gives the source line of a fact by its path in the JSON, such as ``team.emails.0``.
    """

    language: str | None = None
    document: Information = Information()
    team: TeamFacts = TeamFacts()
    constituency: ConstituencyFacts = ConstituencyFacts()
    services: tuple[ServiceFacts, ...] = ()
    sections: tuple[Section, ...] = ()
    problems: tuple[Problem, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The object that `rfc2350/1` describes: only dicts, lists, strings, numbers and None."""
        return {"schema": SCHEMA, **_plain(self)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Document:
        """The inverse of `as_dict`. Raises ValueError for another schema or a wrong shape."""
        if data.get("schema") != SCHEMA:
            raise ValueError(f"This is not an {SCHEMA} document: its schema is {data.get('schema')!r}.")
        try:
            document = _typed(cls, {key: value for key, value in data.items() if key != "schema"})
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"This {SCHEMA} document has a wrong shape: {error}") from error
        return typing.cast(Document, document)

    def meaning(self) -> dict[str, Any]:
        """`as_dict` without what depends on one spelling of the source: problems and line numbers.

        Two parses of the same document in different formats have equal meanings.
        """
        data = self.as_dict()
        del data["problems"], data["lines"]
        for section in data["sections"]:
            del section["line"]
        return data


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _typed(annotation: Any, value: Any) -> Any:
    """`value` as `annotation` describes it; the annotations of this module are the schema."""
    if isinstance(annotation, type) and dataclasses.is_dataclass(annotation):
        hints = typing.get_type_hints(annotation)
        return annotation(**{key: _typed(hints[key], item) for key, item in value.items()})
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is tuple:
        if not isinstance(value, list):
            raise TypeError(f"{value!r} is not a list")
        return tuple(_typed(arguments[0], item) for item in value)
    if origin in (types.UnionType, typing.Union):
        return None if value is None else _typed(arguments[0], value)
    if origin is not None:
        return dict(value)
    if not isinstance(value, annotation) or isinstance(value, bool):
        raise TypeError(f"{value!r} is not {annotation.__name__}")
    return value
