"""This file is the real yfinance, unpatched, against a Yahoo on the loopback that misbehaves in every way we know of.

After each: the right reason, the cache intact, the other symbols served.
"""
from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from claimcheck.market import Bars
from claimcheck.market.prices import Examined
from claimcheck.market.prices.cached import CachedPrices
from claimcheck.market.prices.chained import Chained
from claimcheck.market.prices.memory import MemoryPrices, hand_built
from claimcheck.market.prices.shares import Shares
from claimcheck.market.prices.sqlite import SqlitePrices
from prices.by_hand import stock, weekdays
from prices.yahoo_server import Listed

DAYS = weekdays(date(2013, 1, 2), 80)
CLOSES = np.round(100 + np.cumsum(np.cos(np.arange(80))), 2)
WINDOW = DAYS[10], DAYS[20]


def listed(seed=0.0, **more) -> Listed:
    return Listed(DAYS, list(np.round(CLOSES * (1 + seed), 2)), **more)


@pytest.fixture
def yahoo(loopback):
    """The client in a hurry: short pauses, short time-outs, what it says kept."""
    from claimcheck.market.prices.yahoo import YahooPrices

    loopback.said = []
    return YahooPrices(timeout=1, pauses=(0.01, 0.02), progress=loopback.said.append)


@pytest.fixture
def cached(yahoo, tmp_path):
    return Examined(CachedPrices(yahoo, SqlitePrices(tmp_path / "prices.db")))


@pytest.mark.parametrize("how, reason, word", [
    ("404", "no-prices", "No data found"),
    ("429", "source-failed", "too many requests"),
    ("500", "source-failed", "cannot be read"),
    ("500json", "source-failed", "cannot be read"),
    (["ok", "hang"], "source-failed", "cannot be reached"),
    (["ok", "cut", "cut"], "source-failed", "cannot be reached"),
    ("cut", "source-failed", "cannot be reached"),
    ("garbage", "source-failed", "cannot be read"),
    (["ok", "garbage", "garbage", "garbage"], "source-failed", "cannot be read"),
    ("html", "source-failed", "cannot be read"),
    ("empty", "source-failed", "cannot be read"),
    ("other:ELSEX", "data-suspect", "answered about ELSEX")])
def test_misbehaviour_has_its_reason_and_harms_nobody_else(cached, loopback, fresh, how, reason, word):
    bad, good, old = fresh("BAD"), fresh("GOOD"), fresh("OLD")
    loopback.listed |= {bad: listed(), good: listed(0.1), old: listed(0.2), "ELSEX": listed(0.3)}
    before = cached.bars(stock(old), *WINDOW)
    loopback.plan[bad] = how
    answer = cached.bars(stock(bad), *WINDOW)
    assert (answer.reason, word in answer.detail) == (reason, True), answer
    assert "\n" not in answer.detail and "Traceback" not in answer.detail
    served = cached.bars(stock(good), *WINDOW)
    np.testing.assert_allclose(served.close, loopback.listed[good].closes)
    asked = loopback.asked(old)
    np.testing.assert_array_equal(cached.bars(stock(old), *WINDOW).close, before.close)
    assert loopback.asked(old) == asked, "the cache still answers"
    assert cached.inner.store.read(bad) is None


def test_a_symbol_that_never_was_is_not_found_from_the_first_to_the_last(yahoo, fresh):
    for _ in range(4):
        answer = yahoo.bars(stock(fresh("NEVER")), *WINDOW)
        assert answer.reason == "no-prices", answer


def test_too_many_requests_once_is_waited_out_and_said(yahoo, loopback, fresh):
    symbol = fresh()
    loopback.listed[symbol] = listed()
    loopback.plan[symbol] = ["ok", "429", "429"]
    assert isinstance(yahoo.bars(stock(symbol), *WINDOW), Bars)
    assert loopback.said == [f"Yahoo asks for patience: {symbol} again in 0.01 s (1 of 2)"]


def test_a_chain_passes_the_word_on(loopback, fresh, tmp_path):
    from claimcheck.market.prices import chain

    symbol, said = fresh(), []
    loopback.listed[symbol] = listed()
    loopback.plan[symbol] = ["ok", "429", "429"]
    prices = chain(["yahoo"], tmp_path / "prices.db", said.append)
    assert isinstance(prices.bars(stock(symbol), *WINDOW), Bars)
    assert said == [f"Yahoo asks for patience: {symbol} again in 1 s (1 of 4)"]


def test_without_anybody_to_tell_waiting_is_logged(loopback, fresh, caplog):
    from claimcheck.market.prices.yahoo import YahooPrices

    symbol = fresh()
    loopback.listed[symbol] = listed()
    loopback.plan[symbol] = ["ok", "429", "429"]
    YahooPrices(pauses=(0.01,)).bars(stock(symbol), *WINDOW)
    assert [record.message for record in caplog.records if record.name == "claimcheck.prices"] == [
        f"Yahoo asks for patience: {symbol} again in 0.01 s (1 of 1)"]


def test_after_429_for_ever_the_next_symbol_waits_no_more_and_success_ends_it(yahoo, loopback, fresh):
    first, second, third = fresh(), fresh(), fresh()
    loopback.listed |= {name: listed() for name in (first, second, third)}
    loopback.plan |= {first: "429", second: "429"}
    assert yahoo.bars(stock(first), *WINDOW).reason == "source-failed"
    assert len(loopback.said) == 2
    assert yahoo.bars(stock(second), *WINDOW).reason == "source-failed"
    assert len(loopback.said) == 2
    assert isinstance(yahoo.bars(stock(third), *WINDOW), Bars)


def test_one_server_error_is_survived(yahoo, loopback, fresh):
    symbol = fresh()
    loopback.listed[symbol] = listed()
    loopback.plan[symbol] = ["500", "500"]  # yfinance tries twice, and remembers the failure of its time zone request
    assert isinstance(yahoo.bars(stock(symbol), *WINDOW), Bars)


def test_a_dead_line_is_not_tried_for_every_symbol(yahoo, loopback, fresh):
    symbols = [fresh("DEAD") for _ in range(5)]
    loopback.listed |= {symbol: listed() for symbol in symbols}
    loopback.plan |= {symbol: "cut" for symbol in symbols}
    answers = [yahoo.bars(stock(symbol), *WINDOW) for symbol in symbols]
    assert {answer.reason for answer in answers} == {"source-failed"}
    assert [loopback.asked(symbol) > 0 for symbol in symbols] == [True, True, True, False, False]


def test_offline_is_never_no_such_symbol(tmp_path):
    """No server at all: a fresh process, a proxy that nobody listens on."""
    code = ("from datetime import date\nfrom claimcheck.market import Instrument\n"
            "from claimcheck.market.prices import chain\nprices = chain(['yahoo'])\n"
            "for name in 'ABCDE':\n    answer = prices.bars(Instrument(name, name, 'equity', '', 'USD'), "
            "date(2013, 1, 2), date(2013, 1, 9))\n    print(answer.reason, '|', answer.detail)\n")
    environment = {**os.environ, "HTTPS_PROXY": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9",
                   "XDG_CACHE_HOME": str(tmp_path), "CLAIMCHECK_CACHE": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, env=environment)
    lines = done.stdout.splitlines()
    assert [line.split(" | ")[0] for line in lines] == ["source-failed"] * 5, done
    assert "--prices FOLDER" in lines[0]


def test_splits_up_to_today_dividends_left_alone(yahoo, loopback, fresh):
    symbol = fresh()
    split, later = DAYS[40], DAYS[60]
    loopback.listed[symbol] = listed(splits={split: (4, 1), later: (1, 2)}, dividends={DAYS[15]: 2.5})
    bars = yahoo.bars(stock(symbol), *WINDOW)
    at = int(np.searchsorted(bars.sessions, np.datetime64(DAYS[15])))
    assert bars.split[at] == 2 and bars.split[at + 30] == 0.5 and bars.split[-1] == 1
    np.testing.assert_allclose(bars.close, CLOSES)


def test_time_zones_name_the_exchange_s_own_day(yahoo, loopback, fresh):
    for zone in ("Asia/Tokyo", "Australia/Sydney", "America/Los_Angeles", "Europe/London", "Pacific/Auckland"):
        symbol = fresh()
        loopback.listed[symbol] = listed(zone=zone)
        assert list(yahoo.bars(stock(symbol), *WINDOW).sessions.astype(date)) == DAYS


@pytest.mark.parametrize("code, currency, minor", [("GBp", "GBP", 100), ("ZAc", "ZAR", 100), ("ILA", "ILS", 100),
                                                   ("HKD", "HKD", 1)])
def test_minor_units(yahoo, loopback, fresh, code, currency, minor):
    symbol = fresh()
    loopback.listed[symbol] = listed(currency=code)
    bars = yahoo.bars(stock(symbol), *WINDOW)
    assert bars.currency == currency
    np.testing.assert_allclose(bars.close, CLOSES / minor)


def test_another_currency_than_expected_is_suspect(cached, loopback, fresh):
    symbol = fresh()
    loopback.listed[symbol] = listed(currency="HKD")
    assert "currency" in {x.what for x in cached.bars(stock(symbol), *WINDOW).suspect}


def test_a_session_that_goes_on_is_no_close(yahoo, loopback, fresh):
    symbol, today = fresh(), datetime.now(UTC).date()
    days = weekdays(today - timedelta(days=40), 60)
    days = [day for day in days if day < today] + [today]
    prices = [100.0 + i for i in range(len(days))]
    loopback.listed[symbol] = Listed(days, prices, zone="UTC", open_now=True)
    loopback.listed[other := fresh()] = Listed(days[:-1], prices[:-1], zone="UTC")
    bars = yahoo.bars(stock(symbol), days[0], today)
    if datetime.now(UTC).hour < 21:  # the session of the server ends in two hours: on the same day until then
        assert bars.sessions[-1].astype(date) == days[-2]
    assert yahoo.bars(stock(other), days[0], today).sessions[-1].astype(date) == days[-2]


def test_null_rows_are_left_out(yahoo, loopback, fresh):
    symbol = fresh()
    loopback.listed[symbol] = listed()
    loopback.listed[symbol].closes[12] = None
    assert np.datetime64(DAYS[12]) not in yahoo.bars(stock(symbol), *WINDOW).sessions


def test_one_article_costs_one_request_a_symbol(cached, loopback, fresh):
    symbols = [fresh() for _ in range(5)]
    loopback.listed |= {symbol: listed(k / 10) for k, symbol in enumerate(symbols)}
    wanted = [(stock(symbol), DAYS[i], DAYS[i + 20]) for symbol in symbols for i in (30, 0, 15)]
    cached.prefetch(wanted)
    for one in wanted:
        assert isinstance(cached.bars(*one), Bars)
    assert [loopback.asked(symbol, "period1") for symbol in symbols] == [1] * 5


def test_what_is_missing_today_is_not_asked_for_again(cached, loopback, fresh):
    symbol, far = fresh(), datetime.now(UTC).date() + timedelta(days=30)
    loopback.listed[symbol] = listed()
    for _ in range(3):
        assert isinstance(cached.bars(stock(symbol), DAYS[0], far), Bars)
    assert loopback.asked(symbol, "period1") == 1


def test_a_new_split_makes_the_old_rows_come_again(cached, loopback, fresh, yahoo):
    symbol = fresh()
    loopback.listed[symbol] = listed()
    before = cached.bars(stock(symbol), *WINDOW)
    loopback.listed[symbol] = Listed(DAYS, list(CLOSES / 4), splits={DAYS[70]: (4, 1)})
    loopback.listed[symbol].closes[70:] = list(CLOSES[70:])
    early = date(2011, 6, 1)  # not covered: the whole series is fetched anew, never patched
    after = cached.bars(stock(symbol), early, WINDOW[1])
    at = slice(0, 70)
    np.testing.assert_allclose(after.close[at], before.close[at] / 4)
    np.testing.assert_allclose((after.close * after.split)[at], before.close[at])


def test_another_story_does_not_overwrite_the_cache(cached, loopback, fresh):
    symbol = fresh()
    loopback.listed[symbol] = listed()
    before = cached.bars(stock(symbol), *WINDOW)
    loopback.listed[symbol] = listed(0.37)
    answer = cached.bars(stock(symbol), date(2011, 6, 1), WINDOW[1])
    assert answer.reason == "data-suspect" and "another story" in answer.detail
    np.testing.assert_array_equal(cached.bars(stock(symbol), *WINDOW).close, before.close)


def test_another_symbol_s_series_under_its_own_name_is_seen_by_the_cache(cached, loopback, fresh):
    one, other = fresh(), fresh()
    loopback.listed |= {one: listed(), other: listed()}
    cached.prefetch([(stock(one), *WINDOW), (stock(other), *WINDOW)])
    for symbol in (one, other):
        assert "same-series" in {x.what for x in cached.bars(stock(symbol), *WINDOW).suspect}
    assert cached.inner.store.read(one, (one, other)).suspect == ()


def test_it_is_seen_without_a_cache_too(yahoo, loopback, fresh):
    one, other, third = fresh(), fresh(), fresh()
    loopback.listed |= {one: listed(), other: listed(), third: listed(0.1)}
    kinds = [[x.what for x in yahoo.bars(stock(symbol), *WINDOW).suspect] for symbol in (one, other, third, one)]
    assert kinds == [[], ["same-series"], [], ["same-series"]]


def test_two_of_everything_at_once(cached, loopback, fresh):
    symbols = [fresh() for _ in range(6)]
    loopback.listed |= {symbol: listed(k / 7) for k, symbol in enumerate(symbols)}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda symbol: cached.bars(stock(symbol), *WINDOW), symbols * 4))
    for symbol, bars in zip(symbols * 4, answers, strict=True):
        np.testing.assert_allclose(bars.close, loopback.listed[symbol].closes)


def test_a_failed_source_is_not_hidden_by_one_that_has_nothing(yahoo, loopback, fresh):
    symbol = fresh()
    loopback.listed[symbol] = listed()
    loopback.plan[symbol] = "garbage"
    held = MemoryPrices({"OTHER": hand_built("OTHER", DAYS, CLOSES)})
    for order in ((held, yahoo), (yahoo, held)):
        assert Chained(order).bars(stock(symbol), *WINDOW).reason == "source-failed"


def test_shares_outstanding_then(cached, loopback, fresh):
    symbol, none = fresh(), fresh()
    loopback.listed |= {symbol: listed(shares={DAYS[0]: 2.0e9, DAYS[30]: 2.1e9}, splits={DAYS[20]: (2, 1)}),
                        none: listed(0.1)}
    loopback.listed[symbol].shares = {DAYS[0]: 1.0e9, DAYS[30]: 2.1e9}
    shares = Shares(cached)
    assert shares.outstanding(stock(symbol), DAYS[10]) == (1.0e9, f"shares of {DAYS[0]}")
    assert shares.outstanding(stock(symbol), DAYS[25])[0] == 2.0e9
    assert shares.outstanding(stock(none), DAYS[10]).reason == "no-shares-outstanding"
    requests = loopback.asked(symbol, "timeseries")
    shares.outstanding(stock(symbol), DAYS[31])
    assert loopback.asked(symbol, "timeseries") == requests, "counts are cached"


def test_shares_when_yahoo_fails_are_a_failure(yahoo, loopback, fresh):
    symbol = fresh()
    loopback.listed[symbol] = listed(shares={DAYS[0]: 1.0e9})
    loopback.plan[symbol] = ["ok", "429", "429", "429", "429", "429", "429"]
    assert Shares(yahoo).outstanding(stock(symbol), DAYS[10]).reason == "source-failed"


def test_search_suggests(yahoo, loopback, fresh):
    symbol = fresh("FIND")
    loopback.listed[symbol] = listed()
    assert yahoo.search(symbol.lower()) == [
        {"symbol": symbol, "name": f"{symbol} Inc", "exchange": "NMS", "type": "equity"}]
    loopback.plan["garbled words"] = "html"
    assert yahoo.search("garbled words").reason == "source-failed"


FETCH = """
import sys
from datetime import date
from claimcheck.market import Instrument
from claimcheck.market.prices import chain
prices = chain(["yahoo"], sys.argv[1])
for symbol in sys.argv[2:]:
    bars = prices.bars(Instrument(symbol, symbol, "equity", "", "USD"), date(2013, 1, 16), date(2013, 1, 30))
    print(symbol, getattr(bars, "reason", None) or round(float(bars.close.sum()), 2))
"""


def test_several_processes_on_one_cold_cache(loopback, fresh, tmp_path):
    symbols = [fresh("P") for _ in range(6)]
    loopback.listed |= {symbol: listed(k / 9) for k, symbol in enumerate(symbols)}
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cold")}
    running = [subprocess.Popen([sys.executable, "-c", FETCH, str(tmp_path / "prices.db"), *symbols], env=environment,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    outputs = [process.communicate(timeout=120) for process in running]
    expected = [f"{symbol} {round(sum(loopback.listed[symbol].closes), 2)}" for symbol in symbols]
    for out, err in outputs:
        assert [line.rstrip("0") for line in out.split("\n") if line] == [line.rstrip("0") for line in expected], err
        assert err == ""
    assert SqlitePrices(tmp_path / "prices.db").symbols() == tuple(sorted(symbols))
