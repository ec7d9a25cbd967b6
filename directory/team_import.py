"""Bringing teams in from other directories: from a record to a team on the desk, all of it or nothing.

A team's own data always wins: what is here already, brought in before or of the same name, is left as it is.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from directory import auditing, desk, fields, publishing
from directory.importers.record import LONGEST_NOTE, LONGEST_TEXT, LONGEST_VALUE, Record
from directory.models import ASN, Contact, Domain, Prefix, Revision, Section, ServedCountry, Source, Team
from directory.models.contact import normal_value
from directory.rfc2350.compose import compose

FORMAT = "csv"
REMARKED = {"phones", "faxes", "channels", "emails", "keys", "key_urls", "websites"}
NAMELESS = "The row names no team."
BEFORE = "This row was imported before."


@dataclass
class Outcome:
    """What became of a record.

    `state` is "new", "skipped" or "failed", and `reason` says why it is not new; `problems` are the record's and
    those of storing it. `team` is None for a record that failed.
    """

    record: Record
    state: str
    team: Team | None = None
    reason: str = ""
    published: bool = False
    withdrawn: bool = False
    problems: list[str] = field(default_factory=list)


def already_here(record: Record) -> tuple[Team | None, str]:
    """The team that a record must not touch, and why in a sentence; None for a record that is new."""
    sha256 = hashlib.sha256(record.original).hexdigest()
    source = (
        Source.objects.filter(format=FORMAT, sha256=sha256).select_related("team").order_by("-pk").first()
    )
    if source:
        return source.team, BEFORE
    team = _namesake(fields.normal_text(record.name))
    return team, f"A team called {team.name} is here already, at /teams/{team.slug}/." if team else ""


def foreseen(records: Iterable[Record], *, publish: bool = False) -> Iterator[Outcome]:
    """What bringing each record in would come to, with nothing written."""
    seen: set[str] = set()
    for record in records:
        name = fields.normal_text(record.name).casefold()
        team, reason = already_here(record)
        if team is None and name in seen:
            reason = "The file has another team of this name before it."
        seen.add(name)
        state = "skipped" if reason else "new"
        if not name:
            state, reason = "failed", NAMELESS
        draft = team is not None and reason == BEFORE and not Revision.objects.of(team.pk).exists()
        public = publish and (state == "new" or draft)
        gone = public and bool(record.withdrawn)
        yield Outcome(record, state, team, reason, public, gone, list(record.problems))


def _namesake(name: str) -> Team | None:
    found = Team.objects.filter(name__iexact=name).first()
    if found or name.isascii():
        return found
    # SQLite knows the case of ASCII letters alone.
    pairs = Team.objects.values_list("pk", "name")
    same = next((pk for pk, other in pairs.iterator() if other.casefold() == name.casefold()), None)
    return Team.objects.get(pk=same) if same else None


def bring_in_record(record: Record, name: str, *, publish: bool = False) -> Outcome:
    """Puts a record on the desk as a new team, from the file called `name`; with `publish` on the public side too.

    A record that says that its team no longer works is published and withdrawn at once. What cannot be stored
    leaves nothing behind and comes back as a failed outcome; nothing is raised.
    """
    try:
        with transaction.atomic():
            team, reason = already_here(record)
            outcome = Outcome(
                record, "skipped" if team else "new", team, reason, problems=list(record.problems)
            )
            if team is None:
                team = outcome.team = _stored(record, name, outcome.problems)
            elif reason != BEFORE:
                return outcome
            if publish and not Revision.objects.of(team.pk).exists():
                _publish(team, outcome)
    except ValidationError as error:
        return Outcome(record, "failed", reason=_sentences(error), problems=list(record.problems))
    except (DataError, IntegrityError) as error:
        reason = f"The database does not take it: {error}."
        return Outcome(record, "failed", reason=reason, problems=list(record.problems))
    return outcome


def _sentences(error: ValidationError) -> str:
    """What is wrong, each field by its name."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(f"{name}: {' '.join(said)}" for name, said in error.message_dict.items())


def _publish(team: Team, outcome: Outcome) -> None:
    try:
        publishing.publish(team, comment="Imported")
    except publishing.Unpublishable as error:
        outcome.state, outcome.reason = "failed", f"The draft was not published: {error}"
        return
    outcome.published = True
    if outcome.record.withdrawn:
        publishing.withdraw(team, reason=outcome.record.withdrawn, by="import")
        outcome.withdrawn = True


def _stored(record: Record, name: str, problems: list[str]) -> Team:
    team = _team(record)
    _keep_contacts(team, record, problems)
    _keep_claims(team, record)
    for position, key in enumerate(record.key_ids):
        column = "fingerprint" if len(key) >= 40 else "key_id"
        team.keys.create(position=position, **{column: key})
    for hours in record.openings:
        team.openings.create(
            days=",".join(hours.days), opens=hours.opens, closes=hours.closes, kind=hours.kind,
            timezone=hours.timezone or "", note=(hours.note or "")[:LONGEST_TEXT],
        )  # fmt: skip
    Source.objects.create(
        team=team, name=name[:300], content=record.original, format=FORMAT, encoding=record.encoding,
        sha256=hashlib.sha256(record.original).hexdigest(),
        address=record.source if record.source.startswith(("https://", "http://")) else "",
    )  # fmt: skip
    desk.lay_out(team, _written(team, record))
    _settle(team, problems)
    picture = desk.snapshot(team)
    made = desk.differences({}, picture)
    auditing.write(
        auditing.Act.IMPORTED, f"From {name}.", team=team, changes=made, snapshot=picture, by="import"
    )
    return team


def _team(record: Record) -> Team:
    name = fields.normal_text(record.name)
    if not name:
        raise ValidationError(NAMELESS)
    team = Team(
        name=name,
        slug=desk.slug_for(record.short_name or name),
        short_name=record.short_name,
        aliases=list(record.aliases),
        former_names=list(record.former_names),
        type=record.type,
        scopes=list(record.scopes),
        host_organisation=record.host_organisation,
        established=date.fromisoformat(record.established) if record.established else None,
        country=record.country,
        address=list(record.address),
        timezones=list(record.timezones),
    )
    team.full_clean(validate_unique=False)
    team.save()
    return team


def _keep_contacts(team: Team, record: Record, problems: list[str]) -> None:
    seen = set()
    for position, contact in enumerate(record.contacts):
        value, text = contact.value, contact.text
        try:
            value = normal_value(contact.kind, value) if len(value) <= LONGEST_VALUE else ""
        except ValidationError as error:
            problems.append(f"“{value}” was kept as text: {' '.join(error.messages)}")
            value, text = "", contact.value
        text = fields.normal_text(text)[:LONGEST_TEXT]
        if (value or text) and (contact.kind, value or text) not in seen:
            seen.add((contact.kind, value or text))
            Contact.objects.create(
                team=team, position=position, kind=contact.kind, value=value, text=text,
                note=contact.note[:LONGEST_NOTE],
            )  # fmt: skip


def _keep_claims(team: Team, record: Record) -> None:
    claims = record.claims
    Prefix.objects.bulk_create(Prefix(team=team, network=network) for network in claims.prefixes)
    ASN.objects.bulk_create(ASN(team=team, number=number) for number in claims.asns)
    Domain.objects.bulk_create(Domain(team=team, name=name) for name in claims.domains)
    ServedCountry.objects.bulk_create(ServedCountry(team=team, country=c) for c in record.served_countries)
    for sector in record.sectors:
        team.served_sectors.create(sector=sector)


def _written(team: Team, record: Record) -> dict[str, str]:
    """The sections that the record has words for, by their canonical numbers."""
    said = desk.facts(team)
    constituency = [record.description, compose(said, "3.2", team.language)]
    affiliation = [record.membership, record.withdrawn]
    written = {
        "2.11": record.hours,
        "3.2": "\n\n".join(filter(None, constituency)),
        "3.3": "\n\n".join(filter(None, affiliation)),
    }
    return {canonical: text for canonical, text in written.items() if text.strip()}


def _settle(team: Team, problems: list[str]) -> None:
    """Makes one truth of what the fields say and of what their text is read as, from the gentlest means on: the
    words of the source give way, then the document says less, then the field takes what the text says."""
    for settle in (_without_words, _without_remarks, _with_less, _with_text):
        conflicts = desk.draft(team).conflicts
        if not conflicts:
            return
        settle(team, conflicts, problems)


def _without_words(team: Team, conflicts: tuple[desk.Conflict, ...], problems: list[str]) -> None:
    for conflict in conflicts:
        if conflict.by_field:
            desk.use_field(team, conflict.key)
            problems.append(f"The words for section {conflict.section} were left out: {conflict.message}")


def _without_remarks(team: Team, conflicts: tuple[desk.Conflict, ...], problems: list[str]) -> None:
    """Hours are where directories put remarks with further numbers and addresses."""
    about = [conflict for conflict in conflicts if conflict.key in REMARKED]
    written = team.sections.filter(canonical="2.11", mode=Section.Mode.WRITTEN)
    if about and written.update(mode=Section.Mode.GENERATED):
        problems.append(f"The words for section 2.11 were left out: {about[0].message}")


def _with_less(team: Team, conflicts: tuple[desk.Conflict, ...], problems: list[str]) -> None:
    """A name that would be read as several stands alone, and an address that is read otherwise is left out."""
    for conflict in conflicts:
        if conflict.key == "names":
            team.sections.filter(canonical="2.1").update(
                mode=Section.Mode.WRITTEN, text=f"Full name: {team.name}"
            )
        if conflict.key == "emails":
            read = desk.draft(team).document.team.emails
            for contact in team.contacts.filter(kind=Contact.Kind.EMAIL).exclude(value__in=read):
                problems.append(f"“{contact.value}” was left out: it is not read as an e-mail address.")
                contact.delete()


def _with_text(team: Team, conflicts: tuple[desk.Conflict, ...], problems: list[str]) -> None:
    for conflict in conflicts:
        if conflict.key == "names":
            # The name stays; what readers make of its full stop or brackets is another name of the team.
            read = desk.draft(team).document.team
            team.aliases = [*team.aliases, *filter(None, [read.name, read.short_name])]
            team.save()
        else:
            desk.use_text(team, conflict.key)
        problems.append(f"The text decides: {conflict.message}")
