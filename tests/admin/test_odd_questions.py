"""Addresses of the desk as nobody types them: each is answered, and none by an error of the server."""

import pytest

from tests import people

pytestmark = pytest.mark.django_db

LONG = "9" * 30


@pytest.fixture
def operator(client, bob, published):
    people.sign_in(client, bob)
    return client


@pytest.mark.parametrize(
    "question",
    [
        "auditentry/?person=%00",
        "auditentry/?team=%00",
        "mail/?state=%00",
        "registration/?state__exact=%00",
        "notice/?kind__exact=%00",
        "user/?q=%00",
        "team/?q=%00",
        "team/?country=%00",
    ],
)
def test_a_question_with_a_nul_is_no_question(operator, question):
    """SQLite would look for it and find nothing; PostgreSQL refuses the statement."""
    assert operator.get(f"/admin/directory/{question}").status_code == 400


@pytest.mark.parametrize(
    "question",
    [
        f"auditentry/?team={LONG}",
        "auditentry/?since=x&page=zz",
        "mail/?page=-1",
        "notice/?at__gte=x",
        f"revision/{LONG}/change/",
        "user/%00/change/",
        f"team/{LONG}/change/",
        f"team/{LONG}/publish/",
    ],
)
def test_numbers_and_days_that_are_none_are_answered(operator, question):
    assert operator.get(f"/admin/directory/{question}").status_code in {200, 302, 400, 404}
