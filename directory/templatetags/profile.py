"""How a team's profile reads on its own page: each list within bounds, each fact in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory import idn, qr
from directory.desk.facts import NOTHING
from directory.filters import language_name
from directory.rfc2350.document import Document, Section
from directory.rfc2350.to_html import anchors
from directory.vocabularies import REGISTRIES, SERVICES

register = template.Library()
register.filter("in_both", idn.of_domain)
register.filter("email_in_both", idn.of_email)
register.filter("url_in_both", idn.of_url)

# What one list may spend on a page, in bytes of its markup, for each value that it shows at once; the rest stands in
# the document's JSON.
LISTED_BYTES = 2_000
MARKUP_BYTES = len("<li></li>\n")
CAPITALISED = {"en", "de"}  # languages that write the names of languages with a capital
NAMES = 6  # of each sort; the others are found by search, and stand in the document
Contact = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Folded:
    """A long list: `shown` at once, `more` behind a click, `left` how many stand on this page nowhere."""

    shown: Sequence[Any]
    more: Sequence[Any]
    left: int

    @property
    def hidden(self) -> int:
        return len(self.more) + self.left


@register.filter
def folded(values: Sequence[Any], shown: int) -> Folded:
    """The list with its first `shown` values apart, and as much of it as `LISTED_BYTES` allow."""
    allowed, spent, kept = shown * LISTED_BYTES, 0, 0
    for value in values:
        spent += len(str(value).encode()) + MARKUP_BYTES
        if spent > allowed:
            break
        kept += 1
    return Folded(values[:shown], values[shown:kept], len(values) - max(kept, min(shown, len(values))))


@register.filter
def other_names(profile: Mapping[str, Any]) -> list[str]:
    """What else the team is called today."""
    names = [profile["short_name"], *profile["aliases"]]
    return [name for name in dict.fromkeys(names) if name and name != profile["name"]][:NAMES]


@register.filter
def by_kind(contacts: Iterable[Contact], kinds: str) -> dict[str, list[Contact]]:
    """Contacts under their kinds, in the order in which these are named; a kind without any is left out."""
    found: dict[str, list[Contact]] = {kind: [] for kind in kinds.split()}
    for contact in contacts:
        if contact["kind"] in found:
            found[contact["kind"]].append(contact)
    return {kind: some for kind, some in found.items() if some}


@register.filter
def first_fingerprint(keys: Iterable[Mapping[str, str]]) -> str:
    return next((key["fingerprint"] for key in keys if key["fingerprint"]), "")


@register.filter
def key_id(fingerprint: str) -> str:
    """The tail of a v4 fingerprint, the head of a v6 one (RFC 9580, 5.5.4)."""
    return fingerprint[-16:] if len(fingerprint) == 40 else fingerprint[:16]


@register.filter
def host(url: str) -> str:
    """Whose server a web address leads to."""
    return idn.of_domain(idn.host_of(url)).shown


@register.filter
def kind_name(kind: str) -> str:
    names = {
        "emergency": _("Emergency"),
        "voice": _("Telephone"),
        "mobile": _("Mobile"),
        "sms": _("Text message"),
        "fax": _("Fax"),
        "email": _("E-mail"),
        "website": _("Website"),
        "key-url": _("Key"),
        "channel": _("Channel"),
    }
    return names.get(kind, kind)


@register.filter
def registry_address(own: Mapping[str, Any]) -> str:
    """Where another directory shows the team; "" where it has no page for it."""
    code = own["registry"]["code"]
    pattern = REGISTRIES[code].facts.get("address", "") if code in REGISTRIES else ""
    return pattern.replace("{}", quote(own["value"], safe="")) if pattern else ""


@register.filter
def language(code: str) -> str:
    """A language by its name in the language of the page, as it stands within a sentence."""
    here = get_language() or "en"
    name = language_name(code, here)
    return name if here in CAPITALISED or name == code else name.lower()


@register.filter
def excerpt(text: str, limit: int) -> str:
    """The beginning of a text on one line, at most `limit` characters, cut between words where it has any."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    return f"{cut.rpartition(' ')[0] if ' ' in cut[limit // 2 :] else cut}…"


@register.filter
def sections(document: Document, canonical: str) -> list[tuple[str, Section]]:
    """The document's sections of these numbers of RFC 2350 that say something, each with its place on the
    document's page."""
    wanted = canonical.split()
    placed = zip(anchors(document), document.sections, strict=True)
    return [(anchor, s) for anchor, s in placed if s.canonical in wanted and s.text not in {"", NOTHING}]


@register.filter
def chapters(document: Document) -> list[tuple[str, Section]]:
    """The document's chapters, by its own numbers where it has any, each with its place."""
    placed = zip(anchors(document), document.sections, strict=True)
    return [(anchor, s) for anchor, s in placed if s.title and "." not in (s.number or s.canonical)]


@register.filter
def by_area(services: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Services under the areas of the FIRST framework, in its order; those that name none of it come last, under
    "". Each is {"title", "place"}: the team's own words, and the framework's where they say something else."""
    areas: dict[str, list[Mapping[str, Any]]] = {}
    for service in services:
        code = (service["framework"] or {}).get("code", "")
        area = code.partition(".")[0]
        name = SERVICES.name_of(code, get_language() or "en") if code != area else ""
        place = "" if name.casefold() == service["title"].casefold() else name
        areas.setdefault(area, []).append({"title": service["title"], "place": place})
    order = sorted(areas, key=lambda area: (not area, area))
    return [(SERVICES.name_of(area, get_language() or "en") if area else "", areas[area]) for area in order]


@register.filter
def qr_code(fingerprint: str) -> SafeString:
    """The fingerprint for the camera of a key manager: dark on light in both themes, as scanners need it."""
    side, path = qr.fingerprint_code(fingerprint)
    return format_html(
        '<svg class="qr" viewBox="0 0 {} {}" role="img" shape-rendering="crispEdges"><title>{}</title>'
        '<path fill="#fff" d="M0 0h{}v{}H0z"/><path stroke="#000" d="{}"/></svg>',
        side,
        side,
        _("QR code of the fingerprint"),
        side,
        side,
        path,
    )
