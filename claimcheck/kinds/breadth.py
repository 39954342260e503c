"""This file is the kind `breadth`: advancing against declining shares of an exchange.

"decliners beat advancers 3 to 2": recognised, and always unverifiable, since no price source counts them.
"""
from __future__ import annotations

from collections.abc import Sequence

from claimcheck.claim import Claim
from claimcheck.market import Bars, Instrument, Unverifiable, Window
from claimcheck.verdict import Reading

NAME = "breadth"


def measure(
    claim: Claim, instrument: Instrument, windows: Sequence[Window], bars: Bars, shares=None
) -> tuple[Reading, ...] | Unverifiable:
    """What the market did, once a plausible reading."""
    return Unverifiable("no-breadth-data")
