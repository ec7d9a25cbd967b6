"""gpg as a child: within its limits, and gone afterwards."""

from __future__ import annotations

import os
import resource
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from directory import openpgp
from directory.openpgp import Refused, limits, process

from .conftest import at_work_in

SCRIPTS = {
    "hangs": "sleep 60 & sleep 60",
    "hangs without its pipe": "exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-; sleep 60",
    "prints 1 GB": "exec head -c 1000000000 /dev/zero",
    "prints 1 GB of status": 'for fd in /proc/self/fd/*; do n=${fd##*/}; [ "$n" -gt 2 ] && head -c 1000000000 /dev/zero >&"$n"; done; sleep 60',
    "exits with 2": "exit 2",
    "is killed": "kill -9 $$",
    "tells of statuses that nobody knows": "status 'NEWS_OF_2030 yes' 'IMPORT_OK' 'IMPORT_RES x'",
    "tells of another key": f"status 'IMPORT_OK 1 {'0' * 40}' 'IMPORT_RES 1 0 1 0 0 0 0 0 0 0 0 0 0 0 0'",
    "tells in octets that are no text": "status '\\377\\376\\001' 'IMPORT_OK 1 \\377'",
    "tells in German": "echo 'gpg: Schlüssel importiert'; echo 'gpg: Anzahl 1' >&2",
}
STATUS = """#!/bin/sh
status() {
    while [ "$1" != --status-fd ] && [ $# -gt 0 ]; do shift; done
}
fd=; before=
for word in "$@"; do [ "$before" = --status-fd ] && fd=$word; before=$word; done
status() { for line in "$@"; do printf "[GNUPG:] $line\\n" >/proc/self/fd/$fd; done; }
"""


@pytest.fixture
def instead_of_gpg(monkeypatch, tmp_path):
    """Puts a script in gpg's place, and shortens the time that it is given."""

    def put(words: str, seconds: float = 10.0) -> None:
        script = tmp_path / "gpg"
        script.write_text(STATUS + words + "\n")
        script.chmod(0o700)
        monkeypatch.setattr(process, "GPG", str(script))
        monkeypatch.setattr(limits, "GPG_SECONDS", seconds)

    return put


@pytest.mark.parametrize("what", SCRIPTS)
def test_security_64_whatever_gpg_does_there_is_a_sentence_and_nothing_is_left(
    homes, instead_of_gpg, valid, what
):
    instead_of_gpg(SCRIPTS[what], seconds=0.4)
    threads, files = threading.active_count(), len(os.listdir("/proc/self/fd"))
    for call in (
        lambda: openpgp.read(valid.binary),
        lambda: openpgp.merge(valid, valid.binary),
        lambda: openpgp.verify(b"\xc2\x0a" + b"\4\0\1\x08\0\0\0\0\1\1", b"", valid),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.code in {"unavailable", "too-expensive", "unusable"}
        assert "/" not in refused.value.sentence
    assert (threading.active_count(), len(os.listdir("/proc/self/fd"))) == (threads, files)


def test_security_64_a_missing_gpg_is_a_sentence(homes, monkeypatch, valid, directory_home):
    monkeypatch.setattr(process, "GPG", "gpg-that-is-not-there")
    monkeypatch.setattr(process, "GPGCONF", "gpgconf-that-is-not-there")
    for call in (lambda: openpgp.read(valid.binary), lambda: openpgp.sign_detached(b"", *directory_home)):
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.code == "unavailable"


def test_security_64_a_signature_is_not_believed_from_a_gpg_that_says_another_key_made_it(
    homes, instead_of_gpg, directory_home
):
    instead_of_gpg(f"echo signed; status 'SIG_CREATED D 22 10 00 1700000000 {'0' * 40}'")
    with pytest.raises(Refused, match="nothing was signed"):
        openpgp.sign_detached(b"", *directory_home)


def test_security_64_the_child_is_limited_in_time_memory_and_files(homes, instead_of_gpg):
    instead_of_gpg("sleep 0.3; cat /proc/self/limits")
    with process.throwaway() as home:
        told = home.gpg("--version").output.decode()
    for line, most in (
        ("Max cpu time", limits.GPG_CPU_SECONDS),
        ("Max file size", limits.GPG_FILE_BYTES),
        ("Max address space", limits.GPG_MEMORY),
    ):
        assert next(row for row in told.split("\n") if row.startswith(line)).split()[-2] == str(most)


def test_the_limit_on_core_dumps_is_left_to_gpg_which_falls_if_it_changes_meanwhile(homes, instead_of_gpg):
    instead_of_gpg("sleep 0.3; ulimit -H -c")
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    with process.throwaway() as home:
        told = home.gpg("--version").output.decode().strip()
    assert told == ("unlimited" if hard == resource.RLIM_INFINITY else str(hard // 512))


def test_the_child_sees_nothing_of_our_environment(homes, monkeypatch, instead_of_gpg):
    monkeypatch.setenv("SECRET_KEY", "secret")
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    instead_of_gpg("env")
    with process.throwaway() as home:
        told = home.gpg("--version").output.decode().split("\n")
        names = {line.partition("=")[0] for line in told if line} - {"PWD", "SHLVL", "_", "OLDPWD"}
        assert names == {"PATH", "HOME", "GNUPGHOME", "LC_ALL", "TZ"}
        assert f"HOME={home.path}" in told


def test_security_74_24_parallel_signatures_and_imports_leave_no_agent_and_no_file(
    homes, ring, valid, directory_home
):
    home, fingerprint = directory_home
    own = openpgp.read(openpgp.public_key(home, fingerprint))
    material = ring.public("valid")
    kept = sorted(path.name for path in home.rglob("*"))

    def sign(n: int) -> bool:
        return openpgp.verify(openpgp.sign_detached(b"%d" % n, home, fingerprint), b"%d" % n, own).valid

    def take(n: int) -> bool:
        return openpgp.read(material) == valid

    with ThreadPoolExecutor(24) as pool:
        results = list(pool.map(lambda n: (sign if n % 2 else take)(n), range(48)))
    assert results == [True] * 48
    assert sorted(path.name for path in home.rglob("*")) == kept
    assert at_work_in(home) == []


def test_security_74_homes_are_for_their_owner_alone_and_their_paths_short():
    with process.throwaway() as home:
        assert home.path.stat().st_mode & 0o777 == 0o700
        assert len(str(home.path / "S.gpg-agent.browser")) < 100


def test_a_home_is_removed_whatever_happens_in_it(homes):
    def fall() -> None:
        with process.throwaway(agent=True) as home:
            home.put("x", b"1")
            raise KeyError(home.path)

    with pytest.raises(KeyError) as fallen:
        fall()
    assert not fallen.value.args[0].exists()


def test_public_work_starts_no_agent_and_asks_no_network(homes, valid, monkeypatch):
    begun: list[list[str]] = []
    popen = process.subprocess.Popen

    def watched(arguments, **options):
        begun.append(arguments)
        return popen(arguments, **options)

    monkeypatch.setattr(process.subprocess, "Popen", watched)
    openpgp.read(valid.binary)
    assert len(begun) == 3
    for arguments in begun:
        assert {
            "--batch",
            "--no-tty",
            "--no-autostart",
            "--disable-dirmngr",
            "--no-auto-key-retrieve",
        } <= set(arguments)
    assert "self-sigs-only,import-minimal,no-repair-keys" in begun[0]


@pytest.mark.parametrize("wrong", ["nothing", "a file", "no secret key", "rubbish"])
def test_security_75_a_signing_home_that_is_gone_or_broken_is_a_sentence(
    homes, directory_home, tmp_path, wrong
):
    home, fingerprint = directory_home
    broken = tmp_path / "signing"
    if wrong == "a file":
        broken.write_text("")
    elif wrong != "nothing":
        (broken / "private-keys-v1.d").mkdir(parents=True)
        ring = (home / "pubring.kbx").read_bytes() if wrong == "no secret key" else b"rubbish" * 100
        (broken / "pubring.kbx").write_bytes(ring)
    for call in (openpgp.sign_detached, openpgp.sign_clear):
        with pytest.raises(Refused, match="nothing was signed"):
            call(b"text", broken, fingerprint)


def test_security_75_no_room_for_a_home_is_a_sentence(monkeypatch, valid):
    monkeypatch.setattr(process, "HOMES", "/tmp/there-is-no-such-folder")
    with pytest.raises(Refused) as refused:
        openpgp.read(valid.binary)
    assert refused.value.code == "unavailable"


def test_security_75_a_full_disk_is_a_sentence(homes, monkeypatch, valid):
    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Refused) as refused:
        openpgp.read(valid.binary)
    assert refused.value.code == "unavailable"


def test_a_home_that_cannot_be_written_makes_no_key(homes, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused) as refused:
        openpgp.make_signing_key(tmp_path / "file" / "home", "Example Directory", "directory@example.org")
    assert refused.value.code == "unavailable"
