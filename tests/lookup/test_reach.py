"""When a team is reachable: one table of cases (tests/hours.json), which the page's script passes too."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from directory.lookup.reach import is_open, reachable

CASES = json.loads((Path(__file__).parents[1] / "hours.json").read_text(encoding="utf-8"))
MINUTE = timedelta(minutes=1)

every_case = pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])


def state(card, at: datetime) -> str:
    if is_open(card["hours"], "office", card["timezone"], at):
        return "office"
    return "line" if reachable(card, at) else "closed"


@every_case
def test_the_server_says_of_a_moment_what_the_table_says(case):
    assert state(case["card"], datetime.fromisoformat(case["at"])) == (case["state"] or "closed")


@every_case
def test_the_state_lasts_until_the_change_that_the_table_names_and_no_longer(case):
    card, now = case["card"], case["state"] or "closed"
    lasts = {
        "office": lambda at: state(card, at) == "office",
        "line": lambda at: reachable(card, at),
        "closed": lambda at: not reachable(card, at),
    }[now]
    moment = datetime.fromisoformat(case["at"]).replace(second=0)
    end = datetime.fromisoformat(case["change"]) if case["change"] else moment + timedelta(days=8)
    assert lasts(moment)
    if case["change"]:
        assert not lasts(end)
    while moment < end:
        assert lasts(moment), moment.astimezone(UTC)
        # By the minute near the change, where it could be missed; by the quarter of an hour before.
        moment += MINUTE if end - moment < timedelta(hours=3) else 15 * MINUTE
