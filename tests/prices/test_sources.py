"""This file is the contract of every price source: one suite, run over all of them with the same market in it.

The market: AAPX (a 4:1 split on the 21st session), GBXX (quoted in pence where the source quotes), QUIET (no split).
"""
from __future__ import annotations

import csv
import pickle
from datetime import date, timedelta

import numpy as np
import pytest

from claimcheck.market import Bars, Unverifiable
from claimcheck.market.prices import SOURCES, Examined, source
from claimcheck.market.prices.cached import CachedPrices
from claimcheck.market.prices.lock import Recorder, lock_text
from claimcheck.market.prices.memory import MemoryPrices, hand_built
from claimcheck.market.prices.sqlite import SqlitePrices
from prices.by_hand import stock, weekdays
from prices.yahoo_server import Listed

DAYS = weekdays(date(2013, 1, 2), 60)
SPLIT_AT = 20
CLOSES = np.round(100 + np.cumsum(np.sin(np.arange(60))), 2)
PENCE = np.round(250 + np.arange(60) * 0.5, 2)
FACTORS = np.where(np.arange(60) < SPLIT_AT, 4.0, 1.0)
VOLUMES = 1000.0 + np.arange(60)
APPLE, LONDON, QUIET = stock("AAPX"), stock("GBXX.L", currency="GBP", minor=100), stock("QUIET")
WINDOW = DAYS[10], DAYS[30]


def truth() -> dict[str, Bars]:
    made = {"AAPX": (CLOSES, FACTORS, "USD"), "GBXX.L": (PENCE / 100, None, "GBP"), "QUIET": (CLOSES + 7, None, "USD")}
    return {symbol: hand_built(symbol, DAYS, closes, open=closes, high=closes * 1.01, low=closes * 0.99, volume=VOLUMES,
                               split=split, currency=currency) for symbol, (closes, split, currency) in made.items()}


def rows(symbol: str, traded: bool, adjusted: bool = True) -> list[list]:
    """The market as a file holds it: in pence for London, as traded or split-adjusted, with or without adj_close."""
    bars = truth()[symbol]
    scale = (bars.split if traded else np.ones(60)) * (100 if symbol == "GBXX.L" else 1)
    volume = bars.volume / (bars.split if traded else 1)
    return [[str(day), *(f"{column[i] * scale[i]:.6f}" for column in (bars.open, bars.high, bars.low, bars.close)),
             *([f"{bars.close[i]:.6f}"] if adjusted else []), f"{volume[i]:.6f}"] for i, day in enumerate(DAYS)]


def csv_folder(folder, header: list[str], traded: bool, adjusted: bool = True, name="{}.csv".format):
    for symbol in truth():
        with (folder / name(symbol)).open("w", newline="") as file:
            csv.writer(file).writerows([header, *rows(symbol, traded, adjusted)])
    (folder / "splits.csv").write_text(f"symbol,date,ratio\nAAPX,{DAYS[SPLIT_AT]},4.0\n")
    return source(folder)


def of_memory(folder, loopback):
    return Examined(MemoryPrices(truth()))


def of_long_csv(folder, loopback):
    (folder / "sub").mkdir()
    csv_folder(folder / "sub", ["date", "open", "high", "low", "close", "adj_close", "volume"], traded=True)
    return source(folder)


def of_yahoo_csv(folder, loopback):
    return csv_folder(folder, ["Date", "Open", "High", "Low", "Close", "Adj Close", "Volume"], traded=False)


def of_stooq_csv(folder, loopback):
    def named(symbol: str) -> str:
        return f"{symbol.lower().replace('.l', '.uk') if '.' in symbol else symbol.lower() + '.us'}.csv"

    return csv_folder(folder, ["Date", "Open", "High", "Low", "Close", "Volume"], False, adjusted=False, name=named)


def of_parquet(folder, loopback):
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = [[symbol, *row] for symbol in truth() for row in rows(symbol, traded=True)]
    columns = list(zip(*table, strict=True))
    figures = {name: [float(x) for x in column] for name, column in
               zip(("open", "high", "low", "close", "adj_close", "volume"), columns[2:], strict=True)}
    days = [date.fromisoformat(day) for day in columns[1]]
    pq.write_table(pa.table({"symbol": columns[0], "date": days, **figures}), folder / "all.parquet", row_group_size=70)
    (folder / "splits.csv").write_text(f"symbol,date,ratio\nAAPX,{DAYS[SPLIT_AT]},4.0\n")
    return source(folder)


def of_sqlite(folder, loopback):
    cache = SqlitePrices(folder / "prices.db")
    for bars in truth().values():
        cache.put(bars, DAYS[0], DAYS[-1])
    return source(f"sqlite:{folder / 'prices.db'}")


def of_lock(folder, loopback):
    recorder = Recorder(of_memory(folder, loopback))
    for instrument in (APPLE, LONDON, QUIET):
        recorder.bars(instrument, DAYS[0], DAYS[-1])
    (folder / "prices.lock").write_text(lock_text(recorder.needed))
    return source(folder / "prices.lock")


def of_yahoo(folder, loopback):
    from claimcheck.market.prices.yahoo import YahooPrices

    server = loopback()
    split = {DAYS[SPLIT_AT]: (4, 1)}
    server.listed |= {"AAPX": Listed(DAYS, list(CLOSES), splits=split), "QUIET": Listed(DAYS, list(CLOSES + 7)),
                      "GBXX.L": Listed(DAYS, list(PENCE), currency="GBp", zone="Europe/London")}
    return Examined(YahooPrices(timeout=5))


def of_cached_yahoo(folder, loopback):
    return Examined(CachedPrices(of_yahoo(folder, loopback).inner, SqlitePrices(folder / "prices.db")))


MAKERS = {"memory": of_memory, "files: long csv": of_long_csv, "files: Yahoo csv": of_yahoo_csv,
          "files: Stooq csv": of_stooq_csv, "files: parquet": of_parquet, "sqlite": of_sqlite, "lock": of_lock,
          "yahoo": of_yahoo, "yahoo behind the cache": of_cached_yahoo}


@pytest.fixture(params=MAKERS)
def prices(request, tmp_path):
    return MAKERS[request.param](tmp_path, lambda: request.getfixturevalue("loopback"))


def test_every_source_of_the_table_is_under_contract():
    assert {name.partition(":")[0].split()[0] for name in MAKERS} == set(SOURCES)


def test_closes_are_split_adjusted_and_split_leads_back_to_the_price_as_traded(prices):
    bars = prices.bars(APPLE, *WINDOW)
    assert isinstance(bars, Bars)
    at = np.searchsorted(bars.sessions, np.array(DAYS, "datetime64[D]"))
    np.testing.assert_allclose(bars.close[at], CLOSES, rtol=1e-6)
    np.testing.assert_allclose((bars.close * bars.split)[at], CLOSES * FACTORS, rtol=1e-6)
    assert bars.symbol == "AAPX" and bars.source


def test_pence_are_pounds(prices):
    bars = prices.bars(LONDON, *WINDOW)
    at = np.searchsorted(bars.sessions, np.array(DAYS, "datetime64[D]"))
    np.testing.assert_allclose(bars.close[at], PENCE / 100, rtol=1e-6)
    assert bars.currency == "GBP"


def test_columns_have_one_length_and_sessions_ascend(prices):
    bars = prices.bars(APPLE, *WINDOW)
    assert bars.sessions.dtype == np.dtype("datetime64[D]")
    assert (np.diff(bars.sessions).astype(int) > 0).all()
    for name in ("open", "high", "low", "close", "volume", "split"):
        assert getattr(bars, name).shape == bars.sessions.shape and getattr(bars, name).dtype == np.float64


def test_both_ends_of_the_window_are_inclusive(prices):
    for day in (DAYS[0], DAYS[-1]):
        bars = prices.bars(APPLE, day, day)
        assert isinstance(bars, Bars) and np.datetime64(day) in bars.sessions


def test_an_unknown_symbol_has_no_prices(prices):
    answer = prices.bars(stock("NOSUCH"), *WINDOW)
    assert isinstance(answer, Unverifiable) and answer.reason == "no-prices" and "NOSUCH" in answer.detail


@pytest.mark.parametrize("first", [date(1990, 1, 1), date(2013, 1, 5)], ids=["before", "a weekend"])
def test_a_window_without_sessions_has_no_prices(prices, first):
    answer = prices.bars(QUIET, first, first + timedelta(days=1))
    assert isinstance(answer, Unverifiable) and answer.reason == "no-prices"


def test_spellings_are_tried_in_order(prices):
    assert prices.bars(stock("NOSUCH2", "NOSUCH3", "QUIET", "AAPX"), *WINDOW).symbol == "QUIET"


def test_a_renamed_company_is_found_under_the_symbol_that_has_the_days(tmp_path):
    for symbol, days in (("OLD", DAYS[:20]), ("NEW", DAYS[15:])):
        lines = "".join(f"{day},{50 + i}\n" for i, day in enumerate(days))
        (tmp_path / f"{symbol}.csv").write_text(f"date,close\n{lines}")
    prices, both = source(tmp_path), stock("OLD", "NEW")
    assert prices.bars(both, DAYS[3], DAYS[9]).symbol == "OLD"
    assert prices.bars(both, DAYS[30], DAYS[40]).symbol == "NEW"
    assert prices.bars(both, DAYS[10], DAYS[50]).symbol == "NEW"


def test_the_same_question_has_the_same_answer(prices):
    one, other = prices.bars(APPLE, *WINDOW), prices.bars(APPLE, *WINDOW)
    np.testing.assert_array_equal(one.close, other.close)
    assert (one.source, one.fetched, one.suspect) == (other.source, other.fetched, other.suspect)


def test_clean_bars_are_not_suspect_and_pickle(prices):
    for instrument in (APPLE, LONDON, QUIET):
        bars = prices.bars(instrument, *WINDOW)
        assert bars.suspect == ()
        np.testing.assert_array_equal(pickle.loads(pickle.dumps(bars)).close, bars.close)
