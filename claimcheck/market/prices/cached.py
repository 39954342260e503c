"""This file is a source behind the cache: asked only for what the cache does not cover, one request a symbol."""
from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from claimcheck.market import Bars, Instrument, Unverifiable
from claimcheck.market.prices.cover import Wanted, ask_all, spelled, spellings, within
from claimcheck.market.prices.shares import counts_of
from claimcheck.market.prices.sqlite import SqlitePrices, overlap_differs


class CachedPrices:
    """A fetching source, `fetch(symbol, first, last) -> (Bars, begin, settled) | Unverifiable`, behind a SQLite cache.

    begin, settled: the first and the last day about which the answer is final (a session still open is not).
    """

    def __init__(self, fetcher: Any, store: SqlitePrices):
        self.fetcher = fetcher
        self.store = store
        self.name = getattr(fetcher, "name", "cache")
        # What lies behind the settled day cannot be had today either: this process does not ask for it again.
        self._asked_until: dict[str, date] = {}

    def bars(self, instrument: Instrument, first: date, last: date) -> Bars | Unverifiable:
        return spelled(instrument, lambda symbol: self._symbol(symbol, spellings(instrument), first, last))

    def report_to(self, progress: Callable[[str], None]) -> None:
        self.fetcher.report_to(progress)

    def prefetch(self, wanted: Iterable[Wanted]) -> None:
        ask_all(self, wanted)

    def share_counts(self, symbol: str, on: date) -> list[tuple[date, float]] | Unverifiable:
        known = self.store.share_counts(symbol)
        if any(abs((day - on).days) < 100 for day, _ in known):
            return known
        found = counts_of(self.fetcher, symbol, on)
        if isinstance(found, Unverifiable):
            return known or found
        if found:
            self._kept(lambda: self.store.put_counts(symbol, found, ""))
        return found or known

    def _symbol(self, symbol: str, same: tuple[str, ...], first: date, last: date) -> Bars | Unverifiable:
        covered = self.store.coverage(symbol)
        if covered and covered[0] <= first and last <= max(covered[1], self._asked_until.get(symbol, date.min)):
            return within(self.store.read(symbol, same), symbol, self.name, first, last)
        begin = min(first, covered[0]) if covered else first
        answer = self.fetcher.fetch(symbol, begin, last)
        if isinstance(answer, Unverifiable):
            return answer
        return self._stored(symbol, same, answer, first, last)

    def _stored(self, symbol: str, same: tuple[str, ...], answer: tuple[Bars, date, date], first: date,
                last: date) -> Bars | Unverifiable:
        bars, begin, settled = answer
        old = self.store.read(symbol)
        told = overlap_differs(old, bars) if old is not None else ""
        if told:
            return Unverifiable("data-suspect", f"{symbol}: {self.name} tells another story than on "
                                f"{old.fetched[:10]}: {told}; if the new one is right, forget the old one: "
                                f"claimcheck prices fetch {symbol} --refresh")
        if self._kept(lambda: self.store.put(bars, begin, settled)):
            bars = self.store.read(symbol, same) or bars
            self._asked_until[symbol] = last
        return within(bars, symbol, self.name, first, last)

    def _kept(self, write: Any) -> bool:
        """Whether the cache took it; a full disk or a cache under lock must not spoil an answer that is there."""
        try:
            write()
        except (sqlite3.Error, OSError):
            return False
        return True
