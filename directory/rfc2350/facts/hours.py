"""When the team can be reached, as weekly rules (RFC 2350, 2.11 and wherever else they stand).

Hours that are vague, change with the season or depend on the severity of an incident are left out and
reported: a wrong hour is worse than none.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from directory.rfc2350.document import Opening

from .clock import MIDNIGHT, Mark, marks
from .passages import Passage, Reading
from .report import Report
from .timezones import agrees_with
from .weekdays import day_names
from .words import DAYS, Words
from .zones import clocks

_SECTIONS = ("2.11", "2.10", "2.4", "2.9", "2.3", "2.7", "2.6", "2")
_FALLBACK = ("4.1", "4.3", "6", "5.1", "0", "9")
_CLUSTER = 90
_SENTENCE = 400
_BEFORE_SPAN = 12
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[^\W\d_])|\n\s*\n|\n(?=[-*•●])")
_DASH = re.compile(r"^\s*(?:-|~)\s*$")
_LIST = re.compile(r"^\.?\s*(?:[,&/+;]|,\s*)\s*$")
_BESIDE = re.compile(r"[\s:.,(]{0,3}(?:uhr|h|hrs)?[\s:,(]{0,3}$")
_NOISE = re.compile(r"[()\[\]:.,;]")
_WORKWEEK, _WEEKEND = (0, 1, 2, 3, 4), (5, 6)
_SHARED_ZONES = {"CET": "CET", "CEST": "CET", "EET": "EET", "WET": "WET", "UTC": "UTC", "GMT": "Etc/GMT"}


@dataclass
class _Rule:
    """Days and the time ranges that belong to them."""

    days: tuple[int, ...]
    ranges: list[tuple[int, int]]
    start: int
    end: int
    kind: str = "office"


@dataclass
class _Cluster:
    """Marks that stand close together: the days and the ranges of one statement, in their order."""

    items: list[Mark | _Range] = field(default_factory=list)
    has_days: bool = False
    has_ranges: bool = False

    def add(self, item: Mark | _Range) -> None:
        self.items.append(item)
        self.has_ranges = self.has_ranges or isinstance(item, _Range)
        self.has_days = self.has_days or not isinstance(item, _Range)

    @property
    def is_whole(self) -> bool:
        """Whether there are days and times that may belong together."""
        return self.has_days and self.has_ranges

    @property
    def start(self) -> int:
        return self.items[0].start

    @property
    def end(self) -> int:
        return self.items[-1].end


@dataclass(frozen=True)
class _Range:
    """Two times with "to" between them, in minutes since midnight."""

    start: int
    end: int
    opens: int
    closes: int


def hours(reading: Reading, zones: tuple[str, ...], report: Report) -> tuple[Opening, ...]:
    """The weekly opening hours. Office hours outrank a line that is answered around the clock."""
    passages = reading.of(*_SECTIONS)
    vague: Passage | None = None
    for group in (passages, reading.of(*_FALLBACK) if reading.is_unstructured else []):
        for passage in group:
            statement = _weekly(passage, reading.words)
            if statement == "vague":
                _report_vague(passage, report)
                return ()
            if isinstance(statement, list) and statement:
                return _openings(statement, passage, reading, zones, report)
            vague = vague or (passage if _is_vague(passage, reading.words) else None)
        for passage in group:
            if always := _around_the_clock(passage, reading.words):
                return _always(always, passage, reading.words, report)
    if vague is not None:
        _report_vague(vague, report)
    return ()


def _report_vague(passage: Passage, report: Report) -> None:
    report.note(
        "hours-vague",
        passage.line_at(0),
        "Hours are mentioned, but not so that a weekly rule follows from them. Give days and times.",
    )


def _is_vague(passage: Passage, words: Words) -> bool:
    return passage.canonical in ("2.11", "2.10", "2.4") and bool(
        words.pattern("hours", "vague").search(passage.folded)
    )


def _weekly(passage: Passage, words: Words) -> list[_Rule] | str:
    """The passage's rules; "vague" where its hours hang on the season or on the severity."""
    found: list[_Rule] = []
    for cluster in _clusters(passage, words):
        rules = _rules(cluster)
        if not rules:
            continue
        sentence = _surroundings(passage, cluster)
        hangs = words.pattern("hours", "seasons", "conditional").search(sentence)
        if hangs or _is_partial(passage, cluster, words) or _is_broken(passage, cluster, words):
            return "vague"
        kind = "emergency" if _is_on_call(passage, cluster, words) else "office"
        found += [replace(rule, kind=kind) for rule in rules]
    office = [rule for rule in found if rule.kind == "office"]
    return _without_generalities(office or found)


def _is_broken(passage: Passage, cluster: _Cluster, words: Words) -> bool:
    """Whether a span of days in it is not understood: its hours must not go to other days."""
    broken = day_names(passage, words).broken
    return any(cluster.start - _BEFORE_SPAN <= start <= cluster.end for start in broken)


def _is_on_call(passage: Passage, cluster: _Cluster, words: Words) -> bool:
    """Whether the line introduces the hours as those of an on-call line ("Oncall 18:00-23:00")."""
    before = passage.folded[max(cluster.start - 28, 0) : cluster.start].rpartition("\n")[2]
    return bool(words.pattern("hours", "on_call").search(before))


def _without_generalities(rules: list[_Rule]) -> list[_Rule]:
    """Rules for the same days once; the first statement stands."""
    kept: list[_Rule] = []
    for rule in rules:
        covered = {day for other in kept for day in other.days}
        if not covered & set(rule.days) or any(
            other.days == rule.days and not _overlap(other.ranges, rule.ranges) for other in kept
        ):
            kept.append(rule)
    return kept


def _overlap(some: list[tuple[int, int]], others: list[tuple[int, int]]) -> bool:
    return any(a < d and c < b for a, b in some for c, d in others)


def _is_partial(passage: Passage, cluster: _Cluster, words: Words) -> bool:
    """Whether the sentence also says "24/7 for some": then the hours depend on who asks."""
    start, end = _sentence(passage, cluster.start, cluster.end)
    always = _always_starts(passage, words)
    index = bisect_left(always, start)
    also_always = index < len(always) and always[index] < end
    return also_always and not words.pattern("hours", "on_call").search(passage.folded, start, end)


@functools.lru_cache(maxsize=256)
def _always_starts(passage: Passage, words: Words) -> tuple[int, ...]:
    return tuple(mark.start for mark in marks(passage, words) if mark.kind == "always")


def _sentence(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """Where the sentence begins and ends that holds a place, as far as a sentence reaches."""
    first, last = max(start - _SENTENCE, 0), min(end + _SENTENCE, len(passage.folded))
    for match in _SENTENCE_END.finditer(passage.folded, first, last):
        if match.start() >= end:
            return first, match.start()
        if match.end() <= start:
            first = match.end()
    return first, last


def _surroundings(passage: Passage, cluster: _Cluster) -> str:
    """The folded text of the line and the sentence around a cluster."""
    first, last = _sentence(passage, cluster.start, cluster.end)
    line_start = passage.folded.rfind("\n", first, cluster.start) + 1
    line_end = passage.folded.find("\n", cluster.end, last + _SENTENCE)
    start = max(min(line_start or first, first), cluster.start - 160)
    return passage.folded[start : min(max(line_end, last), cluster.end + 60)]


def _clusters(passage: Passage, words: Words) -> Iterator[_Cluster]:
    """The passage's marks as days and ranges, those that stand close together in one cluster."""
    cluster = _Cluster()
    for item in _items(passage, words):
        if cluster.items:
            gap = passage.folded[cluster.end : item.start]
            ended = _SENTENCE_END.search(gap) is not None and cluster.is_whole
            if (
                len(gap) > _CLUSTER
                or ended
                or (cluster.is_whole and "\n" in gap and not _goes_on(cluster, item))
            ):
                yield cluster
                cluster = _Cluster()
        cluster.add(item)
    if cluster.items:
        yield cluster


def _goes_on(cluster: _Cluster, item: Mark | _Range) -> bool:
    """Whether an item on the next line continues the cluster's order: its last rule is not complete."""
    first, last = (isinstance(end, _Range) for end in (cluster.items[0], cluster.items[-1]))
    return last != isinstance(item, _Range) != first


def _items(passage: Passage, words: Words) -> list[Mark | _Range]:
    """Days with their ranges and lists made one; two times with "to" between them made a range."""
    found = [mark for mark in marks(passage, words) if mark.kind in ("time", "days")]
    items: list[Mark | _Range] = []
    index = 0
    while index < len(found):
        mark = found[index]
        following = found[index + 1] if index + 1 < len(found) else None
        if mark.kind == "time":
            made = _range(mark, following, passage, words)
            if made:
                items.append(made)
                index += 2
                continue
        else:
            before, first = items[-1] if items else None, found[index]
            mark, index = _days(found, index, passage, words)
            after = found[index + 1] if index + 1 < len(found) else None
            sure = mark.sure or _is_day(passage, first, before, after)
            closed = words.pattern("hours", "closed").search(
                passage.folded[max(mark.start - 24, 0) : mark.start]
            )
            if closed and mark.days == _WEEKEND:
                # "9:00 to 18:00 except weekends" says which days, where nothing else does.
                items.append(replace(mark, days=_WORKWEEK, general=True))
            elif sure and not closed:
                items.append(mark)
        index += 1
    return items


def _is_day(passage: Passage, mark: Mark, before: Mark | _Range | None, after: Mark | None) -> bool:
    """Whether a mark such as "Fr" is a day: capitalised, with times right beside it."""
    if not passage.text[mark.start].isupper():
        return False
    if after is not None and after.kind == "time" and _BESIDE.match(passage.folded[mark.end : after.start]):
        return True
    return isinstance(before, _Range) and bool(_BESIDE.match(passage.folded[before.end : mark.start]))


def _days(found: list[Mark], index: int, passage: Passage, words: Words) -> tuple[Mark, int]:
    """A day, or all the days of "Monday to Friday" and "Saturday and Sunday", with the last one's index."""
    mark = found[index]
    days, end, sure = list(mark.days), mark.end, mark.sure
    while index + 1 < len(found) and found[index + 1].kind == "days":
        following = found[index + 1]
        gap = passage.folded[end : following.start]
        if _is_to(gap, words) and len(following.days) == 1:
            day = days[-1]
            while day != following.days[0]:
                day = (day + 1) % len(DAYS)
                days.append(day)
        elif _is_and(gap, words):
            days += following.days
        else:
            break
        end, sure, index = following.end, True, index + 1
    return Mark(
        mark.start, end, "days", days=tuple(dict.fromkeys(days)), sure=sure, general=mark.general
    ), index


def _range(mark: Mark, following: Mark | None, passage: Passage, words: Words) -> _Range | None:
    if following is None or following.kind != "time":
        return None
    gap = passage.folded[mark.end : following.start]
    table = not gap.strip(" \t|") and mark.sure and following.sure and gap
    if not (_is_to(gap, words) or table):
        return None
    unit = words.pattern("hours", "unit").match(
        passage.folded, following.end + (passage.folded[following.end : following.end + 1] == " ")
    )
    if not (mark.sure or following.sure or unit):
        near = passage.folded[max(mark.start - 40, 0) : following.end + 40]
        if not _day_near(near, words):
            return None
    opens, closes = mark.minutes, following.minutes
    if (
        closes <= opens
        and closes + MIDNIGHT // 2 <= MIDNIGHT
        and opens <= MIDNIGHT // 2
        and not following.sure
    ):
        closes += MIDNIGHT // 2
    return _Range(mark.start, following.end, opens, closes) if opens < closes else None


def _day_near(text: str, words: Words) -> bool:
    return any(name in words.days for name in re.findall(r"\w+", text))


def _is_to(gap: str, words: Words) -> bool:
    """Whether the text between two times or days says "to"."""
    plain = _plain_gap(gap, words)
    return bool(_DASH.match(plain)) or words.pattern("hours", "to").fullmatch(plain.strip()) is not None


def _is_and(gap: str, words: Words) -> bool:
    plain = gap.strip()
    return (
        bool(_LIST.match(plain))
        or words.pattern("hours", "and").fullmatch(_NOISE.sub(" ", plain).strip()) is not None
    )


def _plain_gap(gap: str, words: Words) -> str:
    """A gap without "o'clock", "Uhr", "from" and a zone's name."""
    plain = re.sub(r"(?<!\w)(?:cet|cest|utc|gmt|local time|the)(?!\w)", " ", gap)
    plain = words.pattern("hours", "unit").sub(" ", plain)
    trimmed = re.sub(r"\s+", " ", plain.replace("~", "-")).strip(" ,.")
    if words.pattern("hours", "to").fullmatch(trimmed):
        return trimmed
    shorter = words.pattern("hours", "from").sub(" ", trimmed).strip()
    return shorter if shorter else trimmed


def _rules(cluster: _Cluster) -> list[_Rule]:
    """Which days have which ranges: the first item's kind shows whether days lead or follow."""
    items = _without_general_days(cluster.items)
    if not any(isinstance(item, _Range) for item in items) or all(isinstance(item, _Range) for item in items):
        return []
    leading = not isinstance(items[0], _Range)
    rules: list[_Rule] = []
    pending: list[_Range] = []
    days: list[int] = []
    for item in items:
        if isinstance(item, _Range):
            pending.append(item)
            continue
        if leading and pending:
            rules.append(_rule(days, pending))
            pending, days = [], []
        days += item.days
        if not leading and pending:
            rules.append(_rule(days, pending))
            pending, days = [], []
    if pending and days:
        rules.append(_rule(days, pending))
    elif pending and rules and not leading:
        rules[-1].ranges += [(item.opens, item.closes) for item in pending]
    return rules


def _without_general_days(items: list[Mark | _Range]) -> list[Mark | _Range]:
    """ "Working days" say no more where days are named."""
    named = any(isinstance(item, Mark) and not item.general for item in items)
    return [item for item in items if not (named and isinstance(item, Mark) and item.general)]


def _rule(days: list[int], ranges: list[_Range]) -> _Rule:
    return _Rule(
        tuple(sorted(set(days))),
        sorted({(item.opens, item.closes) for item in ranges}),
        ranges[0].start,
        ranges[-1].end,
    )


def _openings(
    rules: list[_Rule], passage: Passage, reading: Reading, zones: tuple[str, ...], report: Report
) -> tuple[Opening, ...]:
    found: list[Opening] = []
    for rule in rules:
        zone = _other_zone(passage, rule, reading.words, zones)
        for opens, closes in rule.ranges:
            report.place(f"team.hours.{len(found)}", passage.line_at(rule.start))
            days = tuple(DAYS[day] for day in rule.days)
            found.append(Opening(days, _shown(opens), _shown(closes), rule.kind, zone))
    return tuple(found)


def _other_zone(passage: Passage, rule: _Rule, words: Words, zones: tuple[str, ...]) -> str | None:
    """The zone that stands behind the times, where it is not the team's."""
    for clock in clocks(passage.text[rule.end : rule.end + 12], words):
        abbreviation = clock.abbreviation or ""
        if (
            zones
            and abbreviation in _SHARED_ZONES
            and clock.start <= 4
            and not agrees_with(zones[0], abbreviation)
        ):
            return _SHARED_ZONES[abbreviation]
    return None


def _around_the_clock(passage: Passage, words: Words) -> Mark | None:
    return next((mark for mark in marks(passage, words) if mark.kind == "always"), None)


def _always(mark: Mark, passage: Passage, words: Words, report: Report) -> tuple[Opening, ...]:
    start, end = _sentence(passage, mark.start, mark.end)
    on_call = words.pattern("hours", "on_call").search(passage.folded[start:end])
    report.place("team.hours.0", passage.line_at(mark.start))
    return (Opening(DAYS, "00:00", "24:00", kind="emergency" if on_call else "office"),)


def _shown(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
