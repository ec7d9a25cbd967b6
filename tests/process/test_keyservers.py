"""Plain gpg, with nothing of its own, takes keys from the site as from any keyserver."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests import keyholders

from .conftest import PATIENCE, ROOT, Server, until
from .tls import Proxy, authority

OWN = f"directory@{keyholders.OWN_DOMAIN}"
#: What follows is run with other files in the place of the system's own, which nobody else sees.
APART = ["unshare", "--map-root-user", "--mount", "sh", "-ec",
         'mount --bind "$1" /etc/ssl/certs/ca-certificates.crt; mount --bind "$2" /etc/hosts; shift 2; exec "$@"',
         "sh"]  # fmt: skip


@pytest.fixture(scope="session")
def cast(environment, tmp_path_factory) -> dict[str, str]:
    """The cast is published on the site; fingerprints by name."""
    with keyholders.ring_of_the_cast() as ring:
        keyholders.fill_site(environment, ring, tmp_path_factory.mktemp("keys"))
        return dict(ring.fingerprints)


Gpg = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def home() -> Iterator[Path]:
    """An empty GNUPGHOME."""
    with keyholders.short_home() as home:
        if shutil.which("dirmngr") is None:
            pytest.skip("dirmngr is not installed, without which gpg asks no keyserver")
        yield home


def gpg(home: Path, *words: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    command = [*before, "gpg", "--homedir", str(home), "--batch", "--no-tty", "--with-colons", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)


def known(home: Path) -> list[str]:
    """Fingerprints of the primary keys in the ring."""
    lines = [line.split(":") for line in gpg(home, "--list-keys").stdout.split("\n")]
    return [after[9] for line, after in pairwise(lines) if line[0] == "pub"]


# HKP -----------------------------------------------------------------------------------------------


@pytest.fixture
def ask(cast, server, home) -> Gpg:
    """Asks the site with gpg and an empty ring."""
    return lambda *words: gpg(home, "--keyserver", f"hkp://localhost:{server.port}", *words)


def test_gpg_receives_a_key_by_its_fingerprint(ask, cast, home):
    done = ask("--recv-keys", cast["example-cert"])
    assert done.returncode == 0, done.stderr
    assert known(home) == [cast["example-cert"]]


def test_gpg_receives_a_former_key_by_its_key_id(ask, cast, home):
    assert ask("--recv-keys", f"0x{cast['former'][-16:]}").returncode == 0
    assert known(home) == [cast["former"]]


def test_gpg_finds_a_key_by_its_address(ask, cast):
    done = ask("--search-keys", keyholders.CAST["example-cert"])
    lines = done.stdout.strip().split("\n")
    assert lines[0] == "info:1:1", done.stderr
    assert lines[1].startswith(f"pub:{cast['example-cert']}:22:256:")
    assert lines[2].startswith("uid:EXAMPLE-CERT <cert@example-cert.example>:")


def test_gpg_locates_a_key_by_its_address_on_the_keyserver(ask, cast, home):
    done = ask("--auto-key-locate", "clear,keyserver", "--locate-keys", keyholders.CAST["example-cert"])
    assert done.returncode == 0, done.stderr
    assert known(home) == [cast["example-cert"]]


def test_gpg_refreshes_a_key(ask, cast, home):
    ask("--recv-keys", cast["example-cert"])
    done = ask("--refresh-keys")
    assert done.returncode == 0, done.stderr
    assert "not changed" in done.stderr or "unchanged" in done.stderr


@pytest.mark.parametrize("slug", ["draft-cert", "gone-cert"])
def test_security_76_gpg_finds_no_key_of_a_draft_or_of_a_withdrawn_team(ask, cast, home, slug):
    assert ask("--recv-keys", cast[slug]).returncode != 0
    assert known(home) == []
    found = ask("--search-keys", keyholders.CAST[slug])
    assert "pub:" not in found.stdout
    assert "not found on keyserver" in found.stderr


def test_no_log_keeps_whom_somebody_looks_for(cast, server):
    questions = ["/vks/v1/by-email/somebody@example.net", "/pks/lookup?op=get&search=somebody@example.net",
                 "/vks/v1/by-email/0x_somebody", "/.well-known/openpgpkey/hu/somebody?l=somebody"]  # fmt: skip
    assert {server.ask(question)[0] for question in questions} == {400, 404}
    assert until(lambda: "Not Found: " in server.log.read_text())
    assert "somebody" not in server.log.read_text()


# WKD -----------------------------------------------------------------------------------------------

# How gpg asks, and the hosts that there are then.
METHODS = {
    "direct": [keyholders.OWN_DOMAIN],
    "advanced": [keyholders.OWN_DOMAIN, f"openpgpkey.{keyholders.OWN_DOMAIN}"],
}


@pytest.fixture(scope="module")
def abroad(environment, cast, tmp_path_factory) -> Iterator[Server]:
    """The same site as it is on the Internet: at its own host, behind a proxy that ends TLS; with a key of its own."""
    made = {**environment, "SITE_URL": f"https://{keyholders.OWN_DOMAIN}", "SECRET_KEY": "0123456789" * 6}
    words = [sys.executable, "manage.py", "make_signing_key", "--replace"]
    subprocess.run(words, cwd=ROOT, env=made, check=True, capture_output=True, timeout=120)
    server = Server(made, tmp_path_factory.mktemp("abroad") / "server.log")
    try:
        server.wait_until_it_answers()
        yield server
    finally:
        server.kill()


@pytest.fixture(scope="module")
def proxy(abroad, tmp_path_factory) -> Iterator[Proxy]:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed, which makes the certificates of this test")
    trusted = authority(tmp_path_factory.mktemp("tls"), METHODS["advanced"])
    with Proxy(trusted, abroad.port, keyholders.OWN_DOMAIN) as proxy:
        yield proxy


@pytest.fixture
def locate(proxy, home, tmp_path) -> Callable[[str, list[str]], subprocess.CompletedProcess[str]]:
    """Asks for an address by WKD alone, as a machine does that knows these hosts and trusts the test's authority.

    dirmngr takes authorities for WKD from the system's file only, so it is run where that is another file. It asks
    by way of an HTTP proxy, which leads to ours whatever the name and the port.
    """
    allowed = subprocess.run([*APART[:3], "true"], capture_output=True)
    if allowed.returncode:
        pytest.skip("this system lets nobody see other files in the place of its own (unshare --mount)")

    def locate(email: str, hosts: list[str]) -> subprocess.CompletedProcess[str]:
        settings = f"standard-resolver\nhttp-proxy http://127.0.0.1:{proxy.port}\n"
        (home / "dirmngr.conf").write_text(settings)
        table = tmp_path / "hosts"
        table.write_text("".join(f"127.0.0.1 {host}\n" for host in ["localhost", *hosts]))
        before = (*APART, str(proxy.authority), str(table))
        return gpg(home, "--auto-key-locate", "clear,wkd", "--locate-keys", email, before=before)

    return locate


@pytest.mark.parametrize("method", METHODS)
def test_gpg_locates_the_directory_s_own_key_by_wkd(locate, proxy, environment, home, method):
    done = locate(OWN, METHODS[method])
    assert done.returncode == 0, done.stderr
    own = (Path(environment["DATA_DIR"]) / "gnupg/fingerprint").read_text().strip()
    assert known(home) == [own]
    assert (f"/{keyholders.OWN_DOMAIN}/hu/" in proxy.asked[-1]) == (method == "advanced")


def test_gpg_locates_a_team_s_key_in_the_directory_s_domain_by_wkd(locate, cast, home):
    assert locate(keyholders.CAST["house-cert"], METHODS["direct"]).returncode == 0
    assert known(home) == [cast["house-cert"]]


def test_security_76_gpg_locates_nobody_else_by_wkd(locate, home):
    done = locate(f"nobody@{keyholders.OWN_DOMAIN}", METHODS["direct"])
    assert done.returncode != 0
    assert known(home) == []
