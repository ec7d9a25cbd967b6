"""The team page of teams that are long, foreign or hostile."""

import re
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from directory import desk, publishing
from directory.templatetags.profile import LISTED_BYTES, folded
from tests import people
from tests.mischief import SCRIPTS
from tests.reading import card, page_of, text_of

pytestmark = pytest.mark.django_db

WEIGHT = 60_000  # bytes of a team's page, whatever it shows


def test_five_hundred_networks_are_folded_and_all_there(client, example_cert):
    networks = [f"10.{n // 256}.{n % 256}.0/24" for n in range(500)]
    for network in networks:
        example_cert.prefixes.create(network=network)
    people.published(example_cert)
    page = page_of(client)
    assert "495 more networks" in page
    assert all(f">{network}<" in page for network in networks)
    assert len(page.encode()) < 30_000


def test_the_page_stays_light_whatever_a_team_publishes(client, example_cert):
    team = example_cert
    for n in range(700):
        team.prefixes.create(network=f"2001:db8:{n:x}:ffff:ffff:ffff:ffff:0/112")
        team.asns.create(number=4200000000 + n)
        team.domains.create(name=f"{'x' * 60}.{'y' * 60}.{'z' * 60}.n{n}.example")
    for n in range(60):
        for kind, value in (
            ("email", f"{'m' * 60}{n}@example-cert.example"),
            ("website", f"https://w{n}.example/{'w' * 200}"),
        ):
            team.contacts.create(kind=kind, value=value, note="n" * 250, position=n + 9)
        team.services.create(title=f"{n} " + "s" * 150, canonical="5.1", position=n)
        team.keys.create(fingerprint=f"{n:040X}", note="k" * 250, position=n + 1)
        team.openings.create(days="mo", opens="08:00", closes=f"09:{n:02}", note="o" * 180)
    team.aliases = [f"{'a' * 150}{n}" for n in range(60)]
    team.former_names = [f"{'f' * 150}{n}" for n in range(60)]
    team.save()
    people.published(team)
    page = page_of(client)
    assert len(page.encode()) < WEIGHT
    assert re.search(r"And \d+ more, in the document’s JSON", page)


def test_a_folded_list_counts_all_that_it_does_not_show():
    few = folded(["a", "b"], 6)
    assert (few.shown, few.more, few.left, few.hidden) == (["a", "b"], [], 0, 0)
    many = folded(["x" * 90] * 500, 6)
    assert len(many.shown) + len(many.more) + many.left == 500
    assert many.hidden == 494
    assert 10_000 < (len(many.shown) + len(many.more)) * 90 <= 6 * LISTED_BYTES
    wide = folded(["x" * 6 * LISTED_BYTES] * 8, 6)
    assert (len(wide.shown), len(wide.more), wide.left) == (6, 0, 2)


@pytest.mark.parametrize("name", ["فريق الاستجابة", "日本シーサート", "A" * 190, "A < B & C > D CERT"])
def test_any_honest_name_is_shown_as_text(client, db, name):
    people.published(people.example_cert(name, "named"))
    assert "A < B" not in page_of(client, "named")
    assert text_of(client, "named", "h1") == name


def test_security_42_a_domain_and_an_address_stand_in_both_spellings(client, example_cert):
    example_cert.domains.create(name="bücher.example")
    example_cert.domains.create(name="сеrt.example")
    example_cert.contacts.create(kind="email", value="cert@xn--bcher-kva.example", position=0)
    people.published(example_cert)
    serves = card(client, "serves")
    assert "bücher.example xn--bcher-kva.example" in serves
    assert "xn--rt-mlc1c.example mixed alphabets" in serves
    reach = card(client, "reach")
    assert "cert@bücher.example" in reach
    assert "In ASCII: cert@xn--bcher-kva.example" in reach
    assert 'href="mailto:cert@xn--bcher-kva.example"' in page_of(client)


def shape(html: str) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """The page's elements in order, each with its attributes; of those that carry a team's words, the names."""
    spoken = {"href", "content", "data-copy", "title"}
    return [
        (node.tag, tuple((name, "" if name in spoken else value or "") for name, value in node.attributes.items()))
        for node in LexborHTMLParser(html).root.traverse(include_text=False)
    ]  # fmt: skip


@pytest.fixture
def said_everywhere(db, monkeypatch):
    """Publishes a team whose profile has the words wherever it may write, whatever the desk would have refused."""
    honest = desk.profile

    def publish(words: str, slug: str) -> None:
        def profile(team) -> dict[str, Any]:
            said = honest(team)
            said |= {"name": words, "aliases": [f"also {words}"], "former_names": [words], "address": [words]}
            said |= {"host_organisation": words, "label_schemes": [words], "languages": [words]}
            for row in (*said["contacts"], *said["hours"], *said["keys"]):
                row["note"] = words
            said["services"] = [{"title": words, "canonical": "5.1", "depth": 1, "framework": None}]
            said["contacts"].append(
                {"kind": "channel", "channel": "x", "value": words, "text": "", "note": words}
            )
            return said

        monkeypatch.setattr(desk, "profile", profile)
        team = people.with_key(people.example_cert("Team", slug))
        people.write(team, "3.1", words)
        people.published(team)
        publishing.confirm(team, means=words)

    return publish


def test_security_35_no_element_and_no_attribute_comes_from_what_a_team_writes(client, said_everywhere):
    said_everywhere("harmless", "team-0")
    harmless = shape(page_of(client, "team-0").replace("team-0", "team"))
    for n, words in enumerate(SCRIPTS, 1):
        said_everywhere(words, f"team-{n}")
        page = page_of(client, f"team-{n}")
        assert shape(page.replace(f"team-{n}", "team")) == harmless, words


def test_security_39_every_text_that_people_typed_is_isolated_from_its_neighbours(client, said_everywhere):
    said_everywhere("פרק", "rtl")
    tree = LexborHTMLParser(page_of(client, "rtl"))
    found = 0
    for node in tree.css_first("main").traverse(include_text=True):
        if node.tag == "-text" and "פרק" in node.text_content:
            found += 1
            assert is_isolated(node.parent), node.parent.html
    assert found > 10


def is_isolated(node) -> bool:
    while node is not None:
        if node.tag == "bdi" or node.attributes.get("dir") == "auto":
            return True
        node = node.parent
    return False
