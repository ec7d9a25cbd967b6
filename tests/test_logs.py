"""What somebody asks for stands in no log."""

import logging

import pytest

from directory.logs import QUESTIONS, TOKENS


def handlers():
    """Those that the site's settings have made."""
    return [handler for handler in logging.getLogger().handlers if handler.filters]


def told(message: str, *args: object) -> str:
    """What is written of a record."""
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args, None)
    assert handlers()
    assert all(handler.filter(record) for handler in handlers())
    return record.getMessage()


@pytest.mark.parametrize("path", [*QUESTIONS, *TOKENS])
def test_security_100_a_path_is_logged_without_the_question_or_the_token_in_it(path):
    assert told("%s: %s", "Not Found", f"{path}hu/abc?x@example.net") == f"Not Found: {path}…"


def test_other_paths_are_logged_as_they_are():
    assert told("%s: %s", "Not Found", "/teams/nobody/") == "Not Found: /teams/nobody/"
    assert told("%(one)s", {"one": 1}) == "1"
    assert told("nothing") == "nothing"
