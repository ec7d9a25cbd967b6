"""RFC 2350 documents as values: read, check, write. Pure: no Django, no database, no clock."""

from .document import Document
from .parser import parse
from .to_html import to_html
from .to_json import to_json
from .to_markdown import to_markdown
from .to_text import to_text

__all__ = ["Document", "parse", "to_html", "to_json", "to_markdown", "to_text"]
