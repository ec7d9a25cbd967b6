"""How a table of teams becomes records: a mapping by its name, and a row that keeps what could not be taken over."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as Cells
from dataclasses import dataclass, field

from directory.vocabularies import COUNTRIES, Vocabulary

from . import telephones
from .record import LONGEST_NAME, LONGEST_SHORT_NAME, LONGEST_TEXT, ContactRecord, Record

_MAIL = re.compile(r"[^\s@<>()\[\],;:\"]{1,64}@(?:[\w-]{1,63}\.){1,10}[^\W\d_]{2,63}")
_EPOCH = re.compile(r"/\d{9,10}$")
_PAGE = re.compile(r"https?://[^\s/?#@]{1,253}(?:[/?#]\S{0,400})?")
_HEX = re.compile(r"(?:[0-9A-F]{8}|[0-9A-F]{16}|[0-9A-F]{40}|[0-9A-F]{64})")
_TYPES = (
    (re.compile(r"PSIRT"), "psirt"),
    (re.compile(r"(?<![A-Za-z])ISAC(?![a-z])"), "isac"),
    (
        re.compile(r"CS?II?RT|CERT|SIRT|(?<![A-Z])IRT|Cert(?![a-z])|\bComputer (?:Security|Emergency) "),
        "csirt",
    ),
    (re.compile(r"(?<![A-Za-z])SOC(?![a-z])"), "soc"),
)
# The first team of all began in November 1988; an earlier day is a spreadsheet's way with a bare year.
FIRST_TEAM = datetime.date(1988, 11, 1)


@dataclass(frozen=True, slots=True)
class Mapping:
    """One kind of table. It fits a header that has every column of `required` and none beyond `columns`;
    `record` makes a row's record, `original` and `line` aside; `separator` parts the items of a cell."""

    name: str
    required: frozenset[str]
    columns: frozenset[str]
    record: Callable[[Row], Record]
    separator: str

    def fits(self, header: Iterable[str]) -> bool:
        return self.required <= set(header) <= self.columns


@dataclass
class Row:
    """The cells of a row by their columns, and how lists are parted in them. Whatever cannot be taken over is
    kept in `problems` as a sentence with the column and the value."""

    cells: Cells[str, str]
    separator: str
    problems: list[str] = field(default_factory=list)

    def text(self, column: str) -> str:
        """What the cell says; "N/A" says nothing."""
        value = self.cells.get(column, "").strip()
        return "" if value.lower() in {"n/a", "-", "."} else value

    def items(self, column: str) -> list[str]:
        parts = (part.strip() for part in re.split(re.escape(self.separator) + "|\n", self.text(column)))
        return list(dict.fromkeys(part for part in parts if part and part.lower() not in {".", "n/a"}))

    def problem(self, column: str, value: str, why: str) -> None:
        shown = " ".join(value.split())
        self.problems.append(f"{column}: “{shown if len(shown) <= 300 else shown[:299] + '…'}” {why}.")

    def name(self, column: str, longest: int = LONGEST_NAME) -> str:
        value = " ".join(self.text(column).split())
        if len(value) > longest:
            self.problem(column, value, f"has more than {longest} characters and was cut")
        return value[:longest].strip()

    def names(self, column: str) -> tuple[str, ...]:
        return tuple(" ".join(item.split())[:LONGEST_NAME] for item in self.items(column))

    def countries(self, column: str, codes: Cells[str, str]) -> tuple[str, ...]:
        """ISO codes in the cell's order; `codes` says what the source writes for some of them."""
        found = []
        for item in self.items(column):
            code = codes.get(item.upper(), item.upper())
            if code in COUNTRIES:
                found.append(code)
            else:
                self.problem(column, item, "is not an ISO 3166-1 country code")
        return tuple(dict.fromkeys(found))

    def words_of(self, column: str, vocabulary: Vocabulary) -> tuple[str, ...]:
        """The cell's codes of a vocabulary."""
        codes = [item.lower() for item in self.items(column)]
        for code in codes:
            if code not in vocabulary:
                self.problem(column, code, f"is not a code of the list “{vocabulary.name}”")
        return tuple(code for code in codes if code in vocabulary)

    def day(self, column: str) -> str | None:
        value = self.text(column)
        if not value:
            return None
        try:
            day = datetime.date.fromisoformat(value)
        except ValueError:
            self.problem(column, value, "is not a date such as 2011-05-02")
            return None
        if day < FIRST_TEAM:
            self.problem(column, value, "is before the first team of all began, and was left out")
            return None
        return day.isoformat()

    def phones(self, column: str, kind: str, country: str) -> list[ContactRecord]:
        """Each number of the cell; one that cannot be told stays as the text that it is."""
        found = []
        for item in self.items(column):
            read = telephones.read(item, country)
            figures = sum(character.isdigit() for character in item)
            if read.doubt:
                kept = "taken over" if read.number else "kept as text" if figures > 2 else "left out"
                self.problem(column, item, f"{read.doubt}; it was {kept}")
            if figures < 3:
                continue
            text = "" if read.number else item[:LONGEST_TEXT]
            found.append(ContactRecord(kind, read.number, text, read.note))
        return found

    def emails(self, column: str) -> list[ContactRecord]:
        """Each address of the cell; the time that a directory put behind an old one is cut off."""
        found = []
        for item in self.items(column):
            address = _EPOCH.sub("", item)
            if address != item:
                self.problem(column, item, "ends in a time, not in an address; the time was cut off")
            if _MAIL.fullmatch(address):
                found.append(ContactRecord("email", address))
            else:
                self.problem(column, item, "is not an e-mail address")
        return found

    def websites(self, column: str) -> list[ContactRecord]:
        found = []
        for item in self.items(column):
            address = item.rstrip(".")
            if _PAGE.fullmatch(address):
                found.append(ContactRecord("website", address))
            else:
                self.problem(column, item, "is not an address that begins with https:// or http://")
        return found

    def keys(self, column: str) -> tuple[str, ...]:
        """Fingerprints and key IDs, each in upper-case hex."""
        found = []
        for item in self.items(column):
            digits = re.sub(r"[\s:]", "", item).upper().removeprefix("0X")
            if _HEX.fullmatch(digits):
                found.append(digits)
            else:
                self.problem(column, item, "is neither a fingerprint nor a key ID")
        return tuple(dict.fromkeys(found))


def mentioned_contacts(text: str) -> list[ContactRecord]:
    """The addresses in a remark such as "spam@cert.example - to report spam", the rest of it as their note."""
    addresses = [("email", m[0]) for m in _MAIL.finditer(text)] + [
        ("website", m[0]) for m in _PAGE.finditer(text)
    ]
    rest = _PAGE.sub(" ", _MAIL.sub(" ", text))
    note = " ".join(rest.strip(" -.:()").split()) if len(addresses) == 1 else ""
    return [ContactRecord(kind, address, note=note[:200]) for kind, address in addresses]


def type_of(*names: str) -> str:
    """The code of the kind of team that a name says it is; empty where none does."""
    for pattern, code in _TYPES:
        if any(pattern.search(name) for name in names):
            return code
    return ""


def short(row: Row, column: str) -> str:
    return row.name(column, LONGEST_SHORT_NAME)
