"""This file is the data doctor: what looks wrong in a series, and whether it matters to a window."""
from __future__ import annotations

from dataclasses import replace

from claimcheck.market import Bars, Instrument


def examined(bars: Bars, instrument: Instrument | None = None) -> Bars:
    return replace(bars)
