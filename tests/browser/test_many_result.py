"""What the page "Look up many" gives: files, drafts of mails, names as text; and all of it without script."""

import csv
import io
import json
import re

from playwright.sync_api import expect

from .many import API, LONG_LIST, MANY, choose, downloaded, look_up, paste, told
from .teams import FORMULA, MARKUP, RIGHT_TO_LEFT

MIXED = "192.0.2.1\n=1+1\n203.0.113.200\n8.8.8.8\nAS64499\n\n2001:db8:1::5\n+49 30\nwww.markup.example\n192.0.2.0/25"


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
