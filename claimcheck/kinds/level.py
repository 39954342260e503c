"""This file is the kind `level`: an instrument stood at a price, an index level, a rate or a yield.

"closed at $438.89", "the Dow at 15,238.59", "the euro at $1.3245", "yielding 3.52 percent".  Levels are read as
traded on the day, never adjusted for later splits.
"""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from claimcheck.claim import Claim
from claimcheck.kinds.ends import Ends, doubtful, ends, of_a_moment, off_hours, reading
from claimcheck.market import Bars, Instrument, Unverifiable, Window
from claimcheck.verdict import Reading

NAME = "level"


def measure(
    claim: Claim, instrument: Instrument, windows: Sequence[Window], bars: Bars, shares=None
) -> tuple[Reading, ...] | Unverifiable:
    """The price of every window, as traded on the day, in the major unit of the currency."""
    refusal = off_hours(claim) or incomparable(claim, instrument)
    if refusal:
        return refusal
    readings: list[Reading] = []
    for window in windows:
        found = ends(window, instrument, bars)
        if isinstance(found, Unverifiable) and found.reason == "no-prices" and window.base:
            found = ends(alone(window), instrument, bars)
        if isinstance(found, Unverifiable):
            readings.append(doubtful(instrument, window, bars, found))
        else:
            readings += prices(claim, instrument, window, as_quoted(claim, instrument, bars), found)
    return tuple(readings)


def alone(window: Window) -> Window:
    """The window without its base: a level needs none."""
    return Window(None, window.first, window.last, window.how, window.usual, window.closed)


def incomparable(claim: Claim, instrument: Instrument) -> Unverifiable | None:
    """Why these prices cannot be compared with the stated unit; None where they can."""
    unit = claim.quantity.unit if claim.quantity else ""
    plain = instrument.asset in ("index", "currency", "commodity", "future", "crypto")
    fits = {
        "percent": instrument.asset == "yield",
        "points": plain,
        "": plain,
        "ratio": instrument.asset == "currency",
        instrument.currency: instrument.asset not in ("index", "yield"),
        instrument.base or None: instrument.asset == "currency",
    }
    if fits.get(unit, False):
        return None
    return Unverifiable("not-comparable", f"{unit or 'no unit'} against {instrument.symbol}, quoted in {instrument.currency}")


def as_quoted(claim: Claim, instrument: Instrument, bars: Bars) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, Bars]:
    """Open, high, low and close as traded; the inverse where a pair is stated in its other currency."""
    prices = tuple(getattr(bars, name) * bars.split for name in ("open", "high", "low", "close"))
    if claim.quantity and instrument.base and claim.quantity.unit == instrument.base != instrument.currency:
        opened, high, low, close = prices
        with np.errstate(divide="ignore", invalid="ignore"):
            prices = 1 / opened, 1 / low, 1 / high, 1 / close
    return (*prices, bars)


def prices(claim: Claim, instrument: Instrument, window: Window, quoted, at: Ends) -> list[Reading]:
    """The readings of one window, the most likely first."""
    opened, high, low, close, bars = quoted
    span = slice(at.first, at.last + 1)

    def made(a: float, b: float, how: str, stretch: bool = False) -> Reading:
        return reading(instrument, window, bars, a, b, how, last=float(close[at.last]), stretch=stretch)

    bracket = "a price between low and high"
    if claim.measure == "open" or claim.period.part == "open":
        return [made(opened[at.first], opened[at.first], "open"), made(low[at.first], high[at.first], bracket, stretch=True)]
    if claim.measure in ("high", "low"):
        peak = np.max(high[span]) if claim.measure == "high" else np.min(low[span])
        best = np.max(close[span]) if claim.measure == "high" else np.min(close[span])
        sofar = made(opened[at.last], peak, f"a {claim.measure} so far", stretch=window.closed)
        return [made(peak, peak, claim.measure), made(best, best, f"{claim.measure}est close"), sofar]
    closed = made(close[at.last], close[at.last], "close")
    if not of_a_moment(claim, window, instrument):
        return [closed] if claim.measure == "close" else [closed, made(low[at.last], high[at.last], bracket, stretch=True)]
    moment = made(low[at.last], high[at.last], bracket)
    return [closed, moment] if window.closed else [moment]
