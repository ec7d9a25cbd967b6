"""What the documentation names exists, and what exists is named there."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
TEXT = {path: path.read_text(encoding="utf-8") for path in PAGES}
EVERYTHING = "\n".join(TEXT.values())
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

name_of_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())


def documented(pattern: str) -> set[str]:
    return set(re.findall(pattern, EVERYTHING, re.MULTILINE))


# Links


@name_of_page
def test_every_link_inside_the_project_points_to_a_file(page):
    shown = re.sub(r"<!--.*?-->", "", TEXT[page], flags=re.DOTALL)
    targets = [target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", shown)]
    inside = [target for target in targets if target and "://" not in target]
    assert [target for target in inside if not (page.parent / target).is_file()] == []


def test_the_screenshot_is_shown_once_it_is_there():
    shown = re.sub(r"<!--.*?-->", "", TEXT[ROOT / "README.md"], flags=re.DOTALL)
    assert ("docs/screenshots/home.png" in shown) == (ROOT / "docs/screenshots/home.png").is_file()


# Commands


def test_every_management_command_of_ours_is_documented():
    ours = {name for name, app in get_commands().items() if app == "directory"}
    assert ours - documented(r"`(?:manage\.py )?(\w+)[^`]*`") == set()


def test_every_management_command_that_is_documented_exists():
    assert documented(r"manage\.py (\w+)") - set(get_commands()) == set()


def test_every_target_of_make_is_documented_in_the_readme():
    public = set(re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.MULTILINE))
    assert public
    assert public - set(re.findall(r"make (\w+)", TEXT[ROOT / "README.md"])) == set()


def test_every_target_of_make_that_is_documented_exists():
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    in_code = documented(r"(?:`|^    )make ([a-z-]+)")
    assert in_code
    assert in_code - targets == set()


def test_every_script_that_is_documented_exists():
    assert [
        script for script in documented(r"(?<![\w/])(bin/[a-z-]+)") if not (ROOT / script).is_file()
    ] == []


def test_the_service_is_started_as_make_run_starts_it():
    def started_by(text: str) -> list[str]:
        command = re.search(r"granian (--interface(?:[^\n\\]|\\\n)*)", text)
        assert command
        return command[1].removesuffix("&").replace("\\\n", " ").replace('"$port"', "8000").split()

    serve = (ROOT / "bin/serve").read_text(encoding="utf-8")
    assert started_by(TEXT[ROOT / "docs/install.md"]) == started_by(serve)


# Settings


def names_read_by(settings: str) -> set[str]:
    """The names that `env.str("NAME", …)`, `env("NAME")` and their kin read."""
    calls = (node for node in ast.walk(ast.parse(settings)) if isinstance(node, ast.Call))
    return {
        call.args[0].value
        for call in calls
        if re.fullmatch(r"env(\.\w+)?", ast.unparse(call.func))
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def test_the_table_of_settings_names_every_variable_that_is_read_and_no_other():
    read = names_read_by((ROOT / "directory/settings.py").read_text(encoding="utf-8"))
    table = set(re.findall(r"^\| `([A-Z_]+)` \|", TEXT[ROOT / "docs/install.md"], re.MULTILINE))
    assert "SITE_URL" in read
    assert table == read


def test_the_tests_of_make_take_no_setting_from_the_shell():
    read = names_read_by((ROOT / "directory/settings.py").read_text(encoding="utf-8"))
    unset = set(re.findall(r"-u ([A-Z_]+)", MAKEFILE)) | {"DATA_DIR"}
    assert read - unset == set()


# What is installed


def test_the_packages_to_install_are_those_that_the_script_asks_for():
    script = (ROOT / "bin/system-packages").read_text(encoding="utf-8")
    before_the_tests = script[: script.index("= test ]")]
    asked = set(re.findall(r"^need ([a-z][\w.-]+)", before_the_tests, re.MULTILINE))
    line = re.search(r"^    apt-get install (.+)$", TEXT[ROOT / "docs/install.md"], re.MULTILINE)
    assert line
    assert asked
    assert asked - set(line[1].split()) == set()


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_every_requirement_says_why_it_is_there(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith(("#", "-"))]
    assert wanted
    assert [line for line in wanted if not re.search(r"\s# \S", line)] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_release_has_digests_and_no_address(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    releases = re.findall(
        r"^\w[^\n]*==[^\n]*\n(?:    --hash=sha256:[0-9a-f]{64}[^\n]*\n)+", text, re.MULTILINE
    )
    assert len(releases) == len(re.findall(r"^\w", text, re.MULTILINE)) > 0
    assert "://" not in text
    assert not re.search(r"^--(extra-)?index-url|^--find-links", text, re.MULTILINE)


@pytest.mark.parametrize("name", ["", "-dev"])
def test_every_requirement_is_locked(name):
    canonical = re.compile(r"[-_.]+")
    wanted = re.findall(
        r"^(\w[\w.-]*)", (ROOT / f"requirements{name}.in").read_text(encoding="utf-8"), re.MULTILINE
    )
    locked = re.findall(
        r"^(\w[\w.-]*)", (ROOT / f"requirements{name}.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert {canonical.sub("-", w).lower() for w in wanted} <= {canonical.sub("-", x).lower() for x in locked}
