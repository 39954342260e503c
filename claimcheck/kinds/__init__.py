"""This file is the ordered tuple of claim kinds; each module documents, recognises and measures one kind.

recognise(clause, article) -> Claim | None       pure data in, pure data out
measure(claim, instrument, windows, bars, shares) -> tuple[Reading, ...] | Unverifiable
(comparison is measured with its rival in the place of the shares.)
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from claimcheck.claim import Claim, Period
from claimcheck.kinds import (
    breadth,
    change,
    comparison,
    extreme,
    level,
    market_value_change,
    market_value_level,
    regime,
    streak,
    volume,
)
from claimcheck.kinds.ends import unsaid
from claimcheck.kinds.horizon import horizon
from claimcheck.market import Window

ALL = (breadth, regime, streak, extreme, volume, market_value_change, market_value_level, change, level,
       comparison)
BY_NAME = {kind.NAME: kind for kind in ALL}

BEFORE = timedelta(days=10)  # a base session lies at most so long before the first, whatever the holidays
SPANS = timedelta(days=800)  # where no span is said, the last two years are looked at
RUN = timedelta(days=120)
FOREVER = date(1900, 1, 1)


def asked(claim: Claim) -> Period:
    """The period to ask the calendar for: a level or a record "last month" may be of any day of that month."""
    named_end = claim.period.part in ("start", "end", "open", "close")
    if claim.kind in ("level", "extreme") and claim.period.shape == "point" and not named_end:
        named = claim.period.anchor
        if named.startswith(("last-", "this-")) or named[:4].isdigit() and len(named) < 10 or len(named) == 4:
            return replace(claim.period, shape="range")
    return claim.period


def earliest(claim: Claim, windows: Sequence[Window]) -> date:
    """The first day of prices that measuring the claim takes: a price source is asked from here on."""
    first = min(window.base or window.first for window in windows) - BEFORE
    if claim.kind == "extreme":
        span = horizon(claim.horizon, first, claim.text)
        return min(first, (span.loose or FOREVER) - BEFORE if span else first)
    if claim.kind == "change" and claim.period.shape == "day" and unsaid(claim):
        first -= SPANS
    return first - {"streak": RUN, "volume": RUN, "regime": timedelta(days=800)}.get(claim.kind, timedelta(0))
