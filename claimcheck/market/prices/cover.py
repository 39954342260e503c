"""This file is when a series answers a question: the spellings of a symbol, and the reach of its sessions."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Lock

import numpy as np

from claimcheck.market import Bars, Instrument, Prices, Unverifiable

# Sessions may be this far from the window's ends (long weekends, Lunar New Year, a weekly wrap) and still cover it.
SLACK = timedelta(days=7)

_KEEPING = Lock()
KEPT = 1024  # series in memory: ten years of one are 150 KB; an archive asks for many hundred symbols, again and again
FETCHERS = 4  # requests at once: Yahoo refuses more before it is any faster

# What a caller is going to ask for: an instrument and the first and last day.
Wanted = tuple[Instrument, date, date]

# From the least to the most informative reason for having no prices.  A source that did not answer can never be shown
# as one that has nothing: whoever could not ask does not know.
WEIGHT = ("no-prices", "in-the-future", "not-listed-then", "data-suspect", "source-failed")


def spellings(instrument: Instrument) -> tuple[str, ...]:
    """The symbols to try, in order."""
    return tuple(dict.fromkeys((instrument.symbol, *instrument.symbols)))


def spelled(instrument: Instrument, ask: Callable[[str], Bars | Unverifiable], first: date | None = None,
            last: date | None = None) -> Bars | Unverifiable:
    """The first spelling with an answer, else the most informative reason.

    With first and last: the first whose sessions cover them, else the one with the most (a company's old and new symbol
    may both be there).  Without, no spelling is asked after the first that answers: each costs a request.
    """
    best, failed = None, None
    for symbol in spellings(instrument):
        answer = ask(symbol)
        if isinstance(answer, Unverifiable):
            failed = answer if failed is None else weightier(failed, answer)
        elif first is None or covers(answer, first, last):
            return answer
        elif best is None or sessions_in(answer, first, last) > sessions_in(best, first, last):
            best = answer
    return failed if best is None else best


def sessions_in(bars: Bars, first: date, last: date) -> int:
    i, j = np.searchsorted(bars.sessions, [np.datetime64(first), np.datetime64(last) + 1])
    return int(j - i)


def within(bars: Bars | None, symbol: str, where: str, first: date, last: date) -> Bars | Unverifiable:
    """The bars if at least one session lies in first..last, else why not."""
    if bars is None or not len(bars):
        return Unverifiable("no-prices", f"{where} has no {symbol}")
    if first > last:
        return Unverifiable("no-prices", f"a period from {first} to {last} holds no session")
    if sessions_in(bars, first, last):
        return bars
    begin, end = ends(bars)
    return Unverifiable("no-prices", f"{where} has {symbol} from {begin} to {end}, nothing from {first} to {last}")


def kept(held: dict, key: str, value: object) -> None:
    """Put a series into a memory of at most KEPT, the oldest leaving first."""
    with _KEEPING:
        held[key] = value
        while len(held) > KEPT:
            held.pop(next(iter(held)), None)


def covers(bars: Bars, first: date, last: date) -> bool:
    """Whether the sessions reach from about the first to about the last day."""
    begin, end = ends(bars)
    return begin - SLACK <= first and last <= end + SLACK


def ends(bars: Bars) -> tuple[date, date]:
    return bars.sessions[0].astype(date), bars.sessions[-1].astype(date)


def ask_all(source: Prices, wanted: Iterable[Wanted]) -> None:
    """Ask for everything wanted, windows united per symbol, at most FETCHERS at once; the source keeps the answers."""
    hulls: dict[str, Wanted] = {}
    for instrument, first, last in wanted:
        _, begin, end = hulls.get(instrument.symbol, (instrument, first, last))
        hulls[instrument.symbol] = (instrument, min(begin, first), max(end, last))
    with ThreadPoolExecutor(FETCHERS) as pool:
        for _ in pool.map(lambda one: source.bars(*one), hulls.values()):
            pass


def weightier(one: Unverifiable, other: Unverifiable) -> Unverifiable:
    """Of two reasons the one that says more; of two alike the one with the dates in it, else the first."""
    weights = [WEIGHT.index(x.reason) if x.reason in WEIGHT else len(WEIGHT) for x in (one, other)]
    if weights[0] != weights[1]:
        return one if weights[0] > weights[1] else other
    return other if "nothing from" in other.detail and "nothing from" not in one.detail else one
