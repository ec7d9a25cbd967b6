"""Two people at one team at once. On PostgreSQL both are at work; SQLite has one writer at a time."""

import threading

import pytest
from django.db import connection, connections

from directory import auditing, publishing, reviewing
from directory.models import Team
from directory.reviewing import Wish, deciding
from tests import people

pytestmark = pytest.mark.django_db(transaction=True)


def another_key(team: Team) -> None:
    with auditing.change(team, auditing.Act.KEYS):
        team.keys.create(fingerprint="F" * 40, position=1)


def a_confirmation(team: Team) -> None:
    publishing.confirm(team, means="by the team, at the desk")


def a_membership(team: Team) -> None:
    publishing.set_standing(team, [("first.full", None)], [])


@pytest.mark.parametrize("act", [another_key, a_confirmation, a_membership])
def test_what_somebody_does_while_a_draft_is_published_waits_and_is_not_published_unseen(monkeypatch, act):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time.")
    alice, team = people.alice(), people.published().team
    people.maintained_by(alice, team)
    people.write(team, "3.1", "Another mission.")
    went_wrong: list[Exception] = []

    def other() -> None:
        try:
            act(Team.objects.get(pk=team.pk))
        except Exception as error:
            went_wrong.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=other)
    look = deciding.prospect

    def looked_at(*args, **kwargs):
        seen = look(*args, **kwargs)
        thread.start()
        thread.join(1)  # done by then, or waiting
        return seen

    monkeypatch.setattr(deciding, "prospect", looked_at)
    revision = reviewing.publish(team, alice, Wish(comment="Another mission."))
    thread.join()
    assert not went_wrong  # such as a deadlock, of which PostgreSQL ends one
    assert revision is not None
    assert [key["fingerprint"] for key in revision.content.profile["keys"]] == [people.FINGERPRINT]
    assert "memberships" not in revision.content.profile
