"""This file is on which days an exchange traded, as far as the data doctor needs it."""
from __future__ import annotations

import warnings
from functools import lru_cache

import numpy as np

# A series that differs from the calendar on more than this part of its days follows another calendar: no finding then.
OTHER_CALENDAR = 0.03


def expected_sessions(exchange: str, sessions: np.ndarray) -> np.ndarray | None:
    """The exchange's sessions from the first to the last of the series; None where no calendar is known or fits.

    `exchange` is a code of exchange_calendars (XNYS); without that package there is no calendar.
    """
    known = _sessions(exchange) if exchange.startswith("X") else None
    if known is None or not len(sessions) or sessions[0] < known[0] or sessions[-1] > known[-1]:
        return None
    expected = known[np.searchsorted(known, sessions[0]):np.searchsorted(known, sessions[-1], side="right")]
    both = np.isin(sessions, expected, assume_unique=True).sum()
    foreign = 1 - both / max(1, len(sessions))
    return None if foreign > OTHER_CALENDAR else expected


@lru_cache(maxsize=32)
def _sessions(exchange: str) -> np.ndarray | None:
    try:
        import exchange_calendars
        from exchange_calendars import errors
    except ImportError:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pandas' about exchange_calendars
        for span in ({"start": "1970-01-01"}, {}):  # some calendars begin later
            try:
                return exchange_calendars.get_calendar(exchange, **span).sessions.to_numpy().astype("datetime64[D]")
            except (ValueError, errors.InvalidCalendarName):
                continue
    return None
