"""This file is the tests of extremes: one earlier bar contradicts, and only a long enough history bears out."""
from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from made import INDEX, STOCK, bars, claim, window

from claimcheck.claim import Period
from claimcheck.kinds import earliest, extreme
from claimcheck.kinds.horizon import grain_of
from claimcheck.market import Instrument, Unverifiable
from claimcheck.verdict import Refuted, Supported, judge

NEW = Instrument("ACME", "Acme", "equity", "XNYS", "USD", first=date(2012, 1, 2))
BEGUN = date(2012, 1, 2)


def rising(count: int = 300, peak_at: int | None = None, low=None, high=None):
    """Closes that rise by one a day; at one place a far higher one."""
    closes = [100.0 + n for n in range(count)]
    if peak_at is not None:
        closes[peak_at] = 1000.0
    return bars(*closes, start=BEGUN, low=low or [c - 0.5 for c in closes], high=high or [c + 0.5 for c in closes],
                open=[c - 0.2 for c in closes])


TODAY = Period("point", anchor="today", text="on Friday")


def said(direction="up", of="level", horizon=None, measure="close", text="record high", period=TODAY, **more):
    return claim(None, direction=direction, kind="extreme", of=of, horizon=horizon, measure=measure, text=text,
                 period=period, **more)


def verdict(a_claim, series, instrument=NEW, **more):
    return judge(a_claim, extreme.measure(a_claim, instrument, [window(series, **more)], series))


def test_a_record_over_the_whole_history():
    assert type(verdict(said(), rising())) is Supported
    assert type(verdict(said(measure="high"), rising())) is Supported
    assert type(verdict(said(measure="price"), rising())) is Supported


def test_an_earlier_bar_contradicts():
    found = verdict(said(), rising(peak_at=50))
    assert type(found) is Refuted and found.fault == "not-a-record" and found.reading.base == 1000.0


def test_a_history_too_short_never_supports_but_may_refute():
    assert verdict(said(), rising(), STOCK).reason == "history-too-short"
    assert type(verdict(said(), rising(peak_at=50), STOCK)) is Refuted


@pytest.mark.parametrize("horizon, kind", [
    (Period("range", grain="week", count=52, trailing=True), Refuted),
    (Period("range", grain="month", count=3, trailing=True), Supported),
    (Period("since", anchor="2012-03"), Supported),  # the peak of 12 March lies in the month named
    (Period("since", anchor="2012-02"), Refuted),
    (Period("since", anchor="--03"), Supported),
    (Period("ytd", anchor="this-year"), Supported),
])
def test_horizons(horizon, kind):
    series = rising(peak_at=50)  # 12 March 2012; the series ends in February 2013
    assert str(series.sessions[50]) == "2012-03-12" and str(series.sessions[-1]) == "2013-02-22"
    assert type(verdict(said(horizon=horizon, text="highest close"), series)) is kind


def test_a_horizon_without_dates_is_vague():
    found = verdict(said(horizon=Period("since", anchor="event", text="since the deal")), rising())
    assert found == Unverifiable("vague-period", "since the deal")


def test_lows():
    falling = bars(*[400.0 - n for n in range(300)], start=BEGUN)
    assert type(verdict(said("down"), falling)) is Supported
    assert verdict(said("down"), rising()).fault == "not-a-record"


def test_while_the_session_runs_the_day_may_still_hold_the_record():
    series = rising()
    assert type(verdict(said(), series, closed=False)) is Supported
    low = rising(peak_at=50)
    assert type(verdict(said(measure="price"), low, closed=False)) is Refuted


def test_second_best():
    assert type(verdict(said(rank=2), rising(peak_at=50))) is Supported


def moves(*percent: float):
    closes = 100 * np.cumprod([1.0, *(1 + p / 100 for p in percent)])
    return bars(*closes, start=BEGUN)


def test_biggest_one_day_move():
    series = moves(1, -3, 2, -1, 0.5, -4)
    assert type(verdict(said("down", "move", text="biggest drop"), series)) is Supported
    again = moves(1, -5, 2, -1, 0.5, -4)
    assert verdict(said("down", "move", text="biggest drop"), again).fault == "not-a-record"
    assert type(verdict(said("down", "move", rank=2, text="second-biggest drop"), again)) is Supported
    assert type(verdict(said("up", "move", text="biggest gain"), series)) is Refuted


def test_biggest_weekly_move():
    days = [0.0] * 4 + [1.0] + [0.0] * 4 + [-6.0] + [0.0] * 4 + [-2.0]  # weeks: +1, -6, -2 percent
    two_in_week = moves(*days[1:])
    week = Period("week", grain="week", text="for the week")
    found = verdict(said("down", "move", period=week, text="biggest weekly loss"), two_in_week)
    assert type(found) is Refuted and found.reading.base == pytest.approx(-6.0)


def test_points_of_an_index_are_another_reading():
    series = bars(1000.0, 950.0, 900.0, 850.0, 2000.0, 1940.0, start=BEGUN)  # -5.0, -5.3, -5.6 percent; then -60 points
    young = Instrument("^ACM", "Acme 100", INDEX.asset, "XNYS", "USD", first=BEGUN)
    found = verdict(said("down", "move", text="biggest drop"), series, young)
    assert type(found) is Supported and "points" in found.reading.how


@pytest.mark.parametrize("text", ["best January since 1997", "longest winning streak since 2006"])
def test_likes_that_are_not_compared_yet(text):
    assert verdict(said("up", "move", text=text), moves(1, 2, 3)).reason == "not-checked-yet"


def test_how_far_back_prices_are_needed():
    series = rising()
    at = window(series)
    assert earliest(said(), [at]) < date(1901, 1, 1)
    assert earliest(said(horizon=Period("range", grain="year", count=5)), [at]) < date(2008, 2, 22)
    assert earliest(claim("3"), [at]) < date(2011, 2, 22)  # no span is said: the last two years are looked at
    assert earliest(claim("3", period=Period("day", text="on Friday")), [at]) > date(2013, 2, 1)


def test_its_record_is_an_earlier_one():
    series = rising(peak_at=50)
    assert verdict(said(text="its record close", period=Period("point")), series).reason == "vague-period"
    named = said(text="its record close", period=Period("point", anchor="2013-02-22"))
    assert type(verdict(named, rising())) is Supported


def test_a_closing_extreme_of_a_session_high_is_still_read():
    assert type(verdict(said(measure="high", hints=("closing",)), rising())) is Supported


UNSAID = Period("point")


def test_far_from_it_on_a_day_not_named_another_day_is_meant():
    assert verdict(said(period=UNSAID), rising(peak_at=50)).reason == "vague-period"
    assert verdict(said("down", "move", period=UNSAID, text="biggest drop"), moves(1, -5, 2)).reason == "vague-period"
    close_by = bars(*[100.0 + n for n in range(299)], 397.0, start=BEGUN)
    assert verdict(said(period=UNSAID), close_by).fault == "not-a-record"


def test_a_high_of_the_last_days_is_near():
    highs = [101.0 + n for n in range(299)] + [397.5]
    series = bars(*[100.0 + n for n in range(299)], 397.0, start=BEGUN, low=[1.0] * 300, high=highs)
    assert type(verdict(said(period=UNSAID, measure="high", text="52-week high"), series)).__name__ == "Inexact"


def test_near_a_high():
    series = bars(*[100.0 + n for n in range(299)], 390.0, start=BEGUN)
    assert type(verdict(said(text="near a record high"), series)) is Supported
    assert type(verdict(said(text="a record high"), series)) is Refuted


@pytest.mark.parametrize("months, kind", [(12, Supported), (14, Refuted)])
def test_writers_count_months_by_their_names(months, kind):
    series = rising(peak_at=50)  # 12 March 2012, eleven months and a half before the end
    span = Period("range", grain="month", count=months, trailing=True, text=f"in {months} months")
    assert type(verdict(said(horizon=span), series)) is kind


def test_nearly_two_years_may_be_little_more_than_one():
    series = bars(*[100.0 + n for n in range(60)], 1000.0, *[200.0 + n for n in range(360)], start=BEGUN)
    for words, kind in (("in two years", Refuted), ("in nearly two years", Supported)):
        span = Period("range", grain="year", count=2, trailing=True, text=words)
        assert type(verdict(said(horizon=span), series)) is kind


@pytest.mark.parametrize("text, period, grain", [
    ("biggest weekly loss of the year", Period("day"), "week"), ("third-worst year ever", Period("ytd"), "year"),
    ("biggest one-day drop since March", Period("week"), "day"), ("best month in a year", Period("day"), "month"),
    ("biggest daily gain this year", Period("ytd"), "day"), ("biggest drop", Period("week", grain="week"), "week"),
    ("biggest drop", Period("day"), "day")])
def test_which_moves_are_compared(text, period, grain):
    assert grain_of(said("down", "move", text=text, period=period)) == grain


def test_a_short_history_holds_back_what_the_last_days_may_have_reached():
    closes = [100.0 + n for n in range(299)] + [397.0]
    series = bars(*closes, low=[1.0] * 300, high=[c + 1 for c in closes])
    records = said(period=UNSAID, measure="high", text="record high")
    assert verdict(records, series, STOCK).reason == "history-too-short"


def test_record_highs_that_were_hit_along_the_way():
    close_by = bars(*[100.0 + n for n in range(299)], 397.0, start=BEGUN)
    assert verdict(said(period=UNSAID, text="record closing highs"), close_by).reason == "vague-period"
    assert type(verdict(said(period=UNSAID, text="record closing highs"), rising())) is Supported
