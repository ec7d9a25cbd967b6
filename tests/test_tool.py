"""``python -m directory``: for a person, for a program, and where Django is not installed."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from directory import terminal
from directory.__main__ import main
from directory.rfc2350 import to_text
from directory.rfc2350.document import Document, Problem, Section
from directory.rfc2350.lint import RULES, lint, markdown
from directory.rfc2350.source import from_text
from tests.rfc2350.lint.sound import DOCUMENT, TODAY, saying, without

ROOT = Path(__file__).parent.parent
PLAIN, COLOURED = terminal.Ink(False), terminal.Ink(True)
AS_OF = ["--on", TODAY.isoformat()]


@pytest.fixture
def sound(tmp_path):
    """A file in which the check finds no error."""
    path = tmp_path / "sound.txt"
    path.write_text(to_text(DOCUMENT), "utf-8")
    return str(path)


@pytest.fixture
def faulty(tmp_path):
    """A file without an e-mail address, which is an error."""
    path = tmp_path / "faulty.txt"
    path.write_text(to_text(saying("2.8", "None.", saying("2.7", "None.", without("2.11")))), "utf-8")
    return str(path)


def test_parse_says_who_the_team_is(sound, capsys):
    assert main(["parse", sound]) == 0
    assert "Example CSIRT" in capsys.readouterr().out


def test_parse_json_prints_a_line_a_file(sound, faulty, capsys):
    assert main(["parse", "--json", sound, faulty]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert json.loads(first)["schema"] == json.loads(second)["schema"] == "rfc2350/1"


def test_a_file_that_is_missing_keeps_its_line_and_ends_with_two(sound, capsys):
    assert main(["parse", "--json", "no such file", sound]) == 2
    output = capsys.readouterr()
    missing, found = (json.loads(line) for line in output.out.splitlines())
    assert missing["problems"][0]["code"] == "unreadable"
    assert found["team"]["name"] == "Example CSIRT"
    assert "no such file" in output.err


def test_a_file_that_is_no_document_is_told_in_a_sentence(tmp_path, capsys):
    path = tmp_path / "program.pdf"
    path.write_bytes(b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff")
    assert main(["lint", str(path)]) == 2
    assert str(path) in capsys.readouterr().err


def test_lint_ends_with_nothing_where_there_is_no_error(sound):
    assert main(["lint", *AS_OF, sound]) == 0


def test_lint_ends_with_one_where_there_is_an_error(faulty):
    assert main(["lint", *AS_OF, faulty]) == 1


def test_lint_ends_with_two_where_a_file_cannot_be_opened(faulty, capsys):
    assert main(["lint", *AS_OF, "no such file", faulty]) == 2
    assert "email-missing" in capsys.readouterr().out


def test_lint_names_the_place_and_the_remedy(faulty, capsys):
    main(["lint", *AS_OF, faulty])
    told = capsys.readouterr().out
    assert "error: line " in told
    assert "Electronic Mail Address" in told
    assert "→ Give the address that incidents go to" in told
    assert "Complete to" in told


def test_lint_json_carries_remedy_and_score(faulty, capsys):
    main(["lint", "--json", *AS_OF, faulty])
    found = json.loads(capsys.readouterr().out)
    assert found["file"] == faulty
    assert {"code", "severity", "line", "message", "remedy"} == set(found["problems"][0])
    assert 0 < found["completeness"]["score"] < 100


def test_a_dash_is_the_standard_input(sound, monkeypatch, capsys):
    stdin = io.TextIOWrapper(io.BytesIO(Path(sound).read_bytes()))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert main(["parse", "-"]) == 0
    assert "Example CSIRT" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("text", "Electronic Mail Address\n"),
        ("markdown", "Electronic Mail Address"),
        ("html", "<h"),
        ("json", "rfc2350/1"),
    ],
)
def test_render_writes_each_format(sound, capsys, form, words):
    assert main(["render", "--to", form, sound]) == 0
    assert words in capsys.readouterr().out


def test_render_in_the_teams_layout_gives_back_the_text(sound, capsys):
    assert main(["render", sound]) == 0
    assert capsys.readouterr().out == Path(sound).read_text("utf-8")


def test_render_in_the_rfcs_layout_fills_what_is_missing(faulty, capsys):
    assert main(["render", "--layout", "rfc", faulty]) == 0
    assert "Points of Customer Contact" in capsys.readouterr().out


def test_a_command_without_a_file_is_a_mistake(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["lint"])
    assert ended.value.code == 2
    assert "FILE" in capsys.readouterr().err


def test_there_are_no_colours_where_the_output_is_no_terminal(faulty, capsys):
    main(["lint", *AS_OF, faulty])
    assert "\x1b" not in capsys.readouterr().out


def test_the_words_are_the_same_with_colours():
    found = lint(saying("2.8", "Key ID: 0xAD91C54"), TODAY)
    plain = list(terminal.report(DOCUMENT, found, None, PLAIN))
    coloured = "\n".join(terminal.report(DOCUMENT, found, None, COLOURED))
    for code in ("31;1", "33", "36", "2", "1", "0"):
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert coloured.split("\n") == plain


def test_the_mark_stands_under_the_quoted_words():
    source = from_text("2.8 Keys\n\n   Key ID: 0xAD91C54\n")
    problem = Problem("key-id-malformed", "warning", 1, "“AD91C54” is not a key ID.")
    document = Document(sections=(Section("2.8", "2.8", "Keys", "Key ID: 0xAD91C54", 1),))
    lines = list(terminal.report(document, [problem], source, PLAIN))
    at = next(index for index, line in enumerate(lines) if "0xAD91C54" in line)
    assert lines[at].index("AD91C54") == lines[at + 1].index("^^^^^^^")


def test_a_mark_far_to_the_right_is_still_shown():
    source = from_text("word " * 200 + "XYZ-CERT and so on")
    problem = Problem("placeholder-left", "error", 1, "It holds the placeholder “XYZ-CERT”.")
    lines = list(terminal.report(DOCUMENT, [problem], source, PLAIN))
    assert max(map(len, lines)) <= 90
    at = next(index for index, line in enumerate(lines) if "XYZ-CERT and" in line)
    assert lines[at].index("XYZ-CERT") == lines[at + 1].index("^")


def test_a_document_cannot_speak_to_the_terminal():
    assert "\x1b" not in terminal.printable("\x1b[2Jgone\N{RIGHT-TO-LEFT OVERRIDE}")


def test_the_page_about_the_rules_is_up_to_date():
    page = (ROOT / "docs" / "lint.md").read_text("utf-8")
    assert page == markdown(RULES), "python -m directory lint --rules-markdown > docs/lint.md"


def test_the_page_about_the_rules_comes_from_the_tool(capsys):
    assert main(["lint", "--rules-markdown"]) == 0
    assert capsys.readouterr().out == markdown(RULES)


def test_the_tool_works_where_django_is_not_installed(sound):
    code = (
        "import runpy, sys; sys.modules['django'] = None; sys.argv = ['directory', *sys.argv[1:]];"
        "runpy.run_module('directory', run_name='__main__', alter_sys=True)"
    )
    for arguments in (["parse", "--json"], ["lint", *AS_OF], ["render", "--to", "text"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments, sound],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "Example CSIRT" in done.stdout or "sound.txt" in done.stdout


@pytest.mark.parametrize("command", ["parse", "lint"])
@pytest.mark.parametrize(
    "text", ["", "\n", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQ==\n-----END PGP PUBLIC KEY BLOCK-----\n"]
)
def test_a_file_with_nothing_in_it_is_told_about_and_breaks_nothing(tmp_path, capsys, command, text):
    path = tmp_path / "nothing.txt"
    path.write_text(text)
    main([command, str(path)])
    said = capsys.readouterr().out
    assert "not-rfc2350" in said
    assert "0xNone" not in said
