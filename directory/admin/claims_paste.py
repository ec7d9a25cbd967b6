"""Networks, AS numbers and domains on the team's form: one text each, a verdict on every piece of it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from directory import pasting
from directory.models import Team
from directory.pasting import KINDS, Kind, Verdict

from .rights import of_team

#: Of each kind, the rows of a team that keep its claims, and their column.
ROWS = {
    "networks": ("prefixes", "network"),
    "asns": ("asns", "number"),
    "domains": ("domains", "name"),
}
MOST_ERRORS, MOST_TOLD = 10, 8
SUMMARY = (
    (pasting.TAKEN, "new"),
    (pasting.NORMALISED, "new, written otherwise"),
    (pasting.KNOWN, "already there"),
    (pasting.DOUBLE, "given twice"),
    (pasting.REFUSED, "refused"),
)


class ClaimsField(forms.Field):
    """A text with claims of one kind; its value are those of the database, each once, in the text's order."""

    widget = forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"})

    def __init__(self, kind: Kind, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> str:
        return value if isinstance(value, str) else "\n".join(map(self.kind.shown, value or ()))

    def clean(self, value: Any) -> list[Any]:
        text = value or ""
        if len(text) > pasting.LONGEST_TEXT:
            raise ValidationError("The text is too long to be read; give it in parts.")
        verdicts = pasting.read(self.kind, text)
        refused = [verdict for verdict in verdicts if verdict.refused]
        if refused:
            errors = [f"Line {verdict.line}: {verdict.told}" for verdict in refused[:MOST_ERRORS]]
            more = len(refused) - len(errors)
            raise ValidationError([*errors, f"And {more} more, listed below."] if more else errors)
        return pasting.values_of(verdicts)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return set(initial or ()) != set(self.clean(data))
        except ValidationError:
            return True


def claims_field(name: str, **kwargs: Any) -> ClaimsField:
    return ClaimsField(KINDS[name], **kwargs)


# Rows --------------------------------------------------------------------------------------------


def kept(team: Team, name: str) -> list[Any]:
    """The claims of a kind that stand at the desk."""
    relation, column = ROWS[name]
    return list(getattr(team, relation).values_list(column, flat=True))


def keep_values(team: Team, relation: str, column: str, values: Iterable[Any]) -> list[Any]:
    """Makes a team's rows those of the values, and gives back what is new. Rows that stay are not touched, and there
    is one statement for all that go and one for all that come, however many they are."""
    rows = getattr(team, relation)
    there = dict(rows.values_list(column, "pk"))
    wanted = list(dict.fromkeys(values))
    gone = [pk for value, pk in there.items() if value not in set(wanted)]
    if gone:
        rows.filter(pk__in=gone).delete()
    new = [value for value in wanted if value not in there]
    # What somebody else has added meanwhile is there, and that is all that was wanted.
    rows.bulk_create([rows.model(team=team, **{column: value}) for value in new], ignore_conflicts=True)
    return new


def keep(team: Team, name: str, values: Iterable[Any]) -> list[str]:
    """Keeps the claims of a kind; gives sentences about what is odd with those that are new."""
    relation, column = ROWS[name]
    new = keep_values(team, relation, column, values)
    kind = KINDS[name]
    told = pasting.warnings(kind, new, team.pk) if new else {}
    sentences = [f"{kind.shown(value)}: {sentence}" for value, found in told.items() for sentence in found]
    more = len(sentences) - MOST_TOLD
    return [*sentences[:MOST_TOLD], f"And {more} more about {kind.nouns}."] if more > 0 else sentences


# Verdicts ----------------------------------------------------------------------------------------


def verdicts(name: str, text: str, team: Team | None) -> dict[str, Any]:
    """What is shown under the text: each piece's verdict, those first that need a person, and how many there are of
    each state."""
    kind = KINDS[name]
    known = kept(team, name) if team and team.pk else []
    found = pasting.warned(kind, pasting.read(kind, text, known), team.pk if team and team.pk else 0)
    counts = [(sum(v.state == state for v in found), words) for state, words in SUMMARY]
    given = set(pasting.values_of(found))
    gone = [kind.shown(value) for value in known if value not in given]
    return {
        "kind": kind,
        "summary": [(number, words) for number, words in counts if number],
        "telling": sorted((v for v in found if _tells(v)), key=lambda v: (not v.refused, v.line)),
        "plain": [v for v in found if not _tells(v)],
        "gone": gone,
    }


def _tells(verdict: Verdict) -> bool:
    return bool(verdict.warnings) or verdict.state in {pasting.REFUSED, pasting.NORMALISED}


@require_POST
@of_team()
def check_claims(request: HttpRequest, team: Team, team_admin: admin.ModelAdmin) -> HttpResponse:
    """The verdicts on a text as a fragment of the form: `kind` is networks, asns or domains. Nothing is kept."""
    name = request.POST.get("kind", "")
    if name not in KINDS:
        raise Http404
    ctx = verdicts(name, request.POST.get("text", ""), team)
    return render(request, "admin/directory/team/form/_verdicts.html", ctx)


PAGES = [("<int:pk>/check-claims/", check_claims, "check_claims")]
