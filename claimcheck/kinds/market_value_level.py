"""This file is the kind `market_value_level`: a company was worth an amount on the market.

"a market value of $40 billion": shares outstanding at the time by the price as traded.
"""
from __future__ import annotations

from collections.abc import Sequence

from claimcheck.claim import Claim
from claimcheck.kinds.ends import doubtful, ends, of_a_moment, off_hours, reading
from claimcheck.kinds.worth import outstanding
from claimcheck.market import Bars, Instrument, Unverifiable, Window
from claimcheck.verdict import Reading

NAME = "market_value_level"


def measure(
    claim: Claim, instrument: Instrument, windows: Sequence[Window], bars: Bars, shares=None
) -> tuple[Reading, ...] | Unverifiable:
    """Shares outstanding by the price as traded, give or take how well the number of shares is known."""
    refusal = off_hours(claim)
    if refusal:
        return refusal
    readings = []
    for window in windows:
        found = ends(window, instrument, bars)
        held = found if isinstance(found, Unverifiable) else outstanding(claim, instrument, shares, window.last)
        if isinstance(held, Unverifiable):
            readings.append(doubtful(instrument, window, bars, held))
            continue
        low, high = bars.close[found.last], bars.close[found.last]
        if of_a_moment(claim, window, instrument):
            low, high = bars.low[found.last], bars.high[found.last]
        split = bars.split[found.last]
        readings.append(reading(instrument, window, bars, low * split * held.least, high * split * held.most,
                                f"close by {held.how}", last=float(bars.close[found.last] * split)))
    return tuple(readings)
