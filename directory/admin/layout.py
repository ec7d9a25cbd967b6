"""How the form of a team reads: by the sections of RFC 2350, each with what the RFC wants there, its fields, its rows
and its text in the document."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.models import BaseInlineFormSet

from directory.rfc2350.sections import FRONT, OTHER, TITLES, top


@dataclass(frozen=True)
class Block:
    """One section: `number` is RFC 2350's, "" for what stands in none. `fields` are those of the form; `rows` the
    related names of rows, "contacts:voice,sms" for those of some kinds alone; `parts` are templates of their own."""

    number: str
    title: str
    help: str = ""
    example: str = ""
    fields: tuple[str, ...] = ()
    rows: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    name: str
    title: str
    intro: str
    blocks: tuple[Block, ...]


GROUPS = (
    Group("team", "The team", "Who you are. Readers see this first.", (
        Block("2.1", "Name", "The official name, as it stands on letters, and the short one that colleagues use.",
              "Example Computer Emergency Response Team, in short EXAMPLE-CERT",
              ("name", "short_name", "aliases", "former_names", "slug")),
        Block("", "Kind", "What kind of team this is, for whom it stands, and since when. It is no section of the "
              "document; lists and filters use it.", "", ("type", "scopes", "established")),
        Block("", "In other directories", "What the team is called elsewhere, so that readers can tell that it is one "
              "and the same.", "FIRST: example-cert", (), "registry_ids"),
    )),
    Group("document", "1 The document", "What the document says of itself. Date and version are set when you publish.", (
        Block("1.1", "Date of last update", "Set by publishing, as long as the section is made from the fields. A change "
              "table that you have written goes on by itself.", "", ("language",)),
        Block("1.2", "Distribution list", "How readers learn of changes.",
              "Changes are announced on our website.", ("distribution",)),
        Block("1.3", "Where it can be found", "The address of the newest version on your own site, one a line.",
              "https://cert.example/rfc2350.txt", ("document_locations",)),
        Block("1.4", "How it is authenticated", "The address of its signature, one a line. Signatures that you make here "
              "are offered beside the document without it.", "https://cert.example/rfc2350.txt.asc",
              ("signature_locations",)),
        Block("1.5", "Identification", "Title, version and validity, where the team prints them."),
        Block(FRONT, "Words before section 1", "What stands above the first heading."),
    )),
    Group("contact", "2 How to reach you", "What somebody needs at three in the morning.", (
        Block("2.2", "Address", "As on an envelope, one line each, and the country where the team sits.",
              "Example Ltd.\nul. Przykładowa 7\n90-001 Łódź", ("country", "address")),
        Block("2.3", "Time zone", "By name, so that summer time is known. The first is the one that your hours are in.",
              "Europe/Warsaw", ("timezones",)),
        Block("2.4", "Telephone", "With the country code. Say which number is for emergencies.",
              "+48 22 123 45 67", (), "contacts:voice,emergency,mobile,sms"),
        Block("2.5", "Fax", "Only if somebody still reads it.", "", (), "contacts:fax"),
        Block("2.6", "Other ways", "A form, a chat, an account on a network: which, and the address there.",
              "form: https://cert.example/report", (), "contacts:channel"),
        Block("2.7", "E-mail", "The address for reports, first. An address of the team outlives that of a person.",
              "cert@cert.example", (), "contacts:email"),
        Block("2.8", "Keys", "With which key people write to you, and where it can be got.", "", (),
              "contacts:key-url", ("keys",)),
        Block("2.9", "Team members", "RFC 2350 asks who is behind the team. Persons are optional here: what you enter stays "
              "at the desk unless you tick “Shown to everybody” for that person.", "Team representative", (), "members"),
        Block("2.10", "Website and other information", "The team’s own pages.", "https://cert.example/", (),
              "contacts:website"),
        Block("2.11", "When you can be reached", "Days and times by the clock of the team’s first time zone. Readers see "
              "“reachable now” from it.", "", ("languages",), "", ("hours",)),
    )),
    Group("charter", "3 The charter", "Why the team is there, for whom, and by whose authority.", (
        Block("3.1", "Mission", "What the team is there for, in a few sentences.",
              "We help our customers to prevent incidents and to handle those that happen."),
        Block("3.2", "Constituency", "Whom you serve. Networks, AS numbers and domains are what look-ups answer by: whoever "
              "finds one of their addresses in a log is led to you.", "",
              ("constituency_types",), "", ("claims", "served")),
        Block("3.3", "Sponsorship and affiliation", "The organisation that the team is part of, and the communities that it "
              "belongs to.", "Example Ltd.", ("host_organisation",), "", ("standing",)),
        Block("3.4", "Authority", "By what right the team acts: may it order, or does it advise?",
              "We coordinate on behalf of our constituency and have no authority over its systems."),
    )),
    Group("policies", "4 Policies", "What you take on, how far you go, and how you treat what you are told.", (
        Block("4.1", "Types of incidents and level of support", "Which incidents the team handles and how far it goes.", "",
              ("incident_types", "support_level")),
        Block("4.2", "Co-operation and disclosure", "With whom you share what. The traffic light protocols that you honour "
              "tell others how to mark what they send.", "", ("label_schemes",)),
        Block("4.3", "Communication and authentication", "How you secure what you send and know who writes.",
              "We use OpenPGP for everything that is sensitive."),
    )),
    Group("services", "5 Services", "What the team does, in its own words, on the FIRST framework, or both.", (
        Block("5", "Services", "In the order in which they are shown.", "Incident triage", (), "services", ("framework",)),
    )),
    Group("rest", "6 and 7 Forms, disclaimers and the rest", "What else stands in the document.", (
        Block("6", "Incident reporting forms", "Where your form is, or what a report should hold."),
        Block("7", "Disclaimers", "What you do not vouch for."),
        Block(OTHER, "Other sections", "Sections that RFC 2350 does not have; and a new one, if you need it.", "", (), "",
              ("new_section",)),
        Block("", "Where the document came from", "Files that were imported are kept as they came.", "", (), "",
              ("sources",)),
    )),
)  # fmt: skip

FIELDS = [name for group in GROUPS for block in group.blocks for name in block.fields]
#: Of the parts: which fields of the form each shows.
IN_PARTS = {
    "claims": ("networks", "asns", "domains"),
    "served": ("served_countries", "served_sectors"),
    "hours": ("hours_said", "hours"),
    "framework": ("framework",),
}
ALL_FIELDS = ["opened", *FIELDS, *(name for names in IN_PARTS.values() for name in names)]


@dataclass
class Shown:
    """A block with what stands in it this time. `lint` is its place in the answer of the check."""

    block: Block
    fields: list[forms.BoundField] = field(default_factory=list)
    rows: list[Any] = field(default_factory=list)
    formset: BaseInlineFormSet | None = None
    ready: Any = None
    kinds: list[str] = field(default_factory=list)
    sections: list[Any] = field(default_factory=list)
    problems: list[Any] = field(default_factory=list)
    missing: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        return anchor(self.block)

    @property
    def lint(self) -> str:
        return self.block.number

    @property
    def has_errors(self) -> bool:
        rows = [*self.rows, *self.sections]
        return any(bound.errors for bound in self.fields) or any(row.errors for row in rows)


@dataclass
class ShownGroup:
    group: Group
    blocks: list[Shown]


def anchor(block: Block) -> str:
    words = "-".join(block.title.lower().split())
    return f"section-{block.number.replace('.', '-')}" if block.number else f"part-{words}"


def shown(form: forms.ModelForm, formsets: Mapping[str, BaseInlineFormSet]) -> list[ShownGroup]:
    """The whole form, ready to be written down."""
    sections = _by_place(formsets.get("sections"))
    return [
        ShownGroup(
            group, [_shown(block, form, formsets, sections.get(block.number, [])) for block in group.blocks]
        )
        for group in GROUPS
    ]


def _shown(
    block: Block, form: forms.ModelForm, formsets: Mapping[str, BaseInlineFormSet], sections: list[Any]
) -> Shown:
    made = Shown(block, [form[name] for name in block.fields if name in form.fields], sections=sections)
    name, _, kinds = block.rows.partition(":")
    formset = formsets.get(name)
    if formset is not None:
        made.formset, made.kinds = formset, kinds.split(",") if kinds else []
        made.rows = [row for row in formset.forms if not kinds or row["kind"].value() in made.kinds]
        made.ready = formset.empty_form
        if made.kinds:
            made.ready.initial = {**made.ready.initial, "kind": made.kinds[0]}
    return made


def _by_place(formset: BaseInlineFormSet | None) -> dict[str, list[Any]]:
    """The forms of sections by the block that they stand in."""
    found: dict[str, list[Any]] = {}
    for form in formset.initial_forms if formset is not None else ():
        found.setdefault(block_of(form.instance.canonical), []).append(form)
    return found


def block_of(canonical: str) -> str:
    """The number of the block that a section stands in: its own, or its chapter's, or the first of its chapter."""
    blocks = {block.number for group in GROUPS for block in group.blocks if block.number}
    if canonical in blocks:
        return canonical
    chapter = top(canonical)
    if chapter in blocks:
        return chapter
    below = [number for number in blocks if top(number) == chapter]
    return min(below, key=list(TITLES).index) if below else OTHER


# Mistakes ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mistake:
    """A sentence, and the field that it is about: its label and its place on the page ("" where it has none)."""

    label: str
    target: str
    message: str


def mistakes(form: forms.ModelForm, formsets: Iterable[BaseInlineFormSet]) -> list[Mistake]:
    """Every mistake of the form and its rows, for the summary above it."""
    found = [Mistake("", "", str(message)) for message in form.non_field_errors()]
    found += _of_form(form, "")
    for formset in formsets:
        found += [Mistake("", "", str(message)) for message in formset.non_form_errors()]
        for row in formset.forms:
            noun = str(row.instance._meta.verbose_name)
            name = str(row.instance) if row.instance.pk else f"New {noun}"
            found += _of_form(row, f"{name}: ")
            found += [Mistake(name, _first_target(row), str(message)) for message in row.non_field_errors()]
    return found


def _of_form(form: Any, before: str) -> Iterator[Mistake]:
    for bound in form:
        for message in bound.errors:
            yield Mistake(f"{before}{bound.label}", bound.id_for_label or f"id_{bound.html_name}", message)


def _first_target(row: Any) -> str:
    return next((bound.id_for_label for bound in row.visible_fields() if bound.id_for_label), "")
