"""Version numbers of the document: not those of TLP, of protocols, or of its sections."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from .dates import Mention
from .folding import alternatives
from .words import Words

_NUMBER = r"(?P<number>\d{1,3}(?:\.\d{1,4}){0,3}(?:[a-z](?!\w))?(?:-(?:draft|rc|beta|final)\d{0,2})?)(?![\d/]|[.,]\d|-\d)"
_BARE = re.compile(rf"(?<![\w.,/+-])v?\s?{_NUMBER}")
_FOREIGN = re.compile(
    r"(?:tlp|istlp|light protocol|protocol|protocole|protocolo|tls|ssl|pgp|gpg|gnupg|smime|rfc|services framework|framework|cvss|rsit|iso)\W{0,4}$"
)
_CONTEXT = 40


@dataclass(frozen=True)
class VersionMention:
    """A version number at its place in a folded text; `replaced` where the text says it is an older one."""

    start: int
    end: int
    number: str
    replaced: bool = False


def versions(folded: str, words: Words) -> list[VersionMention]:
    """The numbers that a folded text calls versions."""
    found = []
    for match in _labelled(words).finditer(folded):
        before = folded[max(match.start() - _CONTEXT, 0) : match.start()]
        if _FOREIGN.search(before):
            continue
        replaced = bool(words.pattern("document", "replaces").search(before.rpartition(". ")[2]))
        found.append(VersionMention(match.start(), match.end(), match.group("number"), replaced))
    return found


def bare_version(folded: str, dates: tuple[Mention, ...]) -> VersionMention | None:
    """The one number that stands beside a date without a word for it ("1.2 - 2023-04-04")."""
    blanked = folded
    for date in dates:
        blanked = blanked[: date.start] + " " * (date.end - date.start) + blanked[date.end :]
    rest = re.sub(r"[^a-zа-я]+", " ", blanked).split()
    found = [
        match for match in _BARE.finditer(blanked) if "." in match.group("number") or "v" in match.group()
    ]
    if not dates or len(found) != 1 or len(rest) > 2:
        return None
    return VersionMention(found[0].start(), found[0].end(), found[0].group("number"))


def _labelled(words: Words) -> re.Pattern[str]:
    return _labelled_for(words.phrases("document", "version"), words.phrases("document", "number"))


@functools.cache
def _labelled_for(names: tuple[str, ...], numbers: tuple[str, ...]) -> re.Pattern[str]:
    number_word = rf"(?:(?:{alternatives(numbers)})(?!\w)[.\s°º]{{0,3}})?"
    between = r"[ \t]{0,3}[:=|-]?\s{0,3}"
    joint = rf"(?:{alternatives(('of the document', 'of this document', 'dokumen', 'du document', 'del documento', 'do documento', 'des dokuments'))})?"
    label = rf"(?<![\w.])(?:{alternatives(names)})(?![a-zа-я])\.?\s{{0,3}}{joint}"
    return re.compile(label + between + number_word + r"v?" + _NUMBER)
