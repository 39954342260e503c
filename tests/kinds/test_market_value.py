"""This file is the tests of market values: shares of the time by prices as traded."""
from __future__ import annotations

from datetime import date

import pytest
from made import STOCK, bars, claim, scaled, window

from claimcheck.kinds import market_value_change, market_value_level
from claimcheck.market import Instrument, Unverifiable
from claimcheck.verdict import Refuted, Supported, judge

CHIPS = bars(142.62, 118.42, low=[137.0, 116.7], high=[148.97, 128.4])


def held(count: float):
    return lambda instrument, on: (count, "annual report")


def lost(said="589e9", step="1e9", unit="USD", **more):
    return claim(said, unit, "down", kind="market_value_change", measure="market_value", step=step, **more)


def change(said, series=CHIPS, shares=None, instrument=STOCK, **more):
    return judge(said, market_value_change.measure(said, instrument, [window(series, **more)], series, shares))


def test_a_loss_of_market_value():
    found = change(lost(), shares=held(24.49e9))
    assert type(found) is Supported and found.reading.last == 118.42
    wrong = change(lost("389e9"), shares=held(24.49e9))
    assert wrong.fault == "wrong-market-value" and wrong.corrected.startswith("fell between $587 billion and $599 billion")


def test_a_gain_is_no_loss():
    back = bars(118.42, 142.62)
    assert change(lost(), back, held(24.49e9)).fault == "wrong-direction"


def test_a_later_split_changes_nothing():
    assert type(change(lost(), scaled(CHIPS, 10), held(24.49e9))) is Supported


def test_depositary_receipts_stand_for_several_shares():
    receipt = Instrument("ACME", "Acme", "equity", "XNYS", "USD", ratio=8.0)
    assert type(change(lost(), shares=held(8 * 24.49e9), instrument=receipt)) is Supported


def test_a_level():
    worth = claim("2.9e12", "USD", "", kind="market_value_level", measure="market_value", step="1e11")
    series = [window(CHIPS)]
    assert type(judge(worth, market_value_level.measure(worth, STOCK, series, CHIPS, held(24.49e9)))) is Supported
    small = claim("0.9e12", "USD", "", kind="market_value_level", measure="market_value", step="1e11")
    assert type(judge(small, market_value_level.measure(small, STOCK, series, CHIPS, held(24.49e9)))) is Refuted


@pytest.mark.parametrize("said, shares, reason", [
    (lost(), None, "no-shares-outstanding"),
    (lost(), lambda i, on: Unverifiable("no-shares-outstanding", "none"), "no-shares-outstanding"),
    (lost(unit="HKD"), held(1e9), "not-comparable")])
def test_what_is_not_known(said, shares, reason):
    assert change(said, shares=shares).reason == reason


def test_the_day_is_handed_to_the_source_of_shares():
    asked = []
    change(lost(), shares=lambda instrument, on: asked.append((instrument.symbol, on)) or (24.49e9, ""))
    assert asked == [("ACME", date(2013, 1, 8))]
