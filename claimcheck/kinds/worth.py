"""This file is what a company is worth on the market: shares outstanding at the time, and how well they are known."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from claimcheck.claim import Claim
from claimcheck.market import Instrument, Unverifiable

UNSURE = 0.01  # share of the number of shares: reports are weeks old, and some sources count options or treasury shares

Outstanding = Callable[[Instrument, date], "tuple[float, str] | Unverifiable"]


@dataclass(frozen=True, slots=True)
class Holding:
    """Units of this listing that the whole company comes to: from least to most."""

    least: float
    most: float
    how: str


def outstanding(claim: Claim, instrument: Instrument, shares: Outstanding | None, on: date) -> Holding | Unverifiable:
    """The shares of that day as units of this listing (8 ordinary shares = 1 ADS), or why they are not known."""
    unit = claim.quantity.unit if claim.quantity else ""
    if unit != instrument.currency:
        return Unverifiable("not-comparable", f"{unit} against {instrument.symbol}, quoted in {instrument.currency}")
    if shares is None:
        return Unverifiable("no-shares-outstanding", f"{instrument.symbol}: no source of share counts")
    found = getattr(shares, "outstanding", shares)(instrument, on)
    if isinstance(found, Unverifiable):
        return found
    count, source = found if isinstance(found, tuple) else (found, "")
    units = count / (instrument.ratio or 1.0)
    named = f"{count / 1e9:,.3f} billion shares" + (f" ({source})" if source else "")
    return Holding(units * (1 - UNSURE), units * (1 + UNSURE), named)
