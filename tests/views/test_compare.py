"""Two revisions of a team side by side, as a visitor sees them."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from selectolax.lexbor import LexborHTMLParser, LexborNode

from directory import publishing
from tests import mischief, people

pytestmark = pytest.mark.django_db

ADDRESS = "/teams/example-cert/compare/"


@pytest.fixture
def three(published):
    """EXAMPLE-CERT with three revisions."""
    team = published.team
    people.write(
        team, "3.1", "EXAMPLE-CERT helps Example Ltd. with security incidents; it does digital forensics."
    )
    team.domains.create(name="other.example")
    people.published(team, comment="Second")
    people.write(team, "7", "We take care.")
    team.contacts.filter(kind="voice").delete()
    people.published(team, comment="Third")
    return team


def page(client, query: str = "", status: int = 200) -> LexborHTMLParser:
    answer = client.get(ADDRESS + query)
    assert answer.status_code == status
    return LexborHTMLParser(answer.content)


def said(dom: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in dom.css(selector)]


def test_the_last_two_revisions_are_compared_where_none_is_named(client, three):
    dom = page(client)
    assert re.fullmatch(r"Revision 3 of .* against revision 2 of .*", said(dom, "h1")[0])
    assert [node.attributes["value"] for node in dom.css("option[selected]")] == ["3", "2"]


def test_any_two_revisions_are_compared(client, three):
    dom = page(client, "?from=1&to=3")
    assert said(dom, ".answer strong") == ["2 fields changed, 4 sections changed."]
    assert said(dom, ".change h3") == ["1.1 Date of Last Update", "2.4 Telephone Number", "3.1 Mission Statement", "7 Disclaimers"]  # fmt: skip


def test_what_went_and_what_came_is_said_in_words(client, three):
    dom = page(client, "?from=1&to=2")
    assert said(dom, ".facts ins") == ["Added: other.example"]
    assert said(dom, ".change ins")[-1] == "Added: security"
    back = page(client, "?from=2&to=1")
    assert said(back, ".facts del") == ["Removed: other.example"]


def test_hours_that_changed_are_said_in_words(client, published):
    published.team.openings.update(closes="18:00")
    people.published(published.team)
    dom = page(client)
    assert said(dom, ".facts del") == ["Removed: Monday to Friday 08:00–16:00"]
    assert said(dom, ".facts ins") == ["Added: Monday to Friday 08:00–18:00"]


def test_a_fact_that_went_stands_in_its_column(client, three):
    dom = page(client, "?from=2&to=3")
    row = next(row for row in dom.css(".facts tbody tr") if row.css_first("th").text() == "Telephone")
    assert [" ".join(cell.text().split()) for cell in row.css("td")] == ["Removed: +48 22 123 45 67", "–"]


def test_sections_that_are_the_same_stand_in_one_line(client, three):
    dom = page(client, "?from=2&to=3")
    sections = client.get("/teams/example-cert/rfc2350.json").json()["sections"]
    folded = len(dom.css(".untouched li"))
    assert said(dom, ".untouched summary") == [f"{folded} sections are the same"]
    assert folded + len(dom.css(".change")) == len(sections)


def test_the_sections_lead_to_the_document(client, three):
    dom = page(client, "?from=2&to=3")
    for link in dom.css(".change h3 a, .untouched a"):
        address, _, place = link.attributes["href"].partition("#")
        assert LexborHTMLParser(client.get(address).content).css_first(f'[id="{place}"]') is not None


def test_revisions_that_say_the_same_say_so(client, published):
    publishing.withdraw(published.team, reason="A mistake.")
    people.published(published.team)  # listed again with the same text
    dom = page(client)
    assert said(dom, ".answer strong") == ["The two say the same."]
    assert dom.css(".change, .facts") == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?from=9", "This team has no revision 9."),
        ("?to=0", "“0” is not the number of a revision."),
        ("?from=one&to=2", "“one” is not the number of a revision."),
        ("?from=-1&to=2", "“-1” is not the number of a revision."),
        ("?from=٢&to=1", "“٢” is not the number of a revision."),
        ("?to=" + "9" * 400, "is not the number of a revision."),
        ("?from=%00", "is not the number of a revision."),
        ("?from=1e1&to=2", "“1e1” is not the number of a revision."),
        ("?from=<script>&to=2", "“<script>” is not the number of a revision."),
    ],
)
def test_a_number_that_is_none_is_answered_by_a_sentence(client, three, query, sentence):
    dom = page(client, query, status=400)
    assert sentence in dom.css_first(".answer").text()
    assert len(dom.css("select")) == 2


def test_a_revision_is_not_compared_with_itself(client, three):
    dom = page(client, "?from=2&to=2")
    assert said(dom, ".answer") == ["Both are revision 2. Choose two that are different."]
    assert dom.css(".change, .facts") == []


def test_with_one_revision_there_is_nothing_to_compare(client, published):
    assert said(page(client), ".answer") == ["There is no earlier revision to compare revision 1 with."]


def test_a_team_that_never_was_is_not_found(client, db):
    assert client.get("/teams/nobody/compare/").status_code == 404


def test_a_redacted_revision_says_so_and_compares_nothing(client, example_cert):
    people.write(example_cert, "3.1", people.SECRET)
    first = people.published(example_cert)
    people.write(example_cert, "3.1", "Harmless.")
    people.published(example_cert)
    publishing.redact(first)
    dom = page(client, "?from=1&to=2", status=410)
    assert said(dom, ".answer") == ["Revision 1 was redacted: nothing of it is left to compare."]
    assert people.SECRET not in dom.html
    assert said(page(client), ".answer") == ["There is no earlier revision to compare revision 2 with."]


def test_a_withdrawn_team_s_revisions_stay_comparable(client, three):
    publishing.withdraw(three, reason="Merged.")
    dom = page(client, "?from=1&to=2")
    assert "The team was withdrawn on" in dom.text()
    assert said(dom, ".change ins")


def test_the_pages_of_revisions_lead_to_the_comparison(client, three):
    listed = client.get("/teams/example-cert/revisions/").content.decode()
    assert listed.count(f'href="{ADDRESS}?from=') == 2
    assert f'href="{ADDRESS}?from=1&amp;to=2"' in listed
    assert f'href="{ADDRESS}?from=2&amp;to=3"' in client.get("/teams/example-cert/rfc2350").content.decode()
    assert ADDRESS not in client.get("/teams/example-cert/revisions/1/").content.decode()


def test_many_networks_are_folded(client, published):
    for n in range(300):
        published.team.prefixes.create(network=f"10.{n // 256}.{n % 256}.0/24")
    people.published(published.team)
    dom = page(client)
    assert len(dom.css(".facts td > ul > li")) == 12
    assert said(dom, ".facts summary") == ["288 more"]


def test_the_comparison_costs_the_same_for_few_and_for_many(client, three):
    def cost(query: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(ADDRESS + query)
        return len(queries)

    few = cost("?from=1&to=2")
    for n in range(4):
        people.write(three, "3.1", f"Mission {n}.")
        people.published(three)
    assert {cost(""), cost("?from=1&to=7"), cost("?from=2&to=1")} == {few}


# Text is text ------------------------------------------------------------------------------------

#: The same strings with nothing in them that a page could take for markup, of the same length.
HARMLESS = str.maketrans("<>\"'`&", "‹›’’’+")


def tags(node: LexborNode) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The elements of a page with the names of their attributes, in order."""
    for inside in node.traverse():
        if inside.tag != "-comment":
            yield inside.tag, tuple(sorted(inside.attributes))


def of_texts(client, slug: str, texts: list[str]) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """The bones of the three pages of a team that wrote these texts, each in a section, a title and a comment."""
    team = people.example_cert("EXAMPLE-CERT", slug)
    people.published(team, comment="First")
    team.host_organisation = texts[0]
    team.save()
    for canonical in ("3.1", "4.1", "7"):
        people.write(team, canonical, "\n\n".join(f"a {text} b" for text in texts))
    team.sections.filter(canonical="3.4").update(title=f"Authority {texts[1]}")
    people.published(team, comment=" ".join(texts)[:500])
    pages = {"document": f"/teams/{slug}/rfc2350", "revisions": f"/teams/{slug}/revisions/", "compare": f"/teams/{slug}/compare/"}  # fmt: skip
    found = {}
    for name, address in pages.items():
        answer = client.get(address)
        assert answer.status_code == 200
        root = LexborHTMLParser(answer.content).root
        assert root is not None
        found[name] = list(tags(root))
    return found


def batches() -> list[tuple[str, ...]]:
    return [mischief.SCRIPTS[n : n + 10] for n in range(0, len(mischief.SCRIPTS), 10)]


@pytest.mark.parametrize("texts", batches(), ids=range(len(batches())))
def test_security_35_what_a_team_writes_becomes_no_element_and_no_attribute(client, db, texts):
    wild = of_texts(client, "wild", list(texts))
    tame = of_texts(client, "tame", [text.translate(HARMLESS) for text in texts])
    for name in wild:
        assert wild[name] == tame[name], name


def test_security_35_the_texts_stand_there_to_be_read(client, example_cert):
    people.published(example_cert)
    people.write(example_cert, "3.1", "a <script>alert(1)</script> b")
    people.published(example_cert, comment="<b>bold</b>")
    for address in ("/teams/example-cert/rfc2350", ADDRESS):
        dom = LexborHTMLParser(client.get(address).content)
        assert "a <script>alert(1)</script> b" in " ".join(dom.css_first("main").text().split())
        assert "<b>bold</b>" in dom.css_first("main").text()


def test_security_35_a_part_of_a_page_made_of_a_text_would_be_seen(client, published):
    dom = LexborHTMLParser("<p>a <b>b</b></p>").root
    twin = LexborHTMLParser("<p>a (b(b(/b(</p>").root
    assert list(tags(dom)) != list(tags(twin))
