"""A document on its way to the desk: the payload of a preview, text that is given a section, how sure a fact is."""

from datetime import date

import pytest
from django.core import signing

from directory import desk, rfc2350
from directory.importers import read
from directory.intake import values
from directory.intake.difference import NotOffered, choices, difference
from directory.intake.payload import SALT, Payload, Unusable, seal, unseal
from directory.intake.placing import pieces, placed, targets
from directory.intake.preview import NoSuchPiece, Preview, preview
from directory.intake.standing import Degree, Standings
from directory.intake.table import FIELDS
from directory.intake.taking import take, told
from directory.models import Team
from directory.rfc2350.document import Document, Opening, Phone, TeamFacts
from directory.rfc2350.parser import parts_of
from directory.rfc2350.source import Source
from tests import people
from tests.rfc2350_texts import DOCUMENT, FINGERPRINT

DAY = date(2026, 4, 1)
ABOUT = Payload("a document.txt", "Łódź \x00\n".encode())


def source(text: str = DOCUMENT) -> Source:
    return read(text.encode(), "rfc2350.txt")


def looked_at(
    text: str = DOCUMENT, wanted: dict[int, str] | None = None, team: Team | None = None
) -> Preview:
    came = source(text)
    return preview(came, rfc2350.parse(came), wanted or {}, team, DAY)


def loose(found: Preview, title: str) -> int:
    return next(piece.index for piece, _ in found.pieces if title in piece.section.title)


def standing(found: Preview, key: str, words: str = ""):
    lines = next(entry.lines for entry in found.entries if entry.field.key == key)
    return next(line.standing for line in lines if words in line.value.words)


# The payload --------------------------------------------------------------------------------------------


def test_a_payload_comes_back_as_it_was():
    assert unseal(seal(ABOUT, 1, 2), 1, 2) == ABOUT
    assert unseal(seal(ABOUT, 1, None), 1, None) == ABOUT


@pytest.mark.parametrize(("user", "team"), [(2, 7), (1, 8), (1, None)])
def test_security_84_a_payload_is_bound_to_its_user_and_its_team(user, team):
    with pytest.raises(Unusable) as refused:
        unseal(seal(ABOUT, 1, 7), user, team)
    assert refused.value.reason == "foreign"


def test_security_84_no_letter_of_a_payload_can_be_changed():
    sealed = seal(ABOUT, 1, 7)
    for place in range(len(sealed)):
        other = "A" if sealed[place] != "A" else "B"
        with pytest.raises(Unusable) as refused:
            unseal(sealed[:place] + other + sealed[place + 1 :], 1, 7)
        assert refused.value.reason == "changed"


def test_security_84_what_was_signed_for_something_else_is_no_payload():
    for forged in ("", ":::", signing.dumps({"user": 1}), signing.TimestampSigner(salt="x").sign("e30")):
        with pytest.raises(Unusable):
            unseal(forged, 1, 7)


def test_security_84_a_payload_expires(settings):
    sealed = seal(ABOUT, 1, 7)
    settings.IMPORT_SECONDS = -1
    with pytest.raises(Unusable) as refused:
        unseal(sealed, 1, 7)
    assert refused.value.reason == "expired"


def test_a_payload_that_cannot_be_unpacked_is_refused():
    for packed in ("e30", "!", "eJw"):
        with pytest.raises(Unusable):
            unseal(signing.TimestampSigner(salt=SALT).sign(packed), 1, 7)


# Text without a section -------------------------------------------------------------------------------------


def test_text_that_has_no_section_is_listed_with_its_line():
    found = looked_at()
    titles = [piece.section.title for piece, _ in found.pieces]
    assert "Our Coffee Machine" in titles
    assert all(piece.section.canonical in ("0", "9") for piece, _ in found.pieces)
    assert [piece.section.line for piece, _ in found.pieces if piece.section.title][-1] == source().lines[
        -1
    ].number - 2


def test_a_piece_that_is_placed_stands_at_the_section_s_end_with_its_title():
    found = looked_at(wanted={loose(looked_at(), "Coffee"): "2.7"})
    text = next(section.text for section in found.document.sections if section.canonical == "2.7")
    assert text.startswith("cert@example-cert.example")
    assert text.endswith("Our Coffee Machine\n\nIt stands beside the door. Fax: +48 22 765 43 99")
    assert "9" not in [section.canonical for section in found.document.sections]


def test_a_section_that_the_document_does_not_have_is_opened_at_its_place():
    found = looked_at(wanted={loose(looked_at(), "Coffee"): "2.5"})
    canonicals = [section.canonical for section in found.document.sections]
    assert canonicals[canonicals.index("2.4") + 1] == "2.5"
    assert [(phone.kind, phone.number) for phone in found.document.team.phones][-1] == ("fax", "+48227654399")
    assert standing(found, "faxes").degree == Degree.SURE


@pytest.mark.parametrize("canonical", [canonical for canonical, _ in targets()])
def test_whatever_is_placed_where_no_word_is_lost_and_it_reads_back_the_same(canonical):
    plain = looked_at()
    wanted = {piece.index: canonical for piece, _ in plain.pieces if piece.section.text}
    found = looked_at(wanted=wanted)

    def words(document: Document) -> list[str]:
        return sorted(
            word
            for section in document.sections
            for word in f"{section.number or ''} {section.title} {section.text}".split()
        )

    opened = len(found.document.sections) - len(plain.document.sections) + len(wanted)
    gone = sum(1 for piece, _ in plain.pieces if piece.index in wanted and piece.section.number)
    missing = [word for word in words(plain.document) if word not in words(found.document)]
    assert len(missing) <= gone  # the numbers of the headings that became lines
    assert opened in (0, 1)
    again = rfc2350.parse(rfc2350.to_text(found.document))
    assert again.meaning() == found.document.meaning()


def test_a_piece_that_is_none_cannot_be_placed():
    with pytest.raises(NoSuchPiece):
        looked_at(wanted={3: "2.7"})


def test_nothing_placed_changes_nothing():
    came = source()
    document = rfc2350.parse(came)
    found = placed(document, parts_of(came), {})
    assert found.document is document
    assert found.origins == tuple(range(len(document.sections)))
    assert len(pieces(document)) == 2


# How sure ---------------------------------------------------------------------------------------------------


def test_a_fact_in_its_own_section_is_sure_and_has_its_line():
    found = looked_at()
    lines = {line.number: line.text for line in source().lines}
    for key, words in (("emails", "incidents@"), ("telephones", "+48"), ("prefixes", "198.51.100.0/24")):
        told = standing(found, key, words)
        assert told.degree == Degree.SURE, key
        assert words in lines[told.line]


def test_a_fact_elsewhere_is_likely_and_says_where():
    text = DOCUMENT.replace(
        "2.7 Electronic Mail Address\n\ncert@example-cert.example\nincidents@example-cert.example", ""
    )
    told = standing(looked_at(text.replace("beside the door.", "x.").replace("+48 22 765 43 21", "+48 22 765 43 21, cert@example-cert.example")), "emails")  # fmt: skip
    assert (told.degree, told.why) == (Degree.LIKELY, "It stands in section 2.4, not in 2.7.")


def test_what_is_concluded_or_doubted_is_to_check():
    inferred = looked_at(DOCUMENT.replace("Poland\n", "").replace("90-002 Łódź\n", ""))
    assert standing(inferred, "country").degree == Degree.CHECK
    assert standing(inferred, "country").line is None
    private = looked_at(DOCUMENT.replace("198.51.100.0/24", "10.1.0.0/16"))
    assert standing(private, "prefixes", "10.1.0.0/16").degree == Degree.CHECK


def test_a_document_on_one_line_is_not_doubted_for_it():
    words = " ".join(DOCUMENT.split())
    found = looked_at(words)
    degrees = {line.standing.degree for entry in found.entries for line in entry.lines if line.standing.line}
    assert found.document.team.name
    assert Degree.SURE in degrees


def test_every_field_of_the_document_has_one_degree_and_every_line_is_one_of_the_source():
    found = looked_at()
    numbers = {line.number for line in source().lines}
    told = [line.standing for entry in found.entries for line in entry.lines]
    assert all(one.degree in Degree for one in told)
    assert {one.line for one in told if one.line} <= numbers
    assert all(one.why for one in told if one.degree != Degree.SURE)


def test_a_value_that_no_field_takes_stays_in_the_text_and_says_so():
    document = Document(team=TeamFacts(emails=("not an address",), timezones=("Mars/Olympus",)))
    for key in ("emails", "timezones"):
        field = next(field for field in FIELDS if field.key == key)
        (value,) = field.said(document)
        assert not value.held
        told = Standings(Source(()), placed(document, [], {}), ()).of(field, value)
        assert (told.degree, told.why) == (
            Degree.CHECK, "No field takes it as it is written. It stays in the text.",
        )  # fmt: skip


# In words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opening", "words"),
    [
        (Opening(("mo", "tu", "we", "th", "fr"), "08:00", "16:00"), "Mon to Fri, 08:00 to 16:00"),
        (Opening(("sa",), "10:00", "24:00", "emergency", "Asia/Tokyo"), "Sat, 10:00 to 24:00, Asia/Tokyo, emergency line"),
        (Opening(("mo", "we", "fr"), "08:00", "12:00"), "Mon, Wed, Fri, 08:00 to 12:00"),
    ],
)  # fmt: skip
def test_hours_are_told_in_words(opening, words):
    (value,) = values.hours(Document(team=TeamFacts(hours=(opening,))))
    assert value.words == words


def test_numbers_are_told_with_what_they_are_for():
    phones = (Phone("+4722850911", "emergency", "+4722850911"), Phone(None, "sms", "1490"))
    said = [value.words for value in values.telephones(Document(team=TeamFacts(phones=phones)))]
    assert said == ["+47 22 85 09 11 (emergency telephone)", "1490 (text message)"]


# Beside a draft ------------------------------------------------------------------------------------------------


@pytest.fixture
def team(example_cert):
    return example_cert


def found_beside(team: Team, text: str = DOCUMENT, wanted: dict[int, str] | None = None):
    return looked_at(text, wanted, team).found


def entry(found, key: str):
    return next(entry for entry in found.entries if entry.field.key == key)


def test_a_difference_has_each_value_once_with_who_has_it(team):
    lines = {line.value.words: (line.here, line.there) for line in entry(found_beside(team), "emails").lines}
    assert lines == {
        "cert@example-cert.example": (True, True),
        "incidents@example-cert.example": (False, True),
    }


def test_security_85_where_both_say_something_the_draft_s_is_kept_beforehand(team):
    found = found_beside(team)
    assert not any(line.chosen for one in found.entries if one.field.now(team) for line in one.lines)
    assert entry(found, "address").now.words.startswith("Example Ltd.")
    assert not next(s for s in found.sections if s.change.section.canonical == "3.1").take


def test_where_the_draft_has_nothing_the_document_s_is_taken_beforehand(team):
    team.contacts.filter(kind="email").delete()
    team.country = ""
    team.save()
    found = found_beside(team)
    assert all(line.chosen for line in entry(found, "emails").lines)
    assert entry(found, "country").lines[0].chosen
    assert next(s for s in found.sections if s.change.section.title == "Our Coffee Machine").take


def test_a_key_that_the_document_names_by_its_id_alone_is_known(team):
    by_id = DOCUMENT.replace(
        "Fingerprint: 89AB CDEF 0123 4567 89AB CDEF 0123 4567 89AB CDEF", "Key ID: 0x89ABCDEF01234567"
    )
    assert people.FINGERPRINT.endswith("89ABCDEF01234567")
    assert [line.there for line in entry(found_beside(team, by_id), "keys").lines] == [False]


def test_security_85_a_key_comes_only_when_it_is_chosen_and_none_goes(team):
    (come, stays) = entry(found_beside(team), "keys").lines
    assert (come.value.key, come.offer, come.chosen) == (FINGERPRINT, "take", False)
    assert (stays.value.key, stays.offer) == (people.FINGERPRINT, "")


def test_the_fingerprint_of_a_key_that_had_only_an_id_completes_its_row(team):
    team.keys.all().delete()
    team.keys.create(key_id="89ABCDEF", note="ours", expires_on=date(2030, 1, 1))
    found = found_beside(team)
    take(team, choices(found, {"take.keys": [FINGERPRINT]}), found)
    key = team.keys.get()
    assert (key.fingerprint, key.note, key.expires_on) == (FINGERPRINT, "ours", date(2030, 1, 1))


def test_what_is_taken_and_dropped_leaves_all_other_rows_as_they_are(team):
    team.contacts.filter(kind="voice").update(note="at night")
    team.contacts.create(kind="email", value="old@example-cert.example", position=7)
    found = found_beside(team)
    chosen = choices(
        found,
        {
            "take.emails": ["email incidents@example-cert.example"],
            "drop.emails": ["email old@example-cert.example"],
        },
    )
    take(team, chosen, found)
    assert sorted(team.contacts.filter(kind="email").values_list("value", flat=True)) == [
        "cert@example-cert.example", "incidents@example-cert.example",
    ]  # fmt: skip
    assert team.contacts.get(kind="voice").note == "at night"
    assert told(chosen) == "Taken: e-mail (1). Removed: e-mail (1)."


@pytest.mark.parametrize(
    "answers",
    [
        {"take.emails": ["email evil@evil.example"]},
        {"drop.emails": ["email cert@example-cert.example"]},  # both have it
        {"drop.keys": [people.FINGERPRINT]},
        {"one.slug": ["take"]},
        {"one.name": ["take"]},  # both have it
        {"one.address": ["both"]},
        {"one.address": ["take", "keep"]},
        {"section.999": ["take"]},
        {"section.new-2.5": ["take"]},
        {"take.": ["x"]},
    ],
)
def test_a_choice_that_was_not_offered_is_refused(team, answers):
    with pytest.raises(NotOffered):
        choices(found_beside(team), answers)


def test_everything_that_is_offered_can_be_taken_and_then_nothing_differs(team):
    found = found_beside(team)
    answers = {}
    for one in found.entries:
        for line in one.lines:
            if line.offer == "take" and not one.field.many:
                answers[f"one.{one.field.key}"] = ["take"]
            elif line.offer:
                answers.setdefault(f"{line.offer}.{one.field.key}", []).append(line.value.key)
    answers |= {f"section.{section.key}": ["take"] for section in found.sections}
    take(team, choices(found, answers), found)
    again = found_beside(Team.objects.get(pk=team.pk))
    assert [one.field.key for one in again.entries if one.differs] == []
    assert again.sections == ()


def test_sections_that_the_draft_lacks_come_to_the_places_that_they_have_in_the_document(team):
    team.sections.filter(canonical__in=["2.4", "3.1", "4.2"]).delete()
    found = found_beside(team)
    answers = {
        f"section.{s.key}": ["take"]
        for s in found.sections
        if s.change.section.canonical in ("2.4", "3.1", "4.2")
    }
    take(team, choices(found, answers), found)
    canonicals = list(team.sections.values_list("canonical", flat=True))
    for before, after in (("2.3", "2.4"), ("3", "3.1"), ("3.1", "3.2")):
        assert canonicals.index(after) > canonicals.index(before)
    assert canonicals.index("4.2") == canonicals.index("4") + 1
    assert (
        "We help Example Ltd. and its suppliers" in desk.assemble(team).sections[canonicals.index("3.1")].text
    )


def test_long_lists_that_only_the_draft_has_are_shortened_and_stay(team):
    team.prefixes.bulk_create(
        team.prefixes.model(team=team, network=f"10.0.{number}.0/24") for number in range(150)
    )
    shown = entry(found_beside(team), "prefixes")
    assert (len(shown.lines), shown.more) == (102, 50)
    assert {line.offer for line in shown.lines if not line.there} == {""}


def test_a_section_that_took_a_piece_in_is_taken_beforehand(team):
    index = loose(looked_at(), "Coffee")
    found = found_beside(team, wanted={index: "3.1"})
    assert next(s for s in found.sections if s.change.section.canonical == "3.1").take


def test_difference_of_a_document_with_its_own_draft_is_nothing(team):
    came = source()
    document = rfc2350.parse(came)
    desk.adopt(document, team)
    moved = placed(document, parts_of(came), {})
    found = difference(team, moved, Standings(came, moved, ()))
    assert not any(one.differs for one in found.entries)
    assert (found.sections, found.staying) == ((), ())
