"""This file is the prices behind a chart: closes, lows and highs of an instrument around the readings of its claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from claimcheck.market import Bars, Instrument, Prices
from claimcheck.verdict import Checked, Reading

BEFORE = 15  # sessions shown before the earliest base, where the source has given them
LONGER = 250  # the same for records and regimes, which are measured against history
MOST = 600  # sessions of one series; of longer ones every n-th is kept
HISTORIC = ("extreme", "regime", "streak")


@dataclass(frozen=True, slots=True)
class Series:
    """Daily prices for drawing, oldest first, split-adjusted to the last day; None where the source has none.

    splits: what turns a price into the one traded on that day (close * split).
    """

    symbol: str
    name: str
    currency: str
    days: tuple[date, ...]
    closes: tuple[float | None, ...]
    lows: tuple[float | None, ...]
    highs: tuple[float | None, ...]
    splits: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """The days of one instrument that readings name."""

    instrument: Instrument
    first: date
    last: date
    before: int

    def also(self, other: Need) -> Need:
        return Need(
            self.instrument, min(self.first, other.first), max(self.last, other.last), max(self.before, other.before)
        )


def series(checked: Iterable[Checked], prices: Prices | None) -> Mapping[str, Series]:
    """What there is to draw for these claims, by symbol; nothing is asked for beyond the days that were measured."""
    needs: dict[str, Need] = {}
    for each in checked if prices is not None else ():
        for reading in getattr(each.verdict, "readings", ()):
            need = needed(reading, LONGER if each.claim.kind in HISTORIC else BEFORE)
            symbol = need.instrument.symbol
            needs[symbol] = needs[symbol].also(need) if symbol in needs else need
    found = {symbol: drawn(need, prices) for symbol, need in needs.items()}
    return {symbol: each for symbol, each in found.items() if each is not None}


def needed(reading: Reading, before: int) -> Need:
    window = reading.window
    return Need(reading.instrument, window.base or window.first - timedelta(days=1), window.last, before)


def drawn(need: Need, prices: Prices) -> Series | None:
    bars = prices.bars(need.instrument, need.first, need.last)
    if not isinstance(bars, Bars) or not len(bars):
        return None
    days = bars.sessions.astype("datetime64[D]").astype(object)
    start = next((at for at, day in enumerate(days) if day >= need.first), 0)
    reach = need.first - timedelta(days=2 * need.before)  # a source may hold other years as well, with a gap between
    earliest = next((at for at, day in enumerate(days) if day >= reach), 0)
    end = next((at for at, day in enumerate(days) if day > need.last), len(days))
    kept = range(max(earliest, start - need.before), end)
    kept = [*kept[:: -max(1, -(-len(kept) // MOST))]][::-1]
    told = (tuple(number(values[at]) for at in kept) for values in (bars.close, bars.low, bars.high, bars.split))
    return Series(
        need.instrument.symbol,
        need.instrument.name,
        bars.currency or need.instrument.currency,
        tuple(days[at] for at in kept),
        *told,
    )


def number(value: float) -> float | None:
    return round(float(value), 6) if value == value else None
