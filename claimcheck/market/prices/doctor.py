"""This file is the data doctor: what looks wrong in a series, and whether it matters to a window.

A check is a function Series -> findings, listed in CHECKS.  Each was calibrated on some 1,270 real series, so that real
crashes (Lehman, AIG, Bear Stearns, VIX, penny stocks) pass and bad data do not (docs/decisions/0031).  What is found is
never repaired: it makes the claims that need it unverifiable.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from claimcheck.market import Bars, Instrument, Suspicion, Unverifiable
from claimcheck.market.prices.sessions import expected_sessions

# Ratios of splits that occur; a jump this near to one (as a logarithm) has "a split's size".
SPLIT_RATIOS = np.array([1.5, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 50, 100])
SPLIT_NEARNESS = 0.04
# A split is no news: it comes on a calm stock and turns over no more money than usual.  A crash does.
CALM = 0.05  # standard deviation of the twenty moves before
BUSY = 2.5  # times the median turnover of the twenty sessions before
# A jump beyond this with no more turnover than usual is a change of unit, of currency or of company.
SHIFT = np.log(2.5)
# A spike: a move beyond this that the next session takes back to within a tenth, in a series that never does so else.
SPIKE = 0.25
SPIKE_TIMES = 15  # times the median move of the sixty sessions around
# Rounding of what sources print: close may leave high-low by this part of the price.
ROUNDING = 0.002
# Sessions with one and the same close, open, high and low.
STALE = 5
# Days without a session: longer than any holiday (China 2020: 11 days).
LONGEST_HOLIDAY = 13
# Below this price one cent is five percent: a penny stock's jumps, reversals and standstills are its tick.
PENNIES = 0.2
# Kinds of suspicion that spoil every window across them; the others spoil only their own sessions.
CROSSED = {"unrecorded-split", "split-sized-jump", "level-shift", "currency", "same-series"}
ASSETS_NEVER_SPLIT = {"index", "currency", "commodity", "yield", "future", "crypto"}
MAY_BE_NEGATIVE = {"yield", "commodity", "future"}


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Bars with what several checks need: moves[i] = log(close[i+1] / close[i]) (NaN where no price), the asset."""

    bars: Bars
    moves: np.ndarray
    asset: str
    exchange: str


def examined(bars: Bars, instrument: Instrument | None = None) -> Bars:
    """The same bars with everything suspicious about them in `suspect`, what the source itself saw first."""
    found = suspicions(bars, instrument)
    return replace(bars, suspect=tuple(dict.fromkeys(bars.suspect + found))) if found else bars


def suspicions(bars: Bars, instrument: Instrument | None = None) -> tuple[Suspicion, ...]:
    """All that looks wrong, oldest first within each check.  Without an instrument the symbol says what it is."""
    if len(bars) == 0:
        return ()
    asset = instrument.asset if instrument else asset_of(bars.symbol)
    with np.errstate(all="ignore"):
        moves = np.diff(np.log(np.where(bars.close > 0, bars.close, np.nan)))
        series = Series(bars, moves, asset, instrument.exchange if instrument else "")
        found = tuple(finding for check in CHECKS for finding in check(series))
    if instrument and bars.currency and instrument.currency and bars.currency != instrument.currency:
        found += (Suspicion("currency", f"prices in {bars.currency}, expected {instrument.currency}"),)
    return found


def trusted(bars: Bars, first: date, last: date, every: bool = True) -> Unverifiable | None:
    """None if the bars may be used for first..last, else data-suspect with what was seen.

    first is the base session, last the last one.  every=False: only these two sessions count (a plain change), not
    those between; splits, shifts and other breaks between them count always.
    """
    touching = [x for x in bars.suspect if _matters(x, first, last, every)]
    if not touching:
        return None
    more = f" (and {len(touching) - 1} more)" if len(touching) > 1 else ""
    return Unverifiable("data-suspect", f"{bars.symbol}: {touching[0].what}: {touching[0].detail}{more}")


def twins(series: Iterable[tuple[str, np.ndarray]], least: int = 15) -> Iterator[tuple[str, str]]:
    """Pairs of symbols whose last `least` closes are the same, figure for figure, and not constant."""
    seen: dict[bytes, str] = {}
    for symbol, closes in series:
        tail = np.ascontiguousarray(closes[-least:])
        if len(tail) < least or len(np.unique(tail)) < least // 2:
            continue
        other = seen.setdefault(tail.tobytes(), symbol)
        if other != symbol:
            yield other, symbol


def same_series(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Suspicion]:
    """What `twins` found, as the suspicion of each symbol concerned."""
    found: dict[str, Suspicion] = {}
    for one, other in pairs:
        found.setdefault(one, Suspicion("same-series", f"the same closes as {other}"))
        found.setdefault(other, Suspicion("same-series", f"the same closes as {one}"))
    return found


def asset_of(symbol: str) -> str:
    """What a Yahoo symbol is by its form."""
    if symbol.startswith("^") or symbol.endswith((".SS", ".SZ")) and symbol.startswith("000"):
        return "index"
    if symbol.endswith("=X"):
        return "currency"
    return "commodity" if symbol.endswith("=F") else "crypto" if symbol.endswith("-USD") else "equity"


def _matters(suspicion: Suspicion, first: date, last: date, every: bool) -> bool:
    begin, end = suspicion.first or date.min, suspicion.last or date.max
    if suspicion.what in CROSSED:
        return first < end and begin < last
    if every:
        return first <= end and begin <= last
    # A gap right behind the base session: the true base may be among the missing ones.
    behind = suspicion.what == "gap" and begin == first + timedelta(days=1) and begin <= last
    return behind or begin <= first <= end or begin <= last <= end


def _impossible(series: Series) -> Iterator[Suspicion]:
    """Zero or negative prices (yields and futures may be negative, as oil was on 2020-04-20)."""
    bars = series.bars
    if series.asset in MAY_BE_NEGATIVE:
        return
    columns = {"close": bars.close, "open": bars.open, "high": bars.high, "low": bars.low}
    wrong = np.any([column <= 0 for column in columns.values()], axis=0)
    for i in np.flatnonzero(wrong):
        said = ", ".join(f"{name} {column[i]:g}" for name, column in columns.items() if column[i] <= 0)
        yield _at("no-price", bars, i, i, said)


def _disordered(series: Series) -> Iterator[Suspicion]:
    """High below low, or the close outside the two, by more than rounding."""
    bars = series.bars
    slack = np.abs(bars.close) * ROUNDING
    for i in np.flatnonzero(bars.high < bars.low - slack):
        yield _at("high-below-low", bars, i, i, f"high {bars.high[i]:g}, low {bars.low[i]:g}")
    outside = (bars.close > bars.high + slack) | (bars.close < bars.low - slack)
    for i in np.flatnonzero(outside & (bars.high >= bars.low)):
        yield _at("close-outside", bars, i, i, f"close {bars.close[i]:g} outside {bars.low[i]:g} to {bars.high[i]:g}")


def _stale(series: Series) -> Iterator[Suspicion]:
    """The same figures session after session."""
    bars = series.bars
    same = bars.close[1:] == bars.close[:-1]
    for name in ("open", "high", "low"):
        column = getattr(bars, name)
        same &= (column[1:] == column[:-1]) | np.isnan(column[1:]) | np.isnan(column[:-1])
    if series.asset == "equity":
        same &= bars.close[1:] >= PENNIES
    for start, end in _runs(same, STALE - 1):
        yield _at("stale", bars, start, end, f"the same prices over {end - start + 1} sessions to {bars.sessions[end]}")


def _jumps(series: Series) -> Iterator[Suspicion]:
    """A jump of a split's size that is no recorded split, or a shift beyond any calm day."""
    if series.asset in ASSETS_NEVER_SPLIT:
        return
    bars, moves = series.bars, series.moves
    explained = {(x.first, x.last) for x in bars.suspect}
    other = _pennies(series) | (np.diff(bars.sessions).astype(int) > LONGEST_HOLIDAY)
    other[[i + k for i in _reverting(series) for k in (0, 1)]] = True
    sizes = np.where(other, 0, np.abs(moves))
    for i in np.flatnonzero(sizes > np.log(1.45)):
        split = np.min(np.abs(sizes[i] - np.log(SPLIT_RATIOS))) < SPLIT_NEARNESS
        if (split or sizes[i] > SHIFT) and _calm_before(moves, i) and not _busy(bars, i + 1):
            found = _at("split-sized-jump" if split else "level-shift", bars, i, i + 1,
                        f"close {bars.close[i]:.6g} to {bars.close[i + 1]:.6g} without unusual turnover")
            if (found.first, found.last) not in explained:
                yield found


def _spikes(series: Series) -> Iterator[Suspicion]:
    """A move that the next session takes back."""
    bars = series.bars
    for i in _reverting(series):
        yield _at("spike", bars, i + 1, i + 1, f"close {bars.close[i + 1]:.6g} between {bars.close[i]:.6g} "
                  f"and {bars.close[i + 2]:.6g}")


def _gaps(series: Series) -> Iterator[Suspicion]:
    """Sessions that the exchange held and the series lacks; without a calendar, spans longer than any holiday."""
    bars = series.bars
    expected = expected_sessions(series.exchange, bars.sessions)
    if expected is None:
        days = np.diff(bars.sessions).astype(int)
        for i in np.flatnonzero(days > LONGEST_HOLIDAY):
            yield _at("gap", bars, i, i + 1, f"no prices between {bars.sessions[i]} and {bars.sessions[i + 1]}",
                      open_ends=True)
        return
    missing = np.setdiff1d(expected, bars.sessions)
    for after in np.unique(np.searchsorted(bars.sessions, missing)):
        i = after - 1
        lacking = missing[(missing > bars.sessions[i]) & (missing < bars.sessions[after])]
        span = f" to {lacking[-1]} ({len(lacking)} sessions)" if len(lacking) > 1 else ""
        yield _at("gap", bars, i, after, f"no prices for {lacking[0]}{span}", open_ends=True)


def _wrong_days(series: Series) -> Iterator[Suspicion]:
    """Prices on days without trading: holidays by the calendar, weekends without one."""
    bars = series.bars
    expected = expected_sessions(series.exchange, bars.sessions)
    if expected is not None:
        wrong = ~np.isin(bars.sessions, expected)
    elif series.asset == "crypto" or series.exchange == "24/7":
        return
    else:
        weekday = (bars.sessions.astype(int) + 3) % 7
        wrong = weekday >= 5
        if wrong.mean() > 0.1:  # an exchange that trades on Sundays
            return
    for i in np.flatnonzero(wrong):
        yield _at("wrong-day", bars, i, i, "a price on a day without trading")


CHECKS = (_impossible, _disordered, _stale, _jumps, _spikes, _gaps, _wrong_days)


def _pennies(series: Series) -> np.ndarray:
    """Between which sessions the price is so low that one tick is a large move."""
    close = series.bars.close
    return (np.minimum(close[1:], close[:-1]) < PENNIES) & (series.asset == "equity")


def _reverting(series: Series) -> list[int]:
    """Moves that the next one takes back, far larger than the moves around."""
    moves, found = series.moves, []
    back = np.abs(moves[:-1] + moves[1:]) < 0.1 * np.abs(moves[:-1])
    for i in np.flatnonzero(back & (np.abs(moves[:-1]) > SPIKE) & ~_pennies(series)[:-1]):
        around = np.abs(np.concatenate([moves[max(0, i - 30):i], moves[i + 2:i + 32]]))
        around = around[np.isfinite(around)]
        usual = np.median(around) if len(around) else 0.0
        if np.abs(moves[i]) > SPIKE_TIMES * usual:
            found.append(int(i))
    return found


def _calm_before(moves: np.ndarray, i: int) -> bool:
    before = moves[max(0, i - 20):i]
    before = before[np.isfinite(before)]
    return len(before) < 3 or not before.std() > CALM


def _busy(bars: Bars, i: int) -> bool:
    """Whether far more money and far more shares than usual changed hands; unknown volume is not busy.

    Money alone multiplies when prices change their unit, shares alone when a split is not in the volumes.
    """
    shares = bars.volume[max(0, i - 20):i + 1]
    money = shares * bars.close[max(0, i - 20):i + 1]
    if len(shares) < 4 or np.isnan(money[-1]) or np.isnan(money[:-1]).all():
        return False
    return all(bool(traded[-1] > BUSY * np.nanmedian(traded[:-1])) for traded in (money, shares))


def _runs(flags: np.ndarray, least: int) -> Iterator[tuple[int, int]]:
    """Start and end (in sessions, both included) of stretches of at least `least` set flags between sessions."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(int)))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end - start >= least:
            yield int(start), int(end)


def _at(what: str, bars: Bars, start: int, end: int, detail: str, open_ends: bool = False) -> Suspicion:
    begin, until = bars.sessions[start].astype(date), bars.sessions[end].astype(date)
    if open_ends:  # the sessions at both ends are good, what lies between is not there
        begin, until = begin + timedelta(days=1), until - timedelta(days=1)
    return Suspicion(what, detail if open_ends else f"{begin}: {detail}", begin, until)
