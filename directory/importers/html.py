"""HTML: the document within a web page, as lines. Runs in the child process of `sandbox`.

No script runs, nothing is fetched, no entity is expanded beyond HTML's own: the tree comes from lexbor, which
does none of it. But some nestings cost it time in the square of their depth, hence the child process.
"""

from __future__ import annotations

from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from directory.rfc2350.source import Line, Source

from .html_blocks import Composer
from .html_chrome import Survey, find_document
from .limits import Unreadable


def extract(data: bytes) -> Source:
    """The lines of the document that a web page holds; `data` is UTF-8."""
    try:
        tree = LexborHTMLParser(data.decode("utf-8", "replace"))
    except SelectolaxError as error:
        raise Unreadable("This web page cannot be read.") from error
    if tree.body is None:
        return Source((), "html")
    survey = Survey.of(tree.body)
    chrome = survey.chrome()
    place, title = find_document(tree.body, survey, chrome)
    lines = Composer(chrome).compose(place)
    if title is not None:
        lines = [*Composer(chrome).compose(title), Line("", 0), *lines]
    return Source(tuple(replace(line, number=number) for number, line in enumerate(lines, 1)), "html")
