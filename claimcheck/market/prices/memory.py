"""This file is the price source that holds its bars in memory: for tests, for notebooks, for a market made by hand."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from claimcheck.market import Bars, Instrument, Unverifiable
from claimcheck.market.prices.cover import spelled, within


class MemoryPrices:
    """Bars by symbol.  Shares outstanding by symbol may come along: [(day, number), ...], oldest first."""

    name = "memory"

    def __init__(self, bars: Mapping[str, Bars] | None = None,
                 shares: Mapping[str, Sequence[tuple[date, float]]] | None = None):
        self._bars = dict(bars or {})
        self._shares = {symbol: list(known) for symbol, known in (shares or {}).items()}

    def bars(self, instrument: Instrument, first: date, last: date) -> Bars | Unverifiable:
        return spelled(instrument, lambda symbol: within(self._bars.get(symbol), symbol, self.name, first, last),
                       first, last)

    def symbols(self) -> tuple[str, ...]:
        return tuple(sorted(self._bars))

    def share_counts(self, symbol: str, on: date | None = None) -> list[tuple[date, float]]:
        return self._shares.get(symbol, [])


def hand_built(symbol: str, days: Sequence[date | str], closes: Sequence[float], *, open=None, high=None, low=None,
               volume=None, split=None, currency: str = "USD", source: str = "memory") -> Bars:
    """Bars from plain lists; what is not given is not known (NaN), splits are 1."""
    def column(values, missing: float) -> np.ndarray:
        return np.full(len(days), missing) if values is None else np.asarray(values, float)

    return Bars(symbol, source, np.asarray([str(day) for day in days], "datetime64[D]"), column(open, np.nan),
                column(high, np.nan), column(low, np.nan), np.asarray(closes, float), column(volume, np.nan),
                column(split, 1.0), currency)
