"""This file is the kind `market_value_change`: a company gained or lost an amount of market value.

"lost $589 billion of market value in a day": shares outstanding at the time by the change of the price as traded.
"""
from __future__ import annotations

from collections.abc import Sequence

from claimcheck.claim import Claim
from claimcheck.market import Bars, Instrument, Unverifiable, Window
from claimcheck.verdict import Reading

NAME = "market_value_change"


def measure(
    claim: Claim, instrument: Instrument, windows: Sequence[Window], bars: Bars, shares=None
) -> tuple[Reading, ...] | Unverifiable:
    """What the market did, once a plausible reading."""
    return Unverifiable("not-checked-yet")
