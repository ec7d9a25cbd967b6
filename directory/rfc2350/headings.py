"""Candidates for headings: every place where one may begin, and what speaks for it there.

A candidate is no decision. A street, a list's item and a reference to "section 2.8" are candidates too;
`outline` weighs them all against each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .candidate import (
    LABEL_END,
    NEVER_IN_TITLE,
    Candidate,
    manner,
    may_follow_number,
    past_separator,
    trimmed,
)
from .folding import fold
from .inline import inside_line
from .numbering import parse_number, read_number
from .source import Line
from .titles import LONGEST_TITLE, Match, Prefix, known, matches, prefix, with_team
from .values import Titled, has_gap, titled_value

# Nobody has so many sections; in a text that seems to, the likeliest are weighed.
MOST_CANDIDATES = 600
# A longer text is no team's description; only titles to the letter are looked for in it.
LONGEST_TEXT = 150_000

_LONG_LINE = 60
_MOST_WORDS = 14
_SURE = 0.9
_LIKELY = 0.8


def candidates(lines: Sequence[Line]) -> list[Candidate]:
    """All candidates in reading order, at most `MOST_CANDIDATES` of them."""
    found: list[Candidate] = []
    budget = LONGEST_TEXT
    for index in range(len(lines)):
        budget -= len(lines[index].text) + 20
        if not lines[index].text.strip():
            continue
        if budget < 0:
            found.extend(_exact(lines, index))
            continue
        at_start = _at_line_start(lines, index)
        found.extend(at_start)
        found.extend(inside_line(lines, index, at_start))
    if len(found) > MOST_CANDIDATES:
        best = sorted(found, key=lambda c: -(c.evidence + 3 * c.likeness))[:MOST_CANDIDATES]
        found = sorted(best, key=lambda c: (c.line, c.start))
    return found


def _at_line_start(lines: Sequence[Line], index: int) -> list[Candidate]:
    text = lines[index].text
    start = len(text) - len(text.lstrip())
    number, rest = read_number(text, start)
    if number is None:
        return _some(_unnumbered(lines, index, start))
    if rest >= len(text.rstrip()):
        return _some(_number_alone(lines, index, number, start))
    return _numbered(lines, index, number, start, rest) if may_follow_number(text, rest) else []


def _exact(lines: Sequence[Line], index: int) -> list[Candidate]:
    """The heading that fills a line, if its title is a known one to the letter."""
    text = lines[index].text
    if len(text) > LONGEST_TITLE:
        return []
    number, rest = read_number(text.strip())
    title = trimmed(text.strip()[rest:])
    if not (options := known(title)):
        return []
    evidence = _typography(lines, index, index) + (2.2 if number else 1.0)
    return [Candidate(index, 0, index, len(text), number, title, options, evidence, True, lines[index].level)]


def _some(candidate: Candidate | None) -> list[Candidate]:
    return [candidate] if candidate else []


def _number_alone(lines: Sequence[Line], index: int, number: str, start: int) -> Candidate | None:
    """A number on a line of its own, its title on the next."""
    below = next((i for i in range(index + 1, min(index + 3, len(lines))) if lines[i].text.strip()), None)
    if below is None:
        return None
    title = trimmed(lines[below].text)
    options = matches(title)
    if not options or options[0].likeness < _LIKELY:
        return None
    end = len(lines[below].text)
    evidence = _typography(lines, index, below) + 1.0
    return Candidate(index, start, below, end, number, title, options, evidence, True, lines[below].level)


def _numbered(lines: Sequence[Line], index: int, number: str, start: int, rest: int) -> list[Candidate]:
    line = lines[index]
    title, end, options = _title_at(line.text, rest)
    whole = end >= len(line.text.rstrip())
    end_line = index
    if whole and (
        longer := _continued(lines, index, title, options) or _translated(lines, index, title, options)
    ):
        title, options, end_line = longer
        end = len(lines[end_line].text)
    if number.count(".") > 1:
        # So deep, only a section's own title is more than a sub-heading of its body.
        options = tuple(match for match in options if match.likeness >= _SURE)
    evidence = 1.2 + _typography(lines, index, end_line)
    found = []
    if options or not whole or _may_be_unknown_title(line, title):
        evidence_here = evidence + (1.0 if whole else 0.0)
        if not options and _goes_on_a_list(lines, index, number):
            evidence_here -= 2.5
        found.append(
            Candidate(index, start, end_line, end, number, title, options, evidence_here, whole, line.level)
        )
    entire = trimmed(line.text[rest:])
    if not whole and _may_be_unknown_title(line, entire):
        # "5.3 Services for schools" may be a title of the team's own and not "Services" with a value.
        end = len(line.text)
        found.append(
            Candidate(index, start, index, end, number, entire, (), evidence + 1.0, True, line.level)
        )
    return found


def _unnumbered(lines: Sequence[Line], index: int, start: int) -> Candidate | None:
    line = lines[index]
    bare = trimmed(line.text)
    if not line.level and (value := titled_value(line.text, start)):
        return _labelled(lines, index, start, value)
    if len(bare) <= LONGEST_TITLE and len(bare.split()) <= _MOST_WORDS:
        options = known(bare) if _in_paragraph(lines, index) else _plausible(bare)
        if options and (options[0].likeness >= _LIKELY or line.level):
            evidence = _typography(lines, index, index) + 1.0 + manner(line.text, options)
            return Candidate(
                index, start, index, len(line.text), None, bare, options, evidence, True, line.level
            )
        if line.level and _may_be_title(bare) and ":" not in bare:
            evidence = _typography(lines, index, index) + 0.5
            return Candidate(index, start, index, len(line.text), None, bare, (), evidence, True, line.level)
    return _label(lines, index, start)


def _labelled(lines: Sequence[Line], index: int, start: int, value: Titled) -> Candidate | None:
    """A title to the letter with its value; in a paragraph only a colon tells one, in a table a gap too."""
    is_row = bool(lines[index].cells) or (value.sign == "  " and has_gap(lines[index - 1].text))
    if value.sign != ":" and not is_row and _in_paragraph(lines, index):
        return None
    evidence = _typography(lines, index, index) - 0.5 + manner(value.title, value.matches)
    return Candidate(index, start, index, value.start, None, value.title, value.matches, evidence, False)


def _in_paragraph(lines: Sequence[Line], index: int) -> bool:
    """Whether the line above runs to the margin and on into this one."""
    above = lines[index - 1].text.rstrip() if index else ""
    return len(above) > _LONG_LINE and above[-1] not in ".:;!?"


def _plausible(title: str) -> tuple[Match, ...]:
    """The sections that a title may belong to; a sentence or an address must be a title to the letter."""
    options = matches(title)
    if options and options[0].likeness < 0.97 and NEVER_IN_TITLE.search(title):
        return ()
    return options


def _label(lines: Sequence[Line], index: int, start: int) -> Candidate | None:
    """A title before a colon, its value behind it on the same line."""
    text = lines[index].text
    colon = LABEL_END.search(text, start, start + LONGEST_TITLE)
    if not colon or colon.end() >= len(text.rstrip()):
        return None
    title = text[start : colon.start()]
    options = matches(title)
    if not options or options[0].likeness < _SURE:
        return None
    evidence = _typography(lines, index, index) - 0.5 + manner(title, options)
    return Candidate(index, start, index, colon.end(), None, title.strip(), options, evidence, False)


def _title_at(text: str, rest: int) -> tuple[str, int, tuple[Match, ...]]:
    """The title that begins at `rest`, where it ends, and the sections that it may belong to."""
    if value := titled_value(text, rest):
        return value.title, value.start, value.matches
    whole = trimmed(text[rest:])
    options = matches(whole)
    likeness = options[0].likeness if options else 0.0
    if likeness >= 0.97:
        return whole, len(text), options
    if colon := LABEL_END.search(text, rest, rest + LONGEST_TITLE):
        title = text[rest : colon.start()].strip()
        titled = matches(title)
        if titled and titled[0].likeness >= max(_LIKELY, likeness):
            return title, colon.end(), titled
    if (found := prefix(text, rest)) and not _belongs_to_title(text, found, likeness):
        return text[rest : found.end].strip(), past_separator(text, found.end), found.matches
    if colon and likeness < _LIKELY and colon.end() < len(text.rstrip()):
        title = text[rest : colon.start()].strip()
        if len(title.split()) <= 8:
            return title, colon.end(), matches(title)
    return whole, len(text), options


def _belongs_to_title(text: str, found: Prefix, likeness: float) -> bool:
    """Whether what follows a known title on its line goes on with it ("Address of the team")."""
    end = found.end
    tail = text[end:].strip()
    if not tail or (likeness >= _SURE and found.clean):
        return True
    if not found.clean:
        return False
    if with_team(tail) != tail and len(tail.split()) <= 3 and found.matches[0].canonical != "2.1":
        return True
    if len(text) > LONGEST_TITLE or NEVER_IN_TITLE.search(tail) or text[end : end + 1] in ":|":
        return False
    return (tail[0].islower() or tail[0] in "&/(,") and len(tail.split()) <= 8 and not tail.endswith(".")


def _continued(lines: Sequence[Line], index: int, title: str, options: tuple[Match, ...]) -> _Longer | None:
    """A title that goes on in the next line, where that fits a section much better."""
    if index + 1 >= len(lines) or (options and options[0].likeness >= 0.97):
        return None
    below = lines[index + 1].text.strip()
    if not below or len(title) + len(below) > LONGEST_TITLE or read_number(below)[0]:
        return None
    longer = " ".join([title, trimmed(below)])
    better = matches(longer)
    if better and better[0].likeness >= max(0.85, (options[0].likeness if options else 0) + 0.08):
        return longer, better, index + 1
    return None


def _translated(lines: Sequence[Line], index: int, title: str, options: tuple[Match, ...]) -> _Longer | None:
    """A title and, below it, the same section's title in another language.

    Where the first is unknown, the second must stand right below it.
    """
    reach = 3 if options else 2
    below = next((i for i in range(index + 1, min(index + reach, len(lines))) if lines[i].text.strip()), None)
    if below is None or lines[below].text.rstrip().endswith(":"):
        return None
    other = trimmed(lines[below].text)
    told = known(other)
    shared = tuple(
        match for match in told if not options or match.canonical in {o.canonical for o in options}
    )
    if not shared or fold(other) == fold(title) or not _may_be_title(title):
        return None
    return f"{title} / {other}", shared, below


_Longer = tuple[str, tuple[Match, ...], int]


def _typography(lines: Sequence[Line], first: int, last: int) -> float:
    line = lines[first]
    score = 1.5 if line.level else 0.0
    score += 0.6 if line.bold else 0.0
    score += 0.6 if line.size is not None and line.size > 1.08 else 0.0
    score += 0.4 if first == 0 or not lines[first - 1].text.strip() else 0.0
    score += 0.2 if last + 1 >= len(lines) or not lines[last + 1].text.strip() else 0.0
    return score


def _goes_on_a_list(lines: Sequence[Line], index: int, number: str) -> bool:
    """Whether a line with an unknown title is an item of a list: its neighbours count on."""
    parts = parse_number(number)
    if parts is None or len(parts) != 1:
        return False
    for step, wanted in ((-1, parts[0] - 1), (1, parts[0] + 1)):
        other = index + step
        while 0 <= other < len(lines) and not lines[other].text.strip():
            other += step
        if 0 <= other < len(lines):
            neighbour, rest = read_number(lines[other].text.strip())
            if neighbour == str(wanted) and not known(trimmed(lines[other].text.strip()[rest:])):
                return True
    return False


def _may_be_title(title: str) -> bool:
    words = title.split()
    return (
        0 < len(words) <= _MOST_WORDS
        and len(title) <= LONGEST_TITLE
        and not NEVER_IN_TITLE.search(title)
        and title[-1] not in ".,;"
        and any(c.isalpha() for c in title)
    )


def _may_be_unknown_title(line: Line, title: str) -> bool:
    """Whether a title that no section has may be one: no row of a table, no sentence, no address."""
    gaps = re.search(r"\S(?:\t| {2,})\S", line.text.strip()[len(line.text.strip()) - len(title) :])
    return len(line.cells) < 3 and not gaps and _may_be_title(title)
