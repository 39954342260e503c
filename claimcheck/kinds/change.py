"""This file is the kind `change`: an instrument moved by an amount.

Said in percent, points, an ISO currency or basis points: "rose 2.1 percent", "fell 9.53 points",
"lost $3", "doubled" (100 percent up), "yields rose 3 basis points".
"""
from __future__ import annotations

from collections.abc import Sequence

from claimcheck.claim import Claim
from claimcheck.market import Bars, Instrument, Unverifiable, Window
from claimcheck.verdict import Reading

NAME = "change"


def measure(
    claim: Claim, instrument: Instrument, windows: Sequence[Window], bars: Bars, shares=None
) -> tuple[Reading, ...] | Unverifiable:
    """What the market did, once a plausible reading."""
    return Unverifiable("not-checked-yet")
