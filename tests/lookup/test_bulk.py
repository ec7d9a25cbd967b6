"""Many at once: lines in, answers out."""

import json
from datetime import UTC, datetime

import pytest

from directory.lookup import asking, bulk, mail, overlaps, special
from directory.lookup.answers import Claim
from directory.lookup.groups import grouped
from tests import people

AT = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)


def results(lines):
    return list(bulk.Bulk(asking.memory(), asking.read, asking.details, AT).results(lines))


@pytest.mark.django_db
def test_a_list_is_answered_as_each_of_its_lines_would_be(published):
    lines = [
        "192.0.2.1",
        "192.0.2.2",
        "2001:db8::1",
        "192.0.2.0/24",
        "AS64500",
        "x.example-cert.example",
        "8.8.8.8",
    ]
    for line, result in zip(lines, results(lines), strict=True):
        target = asking.read(line)
        assert (result.target, result.kind) == (target.value, target.kind)
        assert result.teams == asking.teams_for(target, AT)


@pytest.mark.django_db
def test_a_line_that_is_none_is_told_about_in_its_place(published):
    found = results(["192.0.2.1", "", "nonsense", "192.0.2.2"])
    assert [bool(result.error) for result in found] == [False, True, False]
    assert json.loads(bulk.as_json(found[1]))["error"].startswith("“nonsense” is neither")


@pytest.mark.django_db
def test_an_answer_that_is_printed_once_is_referred_to_by_its_number(published):
    lines = [
        json.loads(line)
        for line in bulk.each_answer_once(results(["192.0.2.1", "8.8.8.8", "192.0.2.2", "x"]))
    ]
    assert [line.get("answer") for line in lines] == [1, 2, 1, None]
    assert ["teams" in line for line in lines] == [True, True, False, False]


@pytest.mark.django_db
def test_memory_stays_bounded_and_answers_right_when_what_is_kept_is_dropped(published, monkeypatch):
    monkeypatch.setattr(bulk, "MOST_KEPT", 1)
    monkeypatch.setattr(bulk, "LINES_AT_A_TIME", 2)
    lines = ["192.0.2.1", "8.8.8.8", "192.0.2.2", "8.8.8.8"] * 3
    assert [len(result.teams) for result in results(lines)] == [1, 0, 1, 0] * 3


@pytest.mark.django_db
def test_the_list_is_grouped_by_whom_to_write_to(published):
    people.published(people.example_cert("Other", "other"))
    groups = grouped(results(["192.0.2.1", "192.0.2.2", "8.8.8.8", "nonsense"]))
    assert [(g.team["slug"], g.targets) for g in groups.teams] == [
        ("example-cert", ["192.0.2.1", "192.0.2.2"]),
        ("other", ["192.0.2.1", "192.0.2.2"]),
    ]
    assert (groups.nobody, [line for line, _ in groups.unread], groups.count) == (
        ["8.8.8.8"],
        ["nonsense"],
        4,
    )


def test_the_draft_of_a_mail_says_all_or_how_much_more():
    assert "192.0.2.1\n192.0.2.2" in mail.draft("X", "https://d.example", ["192.0.2.1", "192.0.2.2"])
    many = mail.draft("X", "https://d.example", ["192.0.2.1"] * 2001)
    assert "2,001 entries" in many
    assert "and 1 more" in many


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Mar  2 12:34:56 host sshd[1]: Failed for root from 192.0.2.7 port 22", ["192.0.2.7"]),
        ("[2001:db8::1]:443 -> 198.51.100.9:80, 10:11:12", ["2001:db8::1", "198.51.100.9"]),
        ("seen 192[.]0[.]2[.]7 and ::ffff:192.0.2.8", ["192[.]0[.]2[.]7", "::ffff:192.0.2.8"]),
        ("version 1.2.3.4.5, mac aa:bb:cc:dd:ee:ff, std::vector, 999.1.1.1", ["999.1.1.1"]),
        ("nothing here", []),
    ],
)
def test_addresses_are_picked_out_of_a_log(line, found):
    assert list(bulk.picked([line], "log")) == found


def test_a_column_is_found_by_name_or_number():
    table = ["time;Src IP;note", '1;192.0.2.1;"a;b"', "2;192.0.2.2;", "3"]
    assert list(bulk.picked(table, "csv", "src ip")) == ["192.0.2.1", "192.0.2.2"]
    assert list(bulk.picked(table[1:], "csv", "2")) == ["192.0.2.1", "192.0.2.2"]
    with pytest.raises(bulk.NoSuchColumn, match="it has: time, Src IP, note"):
        list(bulk.picked(table, "csv", "dst"))
    with pytest.raises(bulk.NoSuchColumn, match="counted from 1"):
        list(bulk.picked(table, "csv", "0"))


# Beside answers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("10.1.2.3", "private networks"), ("192.0.2.0/25", "documentation"), ("239.1.1.1", "multicast"),
        ("2001:db8::1", "documentation"), ("fe80::1", "one link"), ("8.8.8.8", None), ("192.0.0.0/16", None),
    ],
)  # fmt: skip
def test_special_purpose_ranges_are_known(text, purpose):
    target = asking.read(text)
    kept = special.of_span(target.first, target.last)
    assert (kept.purpose if kept else None) == purpose


def test_special_numbers_and_names_are_known():
    assert special.of_asn(64512).purpose == "private use"
    assert special.of_asn(1853) is None
    assert special.of_domain("a.b.example").purpose == "documentation"
    assert special.of_domain("ox.ac.uk") is None


def claim(text: str, team: int) -> Claim:
    from tests.lookup.test_engines import key_of

    return Claim(key_of(text), team, False)


def test_overlaps_are_told_exact_and_nested():
    claims = [claim("192.0.2.0/24", 1), claim("192.0.2.0/24", 2), claim("192.0.2.64/26", 1), claim("192.0.2.64/26", 3),
              claim("198.51.100.0/24", 1)]  # fmt: skip
    found = [(o.outer.team, o.inner.team, o.same) for o in overlaps.of_networks(claims)]
    assert found == [(1, 2, True), (2, 1, False), (1, 3, False), (2, 3, False), (1, 3, True)]


def test_overlaps_of_names_stand_on_label_edges():
    claims = [
        claim("uk", 1),
        claim("a.uk", 2),
        claim("b.a.uk", 3),
        claim("a.uk", 4),
        claim("AS1", 1),
        claim("AS1", 2),
    ]
    found = {(o.outer.team, o.inner.team, o.same) for o in overlaps.of_names(claims)}
    assert found == {
        (1, 2, False),
        (1, 4, False),
        (2, 4, True),
        (1, 3, False),
        (2, 3, False),
        (4, 3, False),
        (1, 2, True),
    }
