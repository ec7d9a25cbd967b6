"""What a document may cost, and the one refusal."""

from __future__ import annotations

MEGABYTE = 1024 * 1024

#: Bytes of a document, in every format.
MAX_BYTES = 10 * MEGABYTE
#: Lines and characters that come out of it: an RFC 2350 document has some hundreds and some 20,000.
MAX_LINES = 200_000
MAX_CHARACTERS = 2_000_000

#: Markdown: its parser takes more than linear time; what is longer is read as plain text.
MAX_MARKDOWN_CHARACTERS = 128 * 1024
MAX_TABLE_ROWS = 200
MAX_TABLE_COLUMNS = 12

#: HTML: elements and pieces of text of a page.
MAX_HTML_NODES = 500_000

#: PDF
MAX_PAGES = 500
MAX_PAGE_OPERATIONS = 500_000
MAX_FORM_DEPTH = 8
MAX_FORMS = 500

#: DOCX: the archive before any of it is unpacked.
MAX_ARCHIVE_BYTES = 20 * MEGABYTE
MAX_ARCHIVE_ENTRIES = 500
MAX_ARCHIVE_RATIO = 100

#: The process that opens PDF, DOCX and HTML files.
CHILD_MEMORY = 512 * MEGABYTE
CHILD_CPU_SECONDS = 10
CHILD_WALL_SECONDS = 20.0
CHILD_MAX_LINES = 50_000


class Unreadable(Exception):
    """The bytes cannot be read as a document; the message is a sentence for the person who sent them."""
