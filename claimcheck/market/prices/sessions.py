"""This file is on which days an exchange traded, as far as the data doctor needs it."""
from __future__ import annotations

from functools import lru_cache

import numpy as np

from claimcheck.market.calendar.sessions import EPOCH, NEAR, load

# A series that differs from the calendar on more than this part of its days follows another calendar: no finding then.
OTHER_CALENDAR = 0.03


def expected_sessions(exchange: str, sessions: np.ndarray) -> np.ndarray | None:
    """The exchange's sessions from the first to the last of the series; None where no calendar is known or fits.

    `exchange` is a code of exchange_calendars (XNYS).
    """
    if not exchange.startswith("X") or not len(sessions):
        return None
    known = _sessions(exchange, bool(sessions[0] < np.datetime64(NEAR[0])))
    if known is None or sessions[0] < known[0] or sessions[-1] > known[-1]:
        return None
    expected = known[np.searchsorted(known, sessions[0]):np.searchsorted(known, sessions[-1], side="right")]
    both = np.isin(sessions, expected, assume_unique=True).sum()
    foreign = 1 - both / max(1, len(sessions))
    return None if foreign > OTHER_CALENDAR else expected


@lru_cache(maxsize=64)
def _sessions(exchange: str, deep: bool) -> np.ndarray | None:
    """The days on which the exchange is known to have traded."""
    held = load(exchange, deep, None)
    if held.first > held.last:
        return None
    days = np.frombuffer(held.days, np.int64)
    known = days[(days >= held.first.toordinal()) & (days <= held.last.toordinal())]
    return (known - EPOCH).astype("datetime64[D]")
