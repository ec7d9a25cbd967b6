"""What the tests of review do again and again."""

from django.test import Client
from django.urls import reverse

from directory import auditing, reviewing
from directory.models import Proposal
from directory.reviewing import Wish
from tests import people


def codes(team, user) -> list[str]:
    seen = reviewing.prospect(team, at=auditing.timezone.now(), author="EXAMPLE-CERT")
    return [reason.code for reason in seen.reasons]


def ask(team, user, comment: str = "Another name.", **wish: str) -> Proposal:
    return reviewing.ask(team, user, Wish(comment=comment, **wish))


def client_of(user) -> Client:
    client = Client()
    people.sign_in(client, user)
    return client


def queue() -> str:
    return reverse("admin:proposals")


def page_of(proposal) -> str:
    return reverse("admin:proposal", args=[proposal.pk])
