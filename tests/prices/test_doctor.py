"""This file is the data doctor: every kind of bad data is seen, and what only looks wild is left alone."""
from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from claimcheck.market.prices.doctor import examined, same_series, suspicions, trusted, twins
from claimcheck.market.prices.memory import hand_built
from prices.by_hand import stock, weekdays

DAYS = weekdays(date(2013, 1, 2), 120)
SATURDAY = next(day for day in (DAYS[-2] + timedelta(days=n) for n in range(1, 8)) if day.weekday() == 5)
WALK = np.round(100 * np.exp(np.cumsum(0.01 * np.sin(np.arange(120) * 1.7))), 2)


def bars(closes=WALK, days=DAYS, symbol="ABC", volume=None, **columns):
    closes = np.asarray(closes, float)
    full = {"open": closes, "high": closes * 1.01, "low": closes * 0.99} | columns
    return hand_built(symbol, days, closes, volume=np.full(len(closes), 1e6) if volume is None else volume, **full)


def changed(at, value, base=WALK):
    closes = np.array(base)
    closes[at] = value
    return closes


def kinds(series, instrument=None):
    return [x.what for x in suspicions(series, instrument)]


def test_a_clean_series_is_not_suspect():
    assert kinds(bars()) == []


def test_closes_alone_are_enough():
    assert kinds(hand_built("^IDX", DAYS, WALK)) == []


@pytest.mark.parametrize("what, series", [
    ("no-price", bars(changed(50, 0.0))),
    ("no-price", bars(changed(50, -3.0))),
    ("high-below-low", bars(high=changed(50, WALK[50] * 0.9, WALK * 1.01))),
    ("close-outside", bars(low=changed(50, WALK[50] * 1.005, WALK * 0.99))),
    ("stale", bars(changed(slice(114, 120), 99.0))),
    ("split-sized-jump", bars(np.where(np.arange(120) < 60, WALK, WALK / 2))),
    ("split-sized-jump", bars(np.where(np.arange(120) < 60, WALK, WALK * 10))),
    ("split-sized-jump", bars(np.where(np.arange(120) < 60, WALK, WALK / 100))),
    ("level-shift", bars(np.where(np.arange(120) < 60, WALK, WALK * 7.78 / 2.1))),
    ("spike", bars(changed(50, WALK[50] * 1.9))),
    ("spike", bars(changed(50, WALK[50] * 0.6))),
    ("gap", bars(np.delete(WALK, slice(50, 62)), days=DAYS[:50] + DAYS[62:])),
    ("wrong-day", bars(WALK, days=[*DAYS[:-1], SATURDAY]))])
def test_bad_data_are_seen(what, series):
    assert what in kinds(series)


def test_suspicion_spoils_the_windows_it_touches():
    series = examined(bars(changed(50, WALK[50] * 1.9)))
    assert trusted(series, DAYS[49], DAYS[50]).reason == "data-suspect"
    assert trusted(series, DAYS[50], DAYS[51]).reason == "data-suspect"
    assert trusted(series, DAYS[10], DAYS[90]).reason == "data-suspect"
    assert trusted(series, DAYS[10], DAYS[90], every=False) is None
    assert trusted(series, DAYS[60], DAYS[90]) is None


def test_a_break_spoils_every_window_across_it():
    series = examined(bars(np.where(np.arange(120) < 60, WALK, WALK / 2)))
    assert trusted(series, DAYS[10], DAYS[90], every=False).reason == "data-suspect"
    assert trusted(series, DAYS[10], DAYS[59]) is None and trusted(series, DAYS[60], DAYS[90]) is None


def test_lehman_aig_and_the_like_are_no_bad_data():
    """A crash comes with turnover (or after wild days); a split with neither."""
    crash = np.where(np.arange(120) < 60, WALK, WALK / 2)
    volume = np.where(np.arange(120) == 60, 2e7, 1e6)
    assert kinds(bars(crash, volume=volume)) == []
    wild = 10 * np.exp(np.cumsum(np.random.default_rng(7).normal(0, 0.12, 120)))
    wild[60:] /= 2
    assert "split-sized-jump" not in kinds(bars(wild))


def test_an_index_never_splits():
    assert kinds(bars(np.where(np.arange(120) < 60, WALK, WALK * 2.0), symbol="^VIX")) == []


def test_pennies_jump_by_their_tick():
    closes = np.where(np.arange(120) % 3 == 0, 0.03, 0.04)
    assert kinds(bars(closes, high=closes, low=closes)) == []


def test_oil_and_yields_may_be_negative():
    series = bars(changed(50, -37.63), symbol="CL=F")
    assert "no-price" not in kinds(series, stock("CL=F", asset="future"))
    assert "no-price" in kinds(series, stock("CL=F"))


def test_a_missing_session_by_the_exchange_calendar():
    pytest.importorskip("exchange_calendars")
    holidays = {date(2013, 1, 21), date(2013, 2, 18), date(2013, 3, 29), date(2013, 5, 27)}
    days = [day for day in DAYS if day not in holidays]
    whole = bars(WALK[:len(days)], days=days)
    new_york = stock("ABC", exchange="XNYS")
    assert kinds(whole, new_york) == []
    torn = examined(bars(np.delete(WALK[:len(days)], 40), days=days[:40] + days[41:]), new_york)
    assert [x.what for x in torn.suspect] == ["gap"]
    assert trusted(torn, days[39], days[41], every=False), "the true base may be the missing session"
    assert trusted(torn, days[10], days[60], every=False) is None and trusted(torn, days[10], days[39]) is None
    extra = bars(WALK[:len(days) + 1], days=sorted([*days, date(2013, 5, 27)]))
    assert kinds(extra, new_york) == ["wrong-day"]


def test_another_exchange_s_calendar_accuses_nobody():
    pytest.importorskip("exchange_calendars")
    tokyo = hand_built("ABC", [day for day in DAYS if day.day > 4], WALK[:sum(day.day > 4 for day in DAYS)])
    assert "wrong-day" not in kinds(tokyo, stock("ABC", exchange="XTAE"))


def test_another_currency_is_suspect_everywhere():
    series = examined(replace(bars(), currency="HKD"), stock("ABC", currency="USD"))
    assert trusted(series, DAYS[3], DAYS[4]).detail == "ABC: currency: prices in HKD, expected USD"


def test_twins_are_named_both():
    flat = np.full(120, 5.0)
    series = [("A", WALK), ("B", WALK * 1.5), ("C", np.array(WALK)), ("FLAT", flat), ("FLAT2", np.array(flat))]
    assert list(twins(series)) == [("A", "C")]
    assert {symbol: x.detail for symbol, x in same_series(twins(series)).items()} == {
        "A": "the same closes as C", "C": "the same closes as A"}


def test_empty_bars():
    assert suspicions(hand_built("A", [], [])) == ()
