"""Lines that belong to the pages and not to the document: running heads and feet, page numbers, contents.

What repeats at page edges, what counts pages and what lists the headings before they come is dropped;
what merely repeats ("None available.") is not.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from .folding import fold, stream
from .language import contents_titles, page_counter
from .numbering import read_number
from .source import Line
from .titles import known, matches, prefix

_DIGITS = re.compile(r"\d+")
_PAGE_AT_END = re.compile(r"(?:[ \t]*[.·…_]{2,}[. ]*|\t+| {2,}| )(?:\d{1,3}|[ivx]{1,5})[ \t]*$")
_BETWEEN_ENTRIES = re.compile(r"[\s\d.·…_|:-]*")
_DASHED_NUMBER = re.compile(r"\s*[-–—]\s*\d{1,3}\s*[-–—]\s*$|\s*\[\s*[Pp]age\s+\d{1,3}\s*\]\s*$")
_BRACKETED_PAGE = re.compile(r"\S.*\[[Pp]age \d{1,3}\]\s*$")

_ENOUGH_TIMES = 3
_EDGE = 4
_MARGIN = 0.14
_SHORT = 70
_ENOUGH_ENTRIES = 4
# Titles without a word between them: so many sections in a row are empty in no document.
_ENOUGH_TITLES = 8
_LONG = 120
_SURE = 0.9


def without_furniture(lines: Sequence[Line]) -> list[Line]:
    """The lines of the document itself."""
    counters = _page_counters(lines)
    running = _running(lines, counters)
    kept = [line for index, line in enumerate(lines) if index not in counters and index not in running]
    contents = contents_lines(kept)
    return [without_contents(line) for index, line in enumerate(kept) if index not in contents]


def _page_counters(lines: Sequence[Line]) -> set[int]:
    """Lines that only count pages. A bare number does so at the edge of a page alone."""
    edges = _page_edges(lines)
    found = set()
    for index, line in enumerate(lines):
        folded = fold(line.text) if len(line.text.strip()) < 40 else ""
        if not folded:
            continue
        bare = folded.replace(" ", "").isdigit()
        if (page_counter().match(folded) and (not bare or index in edges)) or _DASHED_NUMBER.match(line.text):
            found.add(index)
    return found


def _page_edges(lines: Sequence[Line]) -> set[int]:
    """The first and the last lines with text of each page, where the source has pages."""
    pages: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if line.page is not None and line.text.strip():
            pages[line.page].append(index)
    if len(pages) < 2:
        return set()
    return {index for on_page in pages.values() for index in (*on_page[:_EDGE], *on_page[-_EDGE:])}


def _running(lines: Sequence[Line], counters: set[int]) -> set[int]:
    """Heads and feet: blocks of lines that recur where a page ends."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        key = _DIGITS.sub("0", fold(line.text))
        if len(key) >= 8 and index not in counters:
            places[key].append(index)
    edges = _page_edges(lines)
    gaps = _at_gaps(lines, counters)
    found: set[int] = set()
    for key, everywhere in places.items():
        at = _at_margin(lines, everywhere) or everywhere
        fixed = _in_one_place([lines[index] for index in at])
        needed = 2 if fixed and len(at) == len(everywhere) else _ENOUGH_TIMES
        if len(at) < needed or fixed is False or _is_title(key):
            continue
        near = sum(1 for index in at if fixed or index in edges or index in gaps)
        if near * 3 >= len(at) * 2 and not _is_value(lines, at):
            found.update(at)
    found.update(_counted(lines, places))
    return found | _joined(lines, found)


def _at_margin(lines: Sequence[Line], at: Sequence[int]) -> list[int]:
    """Those of like lines that stand in one place near the edge of their pages; the rest are text.

    A letterhead names the office that the text names too.
    """
    for edge in (_MARGIN, 1 - _MARGIN):
        near = [index for index in at if _is_near(lines[index].top, edge)]
        if len(near) > 1 and _in_one_place([lines[index] for index in near]):
            return near
    return []


def _is_near(top: float | None, edge: float) -> bool:
    return top is not None and (top < edge if edge < 0.5 else top > edge)


def _in_one_place(lines: Sequence[Line]) -> bool | None:
    """Whether lines stand at one height near the edge of different pages; None where heights are unknown."""
    tops = [line.top for line in lines if line.top is not None]
    if len(tops) < len(lines):
        return None
    pages = {line.page for line in lines}
    near_edge = min(tops) > 1 - _MARGIN or max(tops) < _MARGIN
    return len(pages) == len(lines) and near_edge and max(tops) - min(tops) < 0.03


def _is_value(lines: Sequence[Line], at: Sequence[int]) -> bool:
    """Whether the line stands right under a heading most times: an answer such as "Not available"."""
    under = 0
    for index in at:
        before = next(
            (lines[i].text for i in range(index - 1, max(index - 4, -1), -1) if lines[i].text.strip()), ""
        )
        under += _is_title(before.strip()[read_number(before.strip())[1] :].strip(" :"))
    return under * 2 > len(at)


def _is_title(text: str) -> bool:
    likely = matches(" ".join(text.split()))
    return bool(likely) and likely[0].likeness >= _SURE


def _counted(lines: Sequence[Line], places: dict[str, list[int]]) -> Iterable[int]:
    """Heads and feet that hold a page counter: "CSIRT Example – page 1 of 4", "[Page 3]"."""
    for key, at in places.items():
        counted = page_counter().search(key) if len(key) < _SHORT + 30 else None
        tail = key[counted.start() :] if counted else ""
        for index in at:
            page_of = bool(counted) and not tail[0].isdigit() and tail.count("0") >= 2
            if page_of or _BRACKETED_PAGE.match(lines[index].text):
                yield index


def _at_gaps(lines: Sequence[Line], counters: set[int]) -> set[int]:
    """Indexes of lines in blocks that touch a page's end: two blank lines, a counter, the text's end."""
    found: set[int] = set()
    block: list[int] = []
    blanks = 2
    for index, line in enumerate(lines):
        if line.text.strip() and index not in counters:
            if blanks:
                block = []
            if blanks >= 2:
                found.add(index)
            block.append(index)
            if len(block) > 1 and block[0] in found and len(block) <= _EDGE:
                found.add(index)
            blanks = 0
            continue
        blanks += 2 if index in counters else 1
        if blanks >= 2:
            found.update(block[-_EDGE:])
    found.update(block[-_EDGE:])
    return found


def _joined(lines: Sequence[Line], found: set[int]) -> set[int]:
    """Lines that are a found block run together on one line."""
    blocks: set[str] = set()
    run: list[str] = []
    for index in range(len(lines) + 1):
        if index in found:
            run.append(stream(lines[index].text))
            continue
        if len(run) > 1:
            blocks.add("".join(run))
        run = []
    return {index for index, line in enumerate(lines) if len(line.text) > 20 and stream(line.text) in blocks}


def contents_lines(lines: Sequence[Line]) -> set[int]:
    """The lines of a table of contents: a run of headings with page numbers, or that come again later."""
    entries = [_entry(line.text) for line in lines]
    later: dict[str, int] = {key: index for index, (key, _, _) in enumerate(entries) if key}
    found: set[int] = set()
    for run in _runs(lines, entries):
        if _is_contents(run, entries, later):
            found.update(range(run[0], run[-1] + 1))
            found.update(_contents_title(lines, run[0]))
    return found


def _runs(lines: Sequence[Line], entries: Sequence[tuple[str, bool, bool]]) -> Iterator[list[int]]:
    """Entries that follow each other, with a damaged one here and there; none comes twice in a run."""
    run: list[int] = []
    keys: set[str] = set()
    strays = 0
    for index, line in enumerate(lines):
        key, is_heading, has_page = entries[index]
        if not line.text.strip():
            continue
        if is_heading or (has_page and key):
            if key in keys:
                yield run
                run, keys = [], set()
            run.append(index)
            keys.add(key)
            strays = 0
            continue
        strays += 1
        if strays > 2 or not _may_be_entry(line.text):
            yield run
            run, keys = [], set()
    yield run


def without_contents(line: Line) -> Line:
    """A line without the table of contents that is run together at its beginning."""
    if len(line.text) < _LONG:
        return line
    seen: set[str] = set()
    end = 0
    while found := prefix(line.text, start := _next_entry(line.text, end)):
        title = stream(line.text[start : found.end])
        if title in seen:
            break  # the first heading of the text itself
        seen.add(title)
        end = found.end
    return dataclasses.replace(line, text=line.text[end:].lstrip()) if len(seen) >= _ENOUGH_TITLES else line


def _next_entry(text: str, end: int) -> int:
    """Past the numbers, dots and spaces between two entries."""
    between = _BETWEEN_ENTRIES.match(text, end)
    return between.end() if between else end


def _entry(text: str) -> tuple[str, bool, bool]:
    """A line as an entry of contents: its title's letters, whether it is a heading, whether it has a page."""
    bare = text.strip()
    if not bare or len(bare) > 150:
        return "", False, False
    number, start = read_number(bare)
    rest = bare[start:]
    page = _PAGE_AT_END.search(rest) if number or re.search(r"[.·…_\t]{2,}|\t", rest) else None
    title = rest[: page.start()] if page else rest
    title = title.strip(" \t.·…_:|")
    if not any(c.isalpha() for c in title) or len(title) > 100:
        return "", False, False
    key = stream(title)
    likely = matches(" ".join(title.split())) if page else known(title)
    return key, bool(likely) and likely[0].likeness >= 0.85, page is not None


def _may_be_entry(text: str) -> bool:
    bare = text.strip()
    return len(bare) < _SHORT and not bare.endswith((".", ":", ";", ","))


def _is_contents(
    run: Sequence[int], entries: Sequence[tuple[str, bool, bool]], later: dict[str, int]
) -> bool:
    if len(run) < _ENOUGH_ENTRIES:
        return False
    paged = sum(1 for index in run if entries[index][2])
    again = sum(1 for index in run if later[entries[index][0]] > run[-1])
    return paged * 2 >= len(run) or again * 2 > len(run)


def _contents_title(lines: Sequence[Line], first: int) -> set[int]:
    """The heading "Contents" above the first entry."""
    for index in range(first, max(first - 4, -1), -1):
        bare = lines[index].text.strip()
        if fold(bare[read_number(bare)[1] :]) in contents_titles():
            return set(range(index, first))
    return set()
