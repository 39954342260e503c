"""This file is the kind `regime`: an instrument entered a bull market, a bear market or a correction.

A bull market is 20 percent above the last closing low, a bear market 20 percent and a correction 10 percent below
the last closing high, by closes.
"""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from claimcheck.claim import Claim
from claimcheck.kinds.ends import Ends, day_at, doubtful, ends, off_hours, reading, turned, unsaid
from claimcheck.market import Bars, Instrument, Unverifiable, Window
from claimcheck.market.prices.doctor import trusted
from claimcheck.verdict import Reading

NAME = "regime"
THRESHOLDS = {"bull": 20.0, "bear": -20.0, "correction": -10.0}
FAR = 5.0  # percentage points: "its bear market low" tells of a market long past, and names no day
ELSEWHEN = Unverifiable("vague-period", "no such market by then, another time may be meant")
YEAR = 252  # sessions: the last extreme is looked for in one year, then in two


def measure(
    claim: Claim, instrument: Instrument, windows: Sequence[Window], bars: Bars, shares=None
) -> tuple[Reading, ...] | Unverifiable:
    """By how many percentage points the move from the last closing extreme passes the threshold (0 or more: it did)."""
    threshold = next((size for word, size in THRESHOLDS.items() if word in claim.text.lower()), None)
    refusal = off_hours(claim)
    if refusal or threshold is None:
        return refusal or Unverifiable("vague-period", f"no threshold is known for {claim.text!r}")
    seen = turned(claim, instrument, bars)
    readings: list[Reading] = []
    for window in windows:
        found = ends(window, instrument, seen)
        if isinstance(found, Ends):
            for years in (1, 2):
                made = entered(instrument, window, seen, found, threshold, years)
                past = made.value.high < -FAR and unsaid(claim)
                readings.append(doubtful(instrument, window, bars, ELSEWHEN) if past else made)
        else:
            readings.append(doubtful(instrument, window, bars, found))
    return tuple(readings)


def entered(instrument: Instrument, window: Window, bars: Bars, at: Ends, threshold: float, years: int) -> Reading:
    """From the extreme of that many years: the lowest close for a bull market, the highest for the others."""
    start = at.last - years * YEAR
    if start < 0:
        detail = f"{instrument.symbol}: fewer than {years * YEAR} sessions before {window.last}"
        return doubtful(instrument, window, bars, Unverifiable("history-too-short", detail))
    closes = bars.close[start:at.last + 1]
    doubt = trusted(bars, day_at(bars, start), window.last)
    if doubt:
        return doubtful(instrument, window, bars, doubt)
    up = threshold > 0
    extreme = float(np.nanmin(closes) if up else np.nanmax(closes))
    prices = (bars.close[at.last],) * 2 if window.closed else (bars.low[at.last], bars.high[at.last])
    past = [((p / extreme - 1) * 100 - threshold) * (1 if up else -1) for p in prices]
    how = f"from the {'lowest' if up else 'highest'} close of {years} year{'s' if years > 1 else ''}"
    return reading(instrument, window, bars, min(past), max(past), how, base=extreme, last=float(bars.close[at.last]))
