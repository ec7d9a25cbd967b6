"""Telephone numbers (RFC 2350, 2.4 and 2.5) in E.164, with their kinds and what is said of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import phonenumbers

from directory.rfc2350.document import Phone

from .dates import mentions
from .fingerprints import fingerprints, key_ids
from .passages import Passage, Reading
from .places import region_of
from .report import Report
from .urls import urls

# A number: plus or zero signs, figures with the separators that people put between, whole brackets of figures.
_NUMBER = re.compile(
    r"(?:(?<![\w.,/@:#&=*+-])|(?<=[a-z]:)(?=\+))(?:\+{1,2} ?)?(?:\d|\(\+?\d[\d \u00a0./-]{0,12}\)\n?)"
    r"(?:[\d \u00a0\u2010-\u2015./-]|\( ?\d[\d ]{0,8}\)){2,38}\d(?![\w*]|[.,:]\d|/\d{4})"
)
_HALVES = re.compile(r"\s+[-–—/]\s+|\s*(?=\s\+)|\s/\s|(?<=\d)/(?=\+)")
_SHORT_END = re.compile(r"^(.*?\d)\s?/\s?(\d{1,3})$")
_EXTENSION = re.compile(r"\s{0,2}[,(]?\s{0,2}$")
_TIMES = re.compile(
    r"\d{1,2} ?[:h.] ?\d{2}(?: ?h)? ?(?:-|–|—|to|a|à|bis|until|s\.d\.|do|до|и|y|e) ?\d{1,2} ?[:h.] ?\d{2}|\d{1,2}:\d{2}|24 ?[/x] ?7(?: ?[/x] ?365)?"
)
_INTERNET = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?(?!\d|\.\d)")
_PAREN = re.compile(r"\s{0,2}\(([^()\n]{1,120})\)")
_SHORT_CODE = re.compile(r"(?<![\w+./:-])(\d{3,7})(?![\w./:-]|\s\d)")
_MESSENGER = re.compile(
    r"(?:whatsapp|whats app|signal|telegram|viber|threema|wechat|inoc|iridium|skype)", re.I
)
_FEWEST_IN_PROSE = 7
_EDGES = " \t,;:-–—*_|•●"
_LABEL_END = re.compile(r"[\n;()]|\d")
_BOTH = re.compile(r"\s?[/&+]\s?|\s(?:and|und|et|y|e|i|dan|en)\s")
_SENTENCE = re.compile(r"[.;!?]\s|\n")


@dataclass(frozen=True)
class _Candidate:
    """A run of figures that may be a number, with its place and its line's."""

    start: int
    end: int
    text: str


def phones(reading: Reading, country: str | None, report: Report) -> tuple[Phone, ...]:
    """The team's numbers: those of 2.4 and 2.5, then those that other contact sections give."""
    found: dict[tuple[str, str], tuple[Phone, int | None]] = {}
    for passage in reading.of("2.4", "2.5", "2.11", "2.2", "2.6", "2.10", "2.9", "2.3", "2"):
        for phone, line in _in_passage(passage, reading, country, report):
            _keep(found, phone, line)
    if not any(phone.kind != "fax" for phone, _ in found.values()):
        for passage in reading.of("4.3", "6", "0", *(["9"] if reading.is_unstructured else [])):
            for phone, line in _in_passage(passage, reading, country, report):
                _keep(found, phone, line)
    for index, (phone, line) in enumerate(found.values()):
        report.place(f"team.phones.{index}", line)
        if phone.number is None and _is_national(phone.text):
            report.warn(
                "phone-no-country-code",
                line,
                f"{phone.text} cannot be dialled from abroad as it stands. Write it with + and the country code.",
            )
    return tuple(phone for phone, _ in found.values())


def _is_national(text: str) -> bool:
    """Whether a number as written could be dialled at home, and nowhere else."""
    return len(re.sub(r"\D", "", text)) >= _FEWEST_IN_PROSE and not text.startswith("+")


def _keep(found: dict[tuple[str, str], tuple[Phone, int | None]], phone: Phone, line: int | None) -> None:
    """A number counts once for calls and once for fax, with the first kind and note that it had."""
    use = "fax" if phone.kind == "fax" else "call"
    digits = phone.number or re.sub(r"\D", "", phone.text)
    known = found.get((use, digits))
    if known is None:
        found[use, digits] = (phone, line)
    elif known[0].kind == "voice" and phone.kind in ("emergency", "mobile"):
        found[use, digits] = (replace(known[0], kind=phone.kind), known[1])


def _in_passage(
    passage: Passage, reading: Reading, country: str | None, report: Report
) -> Iterator[tuple[Phone, int | None]]:
    at_home = passage.canonical in ("2.4", "2.5")
    blanked = _without_others(passage, reading)
    for candidate in _candidates(blanked):
        if not _is_number(candidate, passage, reading, at_home=at_home):
            continue
        line = passage.line_at(candidate.start)
        written = " ".join(candidate.text.split())
        number = _e164(written, country)
        note = _note(candidate, passage, reading)
        for kind in _kinds(candidate, passage, reading):
            yield Phone(number, kind, written, note), line
    yield from _short_codes(passage, blanked, reading, at_home=at_home)


def _without_others(passage: Passage, reading: Reading) -> str:
    """The passage with dates, times, keys and web addresses blanked: their figures are no numbers."""
    spans = [(match.start(), match.end()) for match in _TIMES.finditer(passage.folded)]
    spans += [(url.start, url.end) for url in urls(passage.text, bare=True)]
    spans += [(date.start, date.end) for date in mentions(passage.folded, reading.words)]
    spans += [(match.start(), match.end()) for match in _INTERNET.finditer(passage.text)]
    whole, cut = fingerprints(passage, reading.words)
    ids, odd = key_ids(passage, reading.words)
    spans += [(piece.start, piece.end) for piece in (*whole, *cut, *ids, *odd)]
    characters = list(passage.text)
    for start, end in spans:
        characters[start:end] = "#" * (end - start)
    return "".join(characters)


def _candidates(text: str) -> Iterator[_Candidate]:
    for match in _NUMBER.finditer(text):
        start = match.start()
        for part in _split(match.group()):
            offset = text.index(part, start)
            yield _Candidate(offset, offset + len(part), part)
            start = offset + len(part)


def _split(run: str) -> list[str]:
    """A run of figures as single numbers: "928 557 228 - 922 760 228" are two."""
    for parts in ([part.strip() for part in _HALVES.split(run)], re.split(r" {3,}", run)):
        if len(parts) > 1 and all(len(re.sub(r"\D", "", part)) >= _FEWEST_IN_PROSE for part in parts):
            return parts
    return [run.strip(" -–/.")]


def _is_number(candidate: _Candidate, passage: Passage, reading: Reading, *, at_home: bool) -> bool:
    digits = re.sub(r"\D", "", candidate.text)
    if not 5 <= len(digits) <= 18:
        return False
    sentence = _sentence(passage, candidate)
    if _MESSENGER.search(sentence) and not reading.words.pattern("phone", "voice").search(sentence):
        return False
    if candidate.text.lstrip().startswith(("+", "(+")):
        return len(digits) >= _FEWEST_IN_PROSE
    if at_home:
        return len(digits) >= 6
    looks = candidate.text.startswith(("0", "(")) or len(digits) >= 8
    called = reading.words.pattern("phone", "voice", "fax", "mobile").search(sentence)
    alone = passage.canonical == "2.6" and sentence.strip(_EDGES) == ""
    return len(digits) >= _FEWEST_IN_PROSE and looks and (bool(called) or alone)


def _sentence(passage: Passage, candidate: _Candidate) -> str:
    """The folded text before the number, from the last end of a sentence or of a line."""
    start = max(candidate.start - 100, 0)
    before = passage.folded[start : candidate.start]
    ends = [match.end() for match in _SENTENCE.finditer(before)]
    # "nomor telepon (022)" and its number may stand on two lines.
    if ends and not before[ends[-1] :].strip(" (+") and len(ends) > 1:
        ends.pop()
    return before[ends[-1] :] if ends else before


def _e164(text: str, country: str | None) -> str | None:
    """The number in E.164; None where its country cannot be told."""
    plain = _SHORT_END.sub(r"\1", text).replace("\u00a0", " ")
    plain = re.sub(r"^\(?\s?\+{1,2}\s?", "+", plain.strip())
    digits = re.sub(r"\D", "", plain)
    international = plain.startswith("+") or digits.startswith("00")
    if international:
        plain = re.sub(r"\(0\)", "", plain)
        return _parsed("+" + re.sub(r"\D", "", plain).removeprefix("00"), None) or None
    if country is None:
        region = region_of(digits) if _has_own_code(text) else None
        return _parsed(f"+{digits}", None) if region else None
    code = str(phonenumbers.country_code_for_region(country))
    if digits.startswith(code) and (_has_own_code(text) or _only_with_code(digits, country)):
        return _parsed(f"+{digits}", None)
    return _parsed(plain, country)


def _has_own_code(text: str) -> bool:
    """ "(356) 2555 0147", "996 (312) 243615": figures that begin with a country code, by their brackets."""
    first = re.match(r"\(([1-9]\d{0,2})\)\s?\d|([1-9]\d{0,2})\s\(\d", text.strip())
    return first is not None and region_of(re.sub(r"\D", "", text)) is not None


def _only_with_code(digits: str, country: str) -> bool:
    """Whether the figures are a number of the country with its code and none without."""
    try:
        bare = phonenumbers.parse(digits, country)
        coded = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return False
    possible = phonenumbers.is_possible_number
    return (
        possible(coded)
        and (not possible(bare) or not phonenumbers.is_valid_number(bare))
        and len(digits) >= 11
    )


def _parsed(text: str, country: str | None) -> str | None:
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    number.extension = None
    if len(str(number.national_number)) < 5:
        return None
    if number.italian_leading_zero and not phonenumbers.is_valid_number(number):
        # A zero that people dial at home, in a country that knows none: no part of the number.
        bare = phonenumbers.parse(f"+{number.country_code}{number.national_number}")
        number = bare if phonenumbers.is_valid_number(bare) else number
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _kinds(candidate: _Candidate, passage: Passage, reading: Reading) -> list[str]:
    """What the number is for; a heading over telephone and fax makes it both."""
    words = reading.words
    near = _nearby(candidate, passage)
    fax, voice = words.pattern("phone", "fax"), words.pattern("phone", "voice")
    if _for_both(passage.folded[max(candidate.start - 40, 0) : candidate.start], reading):
        return ["voice", "fax"]
    title = Passage(passage.canonical, None, "", passage.title).folded
    if fax.search(near) and not (passage.canonical == "2.4" and voice.search(near)):
        return ["fax"]
    if passage.canonical == "2.5" and not (
        voice.search(near) and not fax.search(near) and not fax.search(title)
    ):
        return ["fax"]
    kind = _call_kind(near, reading)
    if passage.canonical == "2.4" and fax.search(title) and voice.search(title):
        return [kind, "fax"]
    return [kind]


def _for_both(before: str, reading: Reading) -> bool:
    """Whether the label is "Tel/Fax", "Phone and fax": one number for both."""
    label = _LABEL_END.split(before)[-1]
    parts = _BOTH.split(label.strip(" :.\t"))
    if len(parts) != 2:
        return False
    found = [
        {
            kind
            for kind in ("voice", "fax")
            if reading.words.pattern("phone", kind).fullmatch(part.strip(" ."))
        }
        for part in parts
    ]
    return {frozenset(kinds) for kinds in found} == {frozenset({"voice"}), frozenset({"fax"})}


def _call_kind(near: str, reading: Reading) -> str:
    for kind in ("sms", "emergency", "mobile"):
        if reading.words.pattern("phone", kind).search(near):
            return kind
    return "voice"


def _nearby(candidate: _Candidate, passage: Passage) -> str:
    """What is said of the number: its line before it, the brackets after it."""
    folded = passage.folded
    start = max(candidate.start - 80, 0)
    before = re.split(r"\n|[.;]\s|\d{4,}\)?[ ,]", folded[start : candidate.start])[-1]
    after = re.split(r"\n|[.;]\s|\+\d|\d{5}", folded[candidate.end : candidate.end + 80])[0]
    return f"{before} {after}"


def _note(candidate: _Candidate, passage: Passage, reading: Reading) -> str | None:
    """An extension, the brackets behind the number, or else the label before it."""
    rest = passage.text[candidate.end :]
    notes = []
    short = _SHORT_END.match(candidate.text)
    if short and len(re.sub(r"\D", "", short.group(1))) >= 6:
        notes.append(f"/{short.group(2)}")
    extension = re.compile(
        rf"\s{{0,2}}[,(]?\s?(?:{'|'.join(re.escape(word) for word in reading.words.phrases('phone', 'extension'))})\.?\s?(\d{{1,6}})\)?",
        re.I,
    ).match(rest)
    if extension:
        notes.append(f"ext. {extension.group(1)}")
        rest = rest[extension.end() :]
    while bracket := _PAREN.match(rest):
        notes.append(" ".join(bracket.group(1).split()))
        rest = rest[bracket.end() :]
    label = None if notes else _label(candidate, passage, reading)
    if label:
        notes.append(label)
    return "; ".join(notes) or None


def _has_whole_number(line: str) -> bool:
    return any(len(re.sub(r"\D", "", match.group())) >= _FEWEST_IN_PROSE for match in _NUMBER.finditer(line))


def _label(candidate: _Candidate, passage: Passage, reading: Reading) -> str | None:
    """What a colon introduces the number with, unless it says no more than the number's kind."""
    line = passage.text[: candidate.start].rpartition("\n")[2]
    label = re.split(r"\d{4}[\d ]*[,;)]?", line)[-1].rstrip()
    if not label.endswith(":") or len(label) > 90:
        return None
    label = label.strip(_EDGES + "(")
    folded = Passage("", None, "", label).folded.strip(" .")
    kinds = reading.words.pattern("phone", "voice", "fax", "mobile", "sms", "emergency_alone")
    # "Numéro d'urgence": what is left beside the kind is at most a joint.
    rest = re.findall(r"\w{3,}|\d", kinds.sub(" ", folded))
    return label if len(label) > 2 and rest else None


def _short_codes(
    passage: Passage, blanked: str, reading: Reading, *, at_home: bool
) -> Iterator[tuple[Phone, int | None]]:
    """Codes that only work within a country ("1490", "292 SMS"): kept as written, without a number."""
    for offset, line in Passage(passage.canonical, None, "", blanked).lines():
        match = _SHORT_CODE.search(line)
        if match is None or len(line) > 80 or _has_whole_number(line):
            continue
        folded = passage.folded[offset : offset + len(line)]
        text_message = bool(reading.words.pattern("phone", "sms").search(folded))
        rest = re.sub(r"[\W\d_]+", " ", folded).split()
        labelled = bool(reading.words.pattern("phone", "voice", "emergency").match(folded)) and ":" in line
        if text_message or (at_home and len(rest) <= 2) or (labelled and len(match.group(1)) >= 3):
            kind = (
                "sms"
                if text_message
                else "fax"
                if passage.canonical == "2.5"
                else _call_kind(folded, reading)
            )
            note = _PAREN.match(line, match.end())
            yield Phone(None, kind, match.group(1), note.group(1) if note else None), passage.line_at(offset)
