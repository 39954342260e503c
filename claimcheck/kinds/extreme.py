"""This file is the kind `extreme`: an instrument reached a record, or its most since some time.

"a record high", "a 52-week low", "its highest close since June 2008", "its biggest one-day drop since March".
"""
from __future__ import annotations

from collections.abc import Sequence

from claimcheck.claim import Claim
from claimcheck.market import Bars, Instrument, Unverifiable, Window
from claimcheck.verdict import Reading

NAME = "extreme"


def measure(
    claim: Claim, instrument: Instrument, windows: Sequence[Window], bars: Bars, shares=None
) -> tuple[Reading, ...] | Unverifiable:
    """What the market did, once a plausible reading."""
    return Unverifiable("not-checked-yet")
