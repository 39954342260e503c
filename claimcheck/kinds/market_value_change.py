"""This file is the kind `market_value_change`: a company gained or lost an amount of market value.

"lost $589 billion of market value in a day": shares outstanding at the time by the change of the price as traded.
"""
from __future__ import annotations

from collections.abc import Sequence

from claimcheck.claim import Claim
from claimcheck.kinds.ends import Ends, doubtful, ends, of_a_moment, off_hours, reading
from claimcheck.kinds.worth import Holding, outstanding
from claimcheck.market import Bars, Instrument, Unverifiable, Window
from claimcheck.verdict import Reading

NAME = "market_value_change"


def measure(
    claim: Claim, instrument: Instrument, windows: Sequence[Window], bars: Bars, shares=None
) -> tuple[Reading, ...] | Unverifiable:
    """Shares outstanding by the change of the price as traded, from close to close.

    Shares and prices are those of the last day; an earlier price is brought to that day's share by the splits between.
    """
    refusal = off_hours(claim)
    if refusal:
        return refusal
    readings = []
    for window in windows:
        found = ends(window, instrument, bars)
        if isinstance(found, Ends) and found.base is None:
            found = Unverifiable("no-prices", f"{instrument.symbol} has no price before {window.first}")
        held = found if isinstance(found, Unverifiable) else outstanding(claim, instrument, shares, window.last)
        if isinstance(held, Unverifiable):
            readings.append(doubtful(instrument, window, bars, held))
        else:
            readings += changes(claim, instrument, window, bars, found, held)
    return tuple(readings)


def changes(claim: Claim, instrument: Instrument, window: Window, bars: Bars, at: Ends, held: Holding) -> list[Reading]:
    """Close to close; while the session runs, or at a moment of it, what low and high make of it."""
    split, base = bars.split[at.last], bars.close[at.base]

    def made(a: float, b: float, how: str) -> Reading:
        worths = [(p - base) * split * n for p in (a, b) for n in (held.least, held.most)]
        return reading(instrument, window, bars, min(worths), max(worths), f"close to {how} by {held.how}",
                       base=float(base * split), last=float(bars.close[at.last] * split))

    close = made(bars.close[at.last], bars.close[at.last], "close")
    bracket = made(bars.low[at.last], bars.high[at.last], "a price between low and high")
    if not of_a_moment(claim, window, instrument):
        return [close]
    return [close, bracket] if window.closed else [bracket]
