"""The JSON Schema of rfc2350/1 (draft 2020-12), made from the classes of `document`.

The classes say which parts there are and of which type, their docstrings what they mean; this module adds
only what a type cannot say: the patterns and the closed lists of words. So the schema cannot forget a field.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from typing import Any

from directory.rfc2350 import document
from directory.rfc2350.document import SCHEMA, Document
from directory.rfc2350.sections import FRONT, OTHER, TITLES

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Node = dict[str, Any]

_DATE = r"^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$"
_CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"
_CLOSING = r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$"
_COUNTRY = r"^[A-Z]{2}$"
_KIND = r"^[a-z0-9][a-z0-9+._-]*$"
_CANONICALS = [FRONT, *TITLES, OTHER]

# What a type does not say, by class and field; for a list it holds for the items.
_RULES: Mapping[str, Node] = {
    "Section.canonical": {"enum": _CANONICALS},
    "Section.line": {"minimum": 1},
    "Problem.code": {"pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$"},
    "Problem.severity": {"enum": ["error", "warning", "note"]},
    "Problem.line": {"minimum": 1},
    "Problem.message": {"minLength": 1},
    "Change.date": {"pattern": _DATE},
    "Information.date": {"pattern": _DATE},
    "Information.expires": {"pattern": _DATE},
    "Information.locations": {"minLength": 1},
    "Information.signatures": {"minLength": 1},
    "Phone.number": {"pattern": r"^\+[1-9]\d{2,14}$"},
    "Phone.kind": {"enum": ["voice", "emergency", "mobile", "fax", "sms"]},
    "Channel.kind": {"pattern": _KIND},
    "Key.fingerprint": {"pattern": r"^([0-9A-F]{40}|[0-9A-F]{64})$"},
    "Key.key_id": {"pattern": r"^([0-9A-F]{8}|[0-9A-F]{16})$"},
    "Key.armor": {"pattern": "^-----BEGIN PGP PUBLIC KEY BLOCK-----"},
    "Opening.days": {"enum": ["mo", "tu", "we", "th", "fr", "sa", "su"]},
    "Opening.opens": {"pattern": _CLOCK},
    "Opening.closes": {"pattern": _CLOSING},
    "Opening.kind": {"enum": ["office", "emergency"]},
    "LabelScheme.scheme": {"enum": ["TLP", "ISTLP"]},
    "TeamFacts.country": {"pattern": _COUNTRY},
    "TeamFacts.timezones": {"pattern": r"^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$"},
    "TeamFacts.emails": {"pattern": r"^[^@\s]+@[^@\s]+$"},
    "ConstituencyFacts.prefixes": {"pattern": r"^[0-9A-Fa-f:.]+/\d{1,3}$"},
    "ConstituencyFacts.asns": {"minimum": 0, "maximum": 4294967295},
    "ConstituencyFacts.domains": {"pattern": r"^[^A-Z\s@/]+$"},
    "ConstituencyFacts.countries": {"pattern": _COUNTRY},
    "ConstituencyFacts.sectors": {"minLength": 1},
    "ServiceFacts.canonical": {"enum": [canonical for canonical in TITLES if canonical.split(".")[0] == "5"]},
    "ServiceFacts.depth": {"minimum": 1},
    "Document.language": {"pattern": r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"},
    "Document.lines": {"minimum": 1},
}


def _schema() -> Node:
    """The schema: `Document` at the root, every other class of `document` under `$defs`."""
    classes = [
        value
        for value in vars(document).values()
        if isinstance(value, type) and dataclasses.is_dataclass(value) and value is not Document
    ]
    root = _object(Document)
    root["properties"] = {"schema": {"const": SCHEMA}, **root["properties"]}
    root["required"] = ["schema", *root["required"]]
    return {
        "$schema": DIALECT,
        "$id": "rfc2350-1.json",
        "title": "RFC 2350 document",
        **root,
        "$defs": {each.__name__: _object(each) for each in classes},
    }


def _object(cls: type) -> Node:
    hints = typing.get_type_hints(cls)
    names = [field.name for field in dataclasses.fields(cls)]
    properties = {name: _node(hints[name], _RULES.get(f"{cls.__name__}.{name}", {})) for name in names}
    return {
        "description": " ".join((cls.__doc__ or "").split()),
        "type": "object",
        "properties": properties,
        "required": names,
        "additionalProperties": False,
    }


def _node(annotation: Any, rule: Node) -> Node:
    """The schema of a field by its annotation, with the rule that narrows it."""
    if dataclasses.is_dataclass(annotation):
        return {"$ref": f"#/$defs/{typing.cast(type, annotation).__name__}"}
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is tuple:
        return {"type": "array", "items": _node(arguments[0], rule)}
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [_node(arguments[0], rule), {"type": "null"}]}
    if origin is not None:
        return {"type": "object", "additionalProperties": _node(arguments[1], rule)}
    return {"type": {str: "string", int: "integer"}[annotation], **rule}


SCHEMA_DOCUMENT: Node = _schema()
