"""This file is the workers: processes, each with a market of its own, in which checks run beside the event loop.

Reading English is work for the processor, and only a process can be stopped in the middle of it: what takes longer than
the limit is ended and its worker replaced (docs/decisions/0081).
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from concurrent.futures import TimeoutError as LateError
from functools import partial
from multiprocessing import get_context
from threading import Lock
from typing import Any

from claimcheck.errors import ClaimcheckError
from claimcheck.market import Market

LIMIT = 300  # checks that run or wait before the next one is turned away
SECONDS = 120.0  # one check, from its start in a worker
TASKS = 500  # checks after which a worker is replaced, so that no memory is held for ever


class Busy(Exception):
    """Too many checks are waiting: come again."""


class TooSlow(Exception):
    """The check took longer than the limit and was ended."""


class Failed(Exception):
    """The check ended with an error; its message names the error and never the text."""


_market: Market | None = None  # of this process, where it is a worker


def begin(opener: Callable[[], Market]) -> None:
    """What a worker does once: open its market, and give way to the page."""
    global _market
    if hasattr(os, "nice"):
        os.nice(5)  # the page answers first
    _market = opener()


def work(function: Callable, arguments: tuple) -> Any:
    return function(_market, *arguments)


def warm(market: Market) -> bool:
    """Load what is heavy, so that the first check need not wait for it."""
    from claimcheck.checking import extract_text

    extract_text("Apple shares rose 2 percent on Monday.", "2013-06-10")
    return market is not None


class Workers:
    """The pool.  run(function, ...) calls function(market, ...) in a worker; function and arguments must pickle.

    limit: checks that run or wait; seconds: for one of them; warmed: workers load what is heavy before anybody asks.
    """

    def __init__(
        self,
        opener: Callable[[], Market],
        count: int = 2,
        limit: int = LIMIT,
        seconds: float = SECONDS,
        warmed: bool = True,
    ):
        self.limit, self.seconds, self.count, self.warmed, self.waiting = limit, seconds, count, warmed, 0
        self._make = partial(begin, opener)
        self._pool, self._lock = None, Lock()

    def start(self) -> None:
        from pebble import ProcessPool

        self._pool = ProcessPool(self.count, TASKS, self._make, context=get_context("spawn"))
        for _ in range(self.count if self.warmed else 0):
            self._pool.schedule(work, (warm, ()), timeout=self.seconds)

    def stop(self) -> None:
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()
            self._pool = None

    def run(self, function: Callable, *arguments: Any) -> Awaitable[Any]:
        """The function's answer, to be awaited.  Raises Busy at once; later TooSlow, Failed, and what is a message for
        the user (ClaimcheckError)."""
        if self.waiting >= self.limit:
            raise Busy
        future = self._pool.schedule(work, (function, arguments), timeout=self.seconds)
        with self._lock:
            self.waiting += 1
        future.add_done_callback(lambda _: self._ended())
        return answer(future)

    def _ended(self) -> None:
        with self._lock:
            self.waiting -= 1


async def answer(future) -> Any:
    from pebble import ProcessExpired

    try:
        return await asyncio.wrap_future(future)
    except LateError:
        raise TooSlow from None
    except (ClaimcheckError, asyncio.CancelledError):
        raise
    except ProcessExpired:
        raise Failed("the worker ended") from None
    except Exception as error:
        raise Failed(type(error).__name__) from error
