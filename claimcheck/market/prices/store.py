"""This file is what `claimcheck prices ...` does, as functions that return what they found; nothing here prints."""
from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from claimcheck.errors import ConfigError
from claimcheck.market import Bars, Instrument, Prices, Suspicion, Unverifiable
from claimcheck.market.prices import Progress, cache_path, chain, source
from claimcheck.market.prices.cover import ask_all, ends
from claimcheck.market.prices.doctor import asset_of, same_series, twins
from claimcheck.market.prices.lock import Recorder, lock_text
from claimcheck.market.prices.sqlite import SqlitePrices, split_fingerprint

ALL = (date(1800, 1, 1), date(2200, 1, 1))
LONG = ("date", "open", "high", "low", "close", "adj_close", "volume")


@dataclass(frozen=True, slots=True)
class Held:
    """One line of `prices list`."""

    symbol: str
    first: date
    last: date
    sessions: int
    currency: str
    source: str
    fetched: str
    splits: str
    suspicions: int


def fetch(wanted: Sequence[Instrument | str], first: date, last: date, cache: str | Path | None = "",
          refresh: bool = False, progress: Progress | None = None) -> list[tuple[str, Bars | Unverifiable]]:
    """Fetch from Yahoo into the cache; refresh = forget what the cache has of these symbols.  One answer each.

    progress: told, a line at a time, when Yahoo makes us wait.
    """
    instruments = [each if isinstance(each, Instrument) else known_instrument(each, last) for each in wanted]
    if refresh:
        held = SqlitePrices(cache or cache_path())
        for instrument in instruments:
            held.forget(instrument.symbol)
    prices = chain(["yahoo"], cache, progress)
    ask_all(prices, [(instrument, first, last) for instrument in instruments])
    return [(instrument.symbol, prices.bars(instrument, first, last)) for instrument in instruments]


def suggestions(words: str) -> list[dict[str, str]] | Unverifiable:
    """What Yahoo's search says to a name: symbol, name, exchange, type.  For `--lookup`; never taken over unasked."""
    return source("yahoo").search(words)


def listing(spec: str | Path | Prices = "") -> list[Held]:
    """What a source holds, by symbol; "" = the user's cache."""
    return [Held(symbol, *ends(bars), len(bars), bars.currency, bars.source, bars.fetched, split_fingerprint(bars),
                 len(bars.suspect)) for symbol, bars in series(_opened(spec))]


def import_prices(path: str | Path, cache: str | Path = "") -> list[tuple[str, Bars | Unverifiable]]:
    """Every symbol of a folder or file into the cache, with the file's own words on splits and basis."""
    held, done = SqlitePrices(cache or cache_path()), []
    prices = source(Path(path))
    for symbol in _symbols(prices):
        answer = prices.inner.bars(_described(prices.inner, symbol), *ALL)
        if isinstance(answer, Bars):
            held.put(answer, *ends(answer))
        done.append((symbol, answer))
    return done


def export(folder: str | Path, spec: str | Path | Prices = "", symbols: Sequence[str] = ()) -> list[Path]:
    """SYMBOL.csv with prices as traded and splits.csv, readable by the files source.  Returns the files written."""
    where, written, splits = Path(folder), [], []
    where.mkdir(parents=True, exist_ok=True)
    prices = _opened(spec)
    unknown = sorted(set(symbols) - set(_symbols(prices)))
    if unknown:
        raise ConfigError(f"prices: {prices.name} has no {', '.join(unknown)}; see claimcheck prices list")
    for symbol, bars in series(prices, symbols):
        if np.isnan(bars.split).any():
            raise ConfigError(f"prices: the splits of {symbol} are not known, so its prices as traded are not either")
        path = where / f"{symbol}.csv"
        _write(path, LONG, _long_rows(bars))
        written.append(path)
        splits += [(symbol, *step.split(":")) for step in _dated_splits(bars)]
    _write(where / "splits.csv", ("symbol", "date", "ratio"), splits)
    return [*written, where / "splits.csv"]


def examine(spec: str | Path | Prices = "", symbols: Sequence[str] = ()) -> list[tuple[str, Suspicion]]:
    """Everything that the data doctor sees in a source: `prices doctor`.  Files that cannot be read come first."""
    prices, found, closes = _opened(spec), [], []
    for line in prices.broken() if hasattr(prices.inner, "broken") else ():
        found.append(("", Suspicion("unreadable", line)))
    for symbol in symbols or _symbols(prices):
        answer = prices.bars(_described(prices.inner, symbol), *ALL)
        if isinstance(answer, Unverifiable):
            found.append((symbol, Suspicion("unreadable" if answer.reason == "source-failed" else answer.reason,
                                            answer.detail)))
            continue
        closes.append((symbol, answer.close))
        found += [(symbol, suspicion) for suspicion in answer.suspect]
    known = {symbol for symbol, suspicion in found if suspicion.what == "same-series"}
    return found + [pair for pair in same_series(twins(closes)).items() if pair[0] not in known]


def lock(recorder: Recorder, output: str | Path) -> str:
    """Write what a recorder saw as a lock file; returns its text.  Check the inputs with it first.

    Raises ConfigError where a source failed (a lock must not make a vendor's bad day permanent) or FILE cannot be.
    """
    failed = recorder.failures()
    if failed:
        more = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
        raise ConfigError(f"prices: no lock written, because not all is known: {failed[0].detail}{more}")
    text = lock_text(recorder.needed)
    try:
        Path(output).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ConfigError(f"prices: cannot write the lock {output} ({error.strerror})") from None
    return text


def series(prices: Prices, symbols: Sequence[str] = ()) -> Iterator[tuple[str, Bars]]:
    """All series of a source, sorted by symbol."""
    for symbol in sorted(symbols or _symbols(prices)):
        answer = prices.bars(_described(prices.inner, symbol), *ALL)
        if isinstance(answer, Bars):
            yield symbol, answer


def plain_instrument(symbol: str) -> Instrument:
    """An instrument of which no more is known than the symbol."""
    return Instrument(symbol, symbol, asset_of(symbol), "", "")


def known_instrument(symbol: str, on: date) -> Instrument:
    """The instrument of that symbol on that day, with exchange, currency and unit where the name table knows them."""
    from claimcheck.market.names import Names

    found = _names(Names).symbol(symbol, on)
    return replace(found, symbol=symbol, symbols=()) if isinstance(found, Instrument) else plain_instrument(symbol)


@lru_cache(maxsize=1)
def _names(names: Any) -> Any:
    return names.load()


def _described(prices: Prices, symbol: str) -> Instrument:
    """The instrument that the symbol stood for when its last bar was made."""
    plain = prices.bars(plain_instrument(symbol), *ALL)
    return known_instrument(symbol, ends(plain)[1]) if isinstance(plain, Bars) else plain_instrument(symbol)


def _opened(spec: str | Path | Prices) -> Prices:
    return source(f"sqlite:{cache_path()}" if spec == "" else spec)


def _symbols(prices: Prices) -> tuple[str, ...]:
    if not hasattr(prices, "symbols"):
        raise ConfigError(f"prices: {prices.name} cannot list its symbols; name a folder, a lock or a cache")
    return prices.symbols()


def _long_rows(bars: Bars) -> Iterator[tuple]:
    traded = [getattr(bars, name) * bars.split for name in ("open", "high", "low", "close")]
    for i, day in enumerate(bars.sessions):
        volume = bars.volume[i] / bars.split[i]
        yield (day, *(_cell(column[i]) for column in traded), "", _cell(volume))


def _cell(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.10g}"


def _dated_splits(bars: Bars) -> list[str]:
    steps = split_fingerprint(bars).split()
    later = float(bars.split[-1]) if len(bars) else 1.0
    # Splits after the last bar have no day in the series: the day after it stands for them.
    return steps if later == 1.0 else [*steps, f"{bars.sessions[-1] + 1}:{later:.6g}"]


def _write(path: Path, header: Sequence[str], rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


