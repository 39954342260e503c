"""This file is how tests make claims, windows, instruments and bars by hand."""
from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np

from claimcheck.claim import Claim, Mention, Period, Quantity, Span
from claimcheck.market import Bars, Instrument, Window
from claimcheck.market.prices.memory import hand_built

STOCK = Instrument("ACME", "Acme", "equity", "XNYS", "USD")
INDEX = Instrument("^ACM", "Acme 100", "index", "XNYS", "USD")
YIELD = Instrument("^TNX", "10-year note", "yield", "XNYS", "USD")
YEN = Instrument("JPY=X", "dollar/yen", "currency", "24/5", "JPY", base="USD")
START = date(2013, 1, 7)  # a Monday


def weekdays(count: int, start: date = START) -> list[date]:
    days = (start + timedelta(days=n) for n in range(count * 2 + 7))
    return [day for day in days if day.weekday() < 5][:count]


def bars(*closes: float, low=None, high=None, open=None, volume=None, split=None, start: date = START) -> Bars:
    """Closes of successive weekdays from START on."""
    days = weekdays(len(closes), start)
    return hand_built("ACME", days, closes, low=low, high=high, open=open, volume=volume, split=split)


def window(series: Bars, base: int | None = -2, last: int = -1, usual: bool = True, closed: bool = True) -> Window:
    """From the close of one bar to that of another, by their places; base None = the last bar stands alone."""
    days = series.sessions.astype("datetime64[D]").astype(object)
    first = days[last] if base is None or len(days) + base == len(days) + last - 1 else days[base % len(days) + 1]
    return Window(None if base is None else days[base], first, days[last], "by hand", usual, closed)


def quantity(said: str, unit: str = "percent", comparator: str = "eq", hedge: str = "", step: str = "") -> Quantity:
    amount = Decimal(said)
    written = Decimal(step) if step else Decimal(1).scaleb(amount.as_tuple().exponent)
    return Quantity(amount, unit, comparator, Span(0, len(said)), written, hedge)


def claim(said: str | None = None, unit: str = "percent", direction: str = "up", *, kind: str = "change",
          comparator: str = "eq", hedge: str = "", step: str = "", measure: str = "price", period: Period | None = None,
          subject: str = "Acme", text: str = "", **more) -> Claim:
    number = None if said is None else quantity(said, unit, comparator, hedge, step)
    return Claim(kind, "made", "a", datetime(2013, 2, 1, 22, tzinfo=UTC), "time", Span(0, 9), text or said or "", "",
                 Mention(subject, Span(0, 4)), direction, number, measure, period or Period("day"), **more)


def scaled(series: Bars, ratio: float) -> Bars:
    """The same history as it is stored after a later split of so many new shares for one."""
    shrunk = {name: getattr(series, name) / ratio for name in ("open", "high", "low", "close")}
    return Bars(series.symbol, series.source, series.sessions, shrunk["open"], shrunk["high"], shrunk["low"],
                shrunk["close"], series.volume * ratio, series.split * ratio, series.currency)


def values(readings) -> list[tuple[float, float]]:
    return [(round(r.value.low, 6), round(r.value.high, 6)) for r in readings]


def close(a: float, b: float) -> bool:
    return bool(np.isclose(a, b))
