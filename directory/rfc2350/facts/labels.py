"""Traffic light protocols that the team honours: TLP (FIRST) and its forerunner ISTLP, with their versions."""

from __future__ import annotations

import re

from directory.rfc2350.document import LabelScheme

from .passages import Reading
from .report import Report

_SCHEME = re.compile(r"(?<![a-z])(is)?tlp(?![a-z])|(information sharing )?traffic[- ]light protocol")
_VERSION = re.compile(
    r"\W{0,8}(?:\(?tlp\)?\W{0,6})?(?:in its |en su |dans sa |em sua )?(?:version|versi|versione|versao|verzija|verze|verzia|wersja|versie|верзија|v|ver)?\.?\s?([12]\.\d)(?![\d.]*\d{2})"
)
_NAMED_NEXT = re.compile(r"\s?\(\s?istlp")
# Labels that exist in one version alone (FIRST, TLP 2.0: "TLP:CLEAR replaces TLP:WHITE").
_NEWER = re.compile(r"tlp\s?:\s?(?:clear|amber\+strict)")
_OLDER = re.compile(r"tlp\s?:\s?white")


def label_schemes(reading: Reading, report: Report) -> tuple[LabelScheme, ...]:
    """The protocols that the policies name (4.x first, then the rest), each with its version if given."""
    found: dict[str, tuple[str | None, int | None]] = {}
    newer = older = False
    for passage in sorted(reading.passages, key=lambda passage: not passage.canonical.startswith("4")):
        newer = newer or bool(_NEWER.search(passage.folded))
        older = older or bool(_OLDER.search(passage.folded))
        for match in _SCHEME.finditer(passage.folded):
            if _NAMED_NEXT.match(passage.folded, match.end()):
                continue
            scheme = "ISTLP" if match.group(1) or match.group(2) else "TLP"
            version = _VERSION.match(passage.folded, match.end())
            known = found.get(scheme)
            if known is None or (known[0] is None and version):
                found[scheme] = (version.group(1) if version else None, passage.line_at(match.start()))
    schemes: list[LabelScheme] = []
    for scheme, (version_found, line) in found.items():
        if scheme == "TLP" and version_found is None and newer != older:
            version_found = "2.0" if newer else "1.0"
        report.place(f"team.tlp.{len(schemes)}", line)
        schemes.append(LabelScheme(scheme, version_found))
    return tuple(schemes)
