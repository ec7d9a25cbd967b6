"""A picture of a draft, the other way round: the team as it was, to look at or to bring back."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

from directory.models import Key, Team

from .snapshot import NOT_OF_THE_DRAFT, ROWS, snapshot

#: What a picture of a key cannot give back: it holds the SHA-256 of the certificate alone.
NOT_IN_A_PICTURE = {"certificate", "facts"}

Picture = Mapping[str, Any]


def pictured(picture: Picture, team_id: int) -> Team:
    """The team as a picture shows it, with its rows, in memory alone: to be read by `assemble` and `profile`, never to
    be saved. Costs no query."""
    team = Team(pk=team_id, **_values(Team, picture.get("team", {})))
    # As if the rows had been prefetched: whoever asks for them gets these.
    team._prefetched_objects_cache = {  # type: ignore[attr-defined]
        name: [model(team=team, **_values(model, row)) for row in picture.get(name, ())]
        for name, model in _models()
    }
    return team


def restored(now: Picture, picture: Picture) -> dict[str, Any]:
    """What a draft that is `now` becomes when the picture is brought back: what is not in it stays, and so do
    certificates, of which it holds the SHA-256 alone."""
    kept = {key["fingerprint"]: {name: key[name] for name in NOT_IN_A_PICTURE} for key in now["keys"]}
    keys = [
        {**key, **kept.get(key["fingerprint"], {"certificate": "", "facts": None})}
        for key in picture.get("keys", ())
    ]
    found = {**now, **picture, "team": {**now["team"], **picture.get("team", {})}}
    return {**found, "keys": keys} if "keys" in picture else found


def restore(team: Team, picture: Picture) -> None:
    """Makes the draft what a picture shows; the fields of the team and the rows that are not in it stay as they are.

    Raises ValidationError with a sentence for each value that would not be taken today; the caller holds the
    transaction (`auditing.change`), so that nothing of it stays then. A key that is at the desk keeps its certificate;
    one that is gone comes back without.
    """
    now = snapshot(team)
    wanted = restored(now, picture)
    for name, value in _values(Team, wanted["team"]).items():
        setattr(team, name, value)
    problems = list(_problems(team, "The team"))
    if not problems:
        team.save()
    for name, model in _models():
        if wanted[name] != now[name]:
            problems += _put_rows(team, name, model, wanted[name])
    if problems:
        raise ValidationError(problems)


def _put_rows(team: Team, name: str, model: type[models.Model], pictures: list[Picture]) -> Iterator[str]:
    """Puts these rows in the place of those that are there; yields what is wrong with the ones that are not taken."""
    there = getattr(team, name)
    certificates = _certificates(team) if model is Key else {}
    there.all().delete()
    for number, picture in enumerate(pictures, 1):
        row = model(team=team, **_values(model, picture))
        if isinstance(row, Key):
            row.certificate, row.facts = certificates.get(row.fingerprint, (b"", None))
        problems = list(_problems(row, f"{capfirst(str(model._meta.verbose_name))} {number}"))
        yield from problems
        if not problems:
            row.save()


def _certificates(team: Team) -> dict[str, tuple[bytes, Any]]:
    return {key.fingerprint: (bytes(key.certificate), key.facts) for key in team.keys.exclude(facts=None)}


def _problems(row: models.Model, place: str) -> Iterator[str]:
    """A sentence for each value that the form would not take either."""
    try:
        row.full_clean()
    except ValidationError as error:
        for name, sentences in error.message_dict.items():
            known = {field.name: field for field in row._meta.fields}.get(name)
            label = f", {known.verbose_name}" if known else ""
            yield from (f"{place}{label}: {sentence}" for sentence in sentences)


def _values(model: type[models.Model], picture: Picture) -> dict[str, Any]:
    """The fields of a picture that the model has today, as values."""
    skipped = NOT_OF_THE_DRAFT | NOT_IN_A_PICTURE
    known = {field.name: field for field in model._meta.concrete_fields if field.name not in skipped}
    return {name: _value(known[name], value) for name, value in picture.items() if name in known}


def _value(field: models.Field, value: Any) -> Any:
    """As the field has it; what is no value of it today stays as it is, for `full_clean` to find."""
    try:
        return field.to_python(value)
    except ValidationError:
        return value


def _models() -> list[tuple[str, type[models.Model]]]:
    """(the name of a team's rows, their model), in the order of `ROWS`."""
    return [(name, model_of(name)) for name in ROWS]


def model_of(rows: str) -> type[models.Model]:
    """The model of a team's rows, by their name in `ROWS`."""
    return cast("type[models.Model]", Team._meta.get_field(rows).related_model)
