"""Rules for what a template, another team or a converter left behind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import fuzz

from .case import Case, called
from .phrases import shortened
from .rule import Finding, rule

# Each as a template writes it, in the languages whose teams share one. "Todo" is a word in Spanish, and
# "to be determined" stands in many a sound sentence: the one counts in capitals, the other alone on its line.
PLACEHOLDER = re.compile(
    r"\bNAMA-CSIRT\b|\bXYZ-?CERT\b|\bXYZ University\b|\b(?:YOUR|NAME|NOMBRE|NOME|NOM)-(?:CERT|CSIRT)\b"
    r"|(?-i:\b(?:TBD|TBC|TODO|FIXME)\b)|\blorem ipsum\b"
    r"|^to be (?:defined|determined|completed|filled in|added)\W{0,3}$"
    r"|\[(?:add|insert|adicionar|inserir|insertar|añadir|insérer|ajouter|einfügen|isi|masukkan|your|team|name)\b[^\]\n]{0,80}\]"
    r"|<(?:team|name|your|insert|date|version|url|e-?mail)[ _-][^>\n]{0,60}>|\{\{[^}\n]{0,80}\}\}"
    r"|\bx{4,}\b|(?<![.…])(?:…{2,}|\.{4,}) ?(?:19|20)\d\d\b|\b(?:19|20)XX\b|: ?DD[/.-]MM[/.-]YYYY$"
    r"|\b(?:1A){3,}\d{0,4}\b|\b0x0{8,16}\b|\bDEADBEEF\b|\b1234 ?5678 ?9ABC ?DEF0\b|\b0x12345678\b"
    r"|^\W{0,6}(?:pgp |key )?finger ?print ?:[ \t]{0,4}\d{1,7}[ \t]{0,4}$",
    re.IGNORECASE | re.MULTILINE,
)
# A word that may be a response team's name: CERT-XY, XY-CSIRT, XyCERT, CERT.xy, CERT@XY; no part of an address.
WORD = re.compile(r"(?<![\w@./:-])[^\W_][\w@.\-‐‑–]*(?![/@])")
KIND = re.compile(r"CSIRT|PSIRT|CIRT|CERT(?!IF)")
# A kind of team with a noun behind it: CSIRT-related, CERT-community.
COMPOUND = re.compile(r"(?:CSIRT|PSIRT|CIRT|CERT)s?[-‐‑–][a-zà-ÿ]{4,}$")
# Kinds of teams, and the communities that anybody's document may name.
NOBODY = frozenset(
    [
        "cert",
        "csirt",
        "cirt",
        "psirt",
        "certs",
        "csirts",
        "cirts",
        "psirts",
        "certcc",
        "tfcsirt",
        "apcert",
        "oiccert",
        "uscert",
        "certeu",
        "eucert",
        "eucsirt",
        "africacert",
        "pacert",
        "fincert",
        "nationalcert",
        "certverbund",
        "csirtnetwork",
        "csirtsnetwork",
        "csirtnetzwerk",
        "certverbunds",
        "csirtamericas",
    ]
)
# Where a document speaks of its own team alone.
OF_ITSELF = ("0", "1", "1.1", "1.2", "1.3", "1.4", "1.5", "2.1", "2.3", "2.7", "2.8", "2.11", "3.1", "7")
LONGEST_ADDRESS = 80
LONGEST_NAME = 40  # a longer word is base64
DAMAGED = re.compile(
    "\N{REPLACEMENT CHARACTER}|Ã[\x80-\xbf©¨¶¼¤±³]|â(?:€|\x80)[\x80-\x9f™œ“”˜]|Ð[\x80-\xbf]Ñ[\x80-\xbf]"
)


@rule(
    "placeholder-left",
    "error",
    title="A placeholder of the template was left in.",
    remedy="Put the real value in its place, or write “None available.”.",
)
def placeholder_left(case: Case) -> Iterator[Finding]:
    """The reader sees that nobody has read the document to its end, and doubts the rest."""
    for section in case.document.sections:
        text = f"{section.title}\n{section.text}"
        found = dict.fromkeys(shortened(_with_its_word(text, match)) for match in PLACEHOLDER.finditer(text))
        for placeholder in list(found)[:3]:
            yield Finding(f"{called(section)} still holds the placeholder “{placeholder}”.", section.line)


@rule(
    "foreign-name",
    "warning",
    title="Another team's name stands where the document speaks of its own.",
    remedy="Replace the name, and read the sentences around it: they may still describe the other team.",
)
def foreign_name(case: Case) -> Iterator[Finding]:
    """Many documents begin as a copy of a neighbour's. Names of other teams are expected in sections on
    co-operation, affiliation and authority; in these others they are left over."""
    own = _own_names(case)
    if not own:
        return
    told: set[str] = set()
    for section in case.sections(*OF_ITSELF):
        for word in _team_names(f"{section.title}\n{section.text}"):
            name = _bare(word)
            if name not in told and name not in NOBODY and not any(_same(name, mine) for mine in own):
                told.add(name)
                yield Finding(f"{called(section)} speaks of “{word}”.", section.line)


@rule(
    "name-spellings",
    "note",
    title="The team's name is spelled in more than one way.",
    remedy="Choose one spelling and use it throughout.",
)
def name_spellings(case: Case) -> Iterator[Finding]:
    """A search for the name finds half of the places, and readers wonder whether there are two teams."""
    own = _own_names(case)
    spellings: dict[str, dict[str, int | None]] = {}
    for section in case.document.sections:
        for word in _team_names(section.text):
            if _bare(word) in own:
                spellings.setdefault(_bare(word), {}).setdefault(word, section.line)
    for forms in spellings.values():
        if len(forms) > 1:
            first, other = list(forms)[:2]
            yield Finding(f"The team is called both “{first}” and “{other}”.", forms[other])


@rule(
    "letters-damaged",
    "warning",
    title="Letters were damaged by a wrong encoding.",
    remedy="Save the document again as UTF-8 and look for words such as “Ã©”.",
)
def letters_damaged(case: Case) -> Iterator[Finding]:
    """Names and streets with accents cannot be read, searched or written on an envelope."""
    for section in case.document.sections:
        match = DAMAGED.search(f"{section.title}\n{section.text}")
        if match:
            text = f"{section.title}\n{section.text}"
            words = text[max(0, match.start() - 12) : match.end() + 12]
            yield Finding(f"{called(section)} holds damaged letters: “{shortened(words)}”.", section.line)


def _with_its_word(text: str, match: re.Match[str]) -> str:
    """What was found, with the rest of an address that it stands in: www.team.example/xxxx."""
    before = text[max(0, match.start() - LONGEST_ADDRESS) : match.start()]
    after = text[match.end() : match.end() + LONGEST_ADDRESS]
    if not before.endswith("/"):
        return match[0]
    end = next((at for at, letter in enumerate(after) if letter.isspace()), len(after))
    return before.split()[-1] + match[0] + after[:end]


def _team_names(text: str) -> Iterator[str]:
    """The words of a text that have the shape of a team's name."""
    for match in WORD.finditer(text):
        word = match[0].rstrip(".-‐‑–@")
        if len(word) <= LONGEST_NAME and KIND.search(word) and not COMPOUND.match(word):
            yield word


def _own_names(case: Case) -> frozenset[str]:
    """The team's own names and those within them, and what its addresses call it; all bare."""
    team = case.document.team
    names = [name for name in (team.name, team.short_name, *team.aliases) if name]
    words = [word for name in names for word in _team_names(name)]
    labels = [label for email in team.emails for label in re.split(r"[@.]", email)[:-1] if len(label) > 4]
    return frozenset(_bare(name) for name in (*names, *words, *labels)) - NOBODY


@lru_cache(maxsize=4096)
def _bare(name: str) -> str:
    """A name's letters and digits alone, in lower case."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", name).lower() if letter.isalnum())


def _same(name: str, own: str) -> bool:
    """True for one name in two spellings, or one within the other (CERT Example, CERT Example Bank)."""
    return name in own or own in name or fuzz.ratio(name, own) >= 80
