"""This file is the API by itself for tests: its routes behind the guard, checks in this process, pages from a table."""
from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware

from claimcheck.checking import open_market
from claimcheck.errors import InputError
from claimcheck.market import Market
from claimcheck.web import api
from claimcheck.web.fetch import Fetched
from claimcheck.web.guard import Guard

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
STORY = "On Jan. 27, Nvidia lost $589 billion of market value."
STAMP = '<meta property="article:published_time" content="2025-02-18T09:00:00+00:00">'
DATED = (f"<html><head><title>A day</title>{STAMP}</head><body><article><h1>A day</h1>"
         f"<p>{STORY}</p><p>{STORY}</p></article></body></html>")
SITE = "https://news.example"
HTML = "text/html; charset=utf-8"
PAGES = {
    f"{SITE}/dated": Fetched(DATED.encode(), f"{SITE}/dated?final", HTML),
    f"{SITE}/undated": Fetched(DATED.replace(STAMP, "").encode(), "u", "text/html"),
    f"{SITE}/plain": Fetched(STORY.encode(), f"{SITE}/plain", "text/plain"),
    f"{SITE}/latin": Fetched("Nestl\xe9 shares rose 2 percent on Monday.".encode("latin-1"), f"{SITE}/latin",
                             "text/plain; charset=ISO-8859-1"),
    f"{SITE}/empty": Fetched(b"<html></html>", f"{SITE}/empty", "text/html; charset=nonsense"),
}


@cache
def market() -> Market:
    return open_market([FIXTURES / "prices"])


class InProcess:
    """Workers without processes.  fails: what the next check raises."""

    def __init__(self, fails: Exception | None = None):
        self.fails, self.lock = fails, threading.Lock()

    async def run(self, function, *arguments):
        if self.fails is not None:
            raise self.fails
        return await asyncio.to_thread(self.locked, function, arguments)

    def locked(self, function, arguments):
        with self.lock:
            return function(market(), *arguments)


def fetched(url: str) -> Fetched:
    if url not in PAGES:
        raise InputError(f"{url[:60]}: no server of that name is known: look to the spelling and the connection")
    return PAGES[url]


def app(fails: Exception | None = None, fetch=fetched) -> Starlette:
    made = Starlette(routes=api.routes, middleware=[Middleware(Guard, hosts=("testserver", "127.0.0.1", "localhost"))])
    made.state.workers, made.state.fetch, made.state.now = InProcess(fails), fetch, lambda: NOW
    return made
