"""This file is the kind `volume`: so many shares changed hands, or so many times the average.

"12 million shares traded", "twice its 50-day average".
"""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from claimcheck.claim import Claim
from claimcheck.kinds.ends import Ends, doubtful, ends, reading
from claimcheck.market import Bars, Instrument, Unverifiable, Window
from claimcheck.verdict import Reading

NAME = "volume"
COUNTED = ("equity", "etf", "future")
UNSURE = 0.05  # vendors count odd lots, late prints and dark pools differently
AVERAGES = (50, 63, 30, 21, 90, 10)  # sessions, where the words name no span ("its average", "its daily average")


def measure(
    claim: Claim, instrument: Instrument, windows: Sequence[Window], bars: Bars, shares=None
) -> tuple[Reading, ...] | Unverifiable:
    """Shares traded in the last session of every window, or how many times the average of the sessions before."""
    if instrument.asset not in COUNTED:
        return Unverifiable("no-volume", f"{instrument.symbol} is no single security")
    readings: list[Reading] = []
    for window in windows:
        found = ends(window, instrument, bars)
        if isinstance(found, Ends) and not bars.volume[found.last] > 0:
            found = Unverifiable("no-volume", f"{bars.source} has no volume of {instrument.symbol} on {window.last}")
        if isinstance(found, Unverifiable):
            readings.append(doubtful(instrument, window, bars, found))
        elif claim.quantity and claim.quantity.unit == "ratio":
            readings += ratios(claim, instrument, window, bars, found)
        elif "average" in claim.hints:
            readings += averages(claim, instrument, window, bars, found)
        else:
            readings.append(counted(instrument, window, bars, traded(bars, found.last), "volume"))
    return tuple(readings)


def traded(bars: Bars, position: int) -> float:
    """Shares as they were counted on the day: a later split multiplies the stored volume."""
    return bars.volume[position] / bars.split[position]


def counted(instrument: Instrument, window: Window, bars: Bars, amount: float, how: str) -> Reading:
    """While the session runs, any number up to the day's is what had been traded by then."""
    least = amount * (1 - UNSURE) if window.closed else 0.0
    return reading(instrument, window, bars, least, amount * (1 + UNSURE), how, last=float(amount))


def spans(claim: Claim) -> tuple[int, ...]:
    """Sessions that the average may cover."""
    horizon = claim.horizon
    sessions = {"day": 1, "session": 1, "week": 5, "month": 21, "quarter": 63, "year": 252}
    if horizon and horizon.count and horizon.grain in sessions:
        return (horizon.count * sessions[horizon.grain],)
    return AVERAGES


def averages(claim: Claim, instrument: Instrument, window: Window, bars: Bars, at: Ends) -> list[Reading]:
    """The mean volume of the sessions before this one, over every span that the words admit."""
    found = []
    for count in spans(claim):
        before = slice(at.last - count, at.last)
        if at.last >= count and np.isfinite(bars.volume[before]).all():
            mean = float(np.mean(bars.volume[before])) / bars.split[at.last]
            found.append(counted(instrument, window, bars, mean, f"average of {count} sessions"))
    least = min(spans(claim))
    short = Unverifiable("history-too-short", f"{instrument.symbol}: fewer than {least} sessions before {window.last}")
    return found or [doubtful(instrument, window, bars, short)]


def ratios(claim: Claim, instrument: Instrument, window: Window, bars: Bars, at: Ends) -> list[Reading]:
    """Times the average."""
    found = []
    for mean in averages(claim, instrument, window, bars, at):
        if mean.doubt is not None:
            found.append(mean)
            continue
        times = traded(bars, at.last) / mean.last
        found.append(counted(instrument, window, bars, times, f"volume by {mean.how}"))
    return found
