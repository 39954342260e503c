"""This file is how many shares a company had at the time: from shares.csv beside the prices, or from Yahoo.

Counts are ordinary shares as counted on their day (a split later on does not change them); units of a listing that
stands for several ordinary shares follow from Instrument.ratio.
"""
from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from typing import Any

import numpy as np

from claimcheck.market import Bars, Instrument, Prices, Unverifiable
from claimcheck.market.prices.cover import spellings

# Companies report their shares quarterly or yearly: how much older or younger than the day a count may be.
OLDEST = timedelta(days=400)
YOUNGEST = timedelta(days=100)
# Counts next to one another that differ more than this, splits considered, are not both right.
SAME_COMPANY = 3.0

Counts = list[tuple[date, float]]


class Shares:
    """Shares outstanding, asked of a price source (or chain) that knows share counts."""

    def __init__(self, prices: Prices):
        self.prices = prices

    def outstanding(self, instrument: Instrument, on: date) -> tuple[float, str] | Unverifiable:
        """Ordinary shares of the company on that day, and in words where the number comes from."""
        failed: Unverifiable | None = None
        for symbol in (*spellings(instrument), *([instrument.company] if instrument.company else [])):
            counts = counts_of(self.prices, symbol, on)
            if isinstance(counts, Unverifiable):
                failed = counts
            elif counts:
                return self._picked(counts, instrument, on)
        return failed or Unverifiable("no-shares-outstanding", f"no source knows the shares of {instrument.symbol}")

    def _picked(self, counts: Counts, instrument: Instrument, on: date) -> tuple[float, str] | Unverifiable:
        at = bisect_right([day for day, _ in counts], on) - 1
        if at < 0 or on - counts[at][0] > OLDEST:
            at += 1
            if at >= len(counts) or counts[at][0] - on > YOUNGEST:
                return Unverifiable("no-shares-outstanding", f"{instrument.symbol}: counts from {counts[0][0]} "
                                    f"to {counts[-1][0]}, none near {on}")
        day, number = counts[at]
        splits = self._splits(instrument, on)
        for near, other in counts[max(0, at - 1):at + 2]:
            apart = other * _between(splits, near, day) / number
            if abs(near - day) < OLDEST and not 1 / SAME_COMPANY < apart < SAME_COMPANY:
                return Unverifiable("data-suspect", f"{instrument.symbol}: {number:,.0f} shares on {day}, but "
                                    f"{other:,.0f} on {near}")
        return number * _between(splits, day, on), f"shares of {day}"

    def _splits(self, instrument: Instrument, on: date) -> Bars | None:
        bars = self.prices.bars(instrument, on - timedelta(days=10), on)
        return bars if isinstance(bars, Bars) else None


def counts_of(source: Any, symbol: str, on: date) -> Counts | Unverifiable:
    """[(day, shares)], oldest first; empty where the source knows none."""
    return source.share_counts(symbol, on) if hasattr(source, "share_counts") else []


def _between(bars: Bars | None, day: date, on: date) -> float:
    """By how much the splits between the two days multiply a share."""
    if bars is None or not len(bars):
        return 1.0
    at = np.searchsorted(bars.sessions, [np.datetime64(day), np.datetime64(on)], side="right") - 1
    then, now = bars.split[np.clip(at, 0, None)]
    ratio = then / now
    return float(ratio) if np.isfinite(ratio) and ratio > 0 else 1.0
