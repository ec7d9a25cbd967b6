"""Two revisions of a document side by side."""

from __future__ import annotations

import dataclasses
import difflib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.rfc2350 import difference as differing
from directory.rfc2350 import parse
from directory.rfc2350.compare import SectionChange, compare
from directory.rfc2350.difference import STEPS, STEPS_AT_ONCE, Passage, Work, difference
from directory.rfc2350.document import Document, Section
from tests.rfc2350 import meadow

MISSION = (
    "The team helps the farmers of the meadow with incidents on their networks, and warns them of what\n"
    "grows in the networks of others."
)


def document(*sections: tuple[str, str | None, str, str]) -> Document:
    return Document(sections=tuple(Section(*section) for section in sections))


def of_text(before: str, after: str) -> tuple[Passage, ...]:
    return difference(before, after, Work())


def spoken(passage: Passage) -> str:
    """A passage as one reads it: [-removed-] {+added+} same."""
    marks = {"removed": "[-{}-]", "added": "{{+{}+}}", "same": "{}"}
    return "".join(marks[piece.what].format(piece.text) + piece.end for piece in passage.pieces)


def words(changes: tuple[SectionChange, ...], *fates: str) -> list[str]:
    pieces = [piece for change in changes for passage in change.passages for piece in passage.pieces]
    return [word for piece in pieces if piece.what in fates for word in piece.text.split()]


# The words of a section --------------------------------------------------------------------------


def test_a_word_that_changed_is_marked_and_the_others_stay() -> None:
    (passage,) = of_text(MISSION, MISSION.replace("warns", "tells"))
    assert passage.what == "changed"
    assert spoken(passage) == (
        "The team helps the farmers of the meadow with incidents on their networks, and [-warns-] {+tells+} them of "
        "what grows in the networks of others."
    )


def test_a_text_that_was_only_wrapped_anew_is_the_same() -> None:
    assert [passage.what for passage in of_text(MISSION, " ".join(MISSION.split()))] == ["same"]
    assert [passage.what for passage in of_text(MISSION, MISSION.replace(" ", "\n"))] == ["same"]


def test_a_paragraph_that_was_wrapped_anew_beside_one_that_changed_is_the_same() -> None:
    passages = of_text(f"One.\n\n{MISSION}", f"Two.\n\n{MISSION.replace(' ', chr(10), 9)}")
    assert [passage.what for passage in passages] == ["removed", "added", "same"]


def test_lines_that_the_team_kept_apart_stay_apart() -> None:
    (passage,) = of_text("Meadow\nField 1\n1010 Example", "Meadow\nField 2\n1010 Example")
    assert spoken(passage) == "Meadow\nField [-1-] {+2+}\n1010 Example"


def test_an_item_more_stands_on_its_own_line() -> None:
    (passage,) = of_text("- to watch\n- to warn", "- to watch\n- to warn\n- to weed")
    assert spoken(passage) == "- to watch\n- to warn\n{+- to weed+}"
    (passage,) = of_text("- to watch\n- to warn\n- to weed", "- to watch\n- to warn")
    assert spoken(passage) == "- to watch\n- to warn\n[-- to weed-]"


def test_a_new_paragraph_is_added_whole() -> None:
    passages = of_text("One.\n\nThree.", "One.\n\nTwo.\n\nThree.")
    assert [(p.what, spoken(p)) for p in passages] == [
        ("same", "One."),
        ("added", "{+Two.+}"),
        ("same", "Three."),
    ]


def test_texts_that_share_hardly_a_word_stand_one_behind_the_other() -> None:
    passages = of_text(MISSION, "All questions of the press go to the speaker of the association.")
    assert [passage.what for passage in passages] == ["removed", "added"]


def test_a_word_that_two_longer_changes_happen_to_share_is_no_island() -> None:
    (passage,) = of_text(
        "We answer within one hour on working days by telephone and by mail to everybody.",
        "We answer within two days or three on holidays on request, if by fax and by mail to everybody.",
    )
    assert spoken(passage) == (
        "We answer within [-one hour on working days-] {+two days or three on holidays on request, if+} "
        "by [-telephone-] {+fax+} and by mail to everybody."
    )


def test_a_key_block_is_told_by_its_lines() -> None:
    key = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEZxyz\nAdexample\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----"
    (passage,) = of_text(key, key.replace("=abcd", "=efgh"))
    assert passage.verbatim
    assert [(piece.what, piece.text) for piece in passage.pieces[1:3]] == [
        ("removed", "=abcd"),
        ("added", "=efgh"),
    ]


def test_a_table_whose_columns_grew_wider_has_one_new_line() -> None:
    (passage,) = of_text("Red    the team\nGreen  all", "Red       the team\nGreen     all\nAmber-ish  some")
    assert passage.verbatim
    assert spoken(passage) == "Red       the team\nGreen     all\n{+Amber-ish  some+}"


# Which section is which --------------------------------------------------------------------------

MEADOW = parse(meadow.in_paragraphs())


def changed(*texts: tuple[str, str]) -> Document:
    """The meadow's document with other texts in some sections."""
    given = dict(texts)
    sections = tuple(
        dataclasses.replace(section, text=given.get(section.canonical, section.text))
        for section in MEADOW.sections
    )
    return dataclasses.replace(MEADOW, sections=sections)


def test_only_the_section_that_changed_is_changed() -> None:
    changes = compare(MEADOW, changed(("3.4", "The team decides.")))
    assert [change.section.canonical for change in changes if not change.untouched] == ["3.4"]
    assert [change.section for change in changes] != list(MEADOW.sections)
    assert len(changes) == len(MEADOW.sections)


def test_a_section_more_renumbers_the_others_and_changes_none_of_them() -> None:
    before = document(
        ("5", "5", "Services", ""), ("5", "5.1", "Watch", "Daily."), ("5", "5.2", "Weed", "Weekly.")
    )
    after = document(
        ("5", "5", "Services", ""),
        ("5.1", "5.1", "Incident Response", "Always."),
        ("5", "5.2", "Watch", "Daily."),
        ("5", "5.3", "Weed", "Weekly."),
    )
    changes = compare(before, after)
    assert [(c.section.title, c.what, c.renumbered, c.moved) for c in changes] == [
        ("Services", "same", False, False),
        ("Incident Response", "added", False, False),
        ("Watch", "same", True, False),
        ("Weed", "same", True, False),
    ]


def test_a_section_that_went_stands_where_it_was() -> None:
    before = document(("0", None, "", "Meadow"), ("1.1", "1.1", "Date", "May"), ("2", "2", "Contact", ""))
    after = document(("2", "2", "Contact", ""), ("7", "7", "Disclaimers", "None."))
    changes = compare(before, after)
    assert [(c.section.canonical, c.what) for c in changes] == [
        ("0", "removed"),
        ("1.1", "removed"),
        ("2", "same"),
        ("7", "added"),
    ]


def test_a_section_with_another_title_is_renamed() -> None:
    (change,) = compare(
        document(("2.7", "2.7", "Electronic Mail Address", "cert@meadow.example")),
        document(("2.7", "2.7", "E-mail", "cert@meadow.example")),
    )
    assert (change.what, change.renamed, change.untouched) == ("same", True, False)


def test_a_service_with_another_title_and_another_text_is_another_service() -> None:
    changes = compare(document(("5", "5.2", "Watch", "Daily.")), document(("5", "5.2", "Courses", "Weekly.")))
    assert sorted(change.what for change in changes) == ["added", "removed"]


def test_a_service_with_another_title_and_the_same_text_is_renamed() -> None:
    (change,) = compare(document(("5", "5.2", "Watch", "Daily.")), document(("5", "5.2", "Look", "Daily.")))
    assert (change.what, change.renamed) == ("same", True)


def test_a_section_that_stands_elsewhere_is_moved_and_the_others_are_not() -> None:
    one, two, three = (
        ("4.1", "4.1", "Types", "All."),
        ("4.2", "4.2", "TLP", "Yes."),
        ("7", "7", "Limits", "No."),
    )
    changes = compare(document(one, two, three), document(three, one, two))
    assert [(change.section.canonical, change.moved) for change in changes] == [
        ("7", True),
        ("4.1", False),
        ("4.2", False),
    ]


def test_each_section_has_its_place_on_the_page_that_it_stands_on() -> None:
    changes = compare(
        document(("2", "3", "Contact", ""), ("7", "7", "Limits", "No.")), document(("2", "2", "Contact", ""))
    )
    assert [change.anchor for change in changes] == ["s-2", "s-7"]


# Laws --------------------------------------------------------------------------------------------

tokens = st.sampled_from(
    ["a", "b", "c", "meadow", "field", "-", "-----BEGIN PGP X-----", "-----END PGP X-----"]
)
gaps = st.sampled_from([" ", " ", " ", "  ", "\n", "\n\n", "\n   "])
texts = st.lists(st.tuples(tokens, gaps), max_size=40).map(lambda pairs: "".join(a + b for a, b in pairs))
sections = st.builds(
    Section,
    canonical=st.sampled_from(["0", "1.1", "2.7", "5", "5.1", "9"]),
    number=st.sampled_from([None, "1", "2.7", "5.1"]),
    title=st.sampled_from(["", "Mail", "Services", "Date  of"]),
    text=st.one_of(texts, st.text(max_size=60)),
)
documents = st.builds(Document, sections=st.lists(sections, max_size=6).map(tuple))


def all_words(document: Document) -> list[str]:
    return sorted(word for section in document.sections for word in section.text.split())


@settings(deadline=None)
@given(documents)
def test_a_document_is_the_same_as_itself(one: Document) -> None:
    changes = compare(one, one)
    assert [change.after for change in changes] == list(one.sections)
    assert all(change.untouched for change in changes)


@settings(deadline=None)
@given(documents, documents, st.sampled_from([0, 60, STEPS]))
def test_every_word_is_kept_or_accounted_for(before: Document, after: Document, left: int) -> None:
    changes = compare(before, after, Work(left))
    assert sorted(words(changes, "same", "added")) == all_words(after)
    assert sorted(words(changes, "same", "removed")) == all_words(before)


@settings(deadline=None)
@given(texts, texts, st.sampled_from([0, 60, STEPS]))
def test_the_words_of_a_text_keep_their_order(before: str, after: str, left: int) -> None:
    pieces = [piece for passage in difference(before, after, Work(left)) for piece in passage.pieces]
    for text, fates in ((before, {"same", "removed"}), (after, {"same", "added"})):
        assert [word for p in pieces if p.what in fates for word in p.text.split()] == text.split()


@settings(deadline=None)
@given(documents, documents)
def test_every_section_stands_there_once(before: Document, after: Document) -> None:
    changes = compare(before, after)
    assert [change.after for change in changes if change.after] == list(after.sections)
    assert sorted(map(repr, (change.before for change in changes if change.before))) == sorted(
        map(repr, before.sections)
    )


@settings(deadline=None)
@given(documents, documents)
def test_what_is_added_one_way_is_removed_the_other(before: Document, after: Document) -> None:
    there, back = compare(before, after), compare(after, before)
    assert sorted(c.section.text for c in there if c.what == "added") == sorted(
        c.section.text for c in back if c.what == "removed"
    )


# Bounded -----------------------------------------------------------------------------------------


class Counted(difflib.SequenceMatcher):
    """Counts the steps of its searches, as `steps` bounds them: every place, and every pair looked at."""

    taken = 0

    def find_longest_match(self, *bounds: int) -> difflib.Match:
        alo, ahi = bounds[:2]
        Counted.taken += sum(1 + len(self.b2j.get(self.a[i], ())) for i in range(alo, ahi))
        return super().find_longest_match(*bounds)


def paragraphs(count: int, *lines: str) -> str:
    return "\n\n".join(lines[n % len(lines)] for n in range(count))


def alternating(count: int, other: str) -> str:
    """What a matcher takes longest for: every second unit is the same, and all of them are alike."""
    return " ".join("meadow" if n % 2 else other for n in range(count))


HUGE = {
    "one paragraph without an end": (alternating(40_000, "a"), alternating(40_000, "b")),
    "lines that are all alike": (paragraphs(20_000, "x", "y"), paragraphs(20_000, "x", "z")),
    "every second paragraph": (paragraphs(9_000, "x", *"abcdefg"), paragraphs(9_000, "x", *"hijklmn")),
    "another text": ("field " * 80_000, "meadow " * 80_000),
}


@pytest.mark.parametrize("name", HUGE)
def test_a_huge_section_is_compared_in_bounded_work(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(differing, "SequenceMatcher", Counted)
    monkeypatch.setattr(Counted, "taken", 0)
    before, after = HUGE[name]
    changes = compare(document(("9", None, "All", before)), document(("9", None, "All", after)))
    assert Counted.taken <= STEPS
    assert words(changes, "same", "added") == after.split()


def test_two_hundred_sections_of_a_large_document_are_compared_in_bounded_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(differing, "SequenceMatcher", Counted)
    monkeypatch.setattr(Counted, "taken", 0)
    before = document(*(("5", f"5.{n}", f"Service {n}", alternating(460, "b")) for n in range(200)))
    after = document(*(("5", f"5.{n}", f"Service {n}", alternating(460, "a")) for n in range(200)))
    work = Work()
    changes = compare(before, after, work)
    assert Counted.taken <= STEPS - work.left <= STEPS
    assert [change.what for change in changes] == ["changed"] * 200


def test_the_bound_on_steps_is_one() -> None:
    for before, after in ((alternating(300, "a"), alternating(300, "b")), (MISSION, MISSION[::-1])):
        Counted.taken = 0
        Counted(None, before.split(), after.split(), autojunk=False).get_matching_blocks()
        assert 0 < Counted.taken <= differing.steps(before.split(), after.split())


def test_a_large_change_of_a_large_document_is_still_told_by_words() -> None:
    """A hundred paragraphs of two hundred words with a few words changed in each."""
    prose = [f"word{n * 7 % 31}" for n in range(200)]
    before = "\n\n".join(" ".join([f"p{k}", *prose]) for k in range(100))
    after = "\n\n".join(" ".join([f"p{k}", *prose[:90], "new", *prose[95:]]) for k in range(100))
    passages = of_text(before, after)
    removed = sum(
        len(piece.text.split()) for passage in passages for piece in passage.pieces if piece.what == "removed"
    )
    assert removed <= 100 * 10


def test_no_passage_may_eat_what_is_for_all() -> None:
    work = Work()
    assert not work.affords(["a"] * 2000, ["a"] * 2000)
    assert work.left == STEPS
    assert STEPS_AT_ONCE < STEPS
