"""This file is one page fetched from the open web, and only from there: fetch(url) -> Fetched.

A URL comes from whoever asks, so it may point at the machine itself, its network or a cloud's own addresses.  A name is
resolved once, every address it has is looked at, and the connection goes to exactly one of those; each redirect starts
anew.  Size, time, packing and type of what comes back are bounded.  docs/decisions/0085-fetching.md has the reasons.
"""
from __future__ import annotations

import re
import socket
import ssl
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Event, Timer
from time import monotonic
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from claimcheck.errors import InputError

PASTE = "open it in the browser and paste its text instead"
PORTS = {"http": 80, "https": 443}
TYPES = ("text/html", "text/plain")
REDIRECTS = (301, 302, 303, 307, 308)
LONGEST_URL = 2_000
HEADERS = {
    "User-Agent": "claimcheck (checks figures for a person who named this page)",
    "Accept": "text/html, text/plain;q=0.9",
    "Accept-Encoding": "gzip, identity",
    "Connection": "close",
}
KEPT = "/%:=&~+!$,;'@()*"  # of a path, beside letters and digits
UNPRINTABLE = re.compile(r"[\x00-\x20\x7f\\]")
NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)$", re.I)  # a last label that makes the whole host an IPv4 address
HERE = ("localhost", "local", "internal", "intranet", "lan", "home.arpa")  # last labels that no public name has
# Public by the books, but nobody's web page: IANA's special-purpose registries (IPv4, IPv6), and 168.63.129.16, by
# which Azure speaks to the machines it hosts.
SPECIAL = tuple(map(ip_network, (
    "168.63.129.16/32", "192.0.0.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.175.48.0/24",
    "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
)))
UNICAST = ip_network("2000::/3")  # the only IPv6 addresses ever given out to hosts of the open web
NAT64 = ip_network("64:ff9b::/96")  # IPv4 as a network of IPv6 alone sees it: the last 32 bits are the address


class Fetched(NamedTuple):
    """A page: its bytes (unpacked), the URL it came from after redirects, the type its server names."""

    data: bytes
    url: str
    type: str


def addresses(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, in the order of the system's resolver."""
    return [found[4][0] for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a fetch may do.

    size      bytes at most, packed and unpacked
    seconds   for all of it together, redirects included
    redirects followed at most
    let       (address, port) pairs that are let through although they are not public: a newsroom's own server
    resolve   a name's addresses
    """

    size: int = 5_000_000
    seconds: float = 20.0
    redirects: int = 5
    let: frozenset[tuple[str, int]] = frozenset()
    resolve: Callable[[str, int], Sequence[str]] = addresses


OPEN_WEB = Rules()


@dataclass(frozen=True, slots=True)
class Place:
    """Where one request goes: the URL taken apart, and the addresses that were looked at."""

    url: str
    parts: SplitResult
    host: str
    port: int
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """The time left.  When it is over, whatever socket is open is shut, so that no read can hang."""

    end: float
    seconds: float
    over: Event = field(default_factory=Event)
    sockets: list[socket.socket] = field(default_factory=list)

    def left(self) -> float:
        return max(0.05, self.end - monotonic())

    def keep(self, opened: socket.socket) -> socket.socket:
        """The same socket, to be shut in time.  Raises TimeoutError where it was opened too late for that."""
        self.sockets.append(opened)
        if self.over.is_set():
            opened.close()
            raise TimeoutError
        return opened

    def shut(self) -> None:
        self.over.set()
        for each in self.sockets:
            try:
                socket.socket.shutdown(each, socket.SHUT_RDWR)
            except OSError:
                pass  # closed already


def fetch(url: str, rules: Rules = OPEN_WEB) -> Fetched:
    """The page at a URL.  Raises InputError, which says why not and what to do."""
    with watching(rules.seconds) as watch:
        for _ in range(rules.redirects + 1):
            place = located(url, rules)
            answer = asked(place, rules, watch)
            if isinstance(answer, Fetched):
                return answer
            url = answer
    raise InputError(f"{shown(url)}: more than {rules.redirects} redirects: {PASTE}")


@contextmanager
def watching(seconds: float) -> Iterator[Watch]:
    watch = Watch(monotonic() + seconds, seconds)
    timer = Timer(seconds, watch.shut)
    timer.daemon = True
    timer.start()
    try:
        yield watch
    finally:
        timer.cancel()


def located(url: str, rules: Rules) -> Place:
    """Where a URL leads, if that is the open web.  Raises InputError."""
    parts, host, port = taken_apart(url)
    if not any(port == let for _, let in rules.let) and port != PORTS[parts.scheme]:
        raise InputError(f"{shown(url)}: port {port} is not the web's (80 and 443): {PASTE}")
    found = literal(host)
    if found is None and host.rstrip(".").endswith(HERE) and is_here(host):
        raise InputError(f"{shown(url)}: {host[:60]} is a name of this machine or its network, not of the web: {PASTE}")
    known = (found,) if found else resolved(host, port, rules)
    for each in known:
        if (each, port) not in rules.let and (not public(each) or port != PORTS[parts.scheme]):
            where = f"{host[:60]} is" if found else f"{host[:60]} is at {each}, which is"
            raise InputError(f"{shown(url)}: {where} no address of the open web: {PASTE}")
    return Place(url, parts, host, port, known)


def taken_apart(url: str) -> tuple[SplitResult, str, int]:
    """The parts of a URL, its host as DNS writes it, its port.  Raises InputError."""
    url = url.strip()
    if not url or len(url) > LONGEST_URL or UNPRINTABLE.search(url):
        raise InputError(f"{shown(url)!r} is no web address: write one like https://example.com/article")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = written_for_dns(parts.hostname or "")
    except ValueError:  # UnicodeError is one
        raise InputError(f"{shown(url)}: no web address: write one like https://example.com/article") from None
    if parts.scheme not in PORTS:
        raise InputError(f"{shown(url)}: only http:// and https:// pages are fetched: {PASTE}")
    if "@" in parts.netloc:
        raise InputError(f"{shown(url)}: a user name in a web address is not sent: leave out what stands before the @")
    if not host or "%" in host:
        raise InputError(f"{shown(url)}: no web address: write one like https://example.com/article")
    return parts, host, PORTS[parts.scheme] if port is None else port


def written_for_dns(host: str) -> str:
    """Lower case, other scripts as xn--, full-width letters and dots as plain ones.  Raises UnicodeError."""
    return host.lower() if ":" in host else host.encode("idna").decode("ascii").lower()


def literal(host: str) -> str | None:
    """The address that a host is, None for a name.  Raises InputError for the odd spellings (0x7f.1, 2130706433)."""
    try:
        return str(ip_address(host))
    except ValueError:
        if ":" in host or NUMBER.match(host.rstrip(".").rpartition(".")[2]):
            raise InputError(f"{host[:60]} is an odd spelling of an address: write the name of the server") from None
    return None


def is_here(host: str) -> bool:
    name = host.rstrip(".")
    return any(name == each or name.endswith(f".{each}") for each in HERE)


def resolved(host: str, port: int, rules: Rules) -> tuple[str, ...]:
    """The addresses of a name, asked for once.  Raises InputError."""
    try:
        found = tuple(dict.fromkeys(str(ip_address(each.partition("%")[0])) for each in rules.resolve(host, port)))
    except (OSError, ValueError):
        found = ()
    if not found:
        raise InputError(f"{host[:60]}: no server of that name is known: look to the spelling and the connection")
    return found


def public(text: str) -> bool:
    """Whether an address belongs to the open web."""
    address = ip_address(text)
    if isinstance(address, IPv6Address):
        if address in NAT64:
            return public(str(IPv4Address(int(address) & 0xFFFFFFFF)))
        if address not in UNICAST:
            return False
    ruled_out = address.is_multicast or address.is_reserved or address.is_unspecified or not address.is_global
    return not ruled_out and not any(address in each for each in SPECIAL if each.version == address.version)


def asked(place: Place, rules: Rules, watch: Watch) -> Fetched | str:
    """The page, or the URL that its server sends on to.  Raises InputError."""
    connection = (HTTPSConnection if place.parts.scheme == "https" else HTTPConnection)(place.host, place.port)
    try:
        connection.sock = connected(place, watch)
        connection.request("GET", target(place.parts), headers=HEADERS)
        answer = answered(place, connection.getresponse(), rules)
    except ssl.SSLError as error:
        why = getattr(error, "verify_message", "") or getattr(error, "reason", "") or "no TLS"
        raise failed(place, watch, f"its certificate is not accepted ({why})") from None
    except (OSError, HTTPException, zlib.error) as error:
        raise failed(place, watch, "the connection failed or was cut off", error) from None
    except InputError:
        if watch.over.is_set():  # half a header reads as another one
            raise failed(place, watch, "") from None
        raise
    finally:
        connection.close()
    if watch.over.is_set():  # a body without a length ends where the socket was shut
        raise failed(place, watch, "")
    return answer


def failed(place: Place, watch: Watch, why: str, error: Exception | None = None) -> InputError:
    if watch.over.is_set() or monotonic() >= watch.end:
        return InputError(f"{shown(place.url)}: not all there after {watch.seconds:g} seconds: try again, or {PASTE}")
    named = f" ({type(error).__name__})" if error is not None else ""
    return InputError(f"{shown(place.url)}: {why}{named}: try again, or {PASTE}")


def connected(place: Place, watch: Watch) -> socket.socket:
    """A socket to one of the addresses that were looked at; no name is resolved here.  Raises OSError."""
    error: OSError = OSError("no address")
    for address in place.addresses:
        if watch.over.is_set():
            break
        try:
            plain = socket.create_connection((address, place.port), timeout=watch.left())
        except OSError as refused:
            error = refused
            continue
        if place.parts.scheme == "http":
            return watch.keep(plain)
        return secured(plain, place.host, watch)
    raise error


def secured(plain: socket.socket, host: str, watch: Watch) -> socket.socket:
    with_tls = ssl.create_default_context().wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
    watch.keep(with_tls)
    try:
        with_tls.do_handshake()
    except OSError:
        with_tls.close()
        raise
    return with_tls


def target(parts: SplitResult) -> str:
    """The path and query of a request line."""
    path = quote(parts.path or "/", safe=KEPT)
    return f"{path}?{quote(parts.query, safe=KEPT + '?')}" if parts.query else path


def answered(place: Place, response: HTTPResponse, rules: Rules) -> Fetched | str:
    """What an answer holds.  Raises InputError."""
    where = shown(place.url)
    if response.status in REDIRECTS and response.headers.get("Location"):
        return urljoin(place.url, spelled(response.headers["Location"]))
    if response.status != 200:
        raise InputError(f"{where}: the server answered {response.status} {response.reason[:40]}: {PASTE}")
    kind = response.headers.get_content_type() if response.headers.get("Content-Type") else "nothing"
    if kind not in TYPES:
        raise InputError(f"{where}: is {kind[:60]}, not a page of text: {PASTE}")
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in ("identity", "", "gzip", "x-gzip"):
        raise InputError(f"{where}: comes packed as {packing[:20]}, which is not read: {PASTE}")
    if (response.length or 0) > rules.size:
        raise too_big(where, rules)
    data = body(response, "gzip" in packing, where, rules)
    return Fetched(data, place.url, response.headers["Content-Type"])


def spelled(location: str) -> str:
    """A Location as it was meant: headers are read as Latin-1, and many servers send UTF-8 and blanks."""
    return location.encode("latin-1", "replace").decode("utf-8", "replace").strip().replace(" ", "%20")


def body(response: HTTPResponse, packed: bool, where: str, rules: Rules) -> bytes:
    """The bytes of an answer, unpacked as they come and never more than allowed.  Raises InputError."""
    unpack = zlib.decompressobj(wbits=31) if packed else None
    data, received = bytearray(), 0
    while chunk := response.read1(65_536):
        received += len(chunk)
        data += unpack.decompress(chunk, rules.size - len(data) + 1) if unpack else chunk
        if len(data) > rules.size or received > rules.size:
            raise too_big(where, rules)
        if unpack and unpack.eof:
            break
    if response.length or (unpack and not unpack.eof):
        raise HTTPException("cut off")
    return bytes(data)


def too_big(where: str, rules: Rules) -> InputError:
    return InputError(f"{where}: more than {rules.size:,} bytes, more than an article: {PASTE}")


def shown(url: str) -> str:
    """A URL as a message shows it: printable, and not endless."""
    plain = "".join(each if each.isprintable() else "?" for each in url)
    return plain if len(plain) <= 100 else plain[:97] + "..."
