"""This file is what the tests of the page share: the fixtures' market, a web of their own, a check awaited."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from claimcheck.checking import open_market
from claimcheck.web.fetch import Fetched, Rules
from claimcheck.web.fetch import fetch as fetched

HOUSE = Path(__file__).parent.parent.parent
ARTICLES = HOUSE / "fixtures" / "articles"
MARKET = partial(open_market, (str(HOUSE / "fixtures" / "prices"),))
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAGES: dict[str, bytes] = {}  # what the tests' own web server has, by path
MOVED: dict[str, str] = {}  # and where it sends on to


class Web(BaseHTTPRequestHandler):
    """Serves PAGES as HTML."""

    def do_GET(self):
        if self.path in MOVED:
            self.send_response(302)
            self.send_header("Location", MOVED[self.path])
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = PAGES.get(self.path)
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_):
        pass


def web() -> ThreadingHTTPServer:
    """A web server on this machine, running."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Web)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def let(server: ThreadingHTTPServer, url: str) -> Fetched:
    """The page's own fetch, which lets through this one server of this machine and nothing else of it."""
    return fetched(url, Rules(let=frozenset({("127.0.0.1", server.server_port)})))


def posted(client: httpx.Client, **sent) -> str:
    """The address of a new check, once it is ready: on a busy machine that may be later than its answer."""
    answer = client.post("/checks", **sent)
    assert answer.status_code == 303, answer.text
    place = answer.headers["location"]
    for _ in range(600):
        if client.get(f"{place}/state").json()["state"] != "waiting":
            return place
        time.sleep(0.05)
    pytest.fail("the check is never ready")
