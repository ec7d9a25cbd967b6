"""RFC 2350 documents as values: read, check, write. Pure: no Django, no database, no clock."""

from .document import Document
from .parser import parse
from .to_json import to_json
from .to_text import to_text

__all__ = ["Document", "parse", "to_json", "to_text"]
