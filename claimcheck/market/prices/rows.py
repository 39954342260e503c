"""This file is what a price file says, before anybody interprets it, and the step from there to Bars.

Rows are the figures as written.  `bars_of` turns them into Bars: split-adjusted closes in the major unit,
and `split`, the factor that leads back to the price as traded on the day.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from claimcheck.market import Bars, Suspicion

AS_TRADED, SPLIT_ADJUSTED = "as-traded", "split-adjusted"
BASES = (AS_TRADED, SPLIT_ADJUSTED)
COLUMNS = ("open", "high", "low", "close", "adj", "volume")

# A day's close and adj_close may part by a dividend.  Beyond this ratio it is a split, a spin-off or a special
# dividend, and a percent move across that day cannot be told from the closes (docs/decisions/0031).
DIVIDEND_LIMIT = 1.05
# Two files may round one close differently; beyond this they tell two stories.
SAME_CLOSE = 0.005


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """One symbol's figures as a file has them: datetime64[D] and float64 columns of one length, NaN = not there."""

    sessions: np.ndarray
    open: np.ndarray
    high: np.ndarray
    low: np.ndarray
    close: np.ndarray
    adj: np.ndarray
    volume: np.ndarray

    def __len__(self) -> int:
        return len(self.sessions)

    def taken(self, which: np.ndarray) -> Rows:
        return Rows(self.sessions[which], *(getattr(self, name)[which] for name in COLUMNS))


@dataclass(frozen=True, slots=True)
class Split:
    """`ratio` new shares for one old from `day` on (4.0 = four for one, 0.1 = one for ten)."""

    day: date
    ratio: float


def split_factors(sessions: np.ndarray, splits: Sequence[Split]) -> np.ndarray:
    """What a split-adjusted price of each session must be multiplied with to be as traded: all later ratios."""
    factors = np.ones(len(sessions))
    for split in splits:
        factors[sessions < np.datetime64(split.day)] *= split.ratio
    return factors


def tidy(rows: Rows) -> tuple[Rows, tuple[Suspicion, ...]]:
    """Oldest first, one row a day, none without a close.  Two different closes for one day are reported."""
    rows = rows.taken(~np.isnan(rows.close))
    if len(rows) > 1 and not (np.diff(rows.sessions) > np.timedelta64(0)).all():
        rows = rows.taken(np.argsort(rows.sessions, kind="stable"))
    twice = np.flatnonzero(np.diff(rows.sessions) == np.timedelta64(0)) if len(rows) else []
    if not len(twice):
        return rows, ()
    differing = [i for i in twice if not _same(rows.close[i], rows.close[i + 1])]
    found = tuple(_on("duplicate-session", rows.sessions[i], f"closes {rows.close[i]:g} and {rows.close[i + 1]:g}")
                  for i in differing)
    keep = np.ones(len(rows), bool)
    keep[np.asarray(twice)] = False
    return rows.taken(keep), found


def bars_of(rows: Rows, symbol: str, source: str, *, basis: str, splits: Sequence[Split] | None,
            minor: int = 1, currency: str = "", fetched: str = "") -> Bars:
    """Rows of one file as Bars.

    basis   what the file's prices are: "as-traded" or "split-adjusted" (volumes likewise).
    splits  those known up to today; None = not known: as-traded prices then stay as they are (the doctor looks
            for jumps), split-adjusted ones get NaN as `split`, because what was traded cannot be told.
    minor   how many of the quoted units make one of `currency` (100 for pence).
    """
    rows, found = tidy(rows)
    factors = split_factors(rows.sessions, splits or ())
    divisor = factors if basis == AS_TRADED else np.ones(len(rows))
    known = np.full(len(rows), np.nan) if splits is None and basis == SPLIT_ADJUSTED else factors
    close = rows.close / divisor
    found += unrecorded(rows.sessions, close, rows.adj)
    scale = divisor * minor
    prices = (column / scale for column in (rows.open, rows.high, rows.low, rows.close))
    volume = np.where(rows.volume > 0, rows.volume, np.nan) * divisor  # 0 = not reported
    return Bars(symbol, source, rows.sessions, *prices, volume, known, currency, fetched, found)


def unrecorded(sessions: np.ndarray, close: np.ndarray, adjusted: np.ndarray) -> tuple[Suspicion, ...]:
    """Days on which the split-adjusted close jumps and the adjusted close does not: a missing split or spin-off."""
    if len(close) < 2:
        return ()
    with np.errstate(divide="ignore", invalid="ignore"):
        parted = (adjusted[1:] / adjusted[:-1]) / (close[1:] / close[:-1])
        odd = np.abs(np.log(parted)) > np.log(DIVIDEND_LIMIT)
    coarse = _coarse(adjusted)
    days = [i for i in np.flatnonzero(odd & np.isfinite(parted)) if not (coarse[i] or coarse[i + 1])]
    return tuple(Suspicion(
        "unrecorded-split", f"close {close[i]:.6g} to {close[i + 1]:.6g} on {sessions[i + 1]}, "
        f"which adj_close does not share (ratio {parted[i]:.4g}): an unrecorded split, spin-off or special dividend",
        sessions[i].astype(date), sessions[i + 1].astype(date)) for i in days)


def merged(first: Bars, second: Bars) -> Bars:
    """Two files' bars of one symbol as one series: `first` wins, `second` fills its days and its gaps within a day."""
    sessions = np.union1d(first.sessions, second.sessions)
    here, there = np.searchsorted(sessions, first.sessions), np.searchsorted(sessions, second.sessions)
    columns = {}
    for name in ("open", "high", "low", "close", "volume", "split"):
        column = np.full(len(sessions), np.nan)
        column[there] = getattr(second, name)
        own = getattr(first, name)
        column[here] = np.where(np.isnan(own), column[here], own)
        columns[name] = column
    suspect = first.suspect + second.suspect + _disagreements(first, second)
    return replace(first, sessions=sessions, **columns, suspect=tuple(dict.fromkeys(suspect)))


def _disagreements(first: Bars, second: Bars) -> tuple[Suspicion, ...]:
    _, here, there = np.intersect1d(first.sessions, second.sessions, assume_unique=True, return_indices=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        off = np.flatnonzero(np.abs(first.close[here] / second.close[there] - 1) > SAME_CLOSE)
    return tuple(_on("files-disagree", first.sessions[here[i]],
                     f"closes {first.close[here[i]]:g} and {second.close[there[i]]:g}") for i in off)


def _coarse(values: np.ndarray) -> np.ndarray:
    """Adjusted closes of a few digits (0.03) cannot show a ratio: rounding to 4 places may be 2 percent of it."""
    return np.abs(values) < 0.0025


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * max(abs(one), abs(other))


def _on(what: str, session: np.datetime64, detail: str) -> Suspicion:
    day = session.astype(date)
    return Suspicion(what, f"{day}: {detail}", day, day)
