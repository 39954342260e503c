"""This file is whose series it is: a symbol may bear the prices of another company that took it up later.

Price vendors keep a series under the symbol of today: what Washington Mutual was quoted under (WM) is Waste
Management's now, back to the days when that company had another symbol.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from claimcheck.market import Bars, Instrument, Prices, Suspicion, Unverifiable

LINGERING = timedelta(days=60)  # trading may go on so long after the day that the table knows as the last
BREAK = 30  # days without a session part two companies' prices under one symbol

Bearers = Callable[[str], Iterable[Instrument]]


class Owned:
    """A price source that suspects series which another company may own.

    bearers(symbol): all who ever bore a symbol, each with the days on which it did.
    """

    def __init__(self, inner: Prices, bearers: Bearers) -> None:
        self.inner = inner
        self.bearers = bearers

    def __getattr__(self, name: str) -> Any:
        if name == "inner" or name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.inner, name)

    def bars(self, instrument: Instrument, first: date, last: date) -> Bars | Unverifiable:
        found = self.inner.bars(instrument, first, last)
        if not isinstance(found, Bars) or not len(found) or instrument.asset != "equity":
            return found
        suspicion = of_another(instrument, found, self.bearers, last)
        return replace(found, suspect=(*found.suspect, suspicion)) if suspicion else found


def of_another(instrument: Instrument, bars: Bars, bearers: Bearers, last: date) -> Suspicion | None:
    """Why the prices up to `last` may be another company's; None where nothing says so.

    They may be where the series goes on, unbroken, after the company left the symbol; and where it was found under a
    symbol that was another company's at the time (Actavis in 2013 under AGN, which then was Allergan).
    """
    others = [each for each in bearers(bars.symbol) if each.company != instrument.company]
    if bars.symbol not in (instrument.symbol, instrument.symbol.replace("-", ".")):
        return next((told(bars, each.name, None) for each in others if bore(each, last)), None)
    if instrument.last is None or run_end(bars, min(last, instrument.last)) <= instrument.last + LINGERING:
        return None
    heirs = [each for each in others if each.first and each.first > instrument.last]
    if not heirs and len(instrument.symbols) > 1:
        return None  # renamed, and this source keeps the old symbol
    heir = min(heirs, key=lambda each: each.first, default=None)
    return told(bars, heir.name if heir else "another company", instrument.last)


def told(bars: Bars, whose: str, left: date | None) -> Suspicion:
    why = f"goes on after {left}, when the company left it" if left else "is that company's symbol at the time"
    return Suspicion("another-company", f"the prices may be those of {whose}: {bars.symbol} {why}")


def bore(each: Instrument, on: date) -> bool:
    return (each.first is None or each.first <= on) and (each.last is None or on <= each.last)


def run_end(bars: Bars, on: date) -> date:
    """The last session of the run of sessions, without a long break, that the day lies in."""
    at = max(0, int(np.searchsorted(bars.sessions, np.datetime64(on, "D"), side="right")) - 1)
    breaks = np.flatnonzero(np.diff(bars.sessions[at:]).astype("timedelta64[D]").astype(int) > BREAK)
    return day_of(bars, at + int(breaks[0]) if len(breaks) else -1)


def day_of(bars: Bars, position: int) -> date:
    return bars.sessions[position].astype("datetime64[D]").astype(object)
