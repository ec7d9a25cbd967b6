"""The page "Look up many" with its script: lists that go in pieces, and what is told of them."""

import csv
import io
import json
import re
from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Download, Page, Route, expect

from .teams import FORMULA, MARKUP, RIGHT_TO_LEFT

MANY = "/lookup/many/"
API = re.compile(r"/api/v1/lookup\b")
REFUSED = "Too much is asked at once. Come back in a minute."
LISTED = {"192.0.2.": 12_000, "198.51.100.": 8_000, "203.0.113.": 2_000}
UNREAD = "nobody knows what"
LONG_LIST = [f"{start}{n % 100}" for start, count in LISTED.items() for n in range(count)]
LONG_LIST += [UNREAD, *(f"100.64.{n // 250}.{n % 250}" for n in range(25_000 - len(LONG_LIST) - 1))]
SAID_OF_ALL = "25,000 entries: 3 teams, nobody listed for 2,999, 1 not understood."
MIXED = "192.0.2.1\n=1+1\n203.0.113.200\n8.8.8.8\nAS64499\n\n2001:db8:1::5\n+49 30\nwww.markup.example\n192.0.2.0/25"


@pytest.fixture
def many(page: Page) -> Page:
    page.goto(MANY)
    return page


@pytest.fixture
def asked(many: Page) -> list[str]:
    """The bodies that the page sends, as they are sent."""
    bodies: list[str] = []
    many.on("request", lambda request: API.search(request.url) and bodies.append(request.post_data or ""))
    return bodies


def paste(page: Page, text: str) -> None:
    page.get_by_label("Paste a list").fill(text)
    look_up(page)


def choose(page: Page, content: str | bytes | Sequence[str]) -> None:
    text = content if isinstance(content, str | bytes) else "\n".join(content)
    data = text.encode() if isinstance(text, str) else text
    page.get_by_label("or choose a file").set_input_files(
        {"name": "list.txt", "mimeType": "text/plain", "buffer": data}
    )


def look_up(page: Page) -> None:
    page.locator("#many").get_by_role("button", name="Look up").click()


def headings(page: Page) -> list[str]:
    return page.locator("#result h2").all_inner_texts()


def alert(page: Page):
    return page.locator("#result").get_by_role("alert")


def told(page: Page):
    return page.locator("#result p.answer")


def downloaded(page: Page, button: str) -> tuple[Download, str]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).first.click()
    return waiting.value, waiting.value.path().read_bytes().decode()


def at_piece(page: Page, number: int, instead: Callable[[Route], object]) -> None:
    """The page's request of that number, from 1, and those after it, are answered by `instead`."""
    seen = []

    def answer(route: Route) -> None:
        seen.append(route)
        route.continue_() if len(seen) < number else instead(route)

    page.route(API, answer)


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


def test_stopped_in_the_middle_it_tells_how_far_it_got_and_what_was_answered(many, asked):
    at_piece(many, 2, lambda route: None)  # no answer comes
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


def test_a_second_click_while_a_list_is_on_its_way_starts_nothing(many, asked):
    at_piece(many, 1, lambda route: None)
    paste(many, "192.0.2.1")
    expect(many.locator("#progress")).to_be_visible()
    look_up(many)
    many.get_by_role("button", name="Stop").click()
    expect(alert(many)).to_have_text("Stopped: 0 of 1 lines are answered.")
    assert len(asked) == 1


# What comes out ------------------------------------------------------------------------------------


def test_the_answer_as_csv_is_what_the_server_gives_for_the_same_list(many, context):
    paste(many, MIXED)
    expect(told(many)).to_be_visible()
    file, text = downloaded(many, "As CSV")
    form = {"lines": MIXED, "reading": "plain", "output": "csv"}
    assert text == context.request.post(MANY, form=form).body().decode()
    assert file.suggested_filename == "look-up.csv"


def test_no_cell_of_the_csv_is_a_formula(many):
    paste(many, MIXED)
    expect(told(many)).to_be_visible()
    _, text = downloaded(many, "As CSV")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert {"'=1+1", "'+49 30", f"'{FORMULA}"} <= set(cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


def test_the_answer_as_json_is_what_the_server_gives_for_the_same_list(many, context):
    paste(many, MIXED)
    expect(told(many)).to_be_visible()
    file, text = downloaded(many, "As JSON")
    form = {"lines": MIXED, "reading": "plain", "output": "json"}
    theirs = context.request.post(MANY, form=form).body().decode()
    assert [json.loads(line) for line in text.splitlines()] == [
        json.loads(line) for line in theirs.splitlines()
    ]
    assert file.suggested_filename == "look-up.ndjson"


def test_files_of_several_pieces_keep_the_order_of_the_lines(many):
    choose(many, LONG_LIST)
    look_up(many)
    expect(told(many)).to_be_visible()
    _, text = downloaded(many, "As CSV")
    assert [row[0] for row in csv.reader(io.StringIO(text))][1:] == LONG_LIST


def test_the_lines_of_one_team_come_as_a_file(many):
    choose(many, LONG_LIST)
    look_up(many)
    expect(told(many)).to_be_visible()
    file, text = downloaded(many, "These as a file, a line each")
    assert text.splitlines() == LONG_LIST[:12_000]
    assert file.suggested_filename == "example-cert.txt"


def test_the_draft_of_a_mail_has_every_entry(many):
    addresses = [f"192.0.2.{n}" for n in range(40)]
    paste(many, "\n".join(addresses))
    many.get_by_text("Draft of a mail").click()
    box = many.get_by_label("Draft of a mail")
    expect(box).to_have_value(re.compile(r"^Subject: 40 entries in your constituency\n\nDear EXAMPLE-CERT,"))
    assert [line for line in box.input_value().splitlines() if line in addresses] == addresses


def test_the_draft_is_the_one_of_the_page_without_script(many, without_script):
    paste(many, "192.0.2.1\n192.0.2.2")
    many.get_by_text("Draft of a mail").click()
    expect(many.get_by_label("Draft of a mail")).to_have_value(re.compile("."))
    without_script.goto(MANY)
    paste(without_script, "192.0.2.1\n192.0.2.2")
    theirs = without_script.locator(".groups textarea").input_value()
    assert many.get_by_label("Draft of a mail").input_value() == theirs


def test_teams_beyond_the_first_hundreds_are_shown_on_demand(many):
    shown = {"short_name": "", "reason": "", "reviewed": True, "contact": "", "call": "", "key": ""}
    lines = [
        {"target": f"AS{n}", "kind": "asn", "answer": n,
         "teams": [{**shown, "slug": f"team-{n}", "name": f"Team {n}", "match": f"AS{n}", "published": ""}]}
        for n in range(1, 451)
    ]  # fmt: skip
    many.route(API, lambda route: route.fulfill(body="\n".join(map(json.dumps, lines))))
    paste(many, "AS1")
    teams = many.locator(".groups > li")
    expect(teams).to_have_count(200)
    many.get_by_role("button", name="More teams: 250").click()
    expect(teams).to_have_count(400)
    many.get_by_role("button", name="More teams: 50").click()
    expect(teams).to_have_count(450)
    expect(many.get_by_role("button", name="More teams")).to_be_hidden()


# Names are text ------------------------------------------------------------------------------------


def test_security_35_names_in_results_are_text(many):
    paste(many, f"198.51.100.1\n203.0.113.1\n{MARKUP}")
    expect(told(many)).to_have_text("3 entries: 2 teams, 1 not understood.")
    assert many.locator(".groups h2 bdi").all_inner_texts() == [MARKUP, RIGHT_TO_LEFT]
    many.get_by_text("Which", exact=True).click()
    expect(many.get_by_label("Which")).to_have_value(re.compile(f"^{re.escape(MARKUP)}: "))
    assert many.locator("#result :is(img, script, [onerror])").count() == 0


def test_security_35_names_in_results_without_script_are_text(without_script):
    without_script.goto(MANY)
    paste(without_script, f"198.51.100.1\n203.0.113.1\n{MARKUP}")
    assert without_script.locator(".groups h2 bdi").all_inner_texts() == [MARKUP, RIGHT_TO_LEFT]
    assert without_script.locator("main :is(img, script, [onerror])").count() == 0


# Without JavaScript --------------------------------------------------------------------------------


def test_without_script_the_form_gives_the_table(without_script):
    without_script.goto(MANY)
    choose(without_script, "192.0.2.1\n192.0.2.2\n8.8.8.8")
    look_up(without_script)
    expect(without_script.get_by_role("heading", name="Send 2 to EXAMPLE-CERT")).to_be_visible()
    expect(without_script.get_by_role("heading", name="Nobody listed for 1")).to_be_visible()


def test_without_script_every_choice_is_there(without_script):
    without_script.goto(MANY)
    expect(without_script.get_by_label("Column of the table")).to_be_visible()
    for form in ("a table, by team", "CSV", "JSON, a line each"):
        expect(without_script.get_by_role("radio", name=form, exact=True)).to_be_visible()


def test_with_script_files_are_chosen_after_the_answer(many):
    expect(many.get_by_text("Answer as")).to_be_hidden()
    expect(many.get_by_text("JSON, a line each")).to_be_hidden()
