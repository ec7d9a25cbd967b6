"""Where the team is: its address, and the country that its address or else its other facts name."""

from __future__ import annotations

import re
from collections import defaultdict

import phonenumbers

from .countries import CODES, mentioned, of_post_code
from .passages import Passage, Reading
from .report import Report
from .urls import urls
from .zones import countries_of_zones

_EDGES = " \t*_#|.,;:()-–—"
_CONTACT_LABELS = ("voice", "mobile", "fax")
_MAIL_OR_WEB = re.compile(r"@|https?://|\[at\]|\(at\)", re.I)
_NUMBER_NEXT = re.compile(r"[ \t]{0,3}(?:no|nr|number)?[.:]{0,2}\s{0,3}[+(\d]")
_ELEMENT = re.compile(r"[,;()|/]|\s[-–—]\s|[.]\s")
_PLUS = re.compile(r"(?<!\w)(?:\+{1,2}|00)\s?\(?(\d[\d\s().-]{5,20}\d)")
_BRACKETED_CODE = re.compile(r"(?<![\w)+])\((\d{1,3})\)\s?(\d[\d\s.-]{4,14}\d)")
_MAIL_DOMAIN = re.compile(r"(?:@|\[at\]|\(at\)|\[@\])\s?([\w.-]{3,100})", re.I)
# Country domains that are sold to everybody say nothing of a country.
_OPEN_DOMAINS = frozenset(
    {"IO", "AI", "CO", "ME", "TV", "CC", "FM", "LY", "TO", "SH", "GG", "EU", "WS", "TK", "VC"}
)
_LANGUAGE_OF = {
    "id": "ID",
    "pl": "PL",
    "cs": "CZ",
    "sk": "SK",
    "mk": "MK",
    "hr": "HR",
    "bs": "BA",
    "sr": "RS",
}
_ENOUGH = 2.0


def address(reading: Reading, report: Report) -> tuple[str, ...]:
    """The postal address (RFC 2350, 2.2) line by line, without telephone numbers and e-mail addresses."""
    found: list[str] = []
    labels = reading.words.pattern("phone", *_CONTACT_LABELS)
    for passage in reading.of("2.2"):
        if reading.words.is_absent(passage.text):
            continue
        for offset, line in passage.lines():
            label = labels.match(passage.folded, offset)
            if (label and _NUMBER_NEXT.match(passage.folded, label.end())) or _MAIL_OR_WEB.search(line):
                continue
            text = line.strip("*_#| \t")
            if text:
                report.place(f"team.address.{len(found)}", passage.line_at(offset))
                found.append(text)
    return tuple(found)


def country(reading: Reading, report: Report) -> str | None:
    """The team's country (ISO 3166-1 alpha-2): what the address says, else what other facts agree on.

    A country that no address names is reported, so that nobody takes the inference for a statement.
    """
    stated = _stated(reading)
    if stated:
        code, line = stated
        report.place("team.country", line)
        return code
    weights = _evidence(reading)
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < _ENOUGH or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < 1):
        return None
    report.note(
        "country-inferred",
        None,
        f"No address names the country; {ranked[0][0]} is what telephone numbers, domains and the time zone agree on.",
    )
    return ranked[0][0]


def _stated(reading: Reading) -> tuple[str, int | None] | None:
    """The country that the address names: as a line of its own, as the end of a line, or by its post code."""
    best: tuple[float, str, int | None] | None = None
    for passage in reading.of("2.2"):
        for index, (offset, line) in enumerate(passage.lines()):
            for weight, code in _in_line(line, reading):
                weighed = (weight + index / 1000, code, passage.line_at(offset))
                if best is None or weighed[0] >= best[0]:
                    best = weighed
    return best[1:] if best else None


def _in_line(line: str, reading: Reading) -> list[tuple[float, str]]:
    """Each country of an address line with its weight; a name inside a street's name has none."""
    found: list[tuple[float, str]] = []
    for mention in mentioned(line, reading.words):
        before, after = line[: mention.start].rstrip(), line[mention.end :]
        if not before.strip(_EDGES) and not after.strip(_EDGES):
            weight = 10.0
        elif _ELEMENT.search(line[: mention.start][-3:]) and not after.strip(_EDGES):
            weight = 8.0
        elif not after.strip(_EDGES):
            weight = 6.0
        elif not before.strip(_EDGES) and after.lstrip()[:1] in {",", "(", "-"}:
            weight = 5.0
        elif any(character.isdigit() for character in after) and len(after.split()) <= 3:
            weight = 4.0
        else:
            continue
        found.append((weight, mention.code))
    post_code = of_post_code(line)
    return [*found, (7.0, post_code)] if post_code else found


def _evidence(reading: Reading) -> dict[str, float]:
    """What facts other than the address say of the country; each kind of evidence counts once."""
    weights: defaultdict[str, float] = defaultdict(float)
    contact = [passage for passage in reading.passages if passage.canonical.startswith("2")]
    if reading.is_unstructured:
        contact = list(reading.passages)
        _weigh(weights, _lines_that_are_countries(contact, reading), 3.0)
    _weigh(weights, _of_numbers(contact), 3.0)
    _weigh(weights, _of_bracketed_codes(reading.of("2.4", "2.5")), 2.0)
    _weigh(weights, _of_domains([*contact, *reading.of("1.3", "1.2")]), 2.0)
    for passage in reading.of("2.3"):
        _weigh(weights, countries_of_zones(passage, reading.words), 3.0)
        _weigh(weights, {found.code for found in mentioned(passage.text, reading.words)}, 2.0)
    for passage in reading.of("2.1"):
        _weigh(weights, {found.code for found in mentioned(passage.text, reading.words)}, 1.0)
    spoken = _LANGUAGE_OF.get(reading.words.language)
    if spoken:
        weights[spoken] += 1.0
    return dict(weights)


def _weigh(weights: defaultdict[str, float], codes: set[str], weight: float) -> None:
    for code in codes:
        weights[code] += weight


def _lines_that_are_countries(passages: list[Passage], reading: Reading) -> set[str]:
    return {
        code
        for passage in passages
        for _, line in passage.lines()
        for weight, code in _in_line(line, reading)
        if weight >= 7 and len(line) < 60
    }


def _of_numbers(passages: list[Passage]) -> set[str]:
    found = set()
    for passage in passages:
        for match in _PLUS.finditer(passage.text):
            region = region_of("".join(filter(str.isdigit, match.group(1))))
            if region:
                found.add(region)
    return found


def _of_bracketed_codes(passages: list[Passage]) -> set[str]:
    """Numbers such as "(356) 2555 0147", whose bracket holds a country code and no area code."""
    found = set()
    for passage in passages:
        for match in _BRACKETED_CODE.finditer(passage.text):
            digits = "".join(filter(str.isdigit, match.group()))
            region = region_of(digits)
            if region and not match.group(1).startswith("0") and _is_possible(digits):
                found.add(region)
    return found


def _of_domains(passages: list[Passage]) -> set[str]:
    found = set()
    for passage in passages:
        hosts = [url.host for url in urls(passage.text, bare=True)]
        hosts += [match.group(1).strip(".-") for match in _MAIL_DOMAIN.finditer(passage.text)]
        for host in hosts:
            code = host.rpartition(".")[2].upper().replace("UK", "GB")
            if "." in host and code in CODES - _OPEN_DOMAINS:
                found.add(code)
    return found


def region_of(digits: str) -> str | None:
    """The country of an international number's digits; None where the code is shared and nothing decides."""
    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return None
    if (
        phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.TOLL_FREE
        and number.country_code == 1
    ):
        # +1 800 is shared by all of North America.
        return None
    region = phonenumbers.region_code_for_number(number)
    if region is None and number.country_code not in (None, 1):
        region = phonenumbers.region_code_for_country_code(number.country_code)
    return region if region in CODES else None


def _is_possible(digits: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(f"+{digits}"))
    except phonenumbers.NumberParseException:
        return False
