"""What the tests of accounts share: the mails that were written, and the links in them."""

import re
from collections.abc import Callable

import pytest
from django.db import transaction

from directory.models import Mail


@pytest.fixture
def link_to(db) -> Callable[[str], str]:
    """The path of the link in the newest mail to somebody."""

    def found(to: str) -> str:
        mail = Mail.objects.filter(to__iexact=to).order_by("-pk").first()
        assert mail is not None, f"Nothing was written to {to}."
        link = re.search(r"http://localhost:8000(/accounts/\S+)", mail.body)
        assert link, mail.body
        return link[1]

    return found


@pytest.fixture
def committed_at_once(monkeypatch) -> None:
    """What is to happen after a commit happens, as on the site, before the answer is sent; a test commits nothing."""
    monkeypatch.setattr(transaction, "on_commit", lambda done, **_options: done())


@pytest.fixture
def code_to(db) -> Callable[[str], str]:
    """The code in the newest mail to somebody."""

    def found(to: str) -> str:
        mail = Mail.objects.filter(to__iexact=to).order_by("-pk").first()
        assert mail is not None, f"Nothing was written to {to}."
        code = re.search(r"^    (\S+)$", mail.body, re.MULTILINE)
        assert code, mail.body
        return code[1]

    return found
