"""This file tests the fetching of pages: what is refused before a byte is sent, and what hostile servers cannot do."""
from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
import tomllib
from contextlib import contextmanager
from pathlib import Path

import pytest

from claimcheck.errors import InputError
from claimcheck.web import fetch as fetching
from claimcheck.web.fetch import Rules, fetch, public

TABLE = tomllib.loads((Path(__file__).parent / "refused_urls.toml").read_text(encoding="utf-8"))["refused"]
ROWS = [(url, row["says"], row.get("dns")) for row in TABLE for url in row["urls"]]
PAGE = b"<html><body><p>Acme rose 3 percent.</p></body></html>"


@pytest.mark.parametrize(("url", "says", "dns"), ROWS, ids=lambda each: ascii(each)[:50])
def test_a_url_that_leads_elsewhere_than_the_open_web_is_refused_before_anything_is_sent(url, says, dns, monkeypatch):
    def no_connection(*_, **__):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "create_connection", no_connection)
    asked = []
    rules = Rules(resolve=lambda host, port: asked.append(host) or (dns if dns is not None else ["93.184.215.14"]))
    with pytest.raises(InputError) as raised:
        fetch(url, rules)
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)
    assert bool(asked) == (dns is not None)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "172.32.0.1", "192.167.255.255", "2606:4700::1111",
                                     "2a00:1450:4001::1", "64:ff9b::808:808"])
def test_the_open_web_is_let_through(address):
    assert public(address)


def answer(body: bytes = PAGE, kind: str = "text/html; charset=utf-8", status: str = "200 OK", length: bool = True,
           **more: str) -> bytes:
    heads = [f"HTTP/1.1 {status}"] + [f"Content-Type: {kind}"] * bool(kind)
    heads += [f"Content-Length: {len(body)}"] * length + [f"{k.replace('_', '-')}: {v}" for k, v in more.items()]
    return "\r\n".join(heads).encode() + b"\r\n\r\n" + body


def sends(data: bytes):
    """A conversation that reads the request and sends these bytes."""
    def talk(connection):
        connection.recv(65_536)
        connection.sendall(data)
    return talk


def drips(before: bytes, each: bytes, pause: float = 0.02):
    """A conversation that never ends: some bytes, then a few more, for ever."""
    def talk(connection):
        connection.recv(65_536)
        connection.sendall(before)
        while True:
            connection.sendall(each)
            time.sleep(pause)
    return talk


@contextmanager
def served(talk, address: str = "127.0.0.1", context: ssl.SSLContext | None = None):
    """A server of raw conversations; its port and how many connections it has had."""
    def run():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            seen.append(connection)
            threading.Thread(target=converse, args=(connection,), daemon=True).start()

    def converse(connection):
        try:
            connection = context.wrap_socket(connection, server_side=True) if context else connection
            talk(connection)
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the client has gone, as it should
        finally:
            connection.close()

    seen: list = []
    with socket.create_server((address, 0)) as listener:
        threading.Thread(target=run, daemon=True).start()
        yield listener.getsockname()[1], seen


def rules(*places, dns=("127.0.0.1",), **more) -> Rules:
    return Rules(let=frozenset(places), resolve=lambda host, port: list(dns), **more)


def test_a_page_is_fetched_from_exactly_the_address_that_was_looked_at():
    """DNS that answers one thing to the check and another to the connection is asked only once."""
    answers = iter([["127.0.0.1"], ["127.0.0.2"], ["127.0.0.2"]])
    with served(sends(answer())) as (port, seen):
        let = Rules(let=frozenset({("127.0.0.1", port)}), resolve=lambda host, at: next(answers))
        got = fetch(f"http://rebinding.example:{port}/story?a=b c".replace(" ", "%20"), let)
    assert (got.data, got.type) == (PAGE, "text/html; charset=utf-8")
    assert len(seen) == 1 and next(answers) == ["127.0.0.2"]


def test_a_name_that_turns_inward_before_the_redirect_is_followed_is_refused():
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    with served(sends(answer(b"", status="302 Found", Location="/again"))) as (port, seen):
        let = Rules(let=frozenset({("127.0.0.1", port)}), resolve=lambda host, at: next(answers))
        with pytest.raises(InputError, match="is at 127.0.0.2, which is no address of the open web"):
            fetch(f"http://rebinding.example:{port}/", let)
    assert len(seen) == 1


@pytest.mark.parametrize(("location", "says"), [
    ("http://127.0.0.1/", "no address of the open web"),
    ("http://127.0.0.1:{other}/", "is not the web's"),
    ("http://169.254.169.254/latest/meta-data/", "no address of the open web"),
    ("//[::1]/", "no address of the open web"),
    ("http://2130706433/", "odd spelling"),
    ("http://localhost/", "name of this machine"),
    ("file:///etc/passwd", "only http:// and https://"),
    ("http://user:pass@example.com/", "before the @"),
    ("http://example.com:22/", "is not the web's"),
    ("ftp://example.com/", "only http:// and https://"),
])
def test_a_redirect_is_held_to_the_same_rules(location, says):
    with served(sends(answer(b"secret"))) as (other, secret):
        with served(sends(answer(b"", status="302 Found", Location=location.format(other=other)))) as (port, seen):
            with pytest.raises(InputError, match=says):
                fetch(f"http://news.example:{port}/", rules(("127.0.0.1", port)))
        assert (len(seen), len(secret)) == (1, 0)


def test_redirects_are_followed_and_the_last_url_is_told():
    with served(sends(answer())) as (last, _):
        with served(sends(answer(b"", status="301 Moved", Location=f"http://b.example:{last}/story"))) as (first, _):
            got = fetch(f"http://a.example:{first}/", rules(("127.0.0.1", first), ("127.0.0.1", last)))
    assert (got.url, got.data) == (f"http://b.example:{last}/story", PAGE)


def test_a_redirect_spelled_in_bytes_and_blanks_is_followed():
    asked = []

    def talk(connection):
        asked.append(connection.recv(65_536).split(b"\r\n")[0])
        first = answer(b"", status="302 Found", Location="/caf\xe9 au lait?\xe9")
        connection.sendall(first if len(asked) == 1 else answer())

    with served(talk) as (port, _):
        fetch(f"http://news.example:{port}/", rules(("127.0.0.1", port)))
    assert asked[1] == b"GET /caf%C3%A9%20au%20lait?%C3%A9 HTTP/1.1"


def test_a_socket_that_opens_after_the_time_is_closed():
    """Between the last look at the clock and the connection the time may run out: nobody would shut that socket."""
    watch = fetching.Watch(time.monotonic() + 5, 5)
    one, other = socket.socketpair()
    with other:
        watch.shut()
        with pytest.raises(TimeoutError):
            watch.keep(one)
        assert other.recv(1) == b""


def test_redirects_in_a_circle_end():
    with served(sends(answer(b"", status="307 Temporary Redirect", Location="/x"))) as (port, seen):
        with pytest.raises(InputError, match="more than 5 redirects"):
            fetch(f"http://news.example:{port}/", rules(("127.0.0.1", port)))
    assert len(seen) == 6


CHUNKS = answer(b"", length=False, Transfer_Encoding="chunked")
SLOW = {
    "a body that drips": drips(answer(b"", length=False), b"x"),
    "a body that drips into a known length": drips(answer(b"", length=False, Content_Length="100000"), b"x"),
    "chunks that drip": drips(CHUNKS, b"1\r\nx\r\n"),
    "headers that drip": drips(b"HTTP/1.1 200 OK\r\n", b"X"),
    "one header after the other": drips(b"HTTP/1.1 100 Continue\r\n", b"A: b\r\n"),
    "100 Continue for ever": drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "silence": lambda connection: time.sleep(5),
    "silence after the headers": drips(answer(b"", length=False), b"", pause=1),
}


@pytest.mark.parametrize("talk", SLOW.values(), ids=SLOW)
def test_a_slow_server_is_left_in_time(talk):
    begun = time.monotonic()
    with served(talk) as (port, _), pytest.raises(InputError, match="0.5 seconds|cut off"):
        fetch(f"http://news.example:{port}/", rules(("127.0.0.1", port), seconds=0.5))
    assert time.monotonic() - begun < 3


BIG = {
    "an endless body": drips(answer(b"", length=False), b"x" * 60_000, pause=0),
    "endless chunks": drips(CHUNKS, b"800\r\n" + b"x" * 2048 + b"\r\n", 0),
    "a length that says so": sends(answer(b"", length=False, Content_Length="9999999999")),
    "a gzip bomb": sends(answer(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")),
    "a gzip bomb in a gzip bomb's clothes": sends(answer(gzip.compress(bytes(50_000_000)), Content_Encoding="X-GZIP")),
}


@pytest.mark.parametrize("talk", BIG.values(), ids=BIG)
def test_what_is_too_big_is_left(talk):
    with served(talk) as (port, _), pytest.raises(InputError, match="more than 1,000,000 bytes"):
        fetch(f"http://news.example:{port}/", rules(("127.0.0.1", port), size=1_000_000))


def test_a_bomb_is_never_unpacked_further_than_allowed(monkeypatch):
    """Whatever a chunk of a few bytes holds, no more than the limit is made of it."""
    bomb, asked = gzip.compress(bytes(30_000_000)), []
    real = fetching.zlib.decompressobj

    class Watched:
        def __init__(self, wbits):
            self.inner = real(wbits=wbits)

        def decompress(self, data, most):
            made = self.inner.decompress(data, most)
            asked.append(len(made))
            return made

        eof = property(lambda self: self.inner.eof)

    monkeypatch.setattr(fetching.zlib, "decompressobj", Watched)
    with served(sends(answer(bomb, Content_Encoding="gzip"))) as (port, _), pytest.raises(InputError):
        fetch(f"http://news.example:{port}/", rules(("127.0.0.1", port), size=40_000))
    assert asked and max(asked) <= 40_001


ODD = {
    "no page": (answer(status="404 Not Found"), "answered 404 Not Found"),
    "an error": (answer(status="503 Service Unavailable"), "answered 503"),
    "a redirect to nowhere": (answer(status="302 Found"), "answered 302"),
    "an image": (answer(kind="image/png"), "is image/png, not a page of text"),
    "JSON": (answer(kind="application/json"), "is application/json"),
    "no type": (answer(kind=""), "is nothing, not a page of text"),
    "another packing": (answer(Content_Encoding="br"), "packed as br"),
    "two packings": (answer(Content_Encoding="gzip, gzip"), "packed as gzip, gzip"),
    "no gzip after all": (answer(Content_Encoding="gzip"), "cut off"),
    "half a gzip": (answer(gzip.compress(PAGE)[:20], Content_Encoding="gzip"), "cut off"),
    "half a page": (answer(PAGE, length=False, Content_Length="5000"), "cut off"),
    "half a chunk": (answer(b"ff\r\nabc", length=False, Transfer_Encoding="chunked"), "cut off"),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.9\r\n", "cut off"),
    "nothing": (b"", "cut off"),
    "endless headers": (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n", "cut off"),
    "a thousand headers": (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000 + b"\r\n", "cut off"),
}


@pytest.mark.parametrize(("data", "says"), ODD.values(), ids=ODD)
def test_what_is_no_page_is_said_so_in_one_line(data, says):
    with served(sends(data)) as (port, _), pytest.raises(InputError) as raised:
        fetch(f"http://news.example:{port}/", rules(("127.0.0.1", port)))
    assert says in str(raised.value) and "paste" in str(raised.value) and "\n" not in str(raised.value)


@pytest.mark.parametrize("data", [
    answer(gzip.compress(PAGE), Content_Encoding="gzip"),
    answer(PAGE, length=False),
    answer(b"5\r\nAcme \r\n9\r\nrose 3 %.\r\n0\r\n\r\n", "text/plain", length=False, Transfer_Encoding="chunked"),
], ids=["gzip", "without length", "chunks"])
def test_a_page_in_every_usual_wrapping(data):
    with served(sends(data)) as (port, _):
        got = fetch(f"http://news.example:{port}/", rules(("127.0.0.1", port)))
    assert got.data in (PAGE, b"Acme rose 3 %.")


def test_the_second_address_is_tried_where_the_first_does_not_answer():
    with served(sends(answer())) as (port, _):
        let = rules(("127.0.0.3", port), ("127.0.0.1", port), dns=("127.0.0.3", "127.0.0.1"))
        assert fetch(f"http://news.example:{port}/", let).data == PAGE


@pytest.mark.parametrize(("named", "says"), [("news.example", ""), ("other.example", "certificate is not accepted")])
def test_a_certificate_must_be_of_the_name_not_of_the_address(named, says, tmp_path, monkeypatch):
    trustme = pytest.importorskip("trustme", reason="test extra not installed")
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(named).configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with served(sends(answer()), context=context) as (port, _):
        let = rules(("127.0.0.1", port))
        if not says:
            assert fetch(f"https://news.example:{port}/", let).data == PAGE
        else:
            with pytest.raises(InputError, match=says):
                fetch(f"https://news.example:{port}/", let)


def test_no_proxy_of_the_environment_is_asked(monkeypatch):
    """A proxy would resolve the name again, out of our sight."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with served(sends(answer())) as (port, _):
        assert fetch(f"http://news.example:{port}/", rules(("127.0.0.1", port))).data == PAGE
