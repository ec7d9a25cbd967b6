"""Fetching a key asks the address's own domain, on the Internet, in good time, and nobody else (SECURITY 77)."""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from directory import keys
from directory.keys import fetching
from directory.openpgp import Refused, wkd
from tests import people
from tests.process.tls import authority
from tests.team_keys import ADDRESS

DOMAIN = ADDRESS.rpartition("@")[2]
HOSTS = [f"openpgpkey.{DOMAIN}", DOMAIN]
INSIDE = ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
          "192.0.2.1", "224.0.0.1", "255.255.255.255", "::1", "::", "::ffff:127.0.0.1", "::127.0.0.1", "fe80::1",
          "fc00::1", "fec0::1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "ff02::1"]  # fmt: skip


class Listener:
    """A TLS server on loopback that answers each question with `answer` and counts who comes."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self.context, self.asked, self.came = context, [], 0
        self.answer: Callable[[ssl.SSLSocket], None] = lambda connection: None
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self.socket.accept()
            except OSError:
                return
            self.came += 1
            try:
                with self.context.wrap_socket(plain, server_side=True) as connection:
                    self.asked.append(connection.recv(4096).decode().partition("\r\n")[0])
                    self.answer(connection)
            except OSError:
                continue

    def says(self, body: bytes, status: str = "200 OK", *headers: str) -> None:
        head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""])
        self.answer = lambda connection: connection.sendall(head.encode() + body)

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join()


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return authority(tmp_path_factory.mktemp("tls"), HOSTS)


@pytest.fixture
def listener(certificates, monkeypatch, settings) -> Iterator[Listener]:
    """Fetching is on, and every connection goes to this port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.hosts, certificates.key)
    settings.WKD_FETCH = True
    listening = Listener(context)
    monkeypatch.setattr(fetching, "PORT", listening.port)
    monkeypatch.setattr(
        fetching, "_context", lambda: ssl.create_default_context(cafile=str(certificates.own))
    )
    yield listening
    listening.close()


def resolve_to(monkeypatch, names: dict[str, list[str]]) -> list[str]:
    """The resolver's answers from now on; the list fills with the names that it is asked for."""
    asked: list[str] = []

    def getaddrinfo(host, port, *args, **kwargs):
        asked.append(host)
        if host not in names:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port)) for place in names[host]]

    monkeypatch.setattr(fetching.socket, "getaddrinfo", getaddrinfo)
    return asked


@pytest.fixture
def own_domain(listener, monkeypatch) -> Listener:
    """The domain's hosts are on this machine, and for once that counts as public."""
    resolve_to(monkeypatch, {host: ["127.0.0.1"] for host in HOSTS})
    monkeypatch.setattr(fetching, "is_public", lambda address: True)
    return listener


def refusal(email: str = ADDRESS) -> Refused:
    with pytest.raises(Refused) as caught:
        fetching.fetch(email)
    return caught.value


def test_it_is_off_unless_somebody_has_switched_it_on(settings, monkeypatch):
    asked = resolve_to(monkeypatch, {})
    assert settings.WKD_FETCH is False
    assert (refusal().code, asked) == ("off", [])


def test_the_advanced_place_is_asked_first(own_domain):
    own_domain.says(b"a key")
    assert fetching.fetch(ADDRESS) == b"a key"
    assert own_domain.asked == [f"GET {wkd.place(ADDRESS).advanced_path}?l=cert HTTP/1.1"]


def test_the_direct_place_is_asked_where_the_advanced_host_does_not_exist(own_domain, monkeypatch):
    asked = resolve_to(monkeypatch, {DOMAIN: ["127.0.0.1"]})
    own_domain.says(b"a key")
    assert fetching.fetch(ADDRESS) == b"a key"
    assert (asked, own_domain.asked) == (HOSTS, [f"GET {wkd.place(ADDRESS).direct_path}?l=cert HTTP/1.1"])


def test_an_answer_in_chunks_is_put_together(own_domain):
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    own_domain.answer = lambda connection: connection.sendall(head + b"2\r\na \r\n3\r\nkey\r\n0\r\n\r\n")
    assert fetching.fetch(ADDRESS) == b"a key"


@pytest.mark.parametrize("place", INSIDE)
def test_security_77_no_packet_reaches_an_address_that_is_not_public(listener, monkeypatch, place):
    resolve_to(monkeypatch, {host: [place] for host in HOSTS})
    assert (refusal().code, listener.came) == ("not-public", 0)


def test_security_77_one_address_inside_is_enough_to_refuse_all(listener, monkeypatch):
    resolve_to(monkeypatch, {host: ["93.184.215.14", "127.0.0.1"] for host in HOSTS})
    assert (refusal().code, listener.came) == ("not-public", 0)


def test_security_77_public_addresses_are_known_as_such():
    for place in ("93.184.215.14", "1.1.1.1", "2606:4700::1111", "2a00:1450:4001::8", "::ffff:1.1.1.1"):
        assert fetching.is_public(ipaddress.ip_address(place)), place


@pytest.mark.parametrize("email", ["x@127.0.0.1", "x@2130706433", "x@0177.0.0.01", "x@127.0.0.11", "x@localhost", "x@[::1]",
                                   "x@[127.0.0.1]", "file:///etc/passwd", "gopher://x@h.example:70/_", "x@a.example/../b",
                                   "x@a.example#b", "x@a.example:80", "x@", "@a.example", "x\r\ny@a.example"])  # fmt: skip
def test_security_77_what_is_no_address_with_a_domain_is_not_asked(listener, monkeypatch, email):
    asked = resolve_to(monkeypatch, {})
    assert (refusal(email).code, asked) == ("no-address", [])


@pytest.mark.parametrize("domain", ["0x7f.0x1", "0x7f.0.0.0x1"])
def test_security_77_an_address_in_odd_figures_is_blocked_where_it_resolves(listener, domain):
    assert (refusal(f"x@{domain}").code in {"not-public", "unknown-host"}, listener.came) == (True, 0)


def test_security_77_the_name_is_resolved_once_and_the_checked_address_is_what_is_asked(
    listener, monkeypatch
):
    """A name that leads elsewhere the second time (DNS rebinding) has no second time."""
    asked = resolve_to(monkeypatch, {host: ["93.184.215.14"] for host in HOSTS})
    connected = []

    def opened(address, deadline):
        connected.append(str(address))
        raise ConnectionRefusedError

    monkeypatch.setattr(fetching, "_opened", opened)
    assert refusal().code == "unreachable"
    assert (asked, connected) == (HOSTS[:1], ["93.184.215.14"])


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1/", "https://elsewhere.example/key", "file:///etc/passwd", "/other"]
)
def test_security_77_a_redirect_is_not_followed(own_domain, to):
    own_domain.says(b"", "302 Found", f"Location: {to}")
    assert (refusal().code, own_domain.came) == ("redirect", 1)


def test_security_77_a_proxy_of_the_environment_is_not_asked(own_domain, monkeypatch):
    for name in ("https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    own_domain.says(b"a key")
    assert fetching.fetch(ADDRESS) == b"a key"


def test_security_77_a_body_without_end_is_cut(own_domain):
    own_domain.answer = endless
    assert refusal().code == "too-large"


def endless(connection: ssl.SSLSocket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(bytes(65536))


@pytest.mark.parametrize("piece", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: "])
def test_security_77_a_slow_answer_ends_with_the_time(own_domain, monkeypatch, piece):
    monkeypatch.setattr(fetching, "SECONDS", 0.6)

    def dribble(connection: ssl.SSLSocket) -> None:
        connection.sendall(piece)
        for _ in range(100):
            connection.sendall(b"x")
            time.sleep(0.05)

    own_domain.answer = dribble
    begun = time.monotonic()
    assert refusal().code == "too-slow"
    assert time.monotonic() - begun < 3


def test_security_77_a_resolver_that_does_not_answer_ends_with_the_time(listener, monkeypatch):
    monkeypatch.setattr(fetching, "SECONDS", 0.3)
    ended = threading.Event()
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *args, **kwargs: ended.wait(5) and [])
    assert refusal().code == "too-slow"
    ended.set()


def test_a_host_that_does_not_prove_who_it_is_is_not_believed(own_domain, monkeypatch):
    monkeypatch.setattr(fetching, "_context", ssl.create_default_context)
    own_domain.says(b"a key")
    assert "does not prove who it is" in refusal().sentence
    assert own_domain.asked == []


def test_nothing_there_and_nonsense_are_told_apart(own_domain):
    own_domain.says(b"", "404 Not Found")
    assert refusal().code == "absent"
    own_domain.says(b"", "500 Oh dear")
    assert refusal().code == "unreachable"
    own_domain.answer = lambda connection: connection.sendall(b"SSH-2.0-OpenSSH\r\n" * 3)
    assert refusal().code == "unreachable"


@pytest.mark.django_db
def test_a_fetched_key_must_name_the_address_that_was_asked_for(own_domain, team_ring):
    team = people.example_cert()
    own_domain.says(team_ring.public("charlie"))
    with pytest.raises(Refused, match="does not name this address"):
        keys.take_fetched(team, ADDRESS)
    assert not team.keys.exists()
    own_domain.says(team_ring.public("team", armored=False))
    keys.take_fetched(team, ADDRESS)
    assert team.keys.get().fingerprint == team_ring.fingerprints["team"]


@pytest.mark.django_db
def test_security_66_a_private_key_that_is_fetched_is_refused(own_domain, team_ring):
    team = people.example_cert()
    own_domain.says(team_ring.secret("team"))
    with pytest.raises(Refused) as caught:
        keys.take_fetched(team, ADDRESS)
    assert (caught.value.code, team.keys.exists()) == ("secret", False)
