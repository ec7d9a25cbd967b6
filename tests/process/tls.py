"""TLS before the server, as a reverse proxy ends it, with an authority that is made for the test."""

import socket
import ssl
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

CURVE = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]


@dataclass(frozen=True)
class Authority:
    """The authority's own certificate, and the one it has given to the hosts with its key."""

    own: Path
    hosts: Path
    key: Path


def authority(folder: Path, names: list[str]) -> Authority:
    """Makes an authority, and a certificate for these hosts, which is good for a day."""

    def openssl(*words: object) -> None:
        subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True, timeout=60)

    own, own_key, hosts, key = (folder / name for name in ("ca.pem", "ca.key", "hosts.pem", "hosts.key"))
    wanted, extensions = folder / "hosts.csr", folder / "extensions"
    openssl(
        "req",
        "-x509",
        *CURVE,
        "-days",
        1,
        "-subj",
        "/CN=Authority of a test",
        "-keyout",
        own_key,
        "-out",
        own,
    )
    openssl("req", *CURVE, "-subj", f"/CN={names[0]}", "-keyout", key, "-out", wanted)
    extensions.write_text("subjectAltName=" + ",".join(f"DNS:{name}" for name in names))
    signed_by = ["-CA", own, "-CAkey", own_key, "-CAcreateserial", "-days", 1, "-extfile", extensions]
    openssl("x509", "-req", "-in", wanted, *signed_by, "-out", hosts)
    return Authority(own, hosts, key)


class Proxy:
    """Listens on loopback as an HTTP proxy. Whatever host a client wants to be connected to, it speaks TLS as that
    host itself, and passes the request on to the server as docs/install.md says. `asked` are the paths."""

    def __init__(self, authority: Authority, server: int, host: str) -> None:
        self.authority = authority.own
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(authority.hosts, authority.key)
        self._server, self._host = server, host
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)
        self.port = self._listening.getsockname()[1]
        self.asked: list[str] = []

    def __enter__(self) -> "Proxy":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:  # closed
                return
            with client:
                client.settimeout(10)
                try:
                    self._answer(client)
                except OSError:  # the client does not like us, or has gone
                    pass

    def _answer(self, client: socket.socket) -> None:
        _head(client)  # CONNECT host:443
        client.sendall(b"HTTP/1.0 200 Connected\r\n\r\n")
        with self._tls.wrap_socket(client, server_side=True) as visitor:
            request = _head(visitor).decode("ascii").split("\r\n")[0]
            path = request.split()[1]
            self.asked.append(path)
            with socket.create_connection(("127.0.0.1", self._server), timeout=10) as server:
                told = f"Host: {self._host}\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n"
                server.sendall(f"GET {path} HTTP/1.1\r\n{told}".encode())
                while block := server.recv(65_536):
                    visitor.sendall(block)


def _head(client: socket.socket) -> bytes:
    """What a client sends up to the empty line."""
    received = b""
    while b"\r\n\r\n" not in received and (block := client.recv(4096)):
        received += block
    return received
