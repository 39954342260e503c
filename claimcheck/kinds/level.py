"""This file is the kind `level`: an instrument stood at a price, an index level, a rate or a yield.

"closed at $438.89", "the Dow at 15,238.59", "the euro at $1.3245", "yielding 3.52 percent".  Levels are read as
traded on the day, never adjusted for later splits.
"""
from __future__ import annotations

from collections.abc import Sequence

from claimcheck.claim import Claim
from claimcheck.market import Bars, Instrument, Unverifiable, Window
from claimcheck.verdict import Reading

NAME = "level"


def measure(
    claim: Claim, instrument: Instrument, windows: Sequence[Window], bars: Bars, shares=None
) -> tuple[Reading, ...] | Unverifiable:
    """What the market did, once a plausible reading."""
    return Unverifiable("not-checked-yet")
