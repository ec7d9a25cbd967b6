"""The team's name, its short form and its other names (RFC 2350, 2.1).

The name is the form that the document leads with, or the one that it labels as the full name. A shorter
form that follows ("long (X)", "Short name: X") is the short name; every other form is an alias.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from .folding import alternatives, fold
from .passages import Passage, Reading
from .report import Report

_EDGES = " \t\n.,;:*_#|-–—"
_FOR = re.compile(r"^(?:for|of|du|de|del|der|des|di|von|pro|pre|za|dla|van|the)\s+", re.I)
_QUOTES = "\"“”„‟«»‹›‘’'`"
_QUOTED = re.compile(r"[\"“”„«‹]\s{0,2}([^\"“”„«»‹›\n]{2,120}?)\s{0,2}[\"“”»›]")
_PAIR = re.compile(r"\s*[:]\s+|\s+[-–—]{1,2}\s+|,\s+")
_BRACKET = re.compile(r"\(([^()\n]{2,80})\)")
_ARTICLE = re.compile(r"^(?i:the|le|la|les|el|il|das|der|die|het|de|o|a)\s+(?=[^\W\da-z])")
_CLAUSE = re.compile(r"[,;]\s|\.\s|\.$")
# A sentence's end, and no abbreviation's: "Team. We …", not "St. Example".
_STOP = re.compile(r"(?<=[^\W\d_]{3})[.!]\s{1,4}(?=[^\W\d_a-z])")
_OR = re.compile(r"^(?:or|ou|oder|o|of|lub|nebo|alebo|ili|или|atau|e|aka)\s+", re.I)
_TEAMISH = re.compile(
    r"(?:cert|csirt|cirt|sirt|tirt|psirt|isirt|irt|soc|csoc|isac|ttis|ciirt|etir|circ|cirt/cc|cc)(?![a-z])",
    re.I,
)
_GENERIC = frozenset(
    [
        "cert",
        "csirt",
        "cirt",
        "sirt",
        "soc",
        "irt",
        "isac",
        "psirt",
        "tim",
        "team",
        "ttis",
        "etir",
        "cert/csirt",
        "csirt/cert",
        "cert/cc",
        "the",
    ]
)
_PROFILE = re.compile(
    r"(?:rfc\W{0,2}2350|(?:csirt|cert)?\s{0,2}(?:description|profile|expectations?|opis|profil|perfil|popis|beschreibung|descripcion|descricao|descrizione|dokumen|document|template)\w{0,4}"
    r"(?:\s(?:for|of|du|de|del|der|des|di|von|pro|pre|za|dla|van)(?!\w))?|\bthe\b|\bbcp\W{0,2}21\b)",
    re.I,
)
_PROFILE_NAMED = re.compile(r"rfc\W{0,2}2350")
_NAME_IN_TEXT = re.compile(
    r"(?<![\w@./-])[^\W_][\w@|/'’&.-]{0,40}(?:[ ][A-ZÀ-Þ0-9Ѐ-Я(][\w@|/'’&.-]{0,40}){0,4}"
)


@dataclass
class _Names:
    """The forms found so far: `full` and `short` by their labels, `plain` in the document's order."""

    full: list[str] = field(default_factory=list)
    short: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)

    def extend(self, other: _Names) -> None:
        """Add what another part of the document says."""
        self.full += other.full
        self.short += other.short
        self.plain += other.plain
        self.also += other.also


def names(reading: Reading, report: Report) -> tuple[str | None, str | None, tuple[str, ...]]:
    """The name, the short name and the aliases; nothing where the document never names its team."""
    found = _Names()
    for passage in reading.of("2.1"):
        stated = _Names()
        _from_section(passage, reading, stated)
        if stated.full and not found.full:
            # Labels outrank a table or a cover page that bears the same heading.
            found = _Names()
        if stated.full or not found.full:
            found.extend(stated)
            report.place("team.name", passage.line_at(0))
    if not (found.full or found.short or found.plain):
        for passage in reading.of("2", "2.2", "0", "1", "1.5"):
            _from_labels(passage, reading, found, certain=True)
    if not (found.full or found.plain):
        found.plain = _from_titles(reading) or _most_frequent(reading)
    return _chosen(found)


def _chosen(found: _Names) -> tuple[str | None, str | None, tuple[str, ...]]:
    leading = [*found.full, *found.plain, *found.short]
    if not leading:
        return None, None, ()
    name = leading[0]
    short = next((form for form in found.short if _key(form) != _key(name)), None)
    rest = [form for form in [*leading, *found.also] if form != short]
    aliases = [
        form for form in dict.fromkeys(rest) if _key(form) != _key(name) and _key(form) != _key(short or "")
    ]
    return name, short, tuple(dict.fromkeys(aliases))


def _from_section(passage: Passage, reading: Reading, found: _Names) -> None:
    """Names under the heading "Name of the Team": labelled forms, else what its lines say."""
    if reading.words.is_absent(passage.text):
        return
    if _from_labels(passage, reading, found, certain=False):
        return
    for index, paragraph in enumerate(_paragraphs(passage)):
        if index and (found.plain or found.full):
            _add_line_name(paragraph, found)
        else:
            _from_phrase(paragraph, reading, found)


def _paragraphs(passage: Passage) -> list[str]:
    """The section's lines, those that run on joined: a line ends a name where the next begins another."""
    joined: list[str] = []
    for _, line in passage.lines():
        if joined and _runs_on(joined[-1], line):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def _runs_on(previous: str, line: str) -> bool:
    """Whether a line goes on with the name above it, which was too long for one."""
    if line[:1].islower() or previous.endswith((",", "-", "–")) or previous.count("(") > previous.count(")"):
        return True
    if previous.endswith((".", ":", ";")) or _is_handle(previous):
        return False
    return len(previous) > _LONG and not _TEAM_NOUN.search(fold(line))


def _from_labels(passage: Passage, reading: Reading, found: _Names, *, certain: bool) -> bool:
    """Every "Full name: X" of a passage, several on a line too. Whether there was any."""
    pattern = _labels(reading, certain)
    matches = list(pattern.finditer(passage.folded))
    text = passage.text
    starts = [match.start() for match in matches] + [len(text)]
    if not matches:
        return False
    if not certain:
        head = Passage(passage.canonical, None, "", text[: starts[0]])
        for paragraph in _paragraphs(head):
            _from_phrase(paragraph, reading, found)
    for index, match in enumerate(matches):
        value = text[match.end() : starts[index + 1]].strip()
        lines = [line.strip() for line in value.split("\n") if line.strip()]
        if not lines:
            continue
        first = lines[0] if not _is_cut(lines) else f"{lines[0]} {lines[1]}"
        kind = next(name for name, label in match.groupdict().items() if label)
        _add_labelled(kind, first, reading, found)
    return bool(found.full or found.short or found.plain)


def _is_cut(lines: list[str]) -> bool:
    """Whether a value's second line belongs to it: the first is long, or ends as no name does."""
    return len(lines) > 1 and (
        lines[1][:1].islower() or len(lines[0]) > 55 or lines[0].endswith((" -", " –", ","))
    )


def _labels(reading: Reading, certain: bool) -> re.Pattern[str]:
    """Labels of names in a folded text. Outside of section 2.1 only those that mean a team's name."""
    words = reading.words
    groups = ("full", "short", "also") if certain else ("full", "short", "also", "languages", "team")
    return _labels_for(tuple((name, words.phrases("name", name)) for name in groups))


@functools.cache
def _labels_for(groups: tuple[tuple[str, tuple[str, ...]], ...]) -> re.Pattern[str]:
    kinds = "|".join(f"(?P<{name}>{alternatives(phrases)})" for name, phrases in groups)
    return re.compile(rf"(?<!\w)(?:{kinds})\s{{0,3}}(?:[:=]|(?<=\w)\s[-–]\s)\s{{0,4}}")


def _add_labelled(kind: str, value: str, reading: Reading, found: _Names) -> None:
    value = _cut_at_calling(value, reading, found).strip(_EDGES)
    inner = _BRACKET.search(value)
    if inner and kind == "short" and inner.end() == len(value):
        found.also.append(_OR.sub("", inner.group(1)).strip(_EDGES + _QUOTES))
        value = value[: inner.start()]
    name = _clean(value)
    if not name:
        return
    if kind == "full":
        found.full.append(name)
    elif kind == "short":
        found.short.append(name)
    elif kind == "also":
        found.also.extend(_clean(part) for part in re.split(r"[,;]", name) if _clean(part))
    else:
        _from_phrase(name, reading, found)


def _from_phrase(phrase: str, reading: Reading, found: _Names) -> None:
    """One line of section 2.1, in whichever way it gives the name."""
    phrase = _after_copula(_cut_at_calling(_first_sentence(phrase, reading, found), reading, found), reading)
    quoted = _QUOTED.match(phrase.lstrip())
    if quoted:
        found.plain.append(_clean(quoted.group(1)))
        _add_rest(phrase.lstrip()[quoted.end() :], found)
        return
    said = _before_verb(phrase, reading)
    if said:
        found.plain.append(said)
        return
    pair = _PAIR.search(phrase)
    if (
        pair
        and phrase[: pair.start()].count("(") <= phrase[: pair.start()].count(")")
        and _is_handle(phrase[: pair.start()])
    ):
        found.plain.append(_clean(phrase[: pair.start()]))
        _add_rest(phrase[pair.end() :], found)
        return
    inside = _best_in_text(phrase, reading) if _is_sentence(phrase) else None
    if inside:
        found.plain.append(inside)
        return
    bracket = _BRACKET.search(phrase)
    if bracket and not phrase[bracket.end() :].strip(_EDGES):
        _add_bracketed(phrase[: bracket.start()], bracket.group(1), found)
        return
    if name := _clean(phrase):
        found.plain.append(name)


def _add_bracketed(long: str, inner: str, found: _Names) -> None:
    """ "long (X)": the bracket holds the short form, another one, or the mere word CSIRT."""
    # "(short: X)": whatever the label says, X is the form.
    name, form = _clean(long), _clean(inner.rpartition(": ")[2])
    if not name:
        return
    found.plain.append(name)
    if form and fold(form) not in _GENERIC:
        (found.short if len(form) < len(name) and not found.short else found.also).append(form)


def _add_rest(rest: str, found: _Names) -> None:
    """What follows the leading form: other names, each in brackets, after a colon, or up to a clause."""
    rest = rest.strip(_EDGES + _QUOTES)
    bracket = _BRACKET.match(rest)
    if bracket:
        found.also.append(_clean(bracket.group(1)))
        rest = rest[bracket.end() :].strip(_EDGES)
    first = re.split(r",\s|\s\(|\.\s", rest, maxsplit=1)[0]
    name = _clean(_ARTICLE.sub("", _clean(first)))
    if name and _TEAM_NOUN.search(fold(name)) and name[0].isupper() and len(name.split()) <= 14:
        found.also.append(name)


def _add_line_name(line: str, found: _Names) -> None:
    """A further line of the section: another form of the name, where it looks like one."""
    name = _clean(line)
    if name and len(name) <= 120 and not _is_sentence(line) and _TEAM_NOUN.search(fold(name)):
        (found.short if _is_handle(name) and len(name) < len(found.plain[0]) else found.also).append(name)


def _cut_at_calling(phrase: str, reading: Reading, found: _Names) -> str:
    """The phrase up to "hereafter called X", whose X is the short name.

    Where nothing before it is a name ("The team bears the official name of X"), X itself is the phrase.
    """
    calling = list(reading.words.pattern("name", "called").finditer(fold(phrase)))
    if not calling or not phrase[: calling[0].start()].strip(_EDGES + "("):
        return phrase
    before, after = phrase[: calling[0].start()], phrase[calling[-1].end() :].strip(" ,:")
    if not _TEAM_NOUN.search(fold(before)) or before.split()[-1][:1].islower():
        return after if any(character.isupper() for character in after) else phrase
    called = _clean(_CLAUSE.split(after, maxsplit=1)[0])
    if not _is_handle(called):
        return phrase
    found.short.append(called)
    return before.rstrip(" ,(-–")


def _first_sentence(phrase: str, reading: Reading, found: _Names) -> str:
    """The name that ends where a sentence of its own follows: "Example CSIRT. We call ourselves X."."""
    end = _STOP.search(phrase)
    if end is None:
        return phrase
    name, rest = phrase[: end.start()], phrase[end.end() :]
    if _is_sentence(name) or not _TEAM_NOUN.search(fold(name)) or _QUOTED.search(name):
        return phrase
    calling = reading.words.pattern("name", "called").search(fold(rest))
    # "Example Ltd. Incident Team" goes on with the name: a sentence has words of its own.
    if not calling and sum(word[:1].islower() and len(word) > 2 for word in rest.split()) < 2:
        return phrase
    called = _clean(_CLAUSE.split(rest[calling.end() :], maxsplit=1)[0]) if calling else ""
    if called and _is_handle(called):
        found.short.append(called)
    return name


def _after_copula(phrase: str, reading: Reading) -> str:
    """X of "The name of the team is X"; else the phrase."""
    said = _copula(reading).match(fold(phrase))
    return phrase[said.end() :] if said else phrase


def _copula(reading: Reading) -> re.Pattern[str]:
    words = reading.words
    labels = (*words.phrases("name", "full"), *words.phrases("name", "team"))
    return _copula_for(labels, words.phrases("name", "copula"))


@functools.cache
def _copula_for(labels: tuple[str, ...], copulas: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"\s{{0,4}}(?:\w{{1,4}}['\s]\s?)?(?:{alternatives(labels)})\s{{1,3}}(?:{alternatives(copulas)})(?!\w)[\s:]{{1,4}}"
    )


def _before_verb(phrase: str, reading: Reading) -> str | None:
    """X of "X is the team of …"."""
    match = reading.words.pattern("name", "verbs").search(fold(phrase))
    if match is None:
        return None
    name = _clean(_BRACKET.sub("", phrase[: match.start()]))
    return name if name and len(name.split()) <= 6 and _TEAMISH.search(fold(name)) else None


def _is_sentence(phrase: str) -> bool:
    words = phrase.split()
    lower = [word for word in words if word[:1].islower()]
    return len(words) > 8 and len(lower) * 2 > len(words)


def _best_in_text(phrase: str, reading: Reading) -> str | None:
    """The team-like name of a sentence that the document uses most."""
    counted = _counted(reading)
    candidates = _candidates(phrase)
    return max(candidates, key=lambda name: (counted[_key(name)], len(name)), default=None)


def _from_titles(reading: Reading) -> list[str]:
    """The name in a title line: "RFC 2350 Description for X"."""
    for passage in reading.of("0"):
        for _, line in passage.lines():
            if len(line) > 140 or not re.search(r"rfc\W{0,2}2350|description for", line, re.I):
                continue
            name = _clean(_FOR.sub("", _clean(_PROFILE.sub(" ", line))))
            if name and len(name.split()) <= 12 and _TEAMISH.search(fold(name)) and not _is_sentence(name):
                bracket = _BRACKET.search(name)
                return [_clean(bracket.group(1)), _clean(_BRACKET.sub("", name))] if bracket else [name]
    return _title_alone(reading)


def _title_alone(reading: Reading) -> list[str]:
    """The name that is itself the first line of a document which calls itself a profile further on."""
    for passage in reading.of("0"):
        first = next(passage.lines(), (0, ""))[1]
        name = _clean(first)
        own = len(name.split()) > 1 and len(name) <= 80 and not _is_sentence(name)
        if own and _TEAMISH.search(fold(name)) and fold(_ARTICLE.sub("", name)) not in _GENERIC:
            return [name] if _PROFILE_NAMED.search(passage.folded) else []
    return []


def _most_frequent(reading: Reading) -> list[str]:
    """The team-like name that the whole text uses most, for a document without headings."""
    counted: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for passage in reading.passages:
        for name in _candidates(passage.text):
            counted[_key(name)] += 1
            shown.setdefault(_key(name), name)
    ranked = [(count, key) for key, count in counted.items() if count > 1]
    return [shown[max(ranked)[1]]] if ranked else []


@functools.lru_cache(maxsize=4)
def _counted(reading: Reading) -> Counter[str]:
    return Counter(_key(name) for passage in reading.passages for name in _candidates(passage.text))


def _candidates(text: str) -> list[str]:
    """Runs of capitalised words of which one looks like a team's: "CERT Example", "X-CSIRT"."""
    found = []
    for match in _NAME_IN_TEXT.finditer(text):
        words = match.group().split()
        teamish = [index for index, word in enumerate(words) if _TEAMISH.search(fold(word))]
        if not teamish:
            continue
        index = teamish[0]
        word = _clean(words[index])
        if fold(word) not in _GENERIC and word:
            found.append(word)
        elif index + 1 < len(words):
            found.append(_clean(f"{words[index]} {words[index + 1]}"))
        elif index:
            found.append(_clean(f"{words[index - 1]} {words[index]}"))
    return [name for name in found if name and fold(_ARTICLE.sub("", name)) not in _GENERIC]


# A line of at least this length may have been broken; shorter ones end where their writer ended them.
_LONG = 55
_TEAM_NOUN = re.compile(
    r"(?:cert|csirt|cirt|sirt|soc|irt|isac|team|tim|tym|zespol|equipe|equipo|equipa|squadra|cent(?:re|er|ro|rum|ar)|"
    r"nucleo|group|gruppe|unit|desk|ttis|response|respuesta|resposta|reponse|тим|центар)(?!\w)"
)


def _is_handle(text: str) -> bool:
    """Whether this is a team's handle, and not just the word for such a team: "CERT-X", "EXIRT"."""
    name = _clean(text)
    words = name.split()
    if not name or len(words) > 4 or fold(name) in _GENERIC:
        return False
    capitals = sum(character.isupper() for character in name)
    letters = sum(character.isalpha() for character in name)
    return bool(_TEAMISH.search(fold(name))) or (len(words) <= 2 and 2 <= capitals >= letters / 2)


def _clean(text: str) -> str:
    """A name without quotation marks, marks of emphasis and the sentence's punctuation."""
    name = " ".join(text.split()).strip(_EDGES + _QUOTES).rstrip("( ")
    if name.endswith(")") and "(" not in name:
        name = name[:-1]
    if name.startswith("(") and ")" not in name:
        name = name[1:]
    return re.sub(r"(\w)- (?=[A-Z])", r"\1-", name)


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", fold(name))


def handles(found: Iterable[str]) -> frozenset[str]:
    """Names as they are compared: without case, accents and punctuation."""
    return frozenset(_key(name) for name in found)
