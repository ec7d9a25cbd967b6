"""The tables that an operator may load, as the files in which others publish them, line by line.

Origins say which AS announces a network. Four formats are told apart line by line:

    192.0.2.0<TAB>24<TAB>64500      CAIDA's pfx2as; 64500_64501 is several ASes, 64500,64501 or {…} an AS set
    192.0.2.0/24 64500              blanks between the two
    192.0.2.0/24,64500              CSV, with or without a head line; further columns are not read
    {"CIDR": "192.0.2.0/24", "ASN": 64500}

Delegations say where a network or an AS number is registered: the (extended) statistics of the five regional
registries, `registry|cc|type|start|value|date|status`, by their exchange format (version 2 and 2.3). `value` counts
addresses for ipv4, AS numbers for asn, and is the network's length for ipv6.

Either may be packed with gzip. This module knows neither Django nor a database.
"""

import gzip
import io
import ipaddress
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple

from directory.vocabularies import COUNTRIES

from . import keys

LONGEST_LINE = 65_536
"""Bytes. What is longer is no table, and need not be held in memory to be sure."""

MOST_ASNS = 100_000
"""Of one delegation. Registries give out a thousand or two at once."""

QUOTED_CHARACTERS = 60
QUOTED_LINES = 3
LAST_ASN = 2**32 - 1  # reserved, as is 0 (RFC 7300, RFC 7607)


class Row(NamedTuple):
    """A key of `keys`, and what the table says of it: an AS number, or a country's ISO code."""

    key: bytes
    value: int | str


class BadLine(ValueError):
    """Why a line cannot be read, as a sentence without its full stop."""


class LeftOut(Exception):
    """What a line is about that the table has no use for, in the plural: lines are counted by it."""


class Unusable(ValueError):
    """Why a file cannot be loaded at all, as a sentence."""


RowsOf = Callable[[str], list[Row]]
"""The rows of a line. Raises BadLine or LeftOut."""


@dataclass
class Tally:
    """What became of the lines: `left_out` counts by kind, `quoted` shows the first bad ones."""

    lines: int = 0
    bad: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    quoted: list[str] = field(default_factory=list)

    def reject(self, path: Path, number: int, line: str, why: str) -> str:
        """Counts a bad line, and says where and why it is one."""
        told = f"{path}, line {number}: {why}: {_quoted(line)}"
        self.bad += 1
        if self.bad <= QUOTED_LINES:
            self.quoted.append(told)
        return told


def _quoted(line: str) -> str:
    shown = "".join(letter if letter.isprintable() else " " for letter in line)
    return f"“{shown[:QUOTED_CHARACTERS]}{'…' if len(shown) > QUOTED_CHARACTERS else ''}”"


# Files ---------------------------------------------------------------------------------------------


def rows(path: Path, rows_of: RowsOf, tally: Tally) -> Iterator[Row]:
    """The rows of a file, as they are read. Raises Unusable where it is no such file or has no row."""
    found, first_bad = 0, ""
    for number, line in _lines(path):
        tally.lines += 1
        try:
            of_line = rows_of(line)
        except BadLine as error:
            told = tally.reject(path, number, line, str(error))
            first_bad = first_bad or f" {told}."
            continue
        except LeftOut as error:
            tally.left_out[str(error)] += 1
            continue
        found += len(of_line)
        yield from of_line
    if not found:
        raise Unusable(f"No line of {path} can be used.{first_bad}")


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines with their numbers, from 1, without comments and empty ones."""
    number = 0
    try:
        with path.open("rb") as packed, _unpacked(packed) as file:
            while line := file.readline(LONGEST_LINE):
                number += 1
                if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                    raise Unusable(f"{path}, line {number} is longer than {LONGEST_LINE:,} bytes.")
                text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip()
                if text and text[0] not in "#;%":
                    yield number, text
    except UnicodeDecodeError as error:
        raise Unusable(f"{path}, line {number} is not text in UTF-8.") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Unusable(f"{path} is damaged behind line {number}: it cannot be unpacked.") from error
    except OSError as error:
        raise Unusable(f"{path} cannot be read: {error.strerror}.") from error


def _unpacked(file: io.BufferedReader) -> BinaryIO:
    packed = file.peek(2)[:2] == b"\x1f\x8b"
    return io.BufferedReader(gzip.GzipFile(fileobj=file)) if packed else file


# Origins -------------------------------------------------------------------------------------------

AS_SETS = "AS sets"
HEADS = "head lines"
_HEAD = re.compile(r"[a-z_ ]+(?:,[a-z_ ]+)+", re.IGNORECASE | re.ASCII)
_ASN = re.compile(r"(?:AS)?(\d{1,10})", re.IGNORECASE | re.ASCII)


def origins(line: str) -> list[Row]:
    """A network's rows, one for each AS that announces it. See RowsOf."""
    prefix, announced = _prefix_and_asns(line)
    key = _network(prefix)
    alone = [part for part in announced.split("_") if "," not in part and "{" not in part]
    if not alone:
        raise LeftOut(AS_SETS)
    return [Row(key, _asn(part)) for part in alone]


def _prefix_and_asns(line: str) -> tuple[str, str]:
    if line.startswith("{"):
        return _of_json(line)
    fields = line.split()
    if len(fields) == 3 and fields[1].isascii() and fields[1].isdigit() and "/" not in fields[0]:
        return f"{fields[0]}/{fields[1]}", fields[2]
    if len(fields) > 1 and "/" in fields[0] and "," not in fields[0]:
        return fields[0], fields[1]
    plain = line.replace('"', "")
    if _HEAD.fullmatch(plain):
        raise LeftOut(HEADS)
    prefix, comma, rest = plain.partition(",")
    if not comma:
        raise BadLine("this is no network with its AS number")
    return prefix.strip(), rest if rest.lstrip().startswith("{") else rest.partition(",")[0].strip()


def _of_json(line: str) -> tuple[str, str]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        raise BadLine("this is no JSON object") from None
    prefix, asn = entry.get("CIDR"), entry.get("ASN")
    if not isinstance(prefix, str) or not isinstance(asn, int | str):
        raise BadLine("CIDR or ASN is missing")
    return prefix, str(asn)


def _network(text: str) -> bytes:
    try:
        network = ipaddress.ip_network(text)
    except ValueError:
        raise BadLine("this is no network, or has bits set behind its length") from None
    if "/" not in text:
        raise BadLine("this is an address without a length")
    if network.prefixlen == 0:
        raise BadLine("the whole address space is nobody's")
    return keys.of_network(network)


def _asn(text: str) -> int:
    found = _ASN.fullmatch(text)
    number = int(found[1]) if found else 0
    if not 0 < number < LAST_ASN:
        raise BadLine("this is no AS number")
    return number


# Delegations ---------------------------------------------------------------------------------------

UNDELEGATED = "entries that are reserved or available"
ELSEWHERE = "entries without a country of ISO 3166"
SUMMARIES = "head and summary lines"


def delegations(line: str) -> list[Row]:
    """The rows of an entry: a network each, or an AS number each. See RowsOf."""
    fields = line.split("|")
    if re.fullmatch(r"\d+(?:\.\d+)?", fields[0], re.ASCII) or fields[-1] == "summary":
        raise LeftOut(SUMMARIES)
    if len(fields) < 7:
        raise BadLine("an entry has seven fields with | between them")
    country, kind, start, value, status = (fields[n].strip() for n in (1, 2, 3, 4, 6))
    if status in {"available", "reserved"}:
        raise LeftOut(UNDELEGATED)
    if status not in {"allocated", "assigned"}:
        raise BadLine("the status is none of allocated, assigned, available and reserved")
    if country.upper() not in COUNTRIES:
        raise LeftOut(ELSEWHERE)
    return [Row(key, country.upper()) for key in _delegated(kind, start, value)]


def _delegated(kind: str, start: str, value: str) -> list[bytes]:
    if not (value.isascii() and value.isdigit() and 0 < len(value) < 11 and int(value)):
        raise BadLine("the value is no number")
    if kind == "ipv4":
        return _of_addresses(start, int(value))
    if kind == "ipv6":
        return [_network(f"{start}/{value}")]
    if kind == "asn":
        return _of_asns(start, int(value))
    raise BadLine("the type is none of ipv4, ipv6 and asn")


def _of_addresses(start: str, count: int) -> list[bytes]:
    """As many addresses from this one on: networks of a few lengths, since counts need not be powers of two."""
    try:
        first = ipaddress.IPv4Address(start)
        networks = ipaddress.summarize_address_range(first, first + (count - 1))
        return [keys.of_network(network) for network in networks]
    except ValueError:
        raise BadLine("this is no range of IPv4 addresses") from None


def _of_asns(start: str, count: int) -> list[bytes]:
    first = _asn(start)
    if count > MOST_ASNS or first + count > LAST_ASN:
        raise BadLine("these are too many AS numbers")
    return [keys.of_asn(number) for number in range(first, first + count)]
