"""This file is the application: app(market, store, ...), its routes, its state, its middleware and its start and end.

request.app.state has workers (Workers), store (Store), fetch (what a URL holds, or None) and now (the moment).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.middleware import Middleware

from claimcheck.market import Market
from claimcheck.report.publisher import Publisher
from claimcheck.web import api, pages
from claimcheck.web.guard import Guard
from claimcheck.web.store import Store
from claimcheck.web.workers import Workers

LOCAL = ("127.0.0.1", "localhost", "[::1]")


def app(
    market: Callable[[], Market],
    store: Path | str,
    *,
    now: Callable[[], datetime],
    fetch: Any = None,
    hosts: Sequence[str] = LOCAL,
    workers: Workers | None = None,
    publisher: Publisher | None = None,
) -> Starlette:
    """The page and its API.

    market   opens a market; called once in each worker process, so it must pickle (functools.partial(open_market, ...))
    store    the SQLite file that keeps the checks
    now      the present moment, aware
    publisher  who publishes the checks, for ClaimReview; None = that export says what to set
    fetch    fetch(url) -> what stands there (claimcheck/web/fetch.py); None = URLs are not taken
    hosts    names under which the page may be asked for, without port; anything else is refused
    workers  in their place, e.g. with other limits
    """
    crew = workers or Workers(market)
    kept = Store(store)

    @asynccontextmanager
    async def lifespan(running: Starlette):
        crew.start()
        kept.interrupted()
        yield
        crew.stop()

    made = Starlette(
        routes=[*pages.routes, *api.routes],
        middleware=[Middleware(Guard, hosts=tuple(hosts))],
        exception_handlers=pages.errors,
        lifespan=lifespan,
    )
    made.state.jobs = {}  # checks under way by their id
    made.state.pen = CapacityLimiter(1)
    made.state.publisher = publisher
    made.state.workers, made.state.store, made.state.fetch, made.state.now = crew, kept, fetch, now
    return made
