"""This file is the kind `streak`: several sessions, weeks or months in a row in one direction.

"its fifth straight day of gains": closes, each against the one before.
"""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from claimcheck.claim import Claim
from claimcheck.kinds.ends import Ends, doubtful, ends, off_hours, reading, turned
from claimcheck.kinds.horizon import grain_of, unit_ends
from claimcheck.market import Bars, Instrument, Unverifiable, Window
from claimcheck.verdict import Reading

NAME = "streak"
RECENT = 60  # steps back in which every close must be known


def measure(
    claim: Claim, instrument: Instrument, windows: Sequence[Window], bars: Bars, shares=None
) -> tuple[Reading, ...] | Unverifiable:
    """How many days (weeks, months) in a row closed higher (lower) than the one before, up to each window's end.

    A session still running counts as either; one that ended a run leaves the run that it ended.
    """
    refusal = off_hours(claim)
    if refusal:
        return refusal
    seen = turned(claim, instrument, bars)
    readings: list[Reading] = []
    for window in windows:
        found = ends(window, instrument, seen)
        if isinstance(found, Ends):
            readings += runs(claim, instrument, window, seen, found)
        else:
            readings.append(doubtful(instrument, window, bars, found))
    return tuple(readings)


def runs(claim: Claim, instrument: Instrument, window: Window, bars: Bars, at: Ends) -> list[Reading]:
    grain = grain_of(claim)
    steps = np.sign(np.diff(bars.close[unit_ends(bars, grain, at.last)]))
    if not len(steps) or not np.isfinite(steps[-RECENT:]).all():
        return [doubtful(instrument, window, bars, Unverifiable("no-prices", f"{instrument.symbol}: no closes"))]
    signs = {"up": (1,), "down": (-1,)}.get(claim.direction, (1, -1))
    made = []
    for sign in signs:
        run, before = length(steps, sign), length(steps[:-1], sign)
        if run == 1 and window.closed and length(steps[:-1], -sign):
            ended = length(steps[:-1], -sign)
            made.append(reading(instrument, window, bars, ended, ended, f"{grain}s the other way that this one ended"))
        if run == len(steps):
            short = Unverifiable("history-too-short", f"{instrument.symbol}: the run fills the whole series")
            made.append(doubtful(instrument, window, bars, short))
        elif window.closed and run:
            made.append(reading(instrument, window, bars, run, run, f"{grain}s in a row by closes"))
        elif before:
            low, high = (before, before) if window.closed else (before, before + 1)
            made.append(reading(instrument, window, bars, low, high, f"{grain}s in a row by closes, to the one before"))
    if not claim.direction:
        vague = Unverifiable("vague-period", f"{claim.text!r}: days in a row of what is not said")
        made.append(doubtful(instrument, window, bars, vague))
    return made or [reading(instrument, window, bars, 0, 0 if window.closed else 1, f"{grain}s in a row by closes")]


def length(steps: np.ndarray, sign: int) -> int:
    """How many of the last steps go this way."""
    others = np.flatnonzero(steps != sign)
    return len(steps) - 1 - int(others[-1]) if len(others) else len(steps)
