"""This file is the ordered tuple of claim kinds; each module documents, recognises and measures one kind.

recognise(clause, article) -> Claim | None       pure data in, pure data out
measure(claim, instrument, windows, bars, shares) -> tuple[Reading, ...] | Unverifiable
"""
from __future__ import annotations

from claimcheck.kinds import (
    breadth,
    change,
    extreme,
    level,
    market_value_change,
    market_value_level,
    regime,
    streak,
    volume,
)

ALL = (breadth, regime, streak, extreme, volume, market_value_change, market_value_level, change, level)
BY_NAME = {kind.NAME: kind for kind in ALL}
