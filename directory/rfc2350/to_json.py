"""A document as one line of JSON: the shape that `rfc2350/1` describes."""

from __future__ import annotations

import json

from .document import Document


def to_json(document: Document) -> str:
    """One line, without a line end; keys in the schema's order, text as it is and not escaped."""
    return json.dumps(document.as_dict(), ensure_ascii=False, separators=(",", ":"))
