"""This file is the market's side of the house: its facts, and the three doors through which the rest asks for them."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from claimcheck.claim import Mention, Period

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, slots=True)
class Unverifiable:
    """Not finding out is a value: a reason from REASONS, and what exactly was seen."""

    reason: str
    detail: str = ""


REASONS = {
    "no-subject": "the text does not say what moved",
    "unsure-subject": "the sentence does not name what moved, and its figures do not fit the nearest name",
    "unknown-name": "no instrument is known by this name",
    "ambiguous-name": "several instruments go by this name",
    "not-listed-then": "the instrument was not traded at that time",
    "vague-period": "the words do not fix a period",
    "no-prices": "no price source has this instrument in this period",
    "no-intraday-prices": "daily prices cannot decide a moment within the day",
    "history-too-short": "the prices do not reach back far enough",
    "no-shares-outstanding": "the number of shares at the time is not known",
    "no-breadth-data": "advances and declines are in no price source",
    "no-volume": "the price source has no volume for this",
    "data-suspect": "the price data look wrong",
    "source-failed": "the price source did not answer",
    "in-the-future": "the period ends after the last known prices",
    "not-comparable": "the stated unit cannot be compared with this instrument's prices",
    "not-checked-yet": "this kind of claim is recognised but not checked",
}


@dataclass(frozen=True, slots=True)
class Instrument:
    """Something traded, as a price vendor knows it.

    symbol    Yahoo's (AAPL, 9988.HK, ^GSPC, JPY=X, GC=F); `symbols` lists spellings to try in order, symbol first
    asset     equity index etf future currency commodity yield crypto
    exchange  the calendar's code (XNYS, XHKG, XTKS, "24/5", "24/7", ...)
    currency  ISO code of the quotes, also for prices quoted in a minor unit; `minor` = 100 for pence and the like, else 1
    base      currency pairs: the currency that is priced (JPY=X: base USD, currency JPY)
    company   key shared by all listings of one company; ratio: ordinary shares that one unit of this listing stands for (BABA 8)
    first, last   days of validity of the symbol, None = open
    """

    symbol: str
    name: str
    asset: str
    exchange: str
    currency: str
    first: date | None = None
    last: date | None = None
    symbols: tuple[str, ...] = ()
    minor: int = 1
    base: str = ""
    company: str = ""
    ratio: float = 1.0


@dataclass(frozen=True, slots=True)
class Window:
    """A plausible span of sessions: the close of `base` is what a move is measured from, `first` .. `last` is the span itself.

    base None = the session before `first`.  how: the reading in a few words ("17 Jan to 17 Feb, same day last month").
    usual: the readings that a careful reader thinks of; False marks a stretch (supported by it alone = a remark).
    closed: the last session was over when the article was written (else its close may lie after writing).
    """

    base: date | None
    first: date
    last: date
    how: str
    usual: bool = True
    closed: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Bars:
    """Daily prices of one instrument, oldest first; all arrays have one length.

    sessions  numpy datetime64[D]; open high low close volume: float64, NaN where the source has none.
    close     split-adjusted (comparable over time), in the currency's MAJOR unit (pence already divided by 100);
    split     float64: close * split = as traded on the day; NaN where splits are not known (no level can be told then)
    volume    counted in today's shares, as the prices are: volume / split = shares traded on the day
    source    where it comes from ("files:../prices", "yahoo"); fetched: when (ISO) or ""; suspect: what the data doctor saw, per session or whole
    """

    symbol: str
    source: str
    sessions: np.ndarray
    open: np.ndarray
    high: np.ndarray
    low: np.ndarray
    close: np.ndarray
    volume: np.ndarray
    split: np.ndarray
    currency: str = ""
    fetched: str = ""
    suspect: tuple[Suspicion, ...] = ()

    def __len__(self) -> int:
        return len(self.sessions)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Something in the data that looks wrong: sessions first..last (whole series where None) and what was seen."""

    what: str
    detail: str
    first: date | None = None
    last: date | None = None


class Names(Protocol):
    """Mention + date -> Instrument."""

    def resolve(self, mention: Mention, on: date) -> Instrument | Unverifiable: ...

    def listings(self, instrument: Instrument, on: date) -> Sequence[Instrument]:
        """The instrument first, then the same company's other listings."""

    def bearers(self, symbol: str) -> Sequence[Instrument]:
        """All who ever bore a symbol, each with the days on which it did."""


class Calendar(Protocol):
    """Period + exchange + time of writing -> every plausible window, the most usual first."""

    def windows(self, period: Period, written: datetime, dated: str, exchange: str) -> Sequence[Window] | Unverifiable: ...


class Prices(Protocol):
    """One price source.  first and last are inclusive days; history before `first` may be returned too."""

    def bars(self, instrument: Instrument, first: date, last: date) -> Bars | Unverifiable: ...


@dataclass(frozen=True, slots=True)
class Market:
    names: Names
    calendar: Calendar
    prices: Prices
    shares: object = field(default=None)  # Shares source: outstanding(instrument, on) -> float | Unverifiable
