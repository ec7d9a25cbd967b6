"""The page "Look up many" with its script: lists that go in pieces, and what may go wrong on the way."""

import json

import pytest
from playwright.sync_api import expect

from .many import LONG_LIST, SAID_OF_ALL, alert, at_piece, choose, headings, look_up, paste, told
from .teams import MARKUP, RIGHT_TO_LEFT

REFUSED = "Too much is asked at once. Come back in a minute."


# What is given -----------------------------------------------------------------------------------


def test_a_pasted_list_is_sorted_by_whom_to_write_to(many, asked):
    paste(many, "192.0.2.1\n192.0.2.2\n198.51.100.1\n8.8.8.8")
    expect(told(many)).to_have_text("4 entries: 2 teams, nobody listed for 1.")
    assert headings(many) == ["Send 2 to EXAMPLE-CERT", f"Send 1 to {MARKUP}", "Nobody listed for 1"]
    first = many.locator(".groups > li").first
    expect(first.get_by_role("link", name="cert@example-cert.example")).to_be_visible()
    expect(first.locator(".targets")).to_have_text("192.0.2.1 192.0.2.2")
    assert len(asked) == 1


def test_a_long_file_goes_in_pieces_with_progress(many, asked):
    many.evaluate("""() => {
      globalThis.seen = [];
      const count = document.getElementById("count");
      new MutationObserver(() => seen.push(count.textContent)).observe(count, { childList: true });
    }""")
    choose(many, LONG_LIST)
    look_up(many)
    expect(told(many)).to_have_text(SAID_OF_ALL)
    assert many.evaluate("seen") == [f"{n} of 25,000 lines" for n in ("0", "10,000", "20,000", "25,000")]
    assert [body.count("\n") + 1 for body in asked] == [10_000, 10_000, 5_000]
    assert headings(many) == [
        "Send 12,000 to EXAMPLE-CERT",
        f"Send 8,000 to {MARKUP}",
        f"Send 2,000 to {RIGHT_TO_LEFT}",
        "Nobody listed for 2,999",
        "Not understood: 1",
    ]
    expect(many.locator("#progress")).to_be_hidden()


def test_what_is_pasted_and_what_is_in_a_file_are_looked_up_together(many):
    choose(many, "198.51.100.1")
    paste(many, "192.0.2.1\n")
    expect(told(many)).to_have_text("2 entries: 2 teams.")


def test_a_column_by_its_name_is_found_in_every_piece(many, asked):
    expect(many.get_by_label("Column of the table")).to_be_hidden()
    many.get_by_label("a table (CSV)").check()
    many.get_by_label("Column of the table").fill("ip")
    choose(many, ["when;ip;what", *(f"12:00;{address};198.51.100.9" for address in LONG_LIST)])
    look_up(many)
    expect(told(many)).to_have_text(SAID_OF_ALL)
    assert [body.split("\n", 1)[0] for body in asked] == ["when;ip;what"] * 3


def test_a_column_that_is_not_there_is_said_with_those_that_are(many):
    many.get_by_label("a table (CSV)").check()
    many.get_by_label("Column of the table").fill("address")
    paste(many, "when,ip\n12:00,192.0.2.1")
    expect(alert(many)).to_contain_text("There is no column “address” in the first line; it has: when, ip.")


def test_a_table_without_a_column_is_asked_for_it(many, asked):
    many.get_by_label("a table (CSV)").check()
    paste(many, "ip\n192.0.2.1")
    expect(alert(many)).to_have_text("Say which column holds what you look up.")
    assert asked == []


def test_every_address_in_a_log_is_looked_up(many):
    many.get_by_label("a log or any text").check()
    paste(
        many,
        "Nov 25 12:34:56 sshd: from 192.0.2.1 port 22\nno address here\n198[.]51[.]100[.]7 > 2001:db8:1::9",
    )
    expect(told(many)).to_have_text("3 entries: 2 teams.")
    assert headings(many) == ["Send 2 to EXAMPLE-CERT", f"Send 1 to {MARKUP}"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_a_file_in_another_encoding_is_read(many, encoding):
    mark = "" if encoding in ("utf-16", "utf-8-sig") else "\ufeff"
    choose(many, f"{mark}192.0.2.1\r\n198.51.100.7\r\n".encode(encoding))
    look_up(many)
    expect(told(many)).to_have_text("2 entries: 2 teams.")


def test_nothing_is_said_to_be_nothing(many, asked):
    paste(many, " \n\n")
    expect(alert(many)).to_have_text("Paste a list or choose a file; there is nothing to look up yet.")
    assert asked == []


# What goes wrong -----------------------------------------------------------------------------------


def test_stopped_in_the_middle_it_tells_how_far_it_got_and_what_was_answered(many, asked, held):
    at_piece(many, 2, held.append)
    choose(many, LONG_LIST)
    look_up(many)
    expect(many.locator("#count")).to_have_text("10,000 of 25,000 lines")
    many.get_by_role("button", name="Stop").click()
    expect(alert(many)).to_have_text("Stopped: 10,000 of 25,000 lines are answered.")
    expect(told(many)).to_have_text("10,000 entries: 1 team.")
    assert headings(many) == ["Send 10,000 to EXAMPLE-CERT"]
    expect(many.locator("#progress")).to_be_hidden()
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("instead", "sentence"),
    [
        (
            lambda route: route.fulfill(
                status=503, content_type="application/problem+json", body=json.dumps({"detail": REFUSED})
            ),
            REFUSED,
        ),
        (
            lambda route: route.fulfill(status=502, content_type="text/html", body="<h1>Bad gateway</h1>"),
            "The directory did not answer (502).",
        ),
        (lambda route: route.abort(), "The directory cannot be reached."),
    ],
    ids=["refused", "gateway", "unreachable"],
)
def test_a_failure_is_said_and_what_was_answered_stays(many, instead, sentence):
    at_piece(many, 3, instead)
    choose(many, LONG_LIST)
    look_up(many)
    expect(alert(many)).to_have_text(f"{sentence} 20,000 of 25,000 lines are answered; the rest is not.")
    assert headings(many) == ["Send 12,000 to EXAMPLE-CERT", f"Send 8,000 to {MARKUP}"]


def test_another_list_can_be_looked_up_after_a_failure(many):
    at_piece(many, 1, lambda route: route.abort())
    paste(many, "192.0.2.1")
    expect(alert(many)).to_be_visible()
    many.unroute_all()
    look_up(many)
    expect(told(many)).to_have_text("1 entry: 1 team.")
    expect(alert(many)).to_have_count(0)


def test_a_second_click_while_a_list_is_on_its_way_starts_nothing(many, asked, held):
    at_piece(many, 1, held.append)
    paste(many, "192.0.2.1")
    expect(many.locator("#progress")).to_be_visible()
    look_up(many)
    many.get_by_role("button", name="Stop").click()
    expect(alert(many)).to_have_text("Stopped: 0 of 1 lines are answered.")
    assert len(asked) == 1
