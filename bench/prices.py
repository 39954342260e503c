"""This file is how fast prices are found: 100,000 window look-ups over 500 symbols of ten years, against pandas asof;
and, with --folder, how long a folder of price files takes from nothing to the bars of 60 symbols.

    python bench/prices.py [--folder FOLDER]
"""
from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from claimcheck.market.prices.lookup import closes_on  # noqa: E402
from claimcheck.market.prices.memory import hand_built  # noqa: E402
from claimcheck.market.prices.sqlite import SqlitePrices  # noqa: E402

SYMBOLS, CLAIMS, ASOF = 500, 100_000, 4_000
FIRST_USE = """
import random, sys, time
start = time.perf_counter()
from datetime import date
from claimcheck.market.prices import source
from claimcheck.market.prices.store import plain_instrument
prices = source(sys.argv[1])
symbols = prices.symbols()
opened = time.perf_counter()
random.seed(1)
chosen = random.sample(symbols, min(60, len(symbols)))
sessions = sum(len(getattr(prices.bars(plain_instrument(s), date(1900, 1, 1), date(2100, 1, 1)), "sessions", ()))
               for s in chosen)
import resource
print(f"{len(symbols)} symbols known after {opened - start:.2f} s, {len(chosen)} of them ({sessions} sessions) read "
      f"after {time.perf_counter() - start:.2f} s, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
"""


def ten_years(count: int) -> dict:
    days = np.arange(np.datetime64("2010-01-01"), np.datetime64("2020-01-01"))
    days = days[np.is_busday(days)]
    walks = np.round(100 * np.exp(np.cumsum(np.random.default_rng(1).normal(0, 0.01, (count, len(days))), axis=1)), 4)
    symbols = [f"S{i:03}" for i in range(count)]
    return {symbol: hand_built(symbol, days, walk, open=walk, high=walk, low=walk)
            for symbol, walk in zip(symbols, walks, strict=True)}


def windows(series: dict) -> dict[str, np.ndarray]:
    """Claims grouped by symbol: rows of (base day, last day)."""
    rng = np.random.default_rng(2)
    names = rng.integers(0, len(series), CLAIMS)
    last = np.datetime64("2011-06-01") + rng.integers(0, 3000, CLAIMS)
    pairs = np.stack([last - rng.integers(1, 300, CLAIMS), last], axis=1)
    return {symbol: pairs[names == i] for i, symbol in enumerate(series)}


def grouped(series: dict, claims: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    moves = {}
    for symbol, pairs in claims.items():
        closes = closes_on(series[symbol], pairs)
        moves[symbol] = closes[:, 1] / closes[:, 0] - 1
    return moves


def by_pandas(series: dict, claims: dict[str, np.ndarray]) -> tuple[dict[str, list[float]], int]:
    import pandas as pd

    frames = {symbol: pd.Series(bars.close, index=pd.DatetimeIndex(bars.sessions)) for symbol, bars in series.items()}
    done, moves = 0, {}
    for symbol, pairs in claims.items():
        stamps = [(pd.Timestamp(one), pd.Timestamp(other)) for one, other in pairs]
        moves[symbol] = [frames[symbol].asof(other) / frames[symbol].asof(one) - 1 for one, other in stamps]
        done += len(pairs)
        if done >= ASOF:
            return moves, done
    return moves, done


def timed(act, *arguments):
    start = time.perf_counter()
    return act(*arguments), time.perf_counter() - start


def look_ups() -> None:
    series = ten_years(SYMBOLS)
    claims = windows(series)
    grouped(series, claims)
    ours, spent = min((timed(grouped, series, claims) for _ in range(5)), key=lambda run: run[1])
    (theirs, done), slow = timed(by_pandas, series, claims)
    assert all(np.allclose(ours[symbol], moves) for symbol, moves in theirs.items())
    print(f"{CLAIMS:,} windows over {SYMBOLS} symbols x {len(next(iter(series.values())))} sessions")
    print(f"  grouped by symbol  {spent / CLAIMS * 1e6:6.2f} us a claim  {CLAIMS / spent:12,.0f} a second")
    print(f"  pandas asof        {slow / done * 1e6:6.2f} us a claim  {done / slow:12,.0f} a second ({done:,} of them)")


def cache() -> None:
    series = ten_years(60)
    with tempfile.TemporaryDirectory() as folder:
        store = SqlitePrices(Path(folder) / "prices.db")
        _, spent = timed(lambda: [store.put(bars, date(2010, 1, 1), date(2019, 12, 31)) for bars in series.values()])
        fresh = SqlitePrices(Path(folder) / "prices.db")
        _, read = timed(lambda: [fresh.read(symbol) for symbol in series])
        size = (Path(folder) / "prices.db").stat().st_size
    print(f"cache: {spent / 60 * 1e3:.1f} ms to write ten years of a symbol, {read / 60 * 1e3:.2f} ms to read, "
          f"{size / 60 / 1024:.0f} KB each")


def first_use(folder: str) -> None:
    random.seed(1)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    subprocess.run([sys.executable, "-c", FIRST_USE, folder], check=True, env=environment)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", help="a folder of price files")
    chosen = parser.parse_args()
    look_ups()
    cache()
    if chosen.folder:
        first_use(chosen.folder)
