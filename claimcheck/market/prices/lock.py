"""This file is the price lock: a text file with exactly the bars that some articles need, to be reviewed and committed.

    # claimcheck price lock 1
    symbol AAPL
      currency USD
      source yahoo
      fetched 2025-02-18T20:11:02+00:00
      from 2013-06-10 to 2013-06-11
      shares 2013-04-30 938649000
      suspect unrecorded-split 2013-06-10 2013-06-11 close 438.89 to ...
      missing no-prices why there are none
      2013-06-07 open high low close volume split

Prices are split-adjusted and in the major unit; `split` times a price is as traded; "-" = not there.
Symbols and days are sorted and figures written so that they read back the same: one lock, one output, byte for byte.
"""
from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from claimcheck.errors import ConfigError
from claimcheck.market import Bars, Instrument, Prices, Suspicion, Unverifiable
from claimcheck.market.prices.cover import spelled, within
from claimcheck.market.prices.shares import Counts, counts_of

FIRST_LINE = "# claimcheck price lock 1"
# Sessions kept around the window: the base of a move is the one before it, and the one behind it shows what
# happened after the close.
AROUND = 5
FIGURES = ("open", "high", "low", "close", "volume", "split")


@dataclass(slots=True)
class Needed:
    """What was asked about one symbol, and the answer."""

    bars: Bars | None = None
    first: date = date.max
    last: date = date.min
    counts: dict[date, float] = field(default_factory=dict)
    missed: Unverifiable | None = None


class Recorder:
    """A price source that passes every question on and remembers what was needed: check, then `lock_text`."""

    already_examined = True

    def __init__(self, prices: Prices):
        self.prices = prices
        self.name = getattr(prices, "name", "?")
        self.needed: dict[str, Needed] = {}

    def bars(self, instrument: Instrument, first: date, last: date) -> Bars | Unverifiable:
        answer = self.prices.bars(instrument, first, last)
        if isinstance(answer, Bars):
            needed = self.needed.setdefault(answer.symbol, Needed())
            needed.first, needed.last = min(needed.first, first), max(needed.last, last)
            if needed.bars is None or len(answer) >= len(needed.bars):
                needed.bars = answer
        else:
            self.needed.setdefault(instrument.symbol, Needed()).missed = answer
        return answer

    def failures(self) -> list[Unverifiable]:
        """The answers that were none because a source failed."""
        return [one.missed for one in self.needed.values() if one.missed and one.missed.reason == "source-failed"]

    def share_counts(self, symbol: str, on: date) -> Counts | Unverifiable:
        counts = counts_of(self.prices, symbol, on)
        if not isinstance(counts, Unverifiable) and counts:
            near = [pair for pair in counts if abs((pair[0] - on).days) <= 400]
            self.needed.setdefault(symbol, Needed()).counts |= dict(near)
        return counts

    def prefetch(self, wanted: Any) -> None:
        if hasattr(self.prices, "prefetch"):
            self.prices.prefetch(wanted)


class LockPrices:
    """A lock file as a price source.  Raises ConfigError where it is none.  Its bars were examined before."""

    already_examined = True

    def __init__(self, path: str | Path):
        self.path = Path(path)
        self.name = f"lock:{path}"
        try:
            text = self.path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"prices: cannot read the lock {path} ({error})") from None
        self._locked = parsed(text, str(path))

    def bars(self, instrument: Instrument, first: date, last: date) -> Bars | Unverifiable:
        def ask(symbol: str) -> Bars | Unverifiable:
            held = self._locked[symbol].bars if symbol in self._locked else None
            return within(held, symbol, str(self.path), first, last)

        answer = spelled(instrument, ask, first, last)
        known = self._locked.get(instrument.symbol)
        return known.missed if isinstance(answer, Unverifiable) and known and known.missed else answer

    def symbols(self) -> tuple[str, ...]:
        return tuple(symbol for symbol, needed in sorted(self._locked.items()) if needed.bars is not None)

    def share_counts(self, symbol: str, on: date | None = None) -> Counts:
        return sorted(self._locked[symbol].counts.items()) if symbol in self._locked else []


def lock_text(needed: dict[str, Needed]) -> str:
    """The lock file's text: symbols sorted, the same for the same needs."""
    lines = [FIRST_LINE, f"# columns: day {' '.join(FIGURES)}"]
    for symbol, one in sorted(needed.items()):
        lines += ["", f"symbol {symbol}"]
        if one.missed:
            lines.append(f"  missing {one.missed.reason} {' '.join(one.missed.detail.split())}")
        if one.bars is not None:
            lines += _head(one.bars, one.first, one.last)
        lines += [f"  shares {day} {_figure(number)}" for day, number in sorted(one.counts.items())]
        if one.bars is not None:
            lines += _body(one.bars, one.first, one.last)
    return "\n".join(lines) + "\n"


def parsed(text: str, where: str) -> dict[str, Needed]:
    """The contents of a lock file by symbol.  Raises ConfigError with the line."""
    lines = text.splitlines()
    if not lines or lines[0] != FIRST_LINE:
        raise ConfigError(f"prices: {where}:1: no price lock, expected {FIRST_LINE!r}")
    found: dict[str, Needed] = {}
    blocks: dict[str, dict[str, list[str]]] = {}
    symbol = ""
    for number, line in enumerate(lines[1:], 2):
        word, _, rest = line.strip().partition(" ")
        if not word or word.startswith("#"):
            continue
        try:
            if word == "symbol":
                symbol = rest.strip()
                blocks[symbol], found[symbol] = {}, Needed()
            else:
                _take(word, rest, blocks[symbol], found[symbol])
        except (ValueError, KeyError, IndexError):
            said = f"cannot read {line.strip()[:60]!r}; write the lock anew"
            raise ConfigError(f"prices: {where}:{number}: {said}") from None
    for symbol, block in blocks.items():
        found[symbol].bars = _bars(symbol, block)
    return found


def _head(bars: Bars, first: date, last: date) -> list[str]:
    begin, end = _reach(bars, first, last)
    inside = [x for x in bars.suspect if (x.first or begin) <= end and begin <= (x.last or end)]
    return [f"  currency {bars.currency or '-'}", f"  source {bars.source}", f"  fetched {bars.fetched or '-'}",
            f"  from {first} to {last}",
            *(f"  suspect {x.what} {x.first or '-'} {x.last or '-'} {' '.join(x.detail.split())}" for x in inside)]


def _body(bars: Bars, first: date, last: date) -> list[str]:
    start, stop = _slice(bars, first, last)
    columns = [getattr(bars, name)[start:stop] for name in FIGURES]
    return [f"  {day} {' '.join(_figure(value) for value in values)}"
            for day, *values in zip(bars.sessions[start:stop], *columns, strict=True)]


def _slice(bars: Bars, first: date, last: date) -> tuple[int, int]:
    at, end = np.searchsorted(bars.sessions, [np.datetime64(first), np.datetime64(last) + 1])
    return max(0, int(at) - AROUND), min(len(bars), int(end) + AROUND)


def _reach(bars: Bars, first: date, last: date) -> tuple[date, date]:
    start, stop = _slice(bars, first, last)
    return bars.sessions[start].astype(date), bars.sessions[max(start, stop - 1)].astype(date)


def _figure(value: float) -> str:
    if math.isnan(value):
        return "-"
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def _take(word: str, rest: str, block: dict[str, list[str]], needed: Needed) -> None:
    if word in ("currency", "source", "fetched", "suspect"):
        block.setdefault(word, []).append(rest)
    elif word == "from":
        first, _, last = rest.partition(" to ")
        needed.first, needed.last = date.fromisoformat(first), date.fromisoformat(last)
    elif word == "missing":
        reason, _, detail = rest.partition(" ")
        needed.missed = Unverifiable(reason, detail)
    elif word == "shares":
        day, number = rest.split()
        needed.counts[date.fromisoformat(day)] = float(number)
    else:
        figures = [math.nan if cell == "-" else float(cell) for cell in rest.split()]
        if len(figures) != len(FIGURES):
            raise ValueError(rest)
        block.setdefault("days", []).append(date.fromisoformat(word))
        block.setdefault("figures", []).append(figures)


def _bars(symbol: str, block: dict[str, list]) -> Bars | None:
    if "days" not in block:
        return None
    columns = dict(zip(FIGURES, np.array(block["figures"], float).T, strict=True))
    suspect = []
    for line in block.get("suspect", ()):
        what, first, last, detail = line.split(" ", 3)
        suspect.append(Suspicion(what, detail, _day(first), _day(last)))
    said = {name: block.get(name, ["-"])[0] for name in ("currency", "source", "fetched")}
    said = {name: "" if value == "-" else value for name, value in said.items()}
    return Bars(symbol, said["source"], np.array(block["days"], "datetime64[D]"), **columns, currency=said["currency"],
                fetched=said["fetched"], suspect=tuple(suspect))


def _day(text: str) -> date | None:
    return None if text == "-" else date.fromisoformat(text)
