"""This file is instruments and days made by hand for the price tests."""
from __future__ import annotations

from datetime import date, timedelta

from claimcheck.market import Instrument


def stock(symbol: str, *others: str, exchange: str = "", currency: str = "USD", **more) -> Instrument:
    return Instrument(symbol, symbol, more.pop("asset", "equity"), exchange, currency, symbols=others, **more)


def weekdays(first: date, count: int) -> list[date]:
    found = []
    while len(found) < count:
        if first.weekday() < 5:
            found.append(first)
        first += timedelta(days=1)
    return found
