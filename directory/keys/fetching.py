"""A key fetched from the Web Key Directory of an address: over https, from the address's own domain, and from nowhere
else. Off unless the setting WKD_FETCH is on.

Whoever may edit a team chooses the address, so the domain is a stranger's (SECURITY 77): it may lead to this machine, to
its network or to a host that never ends. So every address that the name resolves to must be a public one, the connection
goes to the address that was checked and not to the name again, no redirect is followed, no proxy of the environment is
used, and time and size are limited as a whole.
"""

import http.client
import io
import ipaddress
import queue
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from directory.lookup import keys as numbers
from directory.lookup import special
from directory.openpgp import Refused, wkd

PORT = 443
SECONDS = 8.0
MAX_BYTES = 64 * 1024
#: Beside the key: status line, headers, and what chunks add.
MAX_HEAD_BYTES = 16 * 1024
MOST_ADDRESSES = 4
#: All that is routed on the Internet (RFC 4291, 2.4); the rest of IPv6 is kept for other uses.
ROUTED = ipaddress.ip_network("2000::/3")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def fetch(email: str) -> bytes:
    """What the directory of the address's domain has for the address. Raises Refused where fetching is off, where there
    is nothing, and where the host may not be asked or does not answer as it should."""
    if not settings.WKD_FETCH:
        raise Refused("off", "Fetching keys is switched off on this site.")
    place = wkd.place(email)
    if place.domain.rpartition(".")[2].isdecimal():
        raise Refused("no-address", "This is not an e-mail address whose domain can be asked for a key.")
    deadline = Deadline(time.monotonic() + SECONDS)
    # The other place is asked only where the host of the first does not exist (draft-koch-openpgp-webkey-service, 3.1).
    for url in (place.advanced, place.direct):
        host = urlsplit(url).hostname or ""
        addresses = _addresses(host, deadline)
        if addresses:
            return _asked(url, host, addresses, deadline)
    raise Refused("unknown-host", f"The domain {place.domain} has no host that could be asked for a key.")


@dataclass(frozen=True)
class Deadline:
    """The end of the whole work, in the seconds of `time.monotonic`."""

    at: float

    def left(self) -> float:
        """Seconds, more than none. Raises TimeoutError when they are over."""
        left = self.at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def is_public(address: Address) -> bool:
    """Whether an address is one of the Internet at large: neither this machine's nor its network's, by any spelling."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address not in ROUTED:
            return False
    number = numbers.number(address)
    return address.is_global and not address.is_multicast and special.of_span(number, number) is None


# The name -----------------------------------------------------------------------------------------


def _addresses(host: str, deadline: Deadline) -> list[Address]:
    """What a name resolves to, nothing where there is no such name. Raises Refused where one address is not public."""
    answers: queue.SimpleQueue[list[Address] | OSError] = queue.SimpleQueue()
    # The system's resolver knows no deadline; a thread that it holds up ends by itself with it.
    threading.Thread(target=_resolve, args=(host, answers), daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left())
    except (queue.Empty, TimeoutError):
        raise _too_slow(host) from None
    if isinstance(answer, OSError):
        return []
    if not all(map(is_public, answer)):
        raise Refused(
            "not-public", f"The host {host} has an address that is not public, so it was not asked for a key."
        )
    return answer


def _resolve(host: str, answers: "queue.SimpleQueue[list[Address] | OSError]") -> None:
    try:
        found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
        places = dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found)
        answers.put([ipaddress.ip_address(place) for place in places])
    except OSError as error:
        answers.put(error)


# The question -------------------------------------------------------------------------------------


def _asked(url: str, host: str, addresses: list[Address], deadline: Deadline) -> bytes:
    try:
        with _connected(host, addresses, deadline) as connection:
            status, body = _answer(connection, url, host, deadline)
    except TimeoutError:
        raise _too_slow(host) from None
    except ssl.SSLError:
        raise Refused(
            "unreachable", f"The host {host} does not prove who it is, so it was not asked for a key."
        ) from None
    except (OSError, http.client.HTTPException, ValueError):
        raise Refused(
            "unreachable", f"The host {host} does not answer as a Web Key Directory should."
        ) from None
    if status in {404, 410}:
        raise Refused("absent", f"The host {host} has no key for this address.")
    if 300 <= status < 400:
        raise Refused(
            "redirect", f"The host {host} sends readers on to another address, which is not followed."
        )
    if status != 200:
        raise Refused("unreachable", f"The host {host} answers with an error ({status}).")
    if len(body) > MAX_BYTES:
        raise Refused(
            "too-large", f"The host {host} sends more than {MAX_BYTES // 1024} KB, which no key needs."
        )
    return body


def _too_slow(host: str) -> Refused:
    return Refused("too-slow", f"The host {host} did not answer in time.")


def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _connected(host: str, addresses: list[Address], deadline: Deadline) -> ssl.SSLSocket:
    """A connection to the first of the addresses that takes one. Raises OSError where none does."""
    refusal: OSError = OSError("no address")
    for address in addresses[:MOST_ADDRESSES]:
        try:
            plain = _opened(address, deadline)
        except TimeoutError:
            raise
        except OSError as error:
            refusal = error
            continue
        try:
            plain.settimeout(deadline.left())
            return _context().wrap_socket(plain, server_hostname=host)
        except OSError:
            plain.close()
            raise
    raise refusal


def _opened(address: Address, deadline: Deadline) -> socket.socket:
    """A connection to the very address: nothing is resolved again."""
    plain = socket.socket(socket.AF_INET if address.version == 4 else socket.AF_INET6)
    try:
        plain.settimeout(deadline.left())
        plain.connect((str(address), PORT))
    except OSError:
        plain.close()
        raise
    return plain


def _answer(connection: ssl.SSLSocket, url: str, host: str, deadline: Deadline) -> tuple[int, bytes]:
    """Status and body, which is one byte longer than allowed where it is too long."""
    parts = urlsplit(url)
    question = (
        f"GET {parts.path}?{parts.query} HTTP/1.1\r\nHost: {host}\r\n"
        f"User-Agent: csirt-directory/{settings.VERSION}\r\nAccept: */*\r\nConnection: close\r\n\r\n"
    )
    connection.settimeout(deadline.left())
    connection.sendall(question.encode("ascii"))
    response = http.client.HTTPResponse(_Limited(connection, deadline), method="GET")  # type: ignore[arg-type]
    response.begin()
    return response.status, response.read(MAX_BYTES + 1) if response.status == 200 else b""


class _Limited(io.RawIOBase):
    """What comes from a connection, until the deadline and no more than a key and its headers may have; as the
    socket that `http.client` reads from."""

    def __init__(self, connection: ssl.SSLSocket, deadline: Deadline) -> None:
        super().__init__()
        self.connection, self.deadline = connection, deadline
        self.left = MAX_BYTES + MAX_HEAD_BYTES

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self.connection.settimeout(self.deadline.left())
        count = self.connection.recv_into(buffer[: self.left]) if self.left else 0
        self.left -= count
        return count
