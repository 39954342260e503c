"""This file is the cache on disk: coverage, several processes, and kill -9 in the middle of a write."""
from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import date

import numpy as np
import pytest

from claimcheck.errors import ConfigError
from claimcheck.market import Suspicion
from claimcheck.market.prices import cache_path, source
from claimcheck.market.prices.memory import hand_built
from claimcheck.market.prices.sqlite import SqlitePrices, overlap_differs, split_fingerprint
from prices.by_hand import weekdays

TESTS = os.path.dirname(os.path.dirname(__file__))
DAYS = weekdays(date(2010, 1, 4), 500)


def walk(symbol, seed):
    closes = np.round(100 + np.cumsum(np.random.default_rng(seed).normal(0, 1, len(DAYS))) * 0.3, 4)
    return hand_built(symbol, DAYS, closes, open=closes, high=closes + 1, low=closes - 1)


def test_what_is_put_comes_back_the_same(tmp_path):
    from dataclasses import replace

    cache = SqlitePrices(tmp_path / "sub" / "prices.db")
    split = np.where(np.arange(500) < 100, 7.0, 1.0)
    bars = replace(walk("A", 1), split=split, fetched="2025-02-18T20:11:02+00:00", source="yahoo",
                   suspect=(Suspicion("stale", "seen", DAYS[3], None),))
    cache.put(bars, DAYS[0], DAYS[-1])
    back = SqlitePrices(tmp_path / "sub" / "prices.db").read("A")
    for name in ("sessions", "open", "high", "low", "close", "volume", "split"):
        np.testing.assert_array_equal(getattr(back, name), getattr(bars, name))
    assert (back.source, back.fetched, back.currency, back.suspect) == (bars.source, bars.fetched, "USD", bars.suspect)
    assert cache.coverage("A") == (DAYS[0], DAYS[-1]) and split_fingerprint(back) == f"{DAYS[100]}:7"


def test_what_is_forgotten_is_gone(tmp_path):
    cache = SqlitePrices(tmp_path / "prices.db")
    cache.put(walk("A", 1), DAYS[0], DAYS[-1])
    cache.put_counts("A", [(DAYS[0], 5.0)], "")
    assert cache.forget("A") and not cache.forget("A")
    assert cache.read("A") is None and cache.coverage("A") is None and cache.share_counts("A") == []


def test_a_file_that_is_no_cache_says_what_to_do(tmp_path):
    (tmp_path / "prices.db").write_text("these are no prices" * 100)
    with pytest.raises(ConfigError, match="delete it or name another"):
        source(f"sqlite:{tmp_path / 'prices.db'}")


def test_the_cache_lives_where_the_environment_says(monkeypatch, tmp_path):
    monkeypatch.setenv("CLAIMCHECK_CACHE", str(tmp_path))
    assert cache_path() == tmp_path / "prices.db"


def test_another_story_is_told_apart_from_a_new_split_and_a_restated_day():
    from dataclasses import replace

    old = walk("A", 1)
    assert overlap_differs(old, old) == ""
    assert overlap_differs(old, replace(old, close=old.close / 4, split=old.split * 4)) == ""
    assert overlap_differs(old, replace(old, close=np.where(np.arange(500) == 9, old.close * 1.2, old.close))) == ""
    assert "500 of 500 days differ" in overlap_differs(old, replace(old, close=old.close * 1.2))
    assert "sessions are gone" in overlap_differs(old, hand_built("A", DAYS[::2], old.close[::2]))


WRITER = """
import sys
sys.path.insert(0, sys.argv[2])
from prices.test_cache import DAYS, walk
from claimcheck.market.prices.sqlite import SqlitePrices
cache = SqlitePrices(sys.argv[1])
number = 0
while True:
    symbol = f"S{number % 40}"
    cache.put(walk(symbol, number % 40), DAYS[0], DAYS[-1])
    print(symbol, flush=True)
    number += 1
"""


def test_kill_9_in_mid_write_ten_times(tmp_path):
    path, done = tmp_path / "prices.db", set()
    for turn in range(10):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path), TESTS],
                                  stdout=subprocess.PIPE, text=True)
        done.add(writer.stdout.readline().strip())
        time.sleep(0.013 * (turn + 1))
        writer.send_signal(signal.SIGKILL)
        done |= {line for line in writer.stdout.read().split("\n") if line}
        writer.wait()
        cache = SqlitePrices(path)
        assert done <= set(cache.symbols()), "nothing that was written is lost"
        for symbol in cache.symbols():
            bars = cache.read(symbol)
            np.testing.assert_array_equal(bars.close, walk(symbol, int(symbol[1:])).close)
            assert cache.coverage(symbol) == (DAYS[0], DAYS[-1]) and bars.suspect == ()
    with sqlite3.connect(path) as db:
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
    assert len(done) > 10


def test_four_processes_write_at_once(tmp_path):
    path = tmp_path / "prices.db"
    code = WRITER.replace("while True:", "while number < 40:")
    running = [subprocess.Popen([sys.executable, "-c", code, str(path), TESTS],
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    assert [process.communicate(timeout=120)[1] for process in running] == [""] * 4
    cache = SqlitePrices(path)
    assert len(cache.symbols()) == 40 and cache.read("S7").suspect == ()
