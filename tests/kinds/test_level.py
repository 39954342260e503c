"""This file is the tests of levels: as traded on the day, highs and lows of spans, units and currencies."""
from __future__ import annotations

from dataclasses import replace

import pytest
from made import INDEX, STOCK, YEN, YIELD, bars, claim, scaled, values, window

from claimcheck.claim import Period
from claimcheck.kinds import asked, level
from claimcheck.market import Unverifiable
from claimcheck.verdict import Inexact, Refuted, Supported, judge

DAY = bars(100.0, 103.0, open=[99.0, 101.0], low=[98.0, 100.5], high=[101.0, 104.0])


def at(said, unit="USD", **more):
    return claim(said, unit, direction="", kind="level", **more)


def measure(said, series=DAY, instrument=STOCK, **more):
    return level.measure(said, instrument, [window(series, **more)], series)


def test_the_close_as_traded():
    assert values(measure(at("721.00"), scaled(DAY, 7)))[0] == (103.0, 103.0)
    assert values(measure(at("103.00", measure="close"))) == [(103.0, 103.0)]


@pytest.mark.parametrize("said, kind", [("103.00", Supported), ("103.50", Inexact), ("133.00", Refuted)])
def test_verdicts(said, kind):
    assert type(judge(at(said), measure(at(said)))) is kind


def test_a_moment_lies_between_low_and_high():
    assert type(judge(at("102.10"), measure(at("102.10"), closed=False))) is Supported
    assert judge(at("90.10"), measure(at("90.10"), closed=False)).fault == "wrong-level"


def test_the_open():
    assert values(measure(at("101", measure="open")))[0] == (101.0, 101.0)


def test_highs_and_lows_of_a_span():
    assert values(measure(at("104", measure="high"), base=None))[0] == (104.0, 104.0)
    assert values(measure(at("98", measure="low"), base=0, last=-1))[0] == (100.5, 100.5)
    assert values(measure(at("103", measure="high"), base=None))[1] == (103.0, 103.0)


@pytest.mark.parametrize("anchor, shape", [
    ("last-month", "range"), ("2007", "range"), ("--06", "range"), ("2013-06-10", "point"),
    ("monday", "point"), ("", "point")])
def test_a_low_last_month_may_be_of_any_of_its_days(anchor, shape):
    assert asked(at("22.19", measure="low", period=Period("point", anchor=anchor))).shape == shape
    at_its_end = Period("point", anchor=anchor, part="end")
    assert asked(at("22.19", measure="close", period=at_its_end)).shape == "point"


def test_units_and_currencies():
    assert measure(at("103", "points")).reason == "not-comparable"
    assert measure(at("103", "EUR")).reason == "not-comparable"
    assert measure(at("103", "USD"), instrument=INDEX).reason == "not-comparable"
    assert values(measure(at("103", "points", measure="close"), instrument=INDEX)) == [(103.0, 103.0)]
    assert values(measure(at("103", "percent", measure="yield"), instrument=YIELD))[0] == (103.0, 103.0)
    pair = bars(80.0, 80.0)
    assert values(measure(at("80.00", "JPY", measure="close"), pair, YEN)) == [(80.0, 80.0)]
    assert values(measure(at("0.0125", "USD", measure="close"), pair, YEN)) == [(0.0125, 0.0125)]


def test_a_level_needs_no_day_before():
    alone = bars(26.0)
    assert values(measure(at("26", measure="close"), alone, base=None)) == [(26.0, 26.0)]


def test_a_month_without_a_day_admits_its_ends_and_any_price_of_it():
    series = bars(100.0, 104.0, 98.0, 101.0, low=[99.0, 103.0, 97.5, 100.0], high=[101.0, 105.0, 99.0, 102.0])
    said = at("103", period=Period("point", anchor="2013-01"))
    read = level.measure(said, STOCK, [window(series, base=0, last=-1)], series)
    assert values(read) == [(101.0, 101.0), (100.0, 100.0), (97.5, 105.0)]


def test_the_vendors_own_rounding_counts_as_nothing_for_an_index_but_not_for_a_share():
    series = bars(2462.06)
    for instrument, unit, kind in ((INDEX, "points", Supported), (STOCK, "USD", Inexact)):
        said = at("2462.07", unit, measure="close")
        assert type(judge(said, measure(said, series, instrument, base=None))) is kind
    far = at("2462.11", "points", measure="close")
    assert type(judge(far, measure(far, series, INDEX, base=None))) is Inexact


@pytest.mark.parametrize("said, kind", [("2.04", Supported), ("2.01", Supported), ("2.10", Unverifiable),
                                        ("2.50", Refuted)])
def test_a_yield_of_the_night_is_not_refuted(said, kind):
    night = bars(2.00, 2.05, low=[1.99, 2.02], high=[2.02, 2.06])
    assert type(judge(at(said, "percent"), measure(at(said, "percent"), night, YIELD, closed=False))) is kind


def test_closes_that_are_not_in_cents_were_adjusted_and_refute_nothing():
    adjusted = bars(15.0442, 15.4661, low=[14.7498, 15.3501], high=[15.1423, 15.6624])
    assert judge(at("15.86"), measure(at("15.86"), adjusted)).reason == "data-suspect"
    assert type(judge(at("15.47"), measure(at("15.47"), adjusted))) is Supported


@pytest.mark.parametrize("sentence, kind", [
    ("Acme is down 21 percent from its 52-week high of $133.00.", Unverifiable),
    ("Acme hit a 52-week high of $133.00.", Refuted)])
def test_a_high_that_is_referred_to_is_of_another_day(sentence, kind):
    said = replace(at("133.00", measure="high", text="$133.00"), sentence=sentence)
    assert type(judge(said, measure(said))) is kind
