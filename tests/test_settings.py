"""A site with a wrong setting does not start; it says why in one line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STRONG = "kX7vQ2mB9pL4wN8zR1tY6uJ3hG5fD0sAeCiOqWxEbVnMlKjHgF"
PRODUCTION = {"SITE_URL": "https://csirts.example", "SECRET_KEY": STRONG}


def check(tmp_path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME", "DATABASE_URL") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "check", *arguments],
        cwd=ROOT, env={**kept, "DATA_DIR": str(tmp_path), **environment}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_with_nothing_configured_the_site_starts(tmp_path):
    done = check(tmp_path)
    assert done.returncode == 0, done.stderr


def test_the_key_that_a_site_makes_for_itself_is_kept_and_is_its_own(tmp_path):
    check(tmp_path)
    key = (tmp_path / "secret-key").read_text()
    check(tmp_path)
    assert (tmp_path / "secret-key").read_text() == key
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_security_29_a_production_site_passes_django_s_own_deployment_check(tmp_path):
    done = check(tmp_path, "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "short"}, "too easy to guess"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"SITE_URL": "http://csirts.example"}, "plain http is for this machine alone"),
        ({"SITE_URL": "csirts.example"}, "SITE_URL must be like"),
        ({"SITE_URL": "https://csirts.example/below"}, "SITE_URL must be like"),
        ({"RDAP_URL": "rdap.example"}, "RDAP_URL must be like"),
        ({"RDAP_URL": "ftp://rdap.example"}, "RDAP_URL must be like"),
        ({"SECURITY_CONTACT": "nobody"}, "SECURITY_CONTACT must be"),
        ({"SECURITY_CONTACT": "http://csirts.example"}, "SECURITY_CONTACT must be"),
        ({"SECURITY_CONTACT": "a@example.org\nContact: b"}, "SECURITY_CONTACT must be"),
    ],
)
def test_security_29_a_wrong_setting_stops_the_start_with_one_plain_line(tmp_path, wrong, words):
    done = check(tmp_path, **{**PRODUCTION, **wrong})
    assert done.returncode != 0
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "named",
    ["81330E4EB45946D0", "B45946D0", "directory@csirts.example", "x;id", "0" * 64],
)
def test_security_61_a_signing_key_is_named_by_its_whole_fingerprint_or_the_site_does_not_start(
    tmp_path, named
):
    done = check(tmp_path, **{**PRODUCTION, "SIGNING_KEY": named})
    assert done.returncode != 0
    assert "SIGNING_KEY must be the 40 hexadecimal digits of a fingerprint" in done.stderr


def test_the_signing_key_may_be_named_in_groups_as_gpg_prints_it(tmp_path):
    groups = "0123 4567 89ab cdef 0123  4567 89AB CDEF 0123 4567"
    done = check(tmp_path, **{**PRODUCTION, "SIGNING_KEY": groups})
    assert done.returncode == 0, done.stderr
