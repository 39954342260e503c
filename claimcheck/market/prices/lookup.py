"""This file is many look-ups in one series at once: group the claims by symbol, ask for all their days together.

One call costs a few microseconds whatever it asks, so grouped look-ups come at well under a microsecond each
(bench/prices.py measures it against pandas asof).
"""
from __future__ import annotations

import numpy as np

from claimcheck.market import Bars


def positions(bars: Bars, days: np.ndarray) -> np.ndarray:
    """The position of the last session not after each day, -1 where the series begins later.  days: datetime64[D]."""
    return np.searchsorted(bars.sessions, days, side="right") - 1


def closes_on(bars: Bars, days: np.ndarray) -> np.ndarray:
    """The split-adjusted close of the last session not after each day, NaN where there is none."""
    at = positions(bars, days)
    found = bars.close[at]
    return np.where(at < 0, np.nan, found) if (at < 0).any() else found


def levels_on(bars: Bars, days: np.ndarray) -> np.ndarray:
    """As closes_on, but as traded on the day."""
    at = positions(bars, days)
    return np.where(at < 0, np.nan, bars.close[at] * bars.split[at])
