"""What only the reader of the source can see; the importers and the parser report these themselves."""

from __future__ import annotations

from .rule import seen_while_reading

_READ_AGAIN = (
    "Open the file, compare it with what was read, and save it again as plain text or as a web page."
)

seen_while_reading(
    "unreadable",
    "error",
    title="The file cannot be read at all.",
    why="It cannot be opened, is larger than a document may be, or is of a kind that holds no text.",
    remedy="Save the document as text, Markdown, HTML, PDF or DOCX.",
)
seen_while_reading(
    "not-rfc2350",
    "error",
    title="The text is no RFC 2350 document.",
    why="Too few of its headings are those of the outline (RFC 2350, appendix D).",
    remedy="Check that it is the right file, and that its headings came through the conversion.",
)
seen_while_reading(
    "headings-missing",
    "warning",
    title="The text reads like an RFC 2350 document, but its headings are lost.",
    why="Without headings only what can be known by its shape is found, such as an e-mail address.",
    remedy="Put the headings back, each on a line of its own with its number.",
)
seen_while_reading(
    "structure-limit",
    "note",
    title="The document is so long that headings were sought in its first part only.",
    why="Everything is kept as text; what stands behind is the body of the last section that was found.",
    remedy="Check that the file holds one document, and move what does not describe the team elsewhere.",
)
seen_while_reading(
    "facts-limit",
    "note",
    title="The document is so long that names, numbers and addresses were sought in its first part only.",
    why="Everything is kept as text; fields are found where teams give them, near the beginning.",
    remedy="Check that the file holds one document, and put what readers need in sections 1 to 3.",
)
seen_while_reading(
    "country-inferred",
    "note",
    title="The country is not named; it follows from everything else.",
    why="Telephone numbers, domains and the time zone agree on one, but no address says it.",
    remedy="Write the country on the last line of section 2.2.",
)
seen_while_reading(
    "encoding-guessed",
    "note",
    title="The file does not say how its letters are written, and it is not UTF-8.",
    why="The letters were read as Windows-1252 or another old encoding that fits.",
    remedy="Look at letters with accents; save the file as UTF-8.",
)
seen_while_reading(
    "encoding-damaged",
    "warning",
    title="Some bytes of the file are no letters in its encoding.",
    why="Each was replaced by a question mark in a diamond.",
    remedy="Find the original, and save it as UTF-8.",
)
seen_while_reading(
    "pdf-no-text",
    "error",
    title="A page of the PDF holds a picture of text, and no text.",
    why="A scanned page can be looked at and not read: it cannot be searched, copied or read aloud.",
    remedy="Make the PDF from the text itself, or have the scan recognised.",
)
seen_while_reading(
    "pdf-page-damaged",
    "error",
    title="A page of the PDF cannot be read.",
    why="What stands on it is missing from the document.",
    remedy=_READ_AGAIN,
)
seen_while_reading(
    "pdf-unreadable-font",
    "warning",
    title="A font of the PDF does not say which letters it shows.",
    why="What it prints looks right on paper and comes out as other signs.",
    remedy="Make the PDF again with its fonts embedded, or publish the text as well.",
)
seen_while_reading(
    "pdf-turned-text",
    "note",
    title="A page of the PDF holds text that is turned on its side.",
    why="Turned text is most often a stamp or a margin note; it was left out.",
    remedy="Where it belongs to the document, set it upright.",
)
seen_while_reading(
    "pdf-script",
    "warning",
    title="The PDF holds a script or something that starts by itself.",
    why="Nothing of it was run; many mail filters and readers refuse such a file.",
    remedy="Make the PDF again without form fields, scripts and attachments.",
)
