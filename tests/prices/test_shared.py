"""This file is the sources over real price files, where they are at hand (CLAIMCHECK_SHARED, default ../shared)."""
from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from claimcheck.market.prices import source
from claimcheck.market.prices.doctor import trusted
from prices.by_hand import stock

REPOSITORY = Path(__file__).parent.parent.parent
FOLDER = Path(os.environ.get("CLAIMCHECK_SHARED", REPOSITORY.parent / "shared")) / "prices"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="needs the real price files: set CLAIMCHECK_SHARED")


@pytest.fixture(scope="module")
def prices():
    return source(FOLDER)


def new_york(symbol):
    return stock(symbol, exchange="XNYS", asset="index" if symbol.startswith("^") else "equity")


@pytest.mark.parametrize("symbol, day, traded", [
    ("AAPL", "2013-06-10", 438.89), ("^GSPC", "2013-06-10", 1642.81), ("NVDA", "2025-01-24", 142.62),
    ("NVDA", "2025-01-27", 118.42), ("AIG", "2008-09-12", 12.14), ("LEHMQ", "2008-09-15", 0.21)])
def test_known_closes_as_traded(prices, symbol, day, traded):
    bars = prices.bars(new_york(symbol), date.fromisoformat(day), date.fromisoformat(day))
    at = int(np.searchsorted(bars.sessions, np.datetime64(day)))
    assert bars.close[at] * bars.split[at] == pytest.approx(traded, abs=0.005)


@pytest.mark.parametrize("symbol, base, last, move", [
    ("LEHMQ", "2008-09-12", "2008-09-15", -94), ("AIG", "2008-09-12", "2008-09-15", -61),
    ("^VIX", "2018-02-02", "2018-02-05", 116), ("FNMA", "2008-09-05", "2008-09-08", -90),
    ("^GSPC", "2008-10-14", "2008-10-15", -9), ("C", "2009-02-26", "2009-02-27", -39)])
def test_real_crashes_are_trusted(prices, symbol, base, last, move):
    first, end = date.fromisoformat(base), date.fromisoformat(last)
    bars = prices.bars(new_york(symbol), first, end)
    at = np.searchsorted(bars.sessions, [np.datetime64(first), np.datetime64(end)])
    assert round((bars.close[at[1]] / bars.close[at[0]] - 1) * 100) == move
    assert trusted(bars, first, end) is None


@pytest.mark.parametrize("symbol, base, last", [
    ("BRK.B", "2010-01-20", "2010-01-21"), ("MO", "2008-03-28", "2008-03-31"), ("JAVA", "2007-11-09", "2007-11-12"),
    ("BMC", "2013-10-18", "2013-10-21"), ("KDP", "2018-07-09", "2018-07-10")])
def test_unrecorded_splits_spin_offs_and_nonsense_are_not(prices, symbol, base, last):
    first, end = date.fromisoformat(base), date.fromisoformat(last)
    assert trusted(prices.bars(new_york(symbol), first, end), first, end).reason == "data-suspect"
