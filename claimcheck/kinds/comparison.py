"""This file is the kind `comparison`: an instrument did better or worse than another over the same span.

"Outperformed the S&P 500", "lagging the Dow" state an order; "trailing the S&P 500 by 6 points" the distance in
percentage points; "twice the gain of the Nasdaq" the ratio of the two moves (unit ratio). Direction up = did better,
down = did worse (of a ratio: up = twice a gain, down = twice a decline). A reading's value is the subject's move less
the other's in percentage points; or the ratio, with the sign of the direction where both moved that way.
"""
from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from claimcheck.claim import Claim, Interval
from claimcheck.kinds.ends import Ends, doubtful, ends, of_a_moment, off_hours, turned, unsaid
from claimcheck.market import Bars, Instrument, Unverifiable, Window
from claimcheck.verdict import Reading

NAME = "comparison"
COMPARED = ("equity", "index", "etf", "crypto", "commodity", "future")  # what has a move in percent
STILL = 0.5  # percent: next to a smaller move "twice as much" says nothing
UNNAMED = Unverifiable("vague-period", "the text does not say over what span the two are compared")
UNTIMED = Unverifiable("no-intraday-prices", "which of the two was ahead at that moment is not in daily prices")


@dataclass(frozen=True, slots=True)
class Rival:
    """The other side: what the subject is set against, with its own windows of the same period."""

    instrument: Instrument
    windows: Sequence[Window]
    bars: Bars


def measure(
    claim: Claim, instrument: Instrument, windows: Sequence[Window], bars: Bars, rival: Rival
) -> tuple[Reading, ...] | Unverifiable:
    """How far the subject came out ahead of its rival, in every window that both have."""
    refusal = off_hours(claim) or incomparable(claim, instrument, rival)
    if refusal:
        return refusal
    readings = []
    for window in windows:
        beside = counterpart(window, rival.windows)
        if beside is not None:
            readings.append(compared(claim, (instrument, window, bars), (rival.instrument, beside, rival.bars)))
    if not readings:
        return Unverifiable("vague-period", "the two exchanges share no such span")
    if unsaid(claim):
        readings.append(doubtful(instrument, windows[0], bars, UNNAMED))
    return tuple(readings)


def incomparable(claim: Claim, instrument: Instrument, rival: Rival) -> Unverifiable | None:
    """Why the two cannot be set beside each other; None where they can."""
    if "total-return" in claim.hints:
        return Unverifiable("not-comparable", "total return is asked for, the prices leave out dividends")
    odd = next((each for each in (instrument, rival.instrument) if each.asset not in COMPARED), None)
    if odd is not None:
        return Unverifiable("not-comparable", f"{odd.symbol} has no move in percent to compare")
    if instrument.symbol == rival.instrument.symbol:
        return Unverifiable("not-comparable", f"{instrument.symbol} against itself")
    return None


def counterpart(window: Window, others: Sequence[Window]) -> Window | None:
    """The rival's window that means the same: of the same days, else the one found in the same way."""
    same = (each for each in others if (each.base, each.first, each.last) == (window.base, window.first, window.last))
    found = next(same, None) or next((each for each in others if each.how == window.how), None)
    return found


Side = tuple[Instrument, Window, Bars]


def compared(claim: Claim, one: Side, other: Side) -> Reading:
    """One reading: both moves over one window, and what lies between them."""
    instrument, window, bars = one
    mine, theirs = moved(claim, *one), moved(claim, *other)
    refusal = next((each for each in (mine, theirs) if isinstance(each, Unverifiable)), None)
    if refusal is not None:
        return doubtful(instrument, window, bars, refusal)
    ratio = claim.quantity is not None and claim.quantity.unit == "ratio"
    value = Interval(mine.low - theirs.high, mine.high - theirs.low)
    if ratio:
        value = times(mine, theirs, 1.0 if claim.direction == "up" else -1.0)
    how = f"{size(mine)} against {size(theirs)} for {other[0].symbol}"
    made = Reading(instrument, window, value, how, bars.source, bars.fetched)
    if math.isnan(value.low):
        return replace(made, doubt=Unverifiable("not-comparable", f"{how}: too small a move to be a multiple of"))
    bracketed = value.high - value.low > 1e-9
    return replace(made, doubt=UNTIMED) if bracketed and (ratio or value.low < 0 < value.high) else made


def moved(claim: Claim, instrument: Instrument, window: Window, bars: Bars) -> Interval | Unverifiable:
    """The move in percent from the base's close; of a session that still runs all that its prices so far allow."""
    seen = turned(claim, instrument, bars)
    at: Ends | Unverifiable = ends(window, instrument, seen)
    if isinstance(at, Unverifiable):
        return at
    base = seen.open[at.first] if at.base is None else seen.close[at.base]
    last = (seen.close[at.last],) * 2
    if of_a_moment(claim, window, instrument):
        last = (seen.low[at.last], seen.high[at.last])
    if not (base > 0 and all(map(math.isfinite, (base, *last)))):
        return Unverifiable("no-prices", f"{bars.source} lacks a price of {instrument.symbol} on {window.last}")
    return Interval(*(float(price / base - 1) * 100 for price in last))


def times(mine: Interval, theirs: Interval, way: float) -> Interval:
    """How many times the other's move this one is, of the sign of `way` if both went that way; NaN next to none."""
    if min(abs(theirs.low), abs(theirs.high)) < STILL or theirs.low * theirs.high < 0:
        return Interval(math.nan, math.nan)
    pairs = [(a, b) for a in (mine.low, mine.high) for b in (theirs.low, theirs.high)]
    found = [abs(a / b) * (way if a * way > 0 and b * way > 0 else -way) for a, b in pairs]
    return Interval(min(found), max(found))


def size(move: Interval) -> str:
    """ "up 8.1%", "down 2.0% to up 1.2%"."""
    low, high = (f"{'down' if end < 0 else 'up'} {abs(end):.1f}%" for end in (move.low, move.high))
    return low if low == high else f"{low} to {high}"
