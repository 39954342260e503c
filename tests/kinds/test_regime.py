"""This file is the tests of bull markets, bear markets and corrections."""
from __future__ import annotations

import pytest
from made import INDEX, bars, claim, window

from claimcheck.claim import Period
from claimcheck.kinds import regime
from claimcheck.verdict import Refuted, Supported, judge


def verdict(text: str, last: float, years: int = 3, words: str = "on Monday", **more):
    series = bars(*[100.0] * (252 * years), last)
    said = claim(None, direction="", kind="regime", text=text, period=Period("day", text=words))
    return judge(said, regime.measure(said, INDEX, [window(series, **more)], series))


@pytest.mark.parametrize("text, last, kind", [
    ("bear market", 79.0, Supported), ("bear market", 85.0, Refuted), ("correction", 89.0, Supported),
    ("correction territory", 95.0, Refuted), ("bull market", 121.0, Supported), ("bull market", 110.0, Refuted)])
def test_thresholds(text, last, kind):
    assert type(verdict(text, last)) is kind


def test_fault_and_short_histories():
    assert verdict("bear market", 95.0).fault == "not-entered"
    assert verdict("bear market", 95.0, years=1).reason == "history-too-short"
    assert type(verdict("bear market", 79.0, years=1)) is Supported
    assert verdict("golden age", 79.0).reason == "vague-period"


def test_a_bear_market_told_of_in_passing_is_of_another_time():
    assert verdict("its bear market", 95.0, words="").reason == "vague-period"
    assert type(verdict("bear market", 81.0, words="")) is Refuted
