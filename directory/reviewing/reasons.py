"""Why a change is looked at before it becomes public: one row a reason."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from directory import comparing
from directory.lookalikes import Match

Profile = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """What is to become public. `before` is the profile that readers see now, None where there is none; `matches` are
    the listed teams that a name can be taken for which readers do not know of this team yet."""

    before: Profile | None
    after: Profile
    withdrawn: bool = False
    matches: Sequence[Match] = ()

    def changed(self) -> set[str]:
        """The fields (`comparing.FIELDS`) that change."""
        return {change.path for change in comparing.compare(self.before or {}, self.after)}


@dataclass(frozen=True, slots=True)
class Reason:
    """`choice` is what the operator ticks to have it looked at, "" where it always is. `fields` are those that it is
    about, so that they can be marked."""

    code: str
    sentence: str
    test: Callable[[Case], bool]
    choice: str = ""
    fields: tuple[str, ...] = ()


def _about(code: str, choice: str, sentence: str, *fields: str) -> Reason:
    """Looked at where one of the fields changes."""
    return Reason(code, sentence, lambda case: bool(case.changed() & set(fields)), choice, fields)


def _renamed(case: Case) -> bool:
    moved = case.before is not None and case.before.get("slug") != case.after.get("slug")
    return moved or bool(case.changed() & set(NAMES))


def _another_key(case: Case) -> bool:
    """A key that readers do not know, or one in use that they know as no longer used."""
    all_known, all_named = _keys(case.before or {}), _keys(case.after)
    used = _keys(case.after, former=False) <= _keys(case.before or {}, former=False)
    return not (all_named <= all_known and used)


def _keys(profile: Profile, *, former: bool = True) -> set[str]:
    """What the profile calls its keys; without the former ones where they are not asked for."""
    return {
        key.get("fingerprint") or key.get("key_id") or ""
        for key in profile.get("keys", ())
        if former or key.get("purpose") != "former"
    }


def _reached_otherwise(case: Case) -> bool:
    """The document prints a contact as the team writes it, so that another spelling of a number is looked at too."""
    respelled = _spelled(case.before or {}) != _spelled(case.after)
    return respelled or bool(case.changed() & set(CONTACTS))


def _spelled(profile: Profile) -> set[tuple[str, ...]]:
    told = ("kind", "channel", "value", "text", "note")
    return {tuple(contact.get(name, "") for name in told) for contact in profile.get("contacts", ())}


def _standing_changed(case: Case) -> bool:
    before = case.before or {}
    marks_differ = (before.get("marks") or []) != (case.after.get("marks") or [])
    return marks_differ or "memberships" in case.changed()


NAMES = ("name", "short_name", "aliases", "former_names")
CLAIMS = ("constituency prefixes", "constituency asns", "constituency domains", "constituency countries")
CONTACTS = (
    *(path for path, _, shape in comparing.FIELDS if shape == "contact"),
    "on_request",
    "members",
    "hours",
    "address",
)

REASONS = (
    Reason("first", "This is the first that readers see of the team.", lambda case: case.before is None),
    Reason("returned", "The team was withdrawn, and would be listed again.", lambda case: case.withdrawn),
    Reason(
        "lookalike",
        "A name is that of another team, or can be taken for it.",
        lambda case: bool(case.matches),
        fields=NAMES,
    ),
    Reason("name", "A name or the address of the page changes.", _renamed, "Names, and the address of the page", NAMES),
    _about("type", "The type of the team", "The type changes.", "type"),
    Reason(
        "memberships",
        "Memberships or marks change.",
        _standing_changed,
        "Memberships and marks",
        ("memberships",),
    ),
    _about(
        "claims",
        "Claims: networks, AS numbers, domains and countries served",
        "What the team answers for changes.",
        *CLAIMS,
    ),
    Reason("keys", "There is a key that readers do not know.", _another_key, "Keys that readers do not know", ("keys",)),
    Reason(
        "contacts",
        "A way to reach the team changes.",
        _reached_otherwise,
        "Contacts: telephones, addresses, hours, members",
        CONTACTS,
    ),
    Reason(
        "everything",
        "Every change is looked at here.",
        lambda case: True,
        "Everything, the text of the document too",
    ),
)  # fmt: skip

_BY_CODE = {reason.code: reason for reason in REASONS}


def reason_named(code: str) -> Reason | None:
    return _BY_CODE.get(code)


def reasons_for(case: Case, reviewed: Sequence[str]) -> tuple[Reason, ...]:
    """Why this case is looked at, where the operator has ticked the codes `reviewed`. A first publication changes
    everything: that alone is said of it, and whom its name can be taken for."""
    found = tuple(r for r in REASONS if (not r.choice or r.code in reviewed) and r.test(case))
    return tuple(r for r in found if not r.choice) if case.before is None else found
